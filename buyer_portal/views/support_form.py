"""Change here what the form of a new ticket prints: orders, subjects, what is sent along."""

from collections.abc import Sequence
from dataclasses import dataclass

from buyer_portal import routes
from buyer_portal.order_contract.orders import OrderSummary
from buyer_portal.order_contract.support import TicketDraft
from buyer_portal.views.printing import Printer
from buyer_portal.views.support import AttachedView


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChoiceView:
    """An order that a ticket can be about; the id is empty for none."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectView:
    """What a ticket can be about; ``open_href`` leads to an open ticket about it, or is empty."""

    key: str
    label: str
    hint: str
    open_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTicketView:
    """The form of a new ticket."""

    order_id: str
    orders: list[OrderChoiceView]
    subjects: list[SubjectView]
    attached: AttachedView

    @classmethod
    def of(
        cls,
        order_id: str,
        draft: TicketDraft,
        orders: Sequence[OrderSummary],
        printer: Printer,
    ) -> "NewTicketView":
        """Print the form; an order that is not among the newest is offered as well."""
        choices = [_choice(order, printer) for order in orders]
        detail = draft.attached.detail
        if detail is not None and all(choice.id != order_id for choice in choices):
            label = printer.say(
                "support.new.order.option",
                number=detail.order.number,
                seller=detail.seller.name,
                status=printer.say(f"status.{detail.order.status.value}"),
            )
            choices.insert(0, OrderChoiceView(id=order_id, label=label))
        none = OrderChoiceView(id="", label=printer.say("support.new.order.none"))
        return cls(
            order_id=order_id,
            orders=[none, *choices],
            subjects=[
                SubjectView(
                    key=about.value,
                    label=printer.say(f"support.about.{about}"),
                    hint=printer.say(f"support.about.{about}.hint"),
                    open_href=printer.href(
                        routes.SUPPORT_TICKET, ticket_id=draft.open_tickets[about]
                    )
                    if about in draft.open_tickets
                    else "",
                )
                for about in draft.subjects
            ],
            attached=AttachedView.of(draft.attached, printer),
        )


def _choice(order: OrderSummary, printer: Printer) -> OrderChoiceView:
    return OrderChoiceView(
        id=order.id,
        label=printer.say(
            "support.new.order.option",
            number=order.number,
            seller=order.seller.name,
            status=printer.say(f"status.{order.status.value}"),
        ),
    )
