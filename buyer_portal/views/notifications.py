"""Change here what a notification prints: its words, icon, tone and where it leads."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from buyer_portal import routes
from buyer_portal.domain.money import EXPONENT
from buyer_portal.i18n.catalogue import Words
from buyer_portal.i18n.formats import full_moment_text, moment_text, money_text, relative_text
from buyer_portal.order_contract.notifications import Notification

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
    def of(
        cls, notification: Notification, words: Words, zone: ZoneInfo, *, now: datetime
    ) -> "NotificationView":
        """Tell ``notification`` in the language of ``words``; an unknown type in general words."""
        kind = notification.type
        name = kind if words.has(f"notification.{kind}.title") else OTHER
        at = notification.created_at
        return cls(
            id=notification.id,
            title=words(f"notification.{name}.title"),
            text=words(f"notification.{name}.text", subject=_subject(notification, words)),
            more=_more(notification, words),
            icon=ICON_OF_TYPE.get(kind) or ICON_OF_NOUN.get(kind.partition(".")[0], "box"),
            tone=TONE_OF_TYPE.get(kind, "calm"),
            href=routes.href(routes.ORDER, words.locale, order_id=notification.order_id),
            ago=relative_text(at, now, words.locale),
            moment=moment_text(at, zone, words.locale),
            full=full_moment_text(at, zone, words.locale),
            at=at.isoformat(),
            is_read=notification.is_read,
        )


def _subject(notification: Notification, words: Words) -> str:
    """Return what the sentence is about: the order by its number."""
    number = notification.parameters.get("number", "")
    if not number:
        return words("notification.subject.unknown")
    return words("notification.subject", number=number)


def _more(notification: Notification, words: Words) -> str:
    """Return amount and seller's words where the notification has them, else nothing."""
    parameters = notification.parameters
    parts: list[str] = []
    amount, currency = parameters.get("refund_minor", ""), parameters.get("currency", "")
    if amount.isdecimal() and int(amount) and currency in EXPONENT:
        money = money_text(int(amount), currency, words.locale)
        parts.append(words("notification.refund", amount=money))
    if reason := parameters.get("reason", ""):
        parts.append(words("notification.reason", reason=reason))
    return " ".join(parts)
