"""Change here what returning goods sends and gets back."""

from datetime import datetime
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from buyer_portal.domain.decision_values import RefundPreview
from buyer_portal.domain.orders import Order
from buyer_portal.domain.return_rules import ReturnableLine
from buyer_portal.domain.returns import Return, ReturnKind
from buyer_portal.order_contract.base import Message, Request
from buyer_portal.order_contract.orders import OrderDetail

MOST_PHOTOS: Final = 6
MOST_PHOTO_BYTES: Final = 10 * 1024 * 1024
MOST_REASON_CHARACTERS: Final = 1000
MOST_CARRIER_CHARACTERS: Final = 60
MOST_TRACKING_CHARACTERS: Final = 40
TRACKING_PATTERN: Final = r"^[A-Za-z0-9][A-Za-z0-9 ./-]{3,39}$"

_Carrier = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=2, max_length=MOST_CARRIER_CHARACTERS),
]
_Tracking = Annotated[str, StringConstraints(strip_whitespace=True, pattern=TRACKING_PATTERN)]


class PiecesToReturn(Request):
    """Some pieces of a line."""

    line_id: str = Field(max_length=200)
    quantity: int = Field(ge=1, le=1_000_000)


class RequestReturn(Request):
    """Ask to send pieces back, or for their money; sent with an ``Idempotency-Key`` header.

    ``seen_refund_minor`` is what the preview promised: when it is another sum by now, the command
    is refused with ``order-changed``. Photos were uploaded before, for this order.
    """

    order_version: int = Field(ge=1)
    expires_at: datetime
    kind: ReturnKind = ReturnKind.RETURN
    lines: tuple[PiecesToReturn, ...] = Field(min_length=1, max_length=200)
    reason_key: str = Field(default="", max_length=120)
    reason_text: str = Field(default="", max_length=MOST_REASON_CHARACTERS)
    photo_ids: tuple[str, ...] = Field(default=(), max_length=MOST_PHOTOS)
    seen_refund_minor: int | None = None


class ShipReturn(Request):
    """Say that the parcel is on its way; nobody believes it without a tracking number."""

    expires_at: datetime
    carrier: _Carrier
    tracking_number: _Tracking


class AnswerOffer(Request):
    """Take or decline the part of the money that the seller offers for keeping the goods."""

    expires_at: datetime
    accepts: bool
    seen_amount_minor: int


class WithdrawReturn(Request):
    """Take a return back that was not sent yet."""

    expires_at: datetime


class Photo(Message):
    """A photo as stored: made anew from its pixels, without whatever else was in the file."""

    id: str
    width: int
    height: int
    size: int


class ReturnAppeal(Message):
    """The newest ticket that asks support to overrule who declined a return.

    ``code`` is what support did last (a ``TicketCode``), empty while it has not decided; ``text``
    are its words about it.
    """

    return_id: str
    ticket_id: str
    opened_at: datetime
    is_open: bool
    code: str = ""
    text: str = ""
    decided_at: datetime | None = None


class ReturnOffer(Message):
    """An order, what of it can be returned and why not the rest, and what that gives back.

    ``preview`` is about the pieces and the kind asked for, empty where none were. ``reasons`` are
    those of the kind; ``reason_required`` whether one has to be given. ``photos`` were uploaded for
    the next request and are not sent yet. ``appeals`` are what support was asked about
    declined returns, one each.
    """

    detail: OrderDetail
    kinds: tuple[ReturnKind, ...]
    kind: ReturnKind
    lines: tuple[ReturnableLine, ...]
    pieces: dict[str, int]
    preview: RefundPreview
    reasons: tuple[str, ...] = ()
    reason_required: bool = True
    is_instant: bool = False
    photos: tuple[Photo, ...] = ()
    appeals: tuple[ReturnAppeal, ...] = ()


class ReturnAnswer(Message):
    """The returns that a command was about, and the order after it."""

    returns: tuple[Return, ...]
    order: Order
    server_now: datetime
