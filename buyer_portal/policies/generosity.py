"""Change here what it means that one policy gives a buyer less than another."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from buyer_portal.domain.decision_facts import CLOSED_STAGES
from buyer_portal.domain.orders import GoodsKind, OrderStatus
from buyer_portal.domain.policy import Permission, Policy, RefusalEffect, StagePolicy

NEVER: Final = "never"
"""Stands where a number of strikes could: however many, nothing is taken away."""

_HARM: Final = {effect: rank for rank, effect in enumerate(RefusalEffect)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """One key by which a policy falls below the one above it."""

    key: str
    reason: str


def shortfalls(upper: Policy, lower: Policy) -> tuple[Shortfall, ...]:
    """Return where ``lower`` gives less than ``upper``; empty when it is at least as generous.

    Permissions are compared as they act, at every moment and for every kind of goods. What is
    neither more nor less for a buyer is not compared: skin, reason lists, confirm step, builds.
    """
    found = {
        shortfall.key: shortfall
        for part in (_stages, _exclusions, _flags, _numbers, _refund_days, _changes, _strikes)
        for shortfall in part(upper, lower)
    }
    return tuple(found.values())


def cancel_after(stage_policy: StagePolicy, minutes: int) -> Permission:
    """Return what a stage permits so many minutes after the order was placed."""
    limit = stage_policy.instant_minutes
    return stage_policy.cancel if limit is None or minutes < limit else stage_policy.cancel_later


def _moments(*stages: StagePolicy) -> list[int]:
    """Return minutes at which one of the stages may change, and one after all of them."""
    limits = [stage.instant_minutes for stage in stages if stage.instant_minutes is not None]
    return [0, *limits, max(limits, default=0) + 1]


def _stages(upper: Policy, lower: Policy) -> Iterator[Shortfall]:
    for status in OrderStatus:
        above, below = upper.stage(status), lower.stage(status)
        for minutes in _moments(above, below):
            want, have = cancel_after(above, minutes), cancel_after(below, minutes)
            if have.rank < want.rank:
                yield Shortfall(
                    key=f"stages.{status}.{_key_at(below, minutes)}",
                    reason=f"{have} is less than {want}, which the layer above promises",
                )
        if below.refund.rank < above.refund.rank:
            yield _less(f"stages.{status}.refund", below.refund, above.refund)
        if below.return_.rank < above.return_.rank:
            yield _less(f"stages.{status}.return", below.return_, above.return_)


def _key_at(stage_policy: StagePolicy, minutes: int) -> str:
    limit = stage_policy.instant_minutes
    if limit is None or minutes < limit:
        return "cancel"
    return "instant_minutes" if stage_policy.cancel is not stage_policy.cancel_later else "cancel"


def _exclusions(upper: Policy, lower: Policy) -> Iterator[Shortfall]:
    if not lower.exclusions and lower.excludes_shipped_by_seller is None:
        return
    for status in OrderStatus:
        if status is OrderStatus.UNPAID or status in CLOSED_STAGES:
            continue
        for goods in GoodsKind:
            for by_seller in (False, True):
                for minutes in _moments(upper.stage(status), lower.stage(status)):
                    want, have = (
                        _after_exclusions(policy, status, goods, minutes, by_seller=by_seller)
                        for policy in (upper, lower)
                    )
                    if have.rank < want.rank:
                        key = "excludes_shipped_by_seller" if by_seller else f"exclusions.{goods}"
                        yield _less(key, have, want)


def _after_exclusions(
    policy: Policy, status: OrderStatus, goods: GoodsKind, minutes: int, *, by_seller: bool
) -> Permission:
    permissions = [cancel_after(policy.stage(status), minutes)]
    if not policy.exclusion_stages or status in policy.exclusion_stages:
        permissions.append(policy.exclusions.get(goods, Permission.INSTANT))
        if by_seller and policy.excludes_shipped_by_seller is not None:
            permissions.append(policy.excludes_shipped_by_seller)
    return min(permissions, key=lambda permission: permission.rank)


def _flags(upper: Policy, lower: Policy) -> Iterator[Shortfall]:
    for key, want, have in (
        ("cancel_lines", upper.cancel_lines, lower.cancel_lines),
        ("one_cancellation", not upper.one_cancellation, not lower.one_cancellation),
        ("silence_approves", upper.silence_approves, lower.silence_approves),
        (
            "late_shipment_is_instant",
            upper.late_shipment_is_instant,
            lower.late_shipment_is_instant,
        ),
        ("return_free", upper.return_free, lower.return_free),
        ("restores_vouchers", upper.restores_vouchers, lower.restores_vouchers),
        (
            "refusal_refunds_shipping",
            upper.refusal_refunds_shipping,
            lower.refusal_refunds_shipping,
        ),
        ("request_holds_parcel", upper.request_holds_parcel, lower.request_holds_parcel),
        ("reasons.required", not upper.reasons.required, not lower.reasons.required),
    ):
        if want and not have:
            yield Shortfall(key=key, reason="takes away what the layer above promises")


def _numbers(upper: Policy, lower: Policy) -> Iterator[Shortfall]:
    for key, want, have in (
        ("unpaid_expires_hours", upper.unpaid_expires_hours, lower.unpaid_expires_hours),
        ("return_days", upper.return_days, lower.return_days),
        ("ship_back_days", upper.ship_back_days, lower.ship_back_days),
        ("appeal_days", upper.appeal_days, lower.appeal_days),
    ):
        if have < want:
            yield _less(key, have, want)
    for key, most, have in (
        ("answer_hours", upper.answer_hours, lower.answer_hours),
        ("confirm_days", upper.confirm_days, lower.confirm_days),
        ("refusal_effect", _HARM[upper.refusal_effect], _HARM[lower.refusal_effect]),
        ("refusal_expires_days", upper.refusal_expires_days, lower.refusal_expires_days),
    ):
        if have > most:
            yield Shortfall(key=key, reason="asks more of the buyer than the layer above")


def _refund_days(upper: Policy, lower: Policy) -> Iterator[Shortfall]:
    for method, days in upper.refund_days.items():
        mine = lower.refund_days.get(method)
        if mine is not None and mine.at_most > days.at_most:
            yield Shortfall(
                key=f"refund_days.{method}",
                reason=f"{mine.at_most} working days are more than the {days.at_most} promised",
            )


def _changes(upper: Policy, lower: Policy) -> Iterator[Shortfall]:
    for status, kinds in upper.changes.items():
        missing = [kind for kind in kinds if kind not in lower.changes.get(status, ())]
        if missing:
            yield Shortfall(
                key=f"changes.{status}",
                reason=f"lacks {', '.join(missing)}, which the layer above promises",
            )


def _strikes(upper: Policy, lower: Policy) -> Iterator[Shortfall]:
    for key, least, have in (
        ("cod_off_after_strikes", upper.cod_off_after_strikes, lower.cod_off_after_strikes),
        ("deny_after_strikes", upper.deny_after_strikes, lower.deny_after_strikes),
    ):
        if have is not None and (least is None or have < least):
            yield _less(key, have, least or NEVER)


def _less(key: str, have: object, want: object) -> Shortfall:
    return Shortfall(key=key, reason=f"{have} is less than {want}, which the layer above promises")
