"""Change here which tables and sections tell a seller's policy; the sentences: beside it."""

from dataclasses import dataclass
from typing import Final

from buyer_portal.domain.orders import OrderStatus, PaymentMethod
from buyer_portal.domain.policy import DayRange, Permission, StagePolicy
from buyer_portal.order_contract.orders import SellerPolicy
from buyer_portal.views.policy_sentences import (
    TABLE_STAGES,
    cancelling,
    changing,
    later_of,
    minutes_text,
    open_window,
    refunds,
    refusing,
    returns,
)
from buyer_portal.views.printing import Printer
from buyer_portal.views.since import since_text

BY_HAND: Final = "by-hand"
"""The mark of a stage where something else than cancelling is possible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyStageView:
    """A row of "who can cancel when". ``mark`` is a permission's name, or ``by-hand``."""

    stage: str
    who: str
    then: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundTimeView:
    """How long money takes by one payment method."""

    method: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySectionView:
    """Some sentences under a heading; the one on refunds has the table of times as well."""

    title: str
    sentences: list[str]
    has_refund_times: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyView:
    """A seller's policy as printed."""

    seller: str
    title: str
    lead: str
    effective_text: str
    version_text: str
    stages: list[PolicyStageView]
    sections: list[PolicySectionView]
    refund_times: list[RefundTimeView]

    @classmethod
    def of(cls, answer: SellerPolicy, printer: Printer) -> "PolicyView":
        """Tell ``answer`` for its reader."""
        policy = answer.policy
        lead, *on_cancelling = cancelling(policy, printer)
        return cls(
            seller=answer.seller.name,
            title=printer.say("policy.title", seller=answer.seller.name),
            lead=lead,
            effective_text=printer.say(
                "policy.effective", day=since_text(answer.effective_from, printer)
            ),
            version_text=printer.say("policy.version", version=policy.version),
            stages=[_stage_row(policy.stage(stage), stage, printer) for stage in TABLE_STAGES],
            sections=[
                PolicySectionView(
                    title=printer.say(f"policy.{name}.title"),
                    sentences=sentences,
                    has_refund_times=name == "refund" and bool(policy.refund_days),
                )
                for name, sentences in (
                    ("cancel", on_cancelling),
                    ("changes", list(changing(policy, printer))),
                    ("refund", list(refunds(policy, printer))),
                    ("return", list(returns(policy, printer))),
                    ("refusal", list(refusing(policy, printer))),
                )
            ],
            refund_times=[
                RefundTimeView(
                    method=printer.say(f"policy.refund.method.{method}"),
                    when=_days_text(policy.refund_days[method], printer),
                )
                for method in PaymentMethod
                if method in policy.refund_days and method is not PaymentMethod.CASH_ON_DELIVERY
            ],
        )


def _stage_row(rule: StagePolicy, stage: OrderStatus, printer: Printer) -> PolicyStageView:
    """Return who can cancel at ``stage``, and what is possible where nobody can."""
    then = ""
    mark = str(rule.cancel)
    if rule.cancel is Permission.INSTANT and (minutes := open_window(rule)) is not None:
        who = printer.say("policy.who.timed", duration=minutes_text(minutes, printer))
        then = printer.say(f"policy.then.{later_of(rule)}")
    elif rule.cancel is Permission.NONE and rule.return_ is not Permission.NONE:
        who, mark = printer.say("policy.who.return"), BY_HAND
    elif rule.cancel is Permission.NONE and rule.refund is not Permission.NONE:
        who, mark = printer.say("policy.who.refund"), BY_HAND
    else:
        who = printer.say(f"policy.who.{rule.cancel}")
    return PolicyStageView(stage=printer.say(f"status.{stage}"), who=who, then=then, mark=mark)


def _days_text(days: DayRange, printer: Printer) -> str:
    """Return a range of working days: ``3-7 working days``, ``the same day``."""
    if days.at_most == 0:
        return printer.say("policy.refund.at_once")
    if days.at_least == 0:
        return printer.count("policy.refund.up_to", days.at_most)
    if days.at_least == days.at_most:
        return printer.count("policy.refund.days", days.at_most)
    return printer.say("policy.refund.range", first=days.at_least, last=days.at_most)
