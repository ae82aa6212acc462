"""Change here what a notification prints: its words, icon, tone and where it leads."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from buyer_portal import routes
from buyer_portal.domain.money import EXPONENT
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.notifications import Notification
from buyer_portal.views.printing import Printer
from buyer_portal.views.since import ago_text

ICON_OF_TYPE: Final[dict[str, str]] = {
    EventType.ORDER_PLACED: "box",
    EventType.ORDER_IMPORTED: "box",
    EventType.ORDER_PAID: "card",
    EventType.ORDER_CONFIRMED: "check",
    EventType.ADDRESS_UPDATED: "home",
    EventType.ORDER_CHANGED: "check",
    EventType.ORDER_PACKED: "box",
    EventType.ORDER_COLLECTED: "truck",
    EventType.ORDER_DELIVERED: "home",
    EventType.ORDER_COMPLETED: "check",
    EventType.ORDER_CANCELLED: "return",
    EventType.LINES_CANCELLED: "return",
    EventType.ORDER_EXPIRED: "clock",
    EventType.ORDER_UNLOCKED: "lock",
    EventType.CANCELLATION_REQUESTED: "clock",
    EventType.CANCELLATION_APPROVED: "check",
    EventType.CANCELLATION_REJECTED: "alert",
    EventType.CANCELLATION_WITHDRAWN: "back",
    EventType.CANCELLATION_RECEIVED: "shop",
    EventType.CANCELLATION_HELD: "lock",
    EventType.CANCELLATION_OVERTAKEN: "truck",
    EventType.CONTRACT_WITHDRAWN: "check",
    EventType.REFUND_SENT: "card",
    EventType.REFUND_SETTLED: "check",
    EventType.REFUND_FAILED: "alert",
    EventType.REFUND_LATE: "clock",
    EventType.ASK_DECLINED: "chat",
    EventType.PICKUP_REFUSED: "truck",
    EventType.MESSAGE_RECEIVED: "chat",
    EventType.TICKET_OPENED: "help",
    EventType.TICKET_ANSWERED: "help",
    EventType.TICKET_CLOSED: "help",
    EventType.REFUSAL_ANNOUNCED: "return",
    EventType.REFUSAL_WITHDRAWN: "back",
    EventType.DELIVERY_REFUSED: "return",
    EventType.RETURN_REQUESTED: "return",
    EventType.RETURN_REVIEWED: "clock",
    EventType.RETURN_APPROVED: "check",
    EventType.RETURN_REJECTED: "alert",
    EventType.RETURN_WITHDRAWN: "back",
    EventType.RETURN_EXPIRED: "clock",
    EventType.RETURN_SHIPPED: "truck",
    EventType.RETURN_ARRIVED: "shop",
    EventType.RETURN_RECEIVED: "check",
    EventType.OFFER_MADE: "card",
    EventType.OFFER_DECLINED: "back",
    EventType.STRIKE_APPEALED: "shield",
    EventType.STRIKE_REMOVED: "shield",
    EventType.STRIKE_UPHELD: "shield",
}
ICONS: Final = frozenset(ICON_OF_TYPE.values())
"""Every icon that a row may have; ``box`` stands for all else."""

TONE_OF_TYPE: Final[dict[str, str]] = {
    EventType.ORDER_DELIVERED: "good",
    EventType.ORDER_COMPLETED: "good",
    EventType.ORDER_CANCELLED: "good",
    EventType.ORDER_CONFIRMED: "moving",
    EventType.ADDRESS_UPDATED: "waiting",
    EventType.ORDER_CHANGED: "good",
    EventType.LINES_CANCELLED: "good",
    EventType.ORDER_EXPIRED: "waiting",
    EventType.ORDER_UNLOCKED: "moving",
    EventType.CANCELLATION_REQUESTED: "waiting",
    EventType.CANCELLATION_APPROVED: "good",
    EventType.CANCELLATION_REJECTED: "bad",
    EventType.CANCELLATION_RECEIVED: "waiting",
    EventType.CANCELLATION_HELD: "waiting",
    EventType.CANCELLATION_OVERTAKEN: "bad",
    EventType.CONTRACT_WITHDRAWN: "good",
    EventType.REFUND_SENT: "moving",
    EventType.REFUND_SETTLED: "good",
    EventType.REFUND_FAILED: "bad",
    EventType.REFUND_LATE: "waiting",
    EventType.ASK_DECLINED: "bad",
    EventType.PICKUP_REFUSED: "good",
    EventType.MESSAGE_RECEIVED: "moving",
    EventType.TICKET_OPENED: "waiting",
    EventType.TICKET_ANSWERED: "moving",
    EventType.REFUSAL_ANNOUNCED: "waiting",
    EventType.DELIVERY_REFUSED: "waiting",
    EventType.RETURN_REQUESTED: "waiting",
    EventType.RETURN_REVIEWED: "waiting",
    EventType.RETURN_APPROVED: "good",
    EventType.RETURN_REJECTED: "bad",
    EventType.RETURN_EXPIRED: "waiting",
    EventType.RETURN_SHIPPED: "moving",
    EventType.RETURN_ARRIVED: "moving",
    EventType.RETURN_RECEIVED: "good",
    EventType.OFFER_MADE: "moving",
    EventType.STRIKE_APPEALED: "waiting",
    EventType.STRIKE_REMOVED: "good",
    EventType.STRIKE_UPHELD: "bad",
}
REFUND_WORDS: Final[dict[str, str]] = {
    EventType.ORDER_CHANGED: "notification.refund",
    EventType.DELIVERY_REFUSED: "notification.refund",
    EventType.ORDER_CANCELLED: "notification.refund",
    EventType.LINES_CANCELLED: "notification.refund",
    EventType.CANCELLATION_APPROVED: "notification.refund",
    EventType.CANCELLATION_REQUESTED: "notification.refund.if_agreed",
    EventType.RETURN_REQUESTED: "notification.refund.if_agreed",
    EventType.RETURN_RECEIVED: "notification.refund",
    EventType.CONTRACT_WITHDRAWN: "notification.refund.amount",
    EventType.REFUND_SENT: "notification.refund.amount",
    EventType.REFUND_SETTLED: "notification.refund.amount",
    EventType.REFUND_FAILED: "notification.refund.amount",
    EventType.REFUND_LATE: "notification.refund.amount",
}
"""Where money comes back, or would."""

OTHER: Final = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationView:
    """One row of the inbox: relative and absolute time, and for machines ``at``."""

    id: str
    title: str
    text: str
    more: str
    icon: str
    tone: str
    href: str
    ago: str
    moment: str
    full: str
    at: str
    is_read: bool

    @classmethod
    def of(cls, notification: Notification, printer: Printer) -> "NotificationView":
        """Tell ``notification`` for its reader; an unknown type in general words."""
        name = _name(notification, printer)
        at = notification.created_at
        text = printer.say(f"notification.{name}.text", subject=_subject(notification, printer))
        return cls(
            id=notification.id,
            title=printer.say(f"notification.{name}.title"),
            text=text[:1].upper() + text[1:],
            more=_more(notification, printer),
            icon=ICON_OF_TYPE.get(notification.type, "box"),
            tone=TONE_OF_TYPE.get(notification.type, "calm"),
            href=_href(notification, printer),
            ago=ago_text(at, printer),
            moment=printer.moment(at),
            full=printer.full_moment(at),
            at=at.isoformat(),
            is_read=notification.is_read,
        )


def _name(notification: Notification, printer: Printer) -> str:
    """Return which words tell it: those of what was done, of its type, or general ones."""
    kind, code = notification.type, notification.parameters.get("code", "")
    if code and printer.words.has(f"notification.{kind}.{code}.title"):
        return f"{kind}.{code}"
    return kind if printer.words.has(f"notification.{kind}.title") else OTHER


def _href(notification: Notification, printer: Printer) -> str:
    """Return where it leads: to its ticket, standing or conversation, else to its order."""
    if notification.type in (EventType.MESSAGE_RECEIVED, EventType.ASK_DECLINED):
        return printer.href(routes.CONVERSATION, order_id=notification.order_id)
    if notification.type.startswith("refund."):
        return printer.href(routes.REFUND, order_id=notification.order_id)
    if notification.type.startswith(("return.", "offer.")):
        return printer.href(routes.RETURN, order_id=notification.order_id)
    if notification.type.startswith("strike."):
        return printer.href(routes.STANDING)
    if ticket_id := notification.parameters.get("ticket_id", ""):
        return printer.href(routes.SUPPORT_TICKET, ticket_id=ticket_id)
    return printer.href(routes.ORDER, order_id=notification.order_id)


def _subject(notification: Notification, printer: Printer) -> str:
    """Return what the sentence is about: the order by its number, or a ticket about none."""
    number = notification.parameters.get("number", "")
    if not number and "ticket_id" in notification.parameters:
        return printer.say(
            "notification.subject.ticket", reference=notification.parameters.get("reference", "")
        )
    if not number:
        return printer.say("notification.subject.unknown")
    return printer.say("notification.subject", number=number)


def _more(notification: Notification, printer: Printer) -> str:
    """Return amount, times and seller's words where the notification has them, else nothing."""
    parameters = notification.parameters
    parts: list[str] = []
    amount, currency = parameters.get("refund_minor", ""), parameters.get("currency", "")
    key = REFUND_WORDS.get(notification.type, "")
    if key and amount.isdecimal() and int(amount) and currency in EXPONENT:
        parts.append(printer.say(key, amount=printer.money(int(amount), currency)))
    offer = parameters.get("offer_minor", "")
    if offer.isdecimal() and currency in EXPONENT:
        parts.append(printer.say("notification.offer", amount=printer.money(int(offer), currency)))
    if notification.type == EventType.DELIVERY_REFUSED and amount == "0":
        parts.append(printer.say("notification.delivery.refused.nothing_paid"))
    if until := _moment(parameters.get("strike_until", ""), printer):
        parts.append(printer.say("notification.delivery.refused.strike", until=until))
    times = [_moment(parameters.get(name, ""), printer) for name in ("first_at", "second_at")]
    if all(times) and printer.words.has(f"notification.{notification.type}.times"):
        first, second = times
        parts.append(
            printer.say(f"notification.{notification.type}.times", first=first, second=second)
        )
    if reason := parameters.get("reason", ""):
        parts.append(printer.say("notification.reason", reason=printer.reason(reason)))
    if answer := parameters.get("answer", ""):
        parts.append(printer.say("notification.strike.reason", reason=answer))
    return " ".join(parts)


def _moment(text: str, printer: Printer) -> str:
    try:
        return printer.moment(datetime.fromisoformat(text))
    except ValueError:
        return ""
