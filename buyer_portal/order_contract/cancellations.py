"""Change here what a cancel command sends and gets back."""

from datetime import datetime

from pydantic import Field

from buyer_portal.domain.cancellations import Cancellation
from buyer_portal.domain.orders import Order
from buyer_portal.domain.policy import Permission
from buyer_portal.order_contract.base import Message, Request


class LineQuantity(Request):
    """Some pieces of a line; ``seen_permission`` is what the dialog promised for them."""

    line_id: str = Field(min_length=1, max_length=64)
    quantity: int = Field(ge=1, le=1_000_000)
    seen_permission: Permission | None = None


class CancelOrder(Request):
    """Cancel an order or some of its pieces; sent with an ``Idempotency-Key`` header.

    ``lines`` empty means everything open. Each line has its own outcome: what can be cancelled at
    once is, each seller who must agree is asked, what is too late stays. ``order_version`` is
    what the buyer saw, ``expires_at`` the moment, on the clock of ``server_now``, after which a
    late replay must be refused.
    ``seen_permission``, ``seen_refund_minor`` and ``seen_request_minor`` are what the dialog
    promised (what comes back now, or once all sellers asked have agreed), None when it is not said:
    the command is refused with ``order-changed`` when it would now do something else.
    """

    order_version: int = Field(ge=1)
    expires_at: datetime
    reason_key: str = Field(default="", max_length=120)
    reason_text: str = Field(default="", max_length=500)
    lines: tuple[LineQuantity, ...] = Field(default=(), max_length=200)
    client_build: int | None = Field(default=None, ge=0)
    seen_permission: Permission | None = None
    seen_refund_minor: int | None = None
    seen_request_minor: int | None = None


class WithdrawCancellation(Request):
    """Take a pending request back; sent with an ``Idempotency-Key`` header."""

    expires_at: datetime


class CancellationAnswer(Message):
    """The cancellation as it stands and the order after it.

    One command may make several: what was cancelled at once leads, then one request per seller who
    has to agree. ``others`` are those after the first.
    """

    cancellation: Cancellation
    others: tuple[Cancellation, ...] = ()
    order: Order
    server_now: datetime

    @property
    def cancellations(self) -> tuple[Cancellation, ...]:
        """Everything that the command made, in the order it was done."""
        return (self.cancellation, *self.others)
