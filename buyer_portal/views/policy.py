"""Change here which sentences and table rows tell a seller's policy."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Final

from babel.lists import format_list

from buyer_portal.domain.orders import GoodsKind, OrderStatus, PaymentMethod
from buyer_portal.domain.policy import (
    DayRange,
    Permission,
    Policy,
    ReasonMode,
    RefusalEffect,
    StagePolicy,
)
from buyer_portal.order_contract.orders import SellerPolicy
from buyer_portal.views.printing import Printer
from buyer_portal.views.since import since_text

CANCEL_STAGES: Final = (
    OrderStatus.UNPAID,
    OrderStatus.ON_HOLD,
    OrderStatus.AWAITING_SHIPMENT,
    OrderStatus.AWAITING_COLLECTION,
    OrderStatus.IN_TRANSIT,
)
"""The way of an order as far as cancelling goes; a partly shipped one follows its lines."""

TABLE_STAGES: Final = (*CANCEL_STAGES, OrderStatus.DELIVERED)

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
        cancelling = list(_cancelling(policy, printer))
        return cls(
            seller=answer.seller.name,
            title=printer.say("policy.title", seller=answer.seller.name),
            lead=cancelling[0],
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
                    ("cancel", cancelling[1:]),
                    ("refund", list(_refunds(policy, printer))),
                    ("return", list(_returns(policy, printer))),
                    ("refusal", [_refusal(policy, printer)]),
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
    if rule.cancel is Permission.INSTANT and rule.instant_minutes is not None:
        who = printer.say("policy.who.timed", duration=_minutes_text(rule.instant_minutes, printer))
        then = printer.say(f"policy.then.{_later(rule)}")
    elif rule.cancel is Permission.NONE and rule.return_ is not Permission.NONE:
        who, mark = printer.say("policy.who.return"), BY_HAND
    elif rule.cancel is Permission.NONE and rule.refund is not Permission.NONE:
        who, mark = printer.say("policy.who.refund"), BY_HAND
    else:
        who = printer.say(f"policy.who.{rule.cancel}")
    return PolicyStageView(stage=printer.say(f"status.{stage}"), who=who, then=then, mark=mark)


def _later(rule: StagePolicy) -> Permission:
    """Return what holds when a timed window has passed; never "at once" again."""
    return Permission.REQUEST if rule.cancel_later is Permission.INSTANT else rule.cancel_later


def _cancelling(policy: Policy, printer: Printer) -> Iterator[str]:
    """Yield the sentences on cancelling; the first one leads the page."""
    yield from _windows(policy, printer)
    if _has_request(policy):
        yield _answer("policy.answer", policy, printer)
    if policy.late_shipment_is_instant:
        yield printer.say("policy.late")
    yield from _exclusions(policy, printer)
    yield printer.say("policy.lines.yes" if policy.cancel_lines else "policy.lines.no")
    if policy.one_cancellation:
        yield printer.say("policy.once")
    if policy.reasons.mode is ReasonMode.NONE:
        yield printer.say("policy.reason.none")
    else:
        yield printer.say(
            "policy.reason.required" if policy.reasons.required else "policy.reason.optional"
        )
    yield printer.say(
        "policy.unpaid",
        duration=printer.length(timedelta(hours=policy.unpaid_expires_hours)),
    )


def _has_request(policy: Policy) -> bool:
    """Say whether the seller is ever asked to agree to a cancellation."""
    excluded = {*policy.exclusions.values(), policy.excludes_shipped_by_seller}
    return Permission.REQUEST in excluded or any(
        rule.cancel is Permission.REQUEST
        or (rule.instant_minutes is not None and _later(rule) is Permission.REQUEST)
        for rule in policy.stages.values()
    )


def _answer(key: str, policy: Policy, printer: Printer) -> str:
    """Return how long the seller has, and what silence means."""
    silence = "approves" if policy.silence_approves else "closes"
    return printer.say(
        f"{key}.{silence}", duration=printer.length(timedelta(hours=policy.answer_hours))
    )


def _windows(policy: Policy, printer: Printer) -> Iterator[str]:
    """Yield who can cancel, from the first stage to the last one."""
    rules = [(stage, policy.stage(stage)) for stage in CANCEL_STAGES]
    alone = 0
    while alone < len(rules) and _is_open(rules[alone][1]):
        alone += 1
    if alone:
        yield printer.say(f"policy.cancel.instant.{rules[alone - 1][0]}")
    for rule, stages in groupby(rules[alone:], key=lambda pair: _window(pair[1])):
        start = next(stages)[0]
        permission, minutes, later = rule
        if permission is Permission.INSTANT and minutes is not None:
            yield printer.say(
                f"policy.cancel.timed.{start}", duration=_minutes_text(minutes, printer)
            )
            yield printer.say(f"policy.cancel.after.{later}")
        elif permission is Permission.INSTANT:
            yield printer.say(f"policy.cancel.instant_again.{start}")
        else:
            yield printer.say(f"policy.cancel.{permission}.{start}")


def _is_open(rule: StagePolicy) -> bool:
    """Say whether the buyer can cancel alone, as long as the stage lasts."""
    return rule.cancel is Permission.INSTANT and rule.instant_minutes is None


def _window(rule: StagePolicy) -> tuple[Permission, int | None, Permission]:
    """Return what two stages must share to be told in one sentence."""
    return rule.cancel, rule.instant_minutes, _later(rule)


def _exclusions(policy: Policy, printer: Printer) -> Iterator[str]:
    """Yield one sentence for each permission that some goods have instead."""
    named: dict[Permission, list[str]] = {}
    for goods in GoodsKind:
        if goods in policy.exclusions:
            named.setdefault(policy.exclusions[goods], []).append(
                printer.say(f"policy.goods.{goods}")
            )
    if policy.excludes_shipped_by_seller is not None:
        named.setdefault(policy.excludes_shipped_by_seller, []).append(
            printer.say("policy.goods.shipped_by_seller")
        )
    start = next(
        (stage for stage in CANCEL_STAGES if stage in policy.exclusion_stages), OrderStatus.ON_HOLD
    )
    for permission, goods in named.items():
        yield printer.say(
            f"policy.exclusion.{permission}.{start}",
            goods=format_list(goods, locale=printer.locale),
        )


def _refunds(policy: Policy, printer: Printer) -> Iterator[str]:
    """Yield the sentences on money that comes back."""
    rules = [(stage, policy.stage(stage).refund) for stage in TABLE_STAGES]
    for permission, stages in groupby(rules, key=lambda pair: pair[1]):
        if permission is not Permission.NONE:
            yield printer.say(f"policy.refund.{permission}.{next(stages)[0]}")
    if any(permission is Permission.REQUEST for _, permission in rules):
        yield _answer("policy.refund.answer", policy, printer)
    yield printer.say("policy.refund.cash")
    yield printer.say(f"policy.refund.vouchers.{'yes' if policy.restores_vouchers else 'no'}")
    if policy.free_shipping_from_minor is not None:
        yield printer.say("policy.refund.free_shipping")


def _returns(policy: Policy, printer: Printer) -> Iterator[str]:
    """Yield the sentences on goods that go back."""
    permission = policy.stage(OrderStatus.DELIVERED).return_
    if permission is Permission.NONE:
        yield printer.say("policy.back.none")
        return
    yield printer.count(f"policy.back.{permission}", policy.return_days)
    yield printer.say("policy.back.free" if policy.return_free else "policy.back.paid")


def _refusal(policy: Policy, printer: Printer) -> str:
    """Return what refusing a parcel at the door does."""
    if policy.refusal_effect is RefusalEffect.NONE:
        return printer.say("policy.refusal.none")
    return printer.count(f"policy.refusal.{policy.refusal_effect}", policy.refusal_expires_days)


def _days_text(days: DayRange, printer: Printer) -> str:
    """Return a range of working days: ``3-7 working days``, ``the same day``."""
    if days.at_most == 0:
        return printer.say("policy.refund.at_once")
    if days.at_least == 0:
        return printer.count("policy.refund.up_to", days.at_most)
    if days.at_least == days.at_most:
        return printer.count("policy.refund.days", days.at_most)
    return printer.say("policy.refund.range", first=days.at_least, last=days.at_most)


def _minutes_text(minutes: int, printer: Printer) -> str:
    return printer.length(timedelta(minutes=minutes))
