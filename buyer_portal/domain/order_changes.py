"""Change here what of an order can be changed, what that does to it, and to its money."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from buyer_portal.domain.cancellations import Refund
from buyer_portal.domain.catalogue import (
    Coupon,
    Offer,
    Offered,
    find_variant,
    variant_of_line,
)
from buyer_portal.domain.changes import ChangeKind
from buyer_portal.domain.cuts import pieces_share
from buyer_portal.domain.decision_values import RefundPart
from buyer_portal.domain.money import AMOUNT_LIMIT_MINOR
from buyer_portal.domain.orders import (
    Address,
    ChargeKind,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    PaymentMethod,
    PaymentState,
)
from buyer_portal.domain.policy import Policy
from buyer_portal.domain.pricing import goods_of, reprice, takes
from buyer_portal.domain.refunds import refund_parts

_K = ChangeKind
_PRICED: Final = frozenset({_K.VARIANT, _K.QUANTITY, _K.COUPON, _K.ITEMS})


class ChangeObstacle(StrEnum):
    """Why something cannot be changed, or cannot be bought. Stable codes."""

    STAGE = "stage"
    OPEN_REQUEST = "open_request"
    PARTLY_CANCELLED = "partly_cancelled"
    SEVERAL_SELLERS = "several_sellers"
    DEARER = "dearer"
    NOTHING = "nothing"
    NOT_OFFERED = "not_offered"
    OUT_OF_STOCK = "out_of_stock"
    COUPON = "coupon"
    HAS_COUPON = "has_coupon"
    CASH_OFF = "cash_off"
    SELLER_DENIES = "seller_denies"
    TOO_MUCH = "too_much"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChange:
    """What a line should be: another number of pieces, another variant of its product, or both."""

    line_id: str
    quantity: int | None = None
    variant_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """So many pieces of a variant, as they stand in a basket."""

    variant_id: str
    quantity: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChange:
    """What a buyer wants to be different; what is not named stays."""

    address: Address | None = None
    lines: tuple[LineChange, ...] = ()
    added: tuple[Pieces, ...] = ()
    coupon_code: str = ""
    payment_method: PaymentMethod | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOutcome:
    """The order as it would be and what that costs; ``obstacle`` says why it cannot be done.

    ``difference_minor`` is what the order costs more (or, negative, less); ``parts`` is what of it
    goes back to which payment, nothing where it only lowers what is due. ``taken`` is how many
    pieces of which variant leave the seller's stock, negative for those that come back.
    """

    order: Order
    kinds: tuple[ChangeKind, ...]
    difference_minor: int = 0
    parts: tuple[RefundPart, ...] = ()
    taken: Mapping[str, int]
    obstacle: ChangeObstacle | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that a change made different, as printed: a variant, a number, a code."""

    kind: ChangeKind
    subject: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedChange:
    """A change that was made, for the order's page and for whoever asks later.

    ``difference_minor`` is what the order costs more since then; ``refunds`` are on their way.
    """

    id: str
    reference: str
    order_id: str
    changed_at: datetime
    differences: tuple[Difference, ...]
    difference_minor: int
    currency: str
    refunds: tuple[Refund, ...] = ()


def differences_of(before: Order, after: Order) -> tuple[Difference, ...]:
    """Return what is different between two states of an order, in words of the order itself."""
    found: list[Difference] = []
    if before.address != after.address:
        found.append(
            Difference(
                kind=_K.ADDRESS, before=_printed(before.address), after=_printed(after.address)
            )
        )
    old = {line.id: line for line in before.lines}
    for line in after.lines:
        was = old.get(line.id)
        name = line.product_name
        if was is None:
            said = f"{line.variant} × {line.quantity}".strip()
            found.append(Difference(kind=_K.ITEMS, subject=name, after=said))
            continue
        if was.variant != line.variant:
            found.append(
                Difference(kind=_K.VARIANT, subject=name, before=was.variant, after=line.variant)
            )
        if was.quantity != line.quantity:
            numbers = {"before": str(was.quantity), "after": str(line.quantity)}
            found.append(Difference(kind=_K.QUANTITY, subject=name, **numbers))
    known = [charge.label for charge in before.charges if charge.kind is ChargeKind.VOUCHER]
    found += [
        Difference(kind=_K.COUPON, after=charge.label)
        for charge in after.charges
        if charge.kind is ChargeKind.VOUCHER and charge.label not in known
    ]
    if before.payment_state is PaymentState.UNPAID is not after.payment_state:
        found.append(Difference(kind=_K.PAYMENT_METHOD, after=PaymentMethod.CASH_ON_DELIVERY.value))
    return tuple(found)


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
    work = _Work(order, offers)
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
    settled = _settled(order, after.total_minor, policy)
    after = replace(after, payments=settled.payments)
    if settled.parts:
        after = replace(after, payment_state=_state_of(after))
    if _K.PAYMENT_METHOD in found:
        after = _paid_at_door(after)
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


