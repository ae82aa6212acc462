"""Change here what refusing a delivery sends and gets back."""

from datetime import datetime

from pydantic import Field

from buyer_portal.domain.orders import Order
from buyer_portal.domain.refusals import DeliveryRefusal, RefusalPreview
from buyer_portal.order_contract.base import Message, Request
from buyer_portal.order_contract.orders import OrderDetail


class RefuseDelivery(Request):
    """Announce that parcels will be refused at the door; sent with an ``Idempotency-Key`` header.

    ``package_ids`` empty means every parcel in transit; an empty id is the goods in no parcel.
    ``seen_strikes`` and ``seen_refund_minor`` are what the preview said there would be afterwards,
    None when it is not said: the command is refused with ``order-changed`` when they differ.
    """

    order_version: int = Field(ge=1)
    expires_at: datetime
    package_ids: tuple[str, ...] = Field(default=(), max_length=200)
    seen_strikes: int | None = Field(default=None, ge=0)
    seen_refund_minor: int | None = None


class WithdrawRefusal(Request):
    """Take back what was announced; ``package_ids`` empty means all of it."""

    expires_at: datetime
    package_ids: tuple[str, ...] = Field(default=(), max_length=200)


class RefusalOffer(Message):
    """An order whose delivery can be refused, was, or will be, and what refusing now would do.

    ``parcels`` are those that can be refused. ``preview`` is about the parcels asked for, all of
    them when none was named; where nothing is in transit it is about nothing. ``refusals`` are
    all that were announced or happened, oldest first.
    """

    detail: OrderDetail
    parcels: tuple[str, ...]
    preview: RefusalPreview
    refusals: tuple[DeliveryRefusal, ...] = ()


class RefusalAnswer(Message):
    """The refusals of the order as they stand, and the order after the command."""

    refusals: tuple[DeliveryRefusal, ...]
    order: Order
    server_now: datetime
