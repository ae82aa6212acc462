"""Change here which sentences tell a seller's policy; the words are in ``policy.po``."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from typing import Final

from babel.lists import format_list
from babel.numbers import get_territory_currencies

from buyer_portal.domain.money import EXPONENT
from buyer_portal.domain.orders import GoodsKind, OrderStatus
from buyer_portal.domain.policy import (
    Permission,
    Policy,
    ReasonMode,
    RefusalEffect,
    StagePolicy,
)
from buyer_portal.domain.returns import days_to_ship
from buyer_portal.views.printing import Printer

CANCEL_STAGES: Final = (
    OrderStatus.UNPAID,
    OrderStatus.ON_HOLD,
    OrderStatus.AWAITING_SHIPMENT,
    OrderStatus.AWAITING_COLLECTION,
    OrderStatus.IN_TRANSIT,
)
"""The way of an order as far as cancelling goes; a partly shipped one follows its lines."""

TABLE_STAGES: Final = (*CANCEL_STAGES, OrderStatus.DELIVERED)

_REASON_MODE: Final = {
    ReasonMode.LIST: "list",
    ReasonMode.TEXT: "text",
    ReasonMode.LIST_AND_TEXT: "both",
}
_CURRENCY: Final = {"EU": "EUR", "UK": "GBP"}
"""Of markets that are no territory of CLDR."""


def open_window(rule: StagePolicy) -> int | None:
    """Return the minutes that a stage's clock gives; None where it takes nothing away."""
    return None if rule.cancel_later is rule.cancel else rule.instant_minutes


def later_of(rule: StagePolicy) -> Permission:
    """Return what holds at a stage when its window has passed."""
    return rule.cancel if open_window(rule) is None else rule.cancel_later


def minutes_text(minutes: int, printer: Printer) -> str:
    """Return a window's length."""
    return printer.length(timedelta(minutes=minutes))


def cancelling(policy: Policy, printer: Printer) -> Iterator[str]:
    """Yield the sentences on cancelling; the first one leads the page."""
    yield from _windows(policy, printer)
    if _has_request(policy):
        yield _answer("policy.answer", policy, printer)
        yield printer.say(f"policy.parcel.{'held' if policy.request_holds_parcel else 'goes_on'}")
    if policy.late_shipment_is_instant:
        yield printer.say("policy.late")
    yield from _exclusions(policy, printer)
    yield printer.say("policy.lines.yes" if policy.cancel_lines else "policy.lines.no")
    if policy.one_cancellation:
        yield printer.say("policy.once")
    yield _reason(policy, printer)
    if policy.confirm_step:
        yield printer.say("policy.confirm")
    yield printer.say(
        "policy.unpaid",
        duration=printer.length(timedelta(hours=policy.unpaid_expires_hours)),
    )
    if policy.minimum_client_build > 1:
        yield printer.say("policy.build", build=policy.minimum_client_build)


def changing(policy: Policy, printer: Printer) -> Iterator[str]:
    """Yield what can be changed instead of cancelling, and from when on nothing can."""
    could_before = False
    stages = [(stage, policy.changes.get(stage, ())) for stage in CANCEL_STAGES]
    for kinds, found in groupby(stages, key=lambda pair: frozenset(pair[1])):
        start, in_order = next(found)
        if kinds:
            what = [printer.say(f"policy.change.{kind}") for kind in in_order]
            yield printer.say(
                f"policy.changes.{start}", what=format_list(what, locale=printer.locale)
            )
        elif could_before:
            yield printer.say(f"policy.changes.end.{start}")
        could_before = bool(kinds)
    if not any(kinds for _, kinds in stages):
        yield printer.say("policy.changes.none")


def refunds(policy: Policy, printer: Printer) -> Iterator[str]:
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
        yield _free_shipping(policy.free_shipping_from_minor, policy.market, printer)


def returns(policy: Policy, printer: Printer) -> Iterator[str]:
    """Yield the sentences on goods that go back."""
    permission = policy.stage(OrderStatus.DELIVERED).return_
    if permission is Permission.NONE:
        yield printer.say("policy.back.none")
        return
    yield printer.count(f"policy.back.{permission}", policy.return_days)
    yield printer.say("policy.back.free" if policy.return_free else "policy.back.paid")
    days = days_to_ship(policy.ship_back_days, is_right=permission is Permission.INSTANT)
    yield printer.count("policy.back.ship", days)
    yield printer.count("policy.back.confirm", policy.confirm_days)


def refusing(policy: Policy, printer: Printer) -> Iterator[str]:
    """Yield what refusing a parcel at the door does, and what can be done about it."""
    if policy.refusal_effect is RefusalEffect.NONE or not policy.refusal_expires_days:
        yield printer.say("policy.refusal.none")
        yield from _kept_shipping(policy, printer)
        return
    yield printer.count(f"policy.refusal.{policy.refusal_effect}", policy.refusal_expires_days)
    yield from _kept_shipping(policy, printer)
    if policy.cod_off_after_strikes is not None:
        yield printer.count("policy.refusal.cod_off", policy.cod_off_after_strikes)
    if policy.deny_after_strikes is not None:
        yield printer.count("policy.refusal.deny", policy.deny_after_strikes)
    if policy.appeal_days:
        yield printer.count("policy.refusal.appeal", policy.appeal_days)


def _kept_shipping(policy: Policy, printer: Printer) -> Iterator[str]:
    if not policy.refusal_refunds_shipping:
        yield printer.say("policy.refusal.shipping_kept")


def _reason(policy: Policy, printer: Printer) -> str:
    """Return whether and how a reason is asked."""
    mode = _REASON_MODE.get(policy.reasons.mode)
    if mode is None:
        return printer.say("policy.reason.none")
    need = "required" if policy.reasons.required else "optional"
    return printer.say(f"policy.reason.{mode}.{need}")


def _has_request(policy: Policy) -> bool:
    """Say whether the seller is ever asked to agree to a cancellation."""
    excluded = {*policy.exclusions.values(), policy.excludes_shipped_by_seller}
    return Permission.REQUEST in excluded or any(
        rule.cancel is Permission.REQUEST or later_of(rule) is Permission.REQUEST
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
                f"policy.cancel.timed.{start}", duration=minutes_text(minutes, printer)
            )
            yield printer.say(f"policy.cancel.after.{later}")
        elif permission is Permission.INSTANT:
            yield printer.say(f"policy.cancel.instant_again.{start}")
        else:
            yield printer.say(f"policy.cancel.{permission}.{start}")


def _is_open(rule: StagePolicy) -> bool:
    """Say whether the buyer can cancel alone, as long as the stage lasts."""
    return rule.cancel is Permission.INSTANT and open_window(rule) is None


def _window(rule: StagePolicy) -> tuple[Permission, int | None, Permission]:
    """Return what two stages must share to be told in one sentence."""
    return rule.cancel, open_window(rule), later_of(rule)


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


def _free_shipping(from_minor: int, market: str, printer: Printer) -> str:
    """Return the rule on free shipping; the amount needs a market that tells the currency."""
    found = (
        [_CURRENCY[market]] if market in _CURRENCY else get_territory_currencies(market or "001")
    )
    if len(found) != 1 or found[0] not in EXPONENT:
        return printer.say("policy.refund.free_shipping")
    amount = printer.money(from_minor, found[0])
    return printer.say("policy.refund.free_shipping_from", amount=amount)
