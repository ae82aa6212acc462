"""Change here what every step of a seller, a carrier or the system is held to."""

from collections.abc import Callable, Mapping, Sequence

from buyer_portal.domain.cancellations import Actor, CancelledLine
from buyer_portal.domain.orders import Order
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import ProblemError, invalid
from buyer_portal.order_service.orders import changes


def check_reason(actor: Actor, reason: str) -> None:
    """Let no seller say no, or cancel, without a word.

    Raises:
        ProblemError: A seller gave no reason.
    """
    if actor is Actor.SELLER and not reason.strip():
        raise invalid("/reason", "missing")


def stepped(step: Callable[[], Order]) -> Order:
    """Return what a step makes of an order.

    Raises:
        ProblemError: The order is not where the step starts.
    """
    try:
        return step()
    except changes.StepError:
        raise ProblemError(ProblemCode.WRONG_STATE) from None


def covered(
    order: Order, pieces: Mapping[str, int], refunds: Sequence[int]
) -> tuple[CancelledLine, ...]:
    """Return the lines of a cancellation: pieces by line id, refunds in the order's order."""
    return tuple(
        CancelledLine(line_id=line.id, quantity=pieces[line.id], refund_minor=refund)
        for line, refund in zip(order.lines, refunds, strict=True)
        if pieces.get(line.id)
    )
