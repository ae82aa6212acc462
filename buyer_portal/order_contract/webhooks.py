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


class DeliveryState(StrEnum):
    """How far an event is on its way to an endpoint."""

    PENDING = "pending"
    DELIVERED = "delivered"
    GIVEN_UP = "given-up"  # tried for three days


class EndpointWanted(Request):
    """Who shall be told of which types of events; none means all, ``order.*`` what begins so."""

    url: str = Field(max_length=2000)
    types: tuple[str, ...] = Field(default=(), max_length=100)


class NewEndpoint(Message):
    """An endpoint and the secret that signs what it is told, told this once."""

    id: str
    secret: str


class Delivery(Message):
    """An event on its way to an endpoint; ``due_at`` is when it is tried (again)."""

    endpoint_id: str
    url: str
    message_id: str
    type: str
    order_id: str = ""
    state: DeliveryState
    tries: int
    due_at: datetime | None = None
    ended_at: datetime | None = None
    last_status: int = 0
    last_error: str = ""
    body: str


class Endpoint(Message):
    """An address that is told; ``off_reason`` says why nothing is sent there any more."""

    id: str
    url: str
    types: tuple[str, ...] = ()
    failing_since: datetime | None = None
    off_at: datetime | None = None
    off_reason: str = ""


class Deliveries(Message):
    """A tenant's endpoints, and what they were, or will be, told, newest first."""

    endpoints: tuple[Endpoint, ...]
    deliveries: tuple[Delivery, ...]
