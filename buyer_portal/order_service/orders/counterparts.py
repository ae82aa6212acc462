"""Change here what payment systems and the marketplace do to an order besides cancelling it."""

from collections.abc import Sequence

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.orders import OrderStatus, Payment
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import ProblemError
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders import changes
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.orders.writing import Step, save
from buyer_portal.order_service.sessions.viewer import World


def pay(
    transaction: Transaction,
    world: World,
    stored: StoredOrder,
    payments: Sequence[Payment],
    status: OrderStatus = OrderStatus.AWAITING_SHIPMENT,
) -> StoredOrder:
    """Note that the whole price has come; the order then waits at ``status``.

    Raises:
        ProblemError: It does not wait for money.
    """
    try:
        after = changes.paid(stored.order, payments, world.now, status)
    except changes.StepError:
        raise ProblemError(ProblemCode.WRONG_STATE) from None
    step = Step(type=EventType.ORDER_PAID, actor=Actor.BUYER)
    return save(transaction, world, stored, after, step)


def confirm(transaction: Transaction, world: World, stored: StoredOrder) -> StoredOrder:
    """Let an order that was on hold go on.

    Raises:
        ProblemError: It was not on hold.
    """
    try:
        after = changes.confirmed(stored.order)
    except changes.StepError:
        raise ProblemError(ProblemCode.WRONG_STATE) from None
    step = Step(type=EventType.ORDER_CONFIRMED, actor=Actor.SYSTEM)
    return save(transaction, world, stored, after, step)


def note_new_address(transaction: Transaction, world: World, stored: StoredOrder) -> StoredOrder:
    """Tell the buyer that the marketplace has another address now; it does not say which."""
    step = Step(type=EventType.ADDRESS_UPDATED, actor=Actor.SYSTEM)
    return save(transaction, world, stored, changes.touched(stored.order), step)
