"""Change here what changing an order sends and gets back, and what of it can be chosen."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, cast

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from buyer_portal.domain.catalogue import Coupon, Offer
from buyer_portal.domain.change_values import ChangeObstacle
from buyer_portal.domain.changes import ChangeKind
from buyer_portal.domain.decision_values import RefundPart
from buyer_portal.domain.order_differences import AppliedChange
from buyer_portal.domain.orders import Address, Order, PaymentMethod
from buyer_portal.domain.policy import Policy
from buyer_portal.order_contract.base import Message, Request
from buyer_portal.order_contract.orders import Seller

MOST_PIECES = 999
"""Of one line, in a change or in a basket."""
MOST_LINE_SIGNS = 200
"""Of one line of an address, as on an envelope."""


class AddressSent(Request):
    """Where to deliver, as typed: one to four printed lines. The region stays the order's own."""

    name: str = Field(min_length=1, max_length=120)
    phone: str = Field(min_length=6, max_length=40, pattern=r"^[0-9+()*.\s/-]+$")
    lines: tuple[Annotated[str, Field(max_length=MOST_LINE_SIGNS)], ...] = Field(
        min_length=1, max_length=4
    )

    @field_validator("name", "phone", mode="before")
    @classmethod
    def _tidy(cls, given: object) -> object:
        return tidied(given) if isinstance(given, str) else given

    @field_validator("lines", mode="before")
    @classmethod
    def _tidy_lines(cls, given: object) -> object:
        if not isinstance(given, list | tuple):
            return given
        sent = cast("Sequence[object]", given)
        if any(isinstance(line, str) and len(line) > MOST_LINE_SIGNS for line in sent):
            raise PydanticCustomError("string_too_long", "has a line that is too long")
        lines = [tidied(line) if isinstance(line, str) else line for line in sent]
        return [line for line in lines if line]


class PiecesSent(Request):
    """Pieces of something the seller offers."""

    variant_id: str = Field(min_length=1, max_length=64)
    quantity: int = Field(default=1, ge=1, le=MOST_PIECES)


class LineSent(Request):
    """What a line of the order should be."""

    line_id: str = Field(min_length=1, max_length=64)
    variant_id: str = Field(default="", max_length=64)
    quantity: int | None = Field(default=None, ge=1, le=MOST_PIECES)


class ChangeWish(Request):
    """What should be different; what is not named stays."""

    address: AddressSent | None = None
    lines: tuple[LineSent, ...] = Field(default=(), max_length=200)
    added: tuple[PiecesSent, ...] = Field(default=(), max_length=20)
    coupon_code: str = Field(default="", max_length=40)
    payment_method: PaymentMethod | None = None


class ChangeOrder(Request):
    """Change an order; sent with an ``Idempotency-Key`` header.

    ``order_version`` and ``seen_total_minor`` are what the buyer saw, ``expires_at`` the moment
    after which a late replay must be refused.
    """

    order_version: int = Field(ge=1)
    expires_at: datetime
    wish: ChangeWish
    seen_total_minor: int


class ChangePreview(Message):
    """What a wish would make of the order; ``obstacle`` says why it cannot be done.

    ``difference_minor`` is what it costs more (negative: less); ``parts`` of it go back.
    """

    order: Order
    kinds: tuple[ChangeKind, ...]
    difference_minor: int
    parts: tuple[RefundPart, ...] = ()
    obstacle: ChangeObstacle | None = None
    server_now: datetime


class ChangeAnswer(Message):
    """The change as it was made and the order after it."""

    change: AppliedChange
    order: Order
    server_now: datetime


class OrderChoices(Message):
    """What of an order can be chosen anew: for changing it, and for ordering it again.

    ``obstacles`` has an entry for each kind that cannot be changed now. ``again_obstacle`` says
    why the seller takes no new order. ``addresses`` are those of the buyer's orders in this
    region, the order's own first; ``coupons`` those that nobody used yet.
    """

    order: Order
    seller: Seller
    policy: Policy
    obstacles: dict[ChangeKind, ChangeObstacle] = Field(
        default_factory=dict[ChangeKind, ChangeObstacle]
    )
    offers: tuple[Offer, ...] = ()
    coupons: tuple[Coupon, ...] = ()
    addresses: tuple[Address, ...] = ()
    payment_methods: tuple[PaymentMethod, ...] = ()
    again_obstacle: ChangeObstacle | None = None
    server_now: datetime


def tidied(text: str) -> str:
    """Return typed text on one line, without signs that nobody sees."""
    seen = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in text)
    return " ".join(seen.split())
