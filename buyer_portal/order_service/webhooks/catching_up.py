"""Change here how an order is brought to where another system says that it is.

What was missed on the way is made up for, each step with its event; what lies behind stays.
"""

from collections.abc import Collection
from dataclasses import replace

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.lifecycle import PROGRESS
from buyer_portal.domain.orders import Order, OrderLine, OrderStatus, Payment, PaymentMethod
from buyer_portal.domain.sellers import lines_of
from buyer_portal.order_service.answers import Answer
from buyer_portal.order_service.cancellations import fulfilment
from buyer_portal.order_service.cancellations.whole_orders import cancel_whole
from buyer_portal.order_service.orders.counterparts import confirm, pay
from buyer_portal.order_service.webhooks.meaning import (
    APPLIED,
    SAME,
    Told,
    Verdict,
    refused_because,
    verdict_of,
)

_S = OrderStatus


def bring_to(told: Told, target: OrderStatus, line_ids: Collection[str] = ()) -> Verdict:
    """Take the order, or some lines of it, as far as ``target``.

    Raises:
        ProblemError: A step does not fit the order.
    """
    transaction, world, stored = told.transaction, told.world, told.stored
    if stored.order.status is _S.CANCELLED:
        if target is _S.IN_TRANSIT:
            return verdict_of(fulfilment.scan(transaction, world, stored, line_ids))
        return refused_because("cancelled")
    if not _behind(stored.order, target, told.seller_id, line_ids):
        return SAME
    named = _named(stored.order, told.seller_id, line_ids)
    if stored.order.status is _S.UNPAID:
        waits_at = _S.ON_HOLD if target is _S.ON_HOLD else _S.AWAITING_SHIPMENT
        stored = pay(transaction, world, stored, payments_of(stored.order), waits_at)
    if stored.order.status is _S.ON_HOLD and target is _S.AWAITING_SHIPMENT:
        stored = confirm(transaction, world, stored)
    if target is _S.AWAITING_COLLECTION:
        stored = fulfilment.pack(transaction, world, stored, named)
    if PROGRESS[target] < PROGRESS[_S.IN_TRANSIT]:
        return APPLIED
    return _ship(replace(told, stored=stored), target, line_ids)


def _ship(told: Told, target: OrderStatus, line_ids: Collection[str]) -> Verdict:
    """Go on from the pick-up."""
    transaction, world, stored, seller_id = (
        told.transaction,
        told.world,
        told.stored,
        told.seller_id,
    )
    named = _named(stored.order, seller_id, line_ids)
    if _behind(stored.order, _S.IN_TRANSIT, seller_id, line_ids):
        taken = fulfilment.scan(transaction, world, stored, named)
        if isinstance(taken, Answer):
            return verdict_of(taken)
        stored = taken
    is_there = PROGRESS[target] >= PROGRESS[_S.DELIVERED]
    if is_there and _behind(stored.order, _S.DELIVERED, seller_id, line_ids):
        stored = fulfilment.deliver(transaction, world, stored, named)
    if target is _S.COMPLETED:
        fulfilment.complete(transaction, world, stored)
    return APPLIED


def cancel(told: Told, reason: str, actor: Actor) -> Verdict:
    """Cancel what is open of the order, or of the seller's part, unless it is cancelled.

    Raises:
        ProblemError: Something has left.
    """
    if not any(line.open_quantity for line in _lines(told.stored.order, told.seller_id)):
        return SAME
    cancel_whole(told.transaction, told.world, told.stored, actor, reason, told.seller_id)
    return APPLIED


def line_ids_in(order: Order, names: Collection[str]) -> tuple[str, ...] | None:
    """Return our ids of lines named by ours or the shop's; None where one is unknown."""
    known = {line.id: line.id for line in order.lines}
    known |= {line.external_id: line.id for line in order.lines if line.external_id}
    if any(name not in known for name in names):
        return None
    return tuple(known[name] for name in names)


def payments_of(order: Order) -> tuple[Payment, ...]:
    """Return what an unpaid order waits for, or one payment that nobody said more about."""
    if order.payments:
        return order.payments
    unnamed = Payment(id="payment-1", method=PaymentMethod.CARD, amount_minor=order.total_minor)
    return (unnamed,)


def _behind(
    order: Order, target: OrderStatus, seller_id: str, line_ids: Collection[str]
) -> list[OrderLine]:
    """Return the lines that are not there yet."""
    return [
        line
        for line in _lines(order, seller_id)
        if line.open_quantity
        and PROGRESS[line.status] < PROGRESS[target]
        and (not line_ids or line.id in line_ids)
    ]


def _named(order: Order, seller_id: str, line_ids: Collection[str]) -> Collection[str]:
    """Return the lines that a step names; none where it is about the whole order."""
    if line_ids or not seller_id or not order.further:
        return line_ids
    return [line.id for line in lines_of(order, seller_id)]


def _lines(order: Order, seller_id: str) -> tuple[OrderLine, ...]:
    return lines_of(order, seller_id) if seller_id else order.lines