class _Work:
    """The lines of an order while they are being changed."""

    def __init__(self, order: Order, offers: Sequence[Offer]) -> None:
        self._order, self._offers = order, offers
        self._lines = {line.id: line for line in order.lines}
        self.taken: dict[str, int] = {}
        self.obstacle: ChangeObstacle | None = None

    @property
    def lines(self) -> tuple[OrderLine, ...]:
        """The lines, those of the order first."""
        return tuple(self._lines.values())

    def change_line(self, asked: LineChange) -> set[ChangeKind]:
        """Change variant and number of a line; return what really is different."""
        line = self._lines[asked.line_id]
        if line.status is not self._order.status:
            self._stop(ChangeObstacle.STAGE)
        quantity = line.quantity if asked.quantity is None else asked.quantity
        today = variant_of_line(self._offers, line)
        wanted = find_variant(self._offers, asked.variant_id) if asked.variant_id else today
        if asked.variant_id and (wanted is None or wanted.offer.product_name != line.product_name):
            self._stop(ChangeObstacle.NOT_OFFERED)
            return {ChangeKind.VARIANT}
        kinds = set[ChangeKind]()
        if asked.variant_id and wanted is not None and wanted.variant.name != line.variant:
            kinds.add(ChangeKind.VARIANT)
            if today is not None:
                self._take(today, -line.quantity)
            self._take(wanted, line.quantity)
            line = _as_variant(line, wanted)
            today = wanted
        if quantity != line.quantity:
            kinds.add(ChangeKind.QUANTITY)
            line = self._counted(line, quantity, today)
        self._lines[line.id] = line
        return kinds

    def add(self, variant_id: str, quantity: int) -> None:
        """Add pieces of something the seller offers, at today's price."""
        offered = find_variant(self._offers, variant_id)
        if offered is None:
            self._stop(ChangeObstacle.NOT_OFFERED)
            return
        self._take(offered, quantity)
        for line in self._lines.values():
            if _is_same(line, offered):
                self._lines[line.id] = replace(line, quantity=line.quantity + quantity)
                return
        self._append(offered, quantity)

    def _counted(self, line: OrderLine, quantity: int, today: Offered | None) -> OrderLine:
        more = quantity - line.quantity
        if more < 0:
            if today is not None:
                self._take(today, more)
            return _fewer(line, quantity)
        if today is None:
            self._stop(ChangeObstacle.NOT_OFFERED)
            return line
        self._take(today, more)
        if today.variant.price_minor == line.unit_price_minor:
            return replace(line, quantity=quantity)
        self._append(today, more)  # the price has changed since: more pieces at today's
        return line

    def _append(self, offered: Offered, quantity: int) -> None:
        place = len(self._lines) - len(self._order.lines) + 1
        line_id = f"added-{self._order.version + 1}-{place}"
        self._lines[line_id] = line_of(offered, line_id, quantity, _stage_of_new_lines(self._order))

    def _take(self, offered: Offered, quantity: int) -> None:
        variant = offered.variant
        taken = self.taken[variant.id] = self.taken.get(variant.id, 0) + quantity
        if variant.stock is not None and taken > variant.stock:
            self._stop(ChangeObstacle.OUT_OF_STOCK)

    def _stop(self, obstacle: ChangeObstacle) -> None:
        self.obstacle = self.obstacle or obstacle


