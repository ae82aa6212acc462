"""Change here what a buyer can want to be different, what it comes to, and what is in the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from buyer_portal.domain.changes import ChangeKind
from buyer_portal.domain.decision_values import RefundPart
from buyer_portal.domain.orders import Address, Order, PaymentMethod


class ChangeObstacle(StrEnum):
    """Why something cannot be changed, or cannot be bought. Stable codes."""

    STAGE = "stage"
    OPEN_REQUEST = "open_request"
    PARTLY_CANCELLED = "partly_cancelled"
    SEVERAL_SELLERS = "several_sellers"
    DEARER = "dearer"
    NOTHING = "nothing"
    NOT_OFFERED = "not_offered"
    OUT_OF_STOCK = "out_of_stock"
    COUPON = "coupon"
    HAS_COUPON = "has_coupon"
    CASH_OFF = "cash_off"
    SELLER_DENIES = "seller_denies"
    TOO_MUCH = "too_much"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChange:
    """What a line should be: another number of pieces, another variant of its product, or both."""

    line_id: str
    quantity: int | None = None
    variant_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """So many pieces of a variant, as they stand in a basket."""

    variant_id: str
    quantity: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChange:
    """What a buyer wants to be different; what is not named stays."""

    address: Address | None = None
    lines: tuple[LineChange, ...] = ()
    added: tuple[Pieces, ...] = ()
    coupon_code: str = ""
    payment_method: PaymentMethod | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOutcome:
    """The order as it would be and what that costs; ``obstacle`` says why it cannot be done.

    ``difference_minor`` is what the order costs more (or, negative, less); ``parts`` is what of it
    goes back to which payment, nothing where it only lowers what is due. ``taken`` is how many
    pieces of which variant leave the seller's stock, negative for those that come back.
    """

    order: Order
    kinds: tuple[ChangeKind, ...]
    difference_minor: int = 0
    parts: tuple[RefundPart, ...] = ()
    taken: Mapping[str, int]
    obstacle: ChangeObstacle | None = None
