"""Change here what the form of a new ticket prints: orders, subjects, what is sent along."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from buyer_portal import routes
from buyer_portal.domain.support import TicketAbout, appealable_returns
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
    """What a ticket can be about; ``open_href`` leads to an open ticket about it, or is empty.

    ``key`` is the subject's code, for an appeal about a return with the return's id behind a dot.
    """

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
                subject
                for about in draft.subjects
                for subject in (
                    _declined_returns(draft, printer)
                    if about is TicketAbout.RETURN_APPEAL
                    else [_subject(about, draft.open_tickets.get(about), printer)]
                )
            ],
            attached=AttachedView.of(draft.attached, printer),
        )


def subject_key(about: str, return_id: str = "") -> str:
    """Return the key of a subject, which is what the form sends for it."""
    return f"{about}.{return_id}" if return_id else about


def _subject(about: TicketAbout, open_ticket: str | None, printer: Printer) -> SubjectView:
    return SubjectView(
        key=about.value,
        label=printer.say(f"support.about.{about}"),
        hint=printer.say(f"support.about.{about}.hint"),
        open_href=printer.href(routes.SUPPORT_TICKET, ticket_id=open_ticket) if open_ticket else "",
    )


def _declined_returns(draft: TicketDraft, printer: Printer) -> list[SubjectView]:
    """Return a subject for each declined return; several are told apart by their goods."""
    detail = draft.attached.detail
    if detail is None:
        return []
    names = {line.id: line.product_name for line in detail.order.lines}
    declined = appealable_returns(detail.returns, policy=detail.policy, now=draft.attached.at)
    subjects: list[SubjectView] = []
    for found in declined:
        about = TicketAbout.RETURN_APPEAL
        plain = _subject(about, draft.open_appeals.get(found.id), printer)
        goods = ", ".join(names.get(line.line_id, "") for line in found.lines)
        hint = printer.say("support.about.return_appeal.of", reference=found.reference, goods=goods)
        subjects.append(
            replace(
                plain,
                key=subject_key(about, found.id),
                hint=hint if len(declined) > 1 else plain.hint,
            )
        )
    return subjects


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
