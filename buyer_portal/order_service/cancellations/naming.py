"""Change here what a cancellation is called, and what events and refunds say of it."""

from collections.abc import Mapping, Sequence

from buyer_portal.domain.cancellations import Actor, Cancellation, CancellationStatus, Refund
from buyer_portal.domain.decision_values import RefundPart, RefundPreview
from buyer_portal.domain.ids import id_of, reference_of
from buyer_portal.domain.orders import Order, OrderStatus
from buyer_portal.domain.policy import DayRange
from buyer_portal.domain.refunds import expected_range
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_service.cancellations.steps import covered
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.sessions.viewer import World


def parameters_of(cancellation: Cancellation, **more: str) -> dict[str, str]:
    """Return what events, history and notifications say of a cancellation."""
    said = {
        "cancellation_id": cancellation.id,
        "reference": cancellation.reference,
        "pieces": str(sum(line.quantity for line in cancellation.lines)),
        "refund_minor": str(cancellation.refund_minor),
        "currency": cancellation.currency,
    }
    if cancellation.answer_reason:
        said["reason"] = cancellation.answer_reason
    return said | more


def refunds_of(
    world: World, cancellation_id: str, currency: str, parts: Sequence[RefundPart]
) -> tuple[Refund, ...]:
    """Return one refund per payment that money goes back by."""
    refunds: list[Refund] = []
    for part in parts:
        days = DayRange(at_least=part.days_at_least, at_most=part.days_at_most)
        expected_from, expected_until = expected_range(world.now, days)
        refunds.append(
            Refund(
                id=id_of(world.seed, world.now, "refund", cancellation_id, part.payment_id),
                payment_id=part.payment_id,
                method=part.method,
                label=part.label,
                amount_minor=part.amount_minor,
                currency=currency,
                requested_at=world.now,
                expected_from=expected_from,
                expected_until=expected_until,
            )
        )
    return tuple(refunds)


def done_now(
    transaction: Transaction,
    world: World,
    order: Order,
    pieces: Mapping[str, int],
    money: tuple[RefundPreview, Sequence[int]],
    *,
    by: Actor,
    reason_key: str = "",
    reason_text: str = "",
) -> Cancellation:
    """Return the cancellation of some pieces as of now, with its refunds.

    Args:
        money: What comes back, and each line's part of it, in the order's order.
    """
    preview, nets = money
    cancellation_id, reference = ids_of(transaction, world, order)
    return Cancellation(
        id=cancellation_id,
        reference=reference,
        order_id=order.id,
        status=CancellationStatus.SUCCESS,
        requested_by=by,
        reason_key=reason_key,
        reason_text=reason_text,
        requested_at=world.now,
        answered_at=world.now,
        lines=covered(order, pieces, nets),
        refund_minor=preview.total_minor,
        currency=order.currency,
        refunds=refunds_of(world, cancellation_id, order.currency, preview.parts),
    )


def ids_of(transaction: Transaction, world: World, order: Order) -> tuple[str, str]:
    """Return id and reference of the cancellation that this version of the order leads to."""
    names = (order.id, str(order.version))
    return (
        id_of(world.seed, world.now, "cancellation", *names),
        reference_of(world.seed, "C", *names, str(transaction.attempt)),
    )


def cancelled_type(after: Order) -> EventType:
    """Return whether this was the whole order or a part of it."""
    is_whole = after.status is OrderStatus.CANCELLED
    return EventType.ORDER_CANCELLED if is_whole else EventType.LINES_CANCELLED
