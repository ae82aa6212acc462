"""Change here what is said about webhooks: who may send, what came, who is told, what was sent."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from buyer_portal.order_contract.base import Message, Request


class SourceKind(StrEnum):
    """Who sends: one's own systems in the form of Standard Webhooks, or TikTok Shop in its own."""

    SELLER = "seller"
    CARRIER = "carrier"
    PAYMENTS = "payments"
    TIKTOK_SHOP = "tiktok-shop"


class WebhookOutcome(StrEnum):
    """What became of a message. ``PENDING`` alone is tried again."""

    APPLIED = "applied"
    PENDING = "pending"  # about an order, or a thing of it, that is not known yet
    STALE = "stale"  # a newer message about the same was here first
    STORED = "stored"  # nothing to do: an unknown type, or it was so already
    REFUSED = "refused"  # it does not fit the order; ``reason`` says why
    EXPIRED = "expired"  # pending for too long


class Receipt(Message):
    """What a sender is told: its message is kept, and what became of it."""

    id: str
    outcome: WebhookOutcome
    reason: str = ""
    is_repeated: bool = False


class SourceWanted(Request):
    """Who shall be let in; without a ``secret`` one is made."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")
    kind: SourceKind
    seller_id: str = Field(default="", max_length=64)
    app_key: str = Field(default="", max_length=100)
    secret: str = Field(default="", max_length=200)


class NewSource(Message):
    """A source and its secret, told this once."""

    name: str
    secret: str


class ReceivedWebhook(Message):
    """A message that was kept."""

    source: str
    id: str
    type: str
    received_at: datetime
    outcome: WebhookOutcome
    reason: str = ""
    order_id: str = ""
    tries: int = 1


class ReceivedWebhooks(Message):
    """What a tenant got, newest first."""

    messages: tuple[ReceivedWebhook, ...]
