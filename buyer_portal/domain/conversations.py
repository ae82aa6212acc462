"""Change here what buyer and seller can write to each other about an order."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.lifecycle import has_left
from buyer_portal.domain.orders import Order, OrderStatus

MAX_TEXT: Final = 1000
"""Characters of one message."""
BURST: Final = 20
"""Messages that a buyer can send within ``BURST_SECONDS`` in one conversation."""
BURST_SECONDS: Final = 60

_CONTROLS: Final = dict.fromkeys([*range(9), 11, *range(13, 32), *range(127, 160)])
"""Control characters that no person types; a line break and a tab stay."""


class MessageKind(StrEnum):
    """What a line of a conversation is: words, a quick request, or a step that left its line."""

    TEXT = "text"
    ASK_CANCEL = "ask_cancel"
    ASK_ADDRESS = "ask_address"
    ASK_SHIPPING = "ask_shipping"
    REQUESTED = "requested"
    WITHDRAWN = "withdrawn"
    APPROVED = "approved"
    DECLINED = "declined"
    UNLOCKED = "unlocked"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    OVERTAKEN = "overtaken"


QUICK_REQUESTS: Final = frozenset(
    {MessageKind.ASK_CANCEL, MessageKind.ASK_ADDRESS, MessageKind.ASK_SHIPPING}
)
WRITTEN_BY_BUYER: Final = QUICK_REQUESTS | {MessageKind.TEXT}
"""What a buyer can send; every other line is left by a step of the order."""

ANSWERS: Final = frozenset(
    {
        MessageKind.APPROVED,
        MessageKind.DECLINED,
        MessageKind.UNLOCKED,
        MessageKind.CANCELLED,
        MessageKind.EXPIRED,
        MessageKind.OVERTAKEN,
    }
)
"""Lines after which the buyer does not wait for a word about cancelling any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One line. ``number`` counts from 1 in its conversation; ``text`` is what a person wrote."""

    number: int
    author: Actor
    at: datetime
    kind: MessageKind = MessageKind.TEXT
    text: str = ""
    is_read: bool = True


def clean_text(text: str) -> str:
    """Return what a person wrote without control characters and outer spaces."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS).strip()


def quick_requests_for(order: Order) -> tuple[MessageKind, ...]:
    """Return the requests that still make sense for an order, the most urgent first."""
    status = order.status
    if status in (OrderStatus.CANCELLED, OrderStatus.UNPAID) or has_left(status):
        return ()
    return (MessageKind.ASK_CANCEL, MessageKind.ASK_ADDRESS, MessageKind.ASK_SHIPPING)
