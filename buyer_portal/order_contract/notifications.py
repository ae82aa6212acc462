"""Change here what a notification carries: a type and parameters; the portal has the words."""

from datetime import datetime

from buyer_portal.order_contract.base import Message, Request


class Notification(Message):
    """One outcome told to the buyer. ``type`` is an event type such as ``order.cancelled``."""

    id: str
    type: str
    order_id: str
    parameters: dict[str, str]
    created_at: datetime
    is_read: bool


class NotificationsPage(Message):
    """Newest first; ``next_cursor`` empty at the end."""

    notifications: tuple[Notification, ...]
    unread: int
    next_cursor: str = ""
    server_now: datetime


class MarkRead(Request):
    """Mark some as read; empty ``ids`` means all."""

    ids: tuple[str, ...] = ()


class Unread(Message):
    """How many notifications are still unread."""

    unread: int
