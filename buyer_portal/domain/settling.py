"""Change here how payments follow an order that costs more, or less, or is paid at the door."""

from dataclasses import dataclass, replace

from buyer_portal.domain.decision_values import RefundPart
from buyer_portal.domain.orders import Order, OrderStatus, Payment, PaymentMethod, PaymentState
from buyer_portal.domain.policy import Policy
from buyer_portal.domain.refunds import refund_parts


def paid_at_door(order: Order) -> Payment:
    """Return the payment that an order bought for cash has."""
    return Payment(
        id="payment-1",
        method=PaymentMethod.CASH_ON_DELIVERY,
        amount_minor=order.total_minor,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """How the payments of an order follow a new total; ``parts`` go back by which of them."""

    payments: tuple[Payment, ...]
    parts: tuple[RefundPart, ...] = ()
    is_short: bool = False


def settled_for(order: Order, total_minor: int, policy: Policy) -> Settled:
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
        return Settled(payments=tuple(payments), is_short=not is_unpaid)
    parts = refund_parts(order, -left, policy) if left < 0 else ()
    going_back = {part.payment_id: part.amount_minor for part in parts}
    return Settled(
        payments=tuple(
            replace(payment, refunded_minor=payment.refunded_minor + going_back[payment.id])
            if payment.id in going_back
            else payment
            for payment in payments
        ),
        parts=parts,
    )


def as_paid_at_door(order: Order) -> Order:
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


def payment_state_of(order: Order) -> PaymentState:
    """Return the payment state of an order of whose money some has gone back."""
    if order.refunded_minor >= order.paid_minor:
        return PaymentState.REFUNDED
    return PaymentState.PARTLY_REFUNDED
