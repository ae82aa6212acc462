"""Change here what a notification prints: its printer, icon, tone and where it leads."""

from dataclasses import dataclass
from typing import Final

from buyer_portal import routes
from buyer_portal.domain.money import EXPONENT
from buyer_portal.order_contract.notifications import Notification
from buyer_portal.views.printing import Printer
from buyer_portal.views.since import ago_text

ICON_OF_NOUN: Final = {"refund": "card", "cancellation": "return"}
ICON_OF_TYPE: Final = {
    "order.packed": "box",
    "order.shipped": "truck",
    "order.partly_shipped": "truck",
    "order.delivered": "home",
    "order.paid": "card",
    "order.cancelled": "close",
    "order.partly_cancelled": "close",
    "order.expired": "clock",
    "order.unlocked": "lock",
    "refund.settled": "check",
    "refund.failed": "alert",
    "cancellation.approved": "check",
    "cancellation.rejected": "alert",
    "cancellation.expired": "clock",
}
TONE_OF_TYPE: Final = {
    "order.cancelled": "good",
    "order.partly_cancelled": "good",
    "order.delivered": "good",
    "order.completed": "good",
    "order.unlocked": "moving",
    "cancellation.approved": "good",
    "cancellation.requested": "waiting",
    "cancellation.rejected": "bad",
    "cancellation.expired": "bad",
    "refund.initiated": "moving",
    "refund.settled": "good",
    "refund.failed": "bad",
    "order.expired": "waiting",
}
OTHER: Final = "other"
ICONS: Final = frozenset({*ICON_OF_NOUN.values(), *ICON_OF_TYPE.values()})
"""Every icon that a row may have; ``box`` stands for all else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationView:
    """One row of the inbox. ``ago`` ages on screen, ``moment`` and ``full`` do not."""

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
        kind = notification.type
        name = kind if printer.words.has(f"notification.{kind}.title") else OTHER
        at = notification.created_at
        return cls(
            id=notification.id,
            title=printer.say(f"notification.{name}.title"),
            text=printer.say(f"notification.{name}.text", subject=_subject(notification, printer)),
            more=_more(notification, printer),
            icon=ICON_OF_TYPE.get(kind) or ICON_OF_NOUN.get(kind.partition(".")[0], "box"),
            tone=TONE_OF_TYPE.get(kind, "calm"),
            href=printer.href(routes.ORDER, order_id=notification.order_id),
            ago=ago_text(at, printer),
            moment=printer.moment(at),
            full=printer.full_moment(at),
            at=at.isoformat(),
            is_read=notification.is_read,
        )


def _subject(notification: Notification, printer: Printer) -> str:
    """Return what the sentence is about: the order by its number."""
    number = notification.parameters.get("number", "")
    if not number:
        return printer.say("notification.subject.unknown")
    return printer.say("notification.subject", number=number)


def _more(notification: Notification, printer: Printer) -> str:
    """Return amount and seller's words where the notification has them, else nothing."""
    parameters = notification.parameters
    parts: list[str] = []
    amount, currency = parameters.get("refund_minor", ""), parameters.get("currency", "")
    if amount.isdecimal() and int(amount) and currency in EXPONENT:
        money = printer.money(int(amount), currency)
        parts.append(printer.say("notification.refund", amount=money))
    if reason := parameters.get("reason", ""):
        parts.append(printer.say("notification.reason", reason=reason))
    return " ".join(parts)
