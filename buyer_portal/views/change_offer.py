"""Change here what is offered beside a reason that a change of the order would serve better."""

from dataclasses import dataclass

from buyer_portal import routes
from buyer_portal.domain.changes import ChangeKind
from buyer_portal.domain.order_changes import may_change
from buyer_portal.guidance.changes import change_instead
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.views.obstacles import obstacle_text
from buyer_portal.views.printing import Printer


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOfferView:
    """Change it instead, or (``href`` empty) why that is closed and what comes after cancelling.

    ``kind`` is empty for reasons that no change serves: then there is nothing to draw.
    """

    kind: str = ""
    title: str = ""
    text: str = ""
    label: str = ""
    href: str = ""


def change_offer(reason_key: str, detail: OrderDetail, printer: Printer) -> ChangeOfferView:
    """Return what to offer for a reason before cancelling."""
    kind = change_instead(reason_key)
    if kind is None:
        return ChangeOfferView()
    obstacle = may_change(detail.order, detail.policy, kind, printer.now)
    if obstacle is not None:
        why = obstacle_text(obstacle, detail.order, printer)
        return ChangeOfferView(
            kind=kind.value,
            title=printer.say("offer.closed.title"),
            text=printer.say("offer.closed.text", why=why),
        )
    return ChangeOfferView(
        kind=kind.value,
        title=printer.say(f"change.{kind.value}.title"),
        text=printer.say(f"change.{kind.value}.body"),
        label=printer.say("offer.open"),
        href=change_href(detail.order.id, kind, printer),
    )


def any_change_href(detail: OrderDetail, printer: Printer) -> str:
    """Return where an order can be changed at all; empty where nothing of it can be."""
    return next(
        (
            change_href(detail.order.id, kind, printer)
            for kind in ChangeKind
            if may_change(detail.order, detail.policy, kind, printer.now) is None
        ),
        "",
    )


def change_href(order_id: str, kind: ChangeKind, printer: Printer) -> str:
    """Return the page that changes one thing of an order."""
    return f"{printer.href(routes.CHANGE, order_id=order_id)}?kind={kind.value}"
