"""Change here what the list of conversations prints."""

from dataclasses import dataclass

from buyer_portal import routes
from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.conversations import QUICK_REQUESTS, Message, MessageKind
from buyer_portal.order_contract.conversations import ConversationSummary
from buyer_portal.views.conversation import line_text
from buyer_portal.views.printing import Printer, picture_src
from buyer_portal.views.since import ago_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationRowView:
    """One conversation: with whom, about what, its newest line, what is unread."""

    key: str
    href: str
    seller: str
    about: str
    picture: str
    last: str
    is_unread: bool
    unread_text: str
    ago: str
    full: str
    at: str

    @classmethod
    def of(cls, found: ConversationSummary, printer: Printer) -> "ConversationRowView":
        """Print a conversation of the list."""
        order, last = found.order, found.last
        address = printer.href(routes.CONVERSATION, order_id=order.id)
        is_own = found.seller.id == order.seller.id
        goods = order.lines[0].product_name if order.lines else ""
        number = printer.say("conversation.order", number=order.number)
        return cls(
            key=f"{order.id}-{found.seller.id}",
            href=address if is_own else f"{address}?seller={found.seller.id}",
            seller=found.seller.name,
            about=f"{goods} · {number}" if goods else number,
            picture=picture_src(order.lines[0].picture if order.lines else ""),
            last=_last(last, found.seller.name, printer),
            is_unread=found.unread > 0,
            unread_text=printer.count("messages.unread", found.unread) if found.unread else "",
            ago=ago_text(last.at, printer),
            full=printer.full_moment(last.at),
            at=last.at.isoformat(),
        )


def _last(message: Message, seller: str, printer: Printer) -> str:
    if message.kind is not MessageKind.TEXT and message.kind not in QUICK_REQUESTS:
        return line_text(message, seller, printer)
    if message.author is Actor.BUYER:
        return printer.say("messages.by_you", text=message.text)
    return message.text
