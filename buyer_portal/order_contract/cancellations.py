"""Change here what a cancel command sends and gets back."""

from datetime import datetime

from pydantic import Field

from buyer_portal.domain.cancellations import Cancellation
from buyer_portal.domain.orders import Order
from buyer_portal.domain.policy import Permission
from buyer_portal.order_contract.base import Message, Request


class LineQuantity(Request):
    """Some pieces of a line."""

    line_id: str = Field(min_length=1, max_length=64)
    quantity: int = Field(ge=1, le=1_000_000)


class CancelOrder(Request):
    """Cancel an order or some of its pieces; sent with an ``Idempotency-Key`` header.

    ``lines`` empty means everything open. ``order_version`` is what the buyer saw, ``expires_at``
    the moment, on the clock of ``server_now``, after which a late replay must be refused.
    ``seen_permission`` and ``seen_refund_minor`` are what the dialog promised, None when it is not
    said: the command is refused with ``order-changed`` when it would now do something else.
    """

    order_version: int = Field(ge=1)
    expires_at: datetime
    reason_key: str = Field(default="", max_length=120)
    reason_text: str = Field(default="", max_length=500)
    lines: tuple[LineQuantity, ...] = Field(default=(), max_length=200)
    client_build: int | None = Field(default=None, ge=0)
    seen_permission: Permission | None = None
    seen_refund_minor: int | None = None


class WithdrawCancellation(Request):
    """Take a pending request back; sent with an ``Idempotency-Key`` header."""

    expires_at: datetime


class CancellationAnswer(Message):
    """The cancellation as it stands and the order after it."""

    cancellation: Cancellation
    order: Order
    server_now: datetime
