"""Change here what a conversation prints: the order on top, its lines, quick requests, drafts."""

from dataclasses import dataclass
from typing import Final

from buyer_portal import routes
from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.conversations import QUICK_REQUESTS, Message, MessageKind
from buyer_portal.domain.orders import Order
from buyer_portal.domain.policy import Permission
from buyer_portal.domain.sellers import part_of
from buyer_portal.order_contract.conversations import Conversation
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.views.conversation_panel import PanelView, panel_of
from buyer_portal.views.order_headline import status_of
from buyer_portal.views.printing import Printer, picture_src

MINE: Final = "mine"
THEIRS: Final = "theirs"
STEP: Final = "step"
ASK: Final = {"cancel": MessageKind.ASK_CANCEL}
"""What ``?ask=`` in the address can have written ready."""

_TONES: Final = {
    MessageKind.APPROVED: "good",
    MessageKind.UNLOCKED: "good",
    MessageKind.CANCELLED: "good",
    MessageKind.DECLINED: "bad",
    MessageKind.OVERTAKEN: "bad",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One line. ``side``: mine, theirs, or a step of the order that stands between both.

    ``day`` is the date where a new day begins, else empty; ``label`` names a quick request.
    """

    key: str
    side: str
    who: str
    label: str
    text: str
    reason: str
    tone: str
    day: str
    time: str
    full: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipView:
    """A quick request and the words it puts into the field."""

    kind: str
    label: str
    draft: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerLinkView:
    """Another seller of the same order."""

    name: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationView:
    """All that stands around the lines.

    ``empty_text`` stands in for lines; empty where the panel tells of a request that was sent.
    """

    order_id: str
    seller_id: str
    seller: str
    number_text: str
    goods: str
    picture: str
    total_text: str
    status: str
    status_text: str
    order_href: str
    empty_text: str
    sellers: list[SellerLinkView]
    chips: list[ChipView]
    panel: PanelView | None

    @classmethod
    def of(
        cls, conversation: Conversation, detail: OrderDetail, printer: Printer
    ) -> "ConversationView":
        """Print a conversation about ``detail``'s order."""
        order, seller = detail.order, conversation.seller
        status = status_of(order)
        panel = panel_of(conversation, detail, printer)
        lines = [line for line in order.lines if line.open_quantity] or list(order.lines)
        return cls(
            order_id=order.id,
            seller_id=seller.id,
            seller=seller.name,
            number_text=printer.say("conversation.order", number=order.number),
            goods=", ".join(line.product_name for line in lines),
            picture=picture_src(lines[0].picture) if lines else picture_src(""),
            total_text=printer.money(order.total_minor, order.currency),
            status=status,
            status_text=printer.say(f"status.{status}"),
            order_href=printer.href(routes.ORDER, order_id=order.id),
            empty_text=""
            if panel and panel.kind == "requested"
            else printer.say("conversation.empty.text", seller=seller.name),
            sellers=_sellers(conversation, printer),
            chips=[
                ChipView(
                    kind=kind.value,
                    label=printer.say(f"conversation.quick.{kind}"),
                    draft=draft_of(kind, order, seller.name, printer),
                )
                for kind in conversation.quick
                if kind is not MessageKind.ASK_CANCEL or _needs_asking(conversation, detail)
            ],
            panel=panel,
        )


def _needs_asking(conversation: Conversation, detail: OrderDetail) -> bool:
    """Say whether only words help: nothing was asked yet, and no button does it."""
    has_button = detail.decision.outcome in (Permission.INSTANT, Permission.REQUEST)
    is_open = bool(part_of(detail.order, conversation.seller.id).open_requests)
    return conversation.asked_at is None and not has_button and not is_open


def lines_of(messages: tuple[Message, ...], seller: str, printer: Printer) -> list[LineView]:
    """Return lines as printed, oldest first."""
    views: list[LineView] = []
    day = ""
    for message in messages:
        this_day = printer.day(message.at)
        views.append(_line(message, seller, this_day if this_day != day else "", printer))
        day = this_day
    return views


def draft_of(kind: MessageKind, order: Order, seller: str, printer: Printer) -> str:
    """Return the words of a quick request, for the buyer to finish."""
    goods = ", ".join(line.product_name for line in order.lines if line.open_quantity)
    return printer.say(
        f"conversation.draft.{kind}",
        seller=seller,
        number=order.number,
        goods=goods or order.number,
    )


def line_text(message: Message, seller: str, printer: Printer) -> str:
    """Return what a step of the order says in the conversation."""
    is_granted = message.kind is MessageKind.APPROVED and message.author is Actor.SYSTEM
    name = "granted" if is_granted else message.kind.value
    return printer.say(f"conversation.line.{name}", seller=seller)


def _line(message: Message, seller: str, day: str, printer: Printer) -> LineView:
    is_step = message.kind is not MessageKind.TEXT and message.kind not in QUICK_REQUESTS
    side = STEP if is_step else MINE if message.author is Actor.BUYER else THEIRS
    return LineView(
        key=str(message.number),
        side=side,
        who=_who(message.author, seller, printer),
        label=printer.say(f"conversation.kind.{message.kind}")
        if message.kind in QUICK_REQUESTS
        else "",
        text=line_text(message, seller, printer) if is_step else message.text,
        reason=printer.say("conversation.reason", reason=printer.reason(message.text))
        if is_step and message.text
        else "",
        tone=_TONES.get(message.kind, "calm"),
        day=day,
        time=printer.minute(message.at),
        full=printer.full_moment(message.at),
        at=message.at.isoformat(),
    )


def _who(author: Actor, seller: str, printer: Printer) -> str:
    if author is Actor.SELLER:
        return seller
    key = {Actor.BUYER: "you", Actor.SUPPORT: "support"}.get(author, "system")
    return printer.say(f"conversation.{key}")


def _sellers(conversation: Conversation, printer: Printer) -> list[SellerLinkView]:
    """Return the way to each seller; none where there is but one."""
    if len(conversation.sellers) < 2:  # noqa: PLR2004 - one needs no choice
        return []
    address = printer.href(routes.CONVERSATION, order_id=conversation.order_id)
    return [
        SellerLinkView(
            name=seller.name,
            href=f"{address}?seller={seller.id}",
            is_current=seller.id == conversation.seller.id,
        )
        for seller in conversation.sellers
    ]
