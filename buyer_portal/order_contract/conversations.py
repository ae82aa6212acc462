"""Change here what conversations with sellers carry."""

from datetime import datetime

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from buyer_portal.domain.conversations import (
    MAX_TEXT,
    WRITTEN_BY_BUYER,
    MessageKind,
    clean_text,
)
from buyer_portal.domain.conversations import Message as Line
from buyer_portal.order_contract.base import Message, Request
from buyer_portal.order_contract.orders import OrderSummary, Seller


class SendMessage(Request):
    """Write to a seller of an order; sent with an ``Idempotency-Key`` header.

    ``seller_id`` empty means the order's own seller. ``kind`` is words or a quick request.
    """

    text: str = Field(min_length=1, json_schema_extra={"maxLength": MAX_TEXT})
    kind: MessageKind = Field(
        default=MessageKind.TEXT,
        json_schema_extra={"enum": [str(kind) for kind in sorted(WRITTEN_BY_BUYER)]},
    )
    seller_id: str = Field(default="", max_length=64)
    expires_at: datetime

    @field_validator("text")
    @classmethod
    def _clean(cls, text: str) -> str:
        cleaned = clean_text(text)
        if not cleaned:
            raise PydanticCustomError("missing", "holds no words")
        if len(cleaned) > MAX_TEXT:
            raise PydanticCustomError("string_too_long", "is too long")
        return cleaned

    @field_validator("kind")
    @classmethod
    def _only_what_buyers_write(cls, kind: MessageKind) -> MessageKind:
        if kind not in WRITTEN_BY_BUYER:
            raise PydanticCustomError("unknown", "is left by a step of the order")
        return kind


class MessageAnswer(Message):
    """The line as it was written down."""

    message: Line
    server_now: datetime


class ReadConversation(Request):
    """Count the seller's lines up to ``up_to`` as read; later ones stay unread."""

    seller_id: str = Field(default="", max_length=64)
    up_to: int = Field(ge=0, le=2**31 - 1)


class UnreadMessages(Message):
    """How many lines wait in all conversations of the buyer."""

    unread: int


class Conversation(Message):
    """The newest lines with one seller about one order, oldest first; empty before the first.

    ``older_before`` is what to ask the page before with, None where nothing is older. ``asked_at``
    is since when the buyer waits for a word about cancelling. ``quick`` are the requests that make
    sense now.
    """

    order_id: str
    seller: Seller
    sellers: tuple[Seller, ...] = ()
    messages: tuple[Line, ...]
    older_before: int | None = None
    unread: int
    asked_at: datetime | None = None
    quick: tuple[MessageKind, ...] = ()
    server_now: datetime


class ConversationSummary(Message):
    """One row of the list: whom it is with, about which order, and its newest line."""

    order: OrderSummary
    seller: Seller
    last: Line
    unread: int
    asked_at: datetime | None = None


class ConversationsPage(Message):
    """Conversations, newest first; ``next_cursor`` empty at the end."""

    conversations: tuple[ConversationSummary, ...]
    unread: int
    next_cursor: str = ""
    server_now: datetime