def line_of(offered: Offered, line_id: str, quantity: int, status: OrderStatus) -> OrderLine:
    """Return a new line of an order for something a seller offers, at today's price."""
    return OrderLine(
        id=line_id,
        product_name=offered.offer.product_name,
        variant=offered.variant.name,
        picture=offered.variant.picture,
        quantity=quantity,
        unit_price_minor=offered.variant.price_minor,
        status=status,
        goods=offered.offer.goods,
    )


def paid_at_door(order: Order) -> Payment:
    """Return the payment that an order bought for cash has."""
    return Payment(
        id="payment-1",
        method=PaymentMethod.CASH_ON_DELIVERY,
        amount_minor=order.total_minor,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settled:
    payments: tuple[Payment, ...]
    parts: tuple[RefundPart, ...] = ()
    is_short: bool = False


def _settled(order: Order, total_minor: int, policy: Policy) -> _Settled:
    """Return how payments follow a new total: what is due first, then what was paid.

    ``is_short`` where more would have to be paid for an order that is paid.
    """
    left = total_minor - order.total_minor
    payments = list(order.payments)
    for at, payment in enumerate(payments):
        if payment.paid_at is None and left:
            step = max(left, -payment.amount_minor)
            payments[at] = replace(payment, amount_minor=payment.amount_minor + step)
            left -= step
    if left > 0:
        is_unpaid = order.payment_state is PaymentState.UNPAID
        return _Settled(payments=tuple(payments), is_short=not is_unpaid)
    parts = refund_parts(order, -left, policy) if left < 0 else ()
    going_back = {part.payment_id: part.amount_minor for part in parts}
    return _Settled(
        payments=tuple(
            replace(payment, refunded_minor=payment.refunded_minor + going_back[payment.id])
            if payment.id in going_back
            else payment
            for payment in payments
        ),
        parts=parts,
    )


def _as_variant(line: OrderLine, wanted: Offered) -> OrderLine:
    """Return the line as another variant at today's price; its own discount stays, up to all."""
    price = wanted.variant.price_minor
    return replace(
        line,
        variant=wanted.variant.name,
        picture=wanted.variant.picture or line.picture,
        unit_price_minor=price,
        discount_minor=min(line.discount_minor, price * line.quantity),
        external_id="",
    )


def _fewer(line: OrderLine, quantity: int) -> OrderLine:
    """Return the line with fewer pieces, worth what cancelling the others leaves of it."""
    gone = line.quantity - quantity
    worth = pieces_share(line.total_minor, line.quantity, gone, quantity)
    discount = line.unit_price_minor * quantity - worth
    return replace(line, quantity=quantity, discount_minor=discount)


def _is_same(line: OrderLine, offered: Offered) -> bool:
    return (
        line.product_name == offered.offer.product_name
        and line.variant == offered.variant.name
        and line.unit_price_minor == offered.variant.price_minor
        and line.discount_minor == 0
    )


def _stage_of_new_lines(order: Order) -> OrderStatus:
    is_partly = order.status is OrderStatus.PARTIALLY_SHIPPING
    return OrderStatus.AWAITING_SHIPMENT if is_partly else order.status


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


def _printed(address: Address) -> str:
    return ", ".join(part for part in (address.name, address.phone, *address.lines) if part)


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


def _paid_at_door(order: Order) -> Order:
    """Return an unpaid order as one that is paid when it arrives: the seller can pack it."""
    stage = OrderStatus.AWAITING_SHIPMENT
    return replace(
        order,
        status=stage,
        payment_state=PaymentState.CASH_ON_DELIVERY,
        payments=(paid_at_door(order),),
        lines=tuple(
            replace(line, status=stage) if line.open_quantity else line for line in order.lines
        ),
    )


def _state_of(order: Order) -> PaymentState:
    if order.refunded_minor >= order.paid_minor:
        return PaymentState.REFUNDED
    return PaymentState.PARTLY_REFUNDED
