"""Change here what a cancellation gives back, by which payment, and when it arrives."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from buyer_portal.domain.cuts import (
    Cut,
    SellersShare,
    kept_of,
    rest_of,
    sellers_share,
    shared,
    shares_by_seller,
    taken,
)
from buyer_portal.domain.decision_values import RefundPart, RefundPreview
from buyer_portal.domain.money import share_out
from buyer_portal.domain.orders import (
    ChargeKind,
    Order,
    Payment,
    PaymentMethod,
)
from buyer_portal.domain.policy import DayRange, Policy
from buyer_portal.domain.quick import quick
from buyer_portal.domain.sellers import seller_of, sellers_of
from buyer_portal.domain.sums import Sums, sums_of

DEFAULT_REFUND_DAYS: Final = DayRange(at_least=3, at_most=7)
"""Working days where a policy does not name the payment method."""

PAYOUT_ORDER: Final = (
    PaymentMethod.CARD,
    PaymentMethod.E_WALLET,
    PaymentMethod.BANK_TRANSFER,
    PaymentMethod.CASH_ON_DELIVERY,
    PaymentMethod.SHOP_CREDIT,
)
"""Money goes back by these methods in turn, shop credit last; by position within one method."""

_PAYOUT_RANK: Final = {method: rank for rank, method in enumerate(PAYOUT_ORDER)}
_SATURDAY: Final = 5
_preview: Final = quick(RefundPreview)
_part: Final = quick(RefundPart)


def refundable_minor(order: Order) -> int:
    """Return what was paid and has not gone back; never negative."""
    return sum([_left_of(payment) for payment in order.payments])


def preview_refund(order: Order, pieces: Mapping[str, int], policy: Policy) -> RefundPreview:
    """Return what cancelling ``pieces`` gives back as a whole; see ``refund_of``."""
    return refund_of(order, pieces, policy)[0]


def refund_of(
    order: Order, pieces: Mapping[str, int], policy: Policy
) -> tuple[RefundPreview, tuple[int, ...]]:
    """Return exactly what cancelling ``pieces`` (line id → open pieces) gives back.

    Cancelling the last open piece of an order returns everything that was paid and is still there:
    shipping and fees too. Before that, goods, tax and their part of discounts go back, shipping and
    fees stay; where the policy has a free-shipping threshold and the rest falls below it, the
    discount on shipping is taken back. What was charged for one seller's parcels goes back with the
    last piece of that seller, whose own threshold holds for it. Never more than was paid.
    ``other_minor`` holds fees, adjustments and whatever the cap takes away, so that the sum holds.

    Returns:
        The preview, and each line's part of it without shipping and fees, in the order's order.
    """
    left = refundable_minor(order)
    lines = order.lines
    if left == 0 or not pieces:
        return _nothing(order.currency), (0,) * len(lines)
    sums = sums_of(order)
    if not order.further and _is_whole(order, pieces):
        return _whole(order, sums, left, policy)
    cuts = [Cut(line, pieces.get(line.id, 0)) for line in lines]
    nets = shared(sums.net_minor, sums.weights, cuts)
    items = sum(taken(cost, cut) for cost, cut in zip(sums.costs, cuts, strict=True))
    net = goods = sum(nets)
    shipping = 0
    is_last = all(cut.kept == 0 for cut in cuts)
    if all(cut.is_whole for cut in cuts):
        tax, discount = sums.tax_minor, sums.discount_minor
    else:
        tax = sum(shared(sums.tax_minor, sums.weights, cuts))
        discount = sum(shared(sums.discount_minor, sums.weights, cuts))
    sellers = SellersShare()
    if order.further:
        sellers = sellers_share(order, policy, sums.costs, cuts)
        tax += sellers.tax_minor
        discount += sellers.discount_minor
    if is_last:
        total, shipping = left, sums.shipping_minor + sellers.shipping_minor
    else:
        rest = rest_of(sums.costs, cuts)
        threshold = policy.free_shipping_from_minor
        if threshold is not None and rest < threshold <= rest + items:
            discount += sums.shipping_discount_minor
            net -= sums.shipping_discount_minor
        discount += sellers.taken_back_minor
        net -= sellers.taken_back_minor
        goods = max(0, min(net, left))
        if sellers.shipping_minor:
            # Shipping goes back only out of what is there besides all that is kept.
            kept = sum(kept_of(sums.net_minor, sums.weights, cuts))
            spare = left - goods - kept - max(0, sums.shipping_minor) - sellers.shipping_kept_minor
            shipping = max(0, min(sellers.shipping_minor, spare))
        total = goods + shipping
    goods = total - shipping if not is_last else total
    preview = _preview(
        currency=order.currency,
        total_minor=total,
        items_minor=items,
        shipping_minor=shipping,
        tax_minor=tax,
        other_minor=total - items - shipping - tax + discount,
        discounts_clawed_back_minor=discount,
        vouchers_restored=_vouchers_of(order, cuts) if policy.restores_vouchers else (),
        parts=refund_parts(order, total, policy),
    )
    return preview, share_out(goods, nets) if sum(nets) > goods else nets


def shipping_by_seller(order: Order, pieces: Mapping[str, int], policy: Policy) -> dict[str, int]:
    """Return what of the shipping goes back with some pieces, by the seller it was charged for.

    What was charged for the whole order goes back with its last piece and counts as its own
    seller's. More than was paid may be named; ``refund_of`` caps it.
    """
    sums = sums_of(order)
    cuts = [Cut(line, pieces.get(line.id, 0)) for line in order.lines]
    going: dict[str, int] = {}
    if order.further:
        shares = shares_by_seller(order, policy, sums.costs, cuts)
        going = {seller_id: share.shipping_minor for seller_id, share in shares.items()}
    if all(cut.kept == 0 for cut in cuts):
        own = order.seller_id
        going[own] = going.get(own, 0) + sums.shipping_minor
    return going


@lru_cache(maxsize=64)
def _nothing(currency: str) -> RefundPreview:
    return RefundPreview(currency=currency)


def _is_whole(order: Order, pieces: Mapping[str, int]) -> bool:
    """Say whether all of an order goes, and nothing has gone before: the common question."""
    for line in order.lines:
        has_gone = line.cancelled_quantity or line.returned_quantity
        if has_gone or pieces.get(line.id) != line.quantity or line.quantity <= 0:
            return False
    return bool(order.lines)


def _whole(
    order: Order, sums: Sums, left_minor: int, policy: Policy
) -> tuple[RefundPreview, tuple[int, ...]]:
    """Return what a whole order gives back at once: everything, nothing has to be shared out."""
    nets = share_out(sums.net_minor, sums.weights)
    items = sum(sums.costs)
    spent = items + sums.shipping_minor + sums.tax_minor - sums.discount_minor
    preview = _preview(
        currency=order.currency,
        total_minor=left_minor,
        items_minor=items,
        shipping_minor=sums.shipping_minor,
        tax_minor=sums.tax_minor,
        other_minor=left_minor - spent,
        discounts_clawed_back_minor=sums.discount_minor,
        vouchers_restored=vouchers_in(order) if policy.restores_vouchers else (),
        parts=refund_parts(order, left_minor, policy),
    )
    return preview, nets if sums.net_minor <= left_minor else share_out(left_minor, nets)


def vouchers_in(order: Order) -> tuple[str, ...]:
    """Return the names of all vouchers that an order was paid with."""
    return tuple(
        [
            charge.label
            for charge in order.charges
            if charge.kind is ChargeKind.VOUCHER and charge.label
        ]
    )


def refunded(order: Order, pieces: Mapping[str, int], parts: Sequence[RefundPart]) -> Order:
    """Return the order as the next refund has to see it: pieces gone, money on its way back."""
    back = {part.payment_id: part.amount_minor for part in parts}
    return replace(
        order,
        lines=tuple(
            [
                replace(line, cancelled_quantity=line.cancelled_quantity + pieces[line.id])
                if line.id in pieces
                else line
                for line in order.lines
            ]
        ),
        payments=tuple(
            [
                replace(payment, refunded_minor=payment.refunded_minor + back.get(payment.id, 0))
                for payment in order.payments
            ]
        ),
    )


def refund_parts(order: Order, total_minor: int, policy: Policy) -> tuple[RefundPart, ...]:
    """Split an amount over the payments it came from, in ``PAYOUT_ORDER``; none for nothing."""
    parts: list[RefundPart] = []
    payments = order.payments
    if len(payments) > 1:
        payments = tuple(sorted(payments, key=lambda payment: _PAYOUT_RANK[payment.method]))
    for payment in payments:
        amount = min(total_minor, _left_of(payment))
        if amount <= 0:
            continue
        days = policy.refund_days.get(payment.method, DEFAULT_REFUND_DAYS)
        parts.append(
            _part(
                payment_id=payment.id,
                method=payment.method,
                label=payment.label,
                amount_minor=amount,
                days_at_least=days.at_least,
                days_at_most=days.at_most,
            )
        )
        total_minor -= amount
    return tuple(parts)


def expected_range(now: datetime, days: DayRange) -> tuple[datetime, datetime]:
    """Return the first and the last moment at which money is expected, ``now`` being aware UTC.

    Working days are counted, Saturdays and Sundays (UTC) skipped; bank holidays are not known.
    """
    return add_working_days(now, days.at_least), add_working_days(now, days.at_most)


def add_working_days(moment: datetime, days: int) -> datetime:
    """Return the moment so many working days later, at the same time of day; 0 is the moment."""
    while days > 0:
        moment += timedelta(days=1)
        if moment.weekday() < _SATURDAY:
            days -= 1
    return moment


def _left_of(payment: Payment) -> int:
    if payment.paid_at is None:
        return 0
    return max(0, payment.amount_minor - payment.refunded_minor)


def _vouchers_of(order: Order, cuts: Sequence[Cut]) -> tuple[str, ...]:
    """Return the vouchers of which nothing is left to pay for: the order's, or one seller's."""
    if any(cut.taken for cut in cuts) is False:
        return ()
    going: set[str] = set()
    if all(cut.kept == 0 for cut in cuts):
        going.add("")
    if order.further:
        for seller_id in sellers_of(order):
            own = [
                cut
                for line, cut in zip(order.lines, cuts, strict=True)
                if seller_of(order, line) == seller_id
            ]
            if any(cut.taken for cut in own) and all(cut.kept == 0 for cut in own):
                going.add(seller_id)
    elif going:
        going.update(charge.seller_id for charge in order.charges)
    return tuple(
        charge.label
        for charge in order.charges
        if charge.kind is ChargeKind.VOUCHER and charge.label and charge.seller_id in going
    )
