"""Change here what of an order can be changed, what that does to it, and to its money."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from buyer_portal.domain.catalogue import (
    Coupon,
    Offer,
)
from buyer_portal.domain.change_values import ChangeObstacle, ChangeOutcome, OrderChange
from buyer_portal.domain.changed_lines import ChangedLines
from buyer_portal.domain.changes import ChangeKind
from buyer_portal.domain.money import AMOUNT_LIMIT_MINOR
from buyer_portal.domain.orders import (
    ChargeKind,
    Order,
    OrderLine,
    OrderStatus,
    PaymentMethod,
    PaymentState,
)
from buyer_portal.domain.policy import Policy
from buyer_portal.domain.pricing import goods_of, reprice, takes
from buyer_portal.domain.settling import as_paid_at_door, payment_state_of, settled_for

_K = ChangeKind
_PRICED: Final = frozenset({_K.VARIANT, _K.QUANTITY, _K.COUPON, _K.ITEMS})


def may_change(
    order: Order, policy: Policy, kind: ChangeKind, now: datetime
) -> ChangeObstacle | None:
    """Return what stands in the way of changing ``kind`` of an order at ``now``; None: nothing."""
    is_priced = kind in _PRICED
    is_cut = any(line.cancelled_quantity for line in order.lines)
    is_paid_for = kind is _K.PAYMENT_METHOD and order.payment_state is not PaymentState.UNPAID
    closed = (
        (ChangeObstacle.STAGE, not _is_open(order, policy, kind, now) or is_paid_for),
        (ChangeObstacle.OPEN_REQUEST, bool(order.open_requests)),
        (ChangeObstacle.SEVERAL_SELLERS, is_priced and bool(order.further)),
        (ChangeObstacle.PARTLY_CANCELLED, is_priced and is_cut),
        (ChangeObstacle.HAS_COUPON, kind is _K.COUPON and _has_voucher(order)),
    )
    return next((obstacle for obstacle, is_closed in closed if is_closed), None)


def change_order(
    order: Order,
    change: OrderChange,
    *,
    offers: Sequence[Offer],
    coupons: Sequence[Coupon],
    policy: Policy,
    now: datetime,
) -> ChangeOutcome:
    """Return what a change makes of an order: pure, exact, and the same for preview and command."""
    work = ChangedLines(order, offers)
    # Shipping and market stay: the region is the order's own.
    address = replace(change.address or order.address, region=order.address.region)
    found = {_K.ADDRESS} if address != order.address else set[ChangeKind]()
    for asked in change.lines:
        found |= work.change_line(asked)
    for pieces in change.added:
        work.add(pieces.variant_id, pieces.quantity)
        found.add(_K.ITEMS)
    coupon = _coupon(change.coupon_code, order, work.lines, coupons)
    if change.coupon_code:
        found.add(_K.COUPON)
    if _to_cash(order, change):
        found.add(_K.PAYMENT_METHOD)
    after = replace(order, address=address, version=order.version + 1)
    if _PRICED & found:
        by_code = {one.code: one for one in coupons}
        prices = reprice(order, work.lines, policy, coupons=by_code, coupon=coupon)
        after = replace(
            after, lines=work.lines, charges=prices.charges, total_minor=prices.total_minor
        )
    settled = settled_for(order, after.total_minor, policy)
    after = replace(after, payments=settled.payments)
    if settled.parts:
        after = replace(after, payment_state=payment_state_of(after))
    if _K.PAYMENT_METHOD in found:
        after = as_paid_at_door(after)
    kinds = tuple(kind for kind in ChangeKind if kind in found)
    stops = (
        (ChangeObstacle.NOTHING, not kinds),
        *((may_change(order, policy, kind, now), True) for kind in kinds),
        (work.obstacle, True),
        (ChangeObstacle.COUPON, bool(change.coupon_code) and coupon is None),
        (ChangeObstacle.TOO_MUCH, after.total_minor >= AMOUNT_LIMIT_MINOR),
        (ChangeObstacle.DEARER, settled.is_short),
    )
    return ChangeOutcome(
        order=after,
        kinds=kinds,
        difference_minor=after.total_minor - order.total_minor,
        parts=settled.parts,
        taken=work.taken,
        obstacle=next((stop for stop, holds in stops if stop and holds), None),
    )


def _coupon(
    code: str, order: Order, lines: Iterable[OrderLine], coupons: Iterable[Coupon]
) -> Coupon | None:
    goods = goods_of(tuple(lines))
    return next(
        (
            one
            for one in coupons
            if one.code == code
            and takes(one, seller_id=order.seller_id, currency=order.currency, goods_minor=goods)
        ),
        None,
    )


def _is_open(order: Order, policy: Policy, kind: ChangeKind, now: datetime) -> bool:
    """Say whether every seller of the order lets it be changed at this stage, and in time."""
    policies = (policy, *(policy.of_seller(part.seller_id) for part in order.further))
    if any(kind not in one.changes.get(order.status, ()) for one in policies):
        return False
    expires = order.moments.placed_at + timedelta(hours=policy.unpaid_expires_hours)
    return order.status is not OrderStatus.UNPAID or now < expires


def _has_voucher(order: Order) -> bool:
    return any(charge.kind is ChargeKind.VOUCHER for charge in order.charges)


def _to_cash(order: Order, change: OrderChange) -> bool:
    return (
        change.payment_method is PaymentMethod.CASH_ON_DELIVERY
        and order.payment_state is not PaymentState.CASH_ON_DELIVERY
    )
