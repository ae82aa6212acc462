"""Change here how it is said that something cannot be changed or bought."""

from buyer_portal.domain.change_values import ChangeObstacle
from buyer_portal.domain.orders import Order
from buyer_portal.views.printing import Printer


def obstacle_text(
    obstacle: ChangeObstacle, order: Order, printer: Printer, *, more_minor: int = 0
) -> str:
    """Return why it cannot be done, as a sentence.

    Args:
        more_minor: What it would cost more, where that stands in the way.
    """
    return printer.say(
        f"obstacle.{obstacle.value}",
        status=printer.say(f"status.{order.status.value}"),
        amount=printer.money(more_minor, order.currency),
    )
