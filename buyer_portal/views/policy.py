"""Change here which sentences and table rows tell a seller's policy."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

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
from buyer_portal.i18n.catalogue import Words
from buyer_portal.i18n.formats import day_text, duration_text
from buyer_portal.order_contract.orders import SellerPolicy

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
    """Some sentences under a heading."""

    title: str
    sentences: list[str]


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
    def of(cls, answer: SellerPolicy, words: Words, zone: ZoneInfo) -> "PolicyView":
        """Tell ``answer`` in the language of ``words``."""
        policy = answer.policy
        cancelling = list(_cancelling(policy, words))
        return cls(
            seller=answer.seller.name,
            title=words("policy.title", seller=answer.seller.name),
            lead=cancelling[0],
            effective_text=words(
                "policy.effective", day=day_text(answer.effective_from, zone, words.locale)
            ),
            version_text=words("policy.version", version=policy.version),
            stages=[_stage_row(policy.stage(stage), stage, words) for stage in TABLE_STAGES],
            sections=[
                PolicySectionView(title=words(f"policy.{name}.title"), sentences=sentences)
                for name, sentences in (
                    ("cancel", cancelling[1:]),
                    ("refund", list(_refunds(policy, words))),
                    ("return", list(_returns(policy, words))),
                    ("refusal", [_refusal(policy, words)]),
                )
            ],
            refund_times=[
                RefundTimeView(
                    method=words(f"policy.refund.method.{method}"),
                    when=_days_text(policy.refund_days[method], words),
                )
                for method in PaymentMethod
                if method in policy.refund_days and method is not PaymentMethod.CASH_ON_DELIVERY
            ],
        )


def _stage_row(rule: StagePolicy, stage: OrderStatus, words: Words) -> PolicyStageView:
    """Return who can cancel at ``stage``, and what is possible where nobody can."""
    then = ""
    mark = str(rule.cancel)
    if rule.cancel is Permission.INSTANT and rule.instant_minutes is not None:
        who = words("policy.who.timed", duration=_minutes_text(rule.instant_minutes, words))
        then = words(f"policy.then.{_later(rule)}")
    elif rule.cancel is Permission.NONE and rule.return_ is not Permission.NONE:
        who, mark = words("policy.who.return"), BY_HAND
    elif rule.cancel is Permission.NONE and rule.refund is not Permission.NONE:
        who, mark = words("policy.who.refund"), BY_HAND
    else:
        who = words(f"policy.who.{rule.cancel}")
    return PolicyStageView(stage=words(f"policy.stage.{stage}"), who=who, then=then, mark=mark)


def _later(rule: StagePolicy) -> Permission:
    """Return what holds when a timed window has passed; never "at once" again."""
    return Permission.REQUEST if rule.cancel_later is Permission.INSTANT else rule.cancel_later


def _cancelling(policy: Policy, words: Words) -> Iterator[str]:
    """Yield the sentences on cancelling; the first one leads the page."""
    yield from _windows(policy, words)
    if any(
        Permission.REQUEST in (rule.cancel, rule.cancel_later, rule.refund)
        for rule in policy.stages.values()
    ):
        silence = "approves" if policy.silence_approves else "closes"
        yield words(
            f"policy.answer.{silence}",
            duration=duration_text(timedelta(hours=policy.answer_hours), words.locale),
        )
    if policy.late_shipment_is_instant:
        yield words("policy.late")
    yield from _exclusions(policy, words)
    yield words("policy.lines.yes" if policy.cancel_lines else "policy.lines.no")
    if policy.one_cancellation:
        yield words("policy.once")
    if policy.reasons.mode is ReasonMode.NONE:
        yield words("policy.reason.none")
    else:
        yield words(
            "policy.reason.required" if policy.reasons.required else "policy.reason.optional"
        )
    yield words(
        "policy.unpaid",
        duration=duration_text(timedelta(hours=policy.unpaid_expires_hours), words.locale),
    )


def _windows(policy: Policy, words: Words) -> Iterator[str]:
    """Yield who can cancel, from the first stage to the last one."""
    rules = [(stage, policy.stage(stage)) for stage in CANCEL_STAGES]
    alone = 0
    while alone < len(rules) and _is_open(rules[alone][1]):
        alone += 1
    if alone:
        yield words(f"policy.cancel.instant.{rules[alone - 1][0]}")
    for rule, stages in groupby(rules[alone:], key=lambda pair: _window(pair[1])):
        start = next(stages)[0]
        permission, minutes, later = rule
        if permission is Permission.INSTANT and minutes is not None:
            yield words(f"policy.cancel.timed.{start}", duration=_minutes_text(minutes, words))
            yield words(f"policy.cancel.after.{later}")
        elif permission is Permission.INSTANT:
            yield words(f"policy.cancel.instant_again.{start}")
        else:
            yield words(f"policy.cancel.{permission}.{start}")


def _is_open(rule: StagePolicy) -> bool:
    """Say whether the buyer can cancel alone, as long as the stage lasts."""
    return rule.cancel is Permission.INSTANT and rule.instant_minutes is None


def _window(rule: StagePolicy) -> tuple[Permission, int | None, Permission]:
    """Return what two stages must share to be told in one sentence."""
    return rule.cancel, rule.instant_minutes, _later(rule)


def _exclusions(policy: Policy, words: Words) -> Iterator[str]:
    """Yield one sentence for each permission that some goods have instead."""
    named: dict[Permission, list[str]] = {}
    for goods in GoodsKind:
        if goods in policy.exclusions:
            named.setdefault(policy.exclusions[goods], []).append(words(f"policy.goods.{goods}"))
    if policy.excludes_shipped_by_seller is not None:
        named.setdefault(policy.excludes_shipped_by_seller, []).append(
            words("policy.goods.shipped_by_seller")
        )
    start = next(
        (stage for stage in CANCEL_STAGES if stage in policy.exclusion_stages), OrderStatus.ON_HOLD
    )
    for permission, goods in named.items():
        yield words(
            f"policy.exclusion.{permission}.{start}", goods=format_list(goods, locale=words.locale)
        )


def _refunds(policy: Policy, words: Words) -> Iterator[str]:
    """Yield the sentences on money that comes back."""
    rules = [(stage, policy.stage(stage).refund) for stage in TABLE_STAGES]
    for permission, stages in groupby(rules, key=lambda pair: pair[1]):
        if permission is not Permission.NONE:
            yield words(f"policy.refund.{permission}.{next(stages)[0]}")
    yield words("policy.refund.cash")
    yield words(f"policy.refund.vouchers.{'yes' if policy.restores_vouchers else 'no'}")
    if policy.free_shipping_from_minor is not None:
        yield words("policy.refund.free_shipping")


def _returns(policy: Policy, words: Words) -> Iterator[str]:
    """Yield the sentences on goods that go back."""
    permission = policy.stage(OrderStatus.DELIVERED).return_
    if permission is Permission.NONE:
        yield words("policy.return.none")
        return
    yield words.count(f"policy.return.{permission}", policy.return_days)
    yield words("policy.return.free" if policy.return_free else "policy.return.paid")


def _refusal(policy: Policy, words: Words) -> str:
    """Return what refusing a parcel at the door does."""
    if policy.refusal_effect is RefusalEffect.NONE:
        return words("policy.refusal.none")
    return words.count(f"policy.refusal.{policy.refusal_effect}", policy.refusal_expires_days)


def _days_text(days: DayRange, words: Words) -> str:
    """Return a range of working days: ``3-7 working days``, ``the same day``."""
    if days.at_most == 0:
        return words("policy.refund.at_once")
    if days.at_least == days.at_most:
        return words.count("policy.refund.days", days.at_most)
    return words("policy.refund.range", first=days.at_least, last=days.at_most)


def _minutes_text(minutes: int, words: Words) -> str:
    return duration_text(timedelta(minutes=minutes), words.locale)
