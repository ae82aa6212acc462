"""Change here what a scenario can say of a buyer, a seller, an order, a ticket."""

from datetime import UTC, datetime
from typing import Final, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    ValidationInfo,
    field_validator,
)

from buyer_portal.domain.catalogue import CouponKind
from buyer_portal.domain.money import AMOUNT_LIMIT_MINOR
from buyer_portal.domain.orders import ChargeKind, GoodsKind, OrderStatus, PaymentMethod
from buyer_portal.domain.returns import ReturnKind
from buyer_portal.domain.support import TICKET_CHARACTERS, TicketAbout
from buyer_portal.json_types import as_stated

DEFAULT_NOW: Final = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DEFAULT_BUYER: Final = "buyer"
DEFAULT_SELLER: Final = "seller"
MAX_ORDERS: Final = 200_000

CURRENCY_OF_MARKET: Final = {
    "VN": "VND",
    "ID": "IDR",
    "US": "USD",
    "GB": "GBP",
    "TH": "THB",
    "PH": "PHP",
    "MY": "MYR",
    "SG": "SGD",
    "DE": "EUR",
    "FR": "EUR",
    "EU": "EUR",
}

KEY = Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f]+$")
AMOUNT = Field(gt=-AMOUNT_LIMIT_MINOR, lt=AMOUNT_LIMIT_MINOR)


class Part(BaseModel):
    """Anything of a scenario: frozen, no unknown fields, nothing taken for what it is not."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_max_length=4000)

    @field_validator("*", mode="before")
    @classmethod
    def _refuse_misstated(cls, given: object, info: ValidationInfo) -> object:
        return as_stated(cls, info.field_name or "", given)


class ScenarioBuyer(Part):
    """A buyer. Without a password they sign in by ticket."""

    key: str = KEY
    name: str = "Linh Nguyen"
    email: str = ""
    phone: str = ""
    password: str = ""
    locale: str = ""
    time_zone: str = ""
    market: str = ""


class ScenarioSeller(Part):
    """A seller with a preset's policy; ``overrides`` are keys of a policy file."""

    key: str = KEY
    name: str = "Saigon Goods"
    preset: str = "until-packed"
    market: str = ""
    overrides: dict[str, JsonValue] = Field(default_factory=dict[str, JsonValue])


class ScenarioLine(Part):
    """Some pieces of a variant; without a price it gets a usual one of the currency.

    ``seller`` is who sells it, the order's where none is named. Lines with the same ``parcel``
    travel together; without one, packed lines of a seller do that have come equally far.
    """

    product_name: str = "Enamel mug"
    variant: str = "White"
    picture: str = "/goods/mug.svg"
    quantity: int = Field(default=1, ge=1, le=1_000_000)
    unit_price_minor: int | None = Field(default=None, ge=0, lt=AMOUNT_LIMIT_MINOR)
    discount_minor: int = Field(default=0, ge=0)
    status: OrderStatus | None = None
    goods: GoodsKind = GoodsKind.ORDINARY
    seller: str = ""
    parcel: str = Field(default="", max_length=40)


class ScenarioCharge(Part):
    """A signed part of the total that is not a line; with ``seller``, of that seller's lines."""

    kind: ChargeKind
    amount_minor: int = AMOUNT
    label: str = ""
    seller: str = ""


class ScenarioVariant(Part):
    """A variant that can be bought; ``stock`` None: nobody counts."""

    name: str = ""
    price_minor: int = Field(ge=0, lt=AMOUNT_LIMIT_MINOR)
    picture: str = "/goods/mug.svg"
    stock: int | None = Field(default=None, ge=0, le=1_000_000)


class ScenarioOffer(Part):
    """A product that a seller offers."""

    seller: str = ""
    product_name: str = "Enamel mug"
    currency: str = ""
    goods: GoodsKind = GoodsKind.ORDINARY
    variants: tuple[ScenarioVariant, ...] = Field(default=(), max_length=100)

    @field_validator("variants")
    @classmethod
    def _check_names(cls, variants: tuple[ScenarioVariant, ...]) -> tuple[ScenarioVariant, ...]:
        if len({variant.name for variant in variants}) < len(variants):
            raise ValueError("two variants have the same name")
        return variants


class ScenarioCoupon(Part):
    """A coupon of every buyer; ``seller`` empty: all sellers take it."""

    code: str = Field(min_length=1, max_length=40, pattern=r"^[A-Z0-9-]+$")
    kind: CouponKind = CouponKind.PERCENT
    percent: int = Field(default=10, ge=0, le=100)
    amount_minor: int = Field(default=0, ge=0, lt=AMOUNT_LIMIT_MINOR)
    minimum_minor: int = Field(default=0, ge=0, lt=AMOUNT_LIMIT_MINOR)
    currency: str = ""
    seller: str = ""


class ScenarioRequest(Part):
    """A cancellation that waits for the seller."""

    hours_ago: float = Field(default=1, ge=0, le=100_000)
    reason_key: str = ""
    reason_text: str = ""
    seller: str = ""


class ScenarioRejection(Part):
    """A cancellation that the seller declined."""

    hours_ago: float = Field(default=1, ge=0, le=100_000)
    reason: str = "The parcel is ready to go."
    seller: str = ""


class ScenarioRefusal(Part):
    """A buyer who has said that they will refuse the parcel at the door."""

    hours_ago: float = Field(default=1, ge=0, le=100_000)


class ScenarioRefused(Part):
    """A parcel that was refused at the door; ``appeal`` is what its buyer wrote about it since."""

    hours_ago: float = Field(default=24, ge=0, le=100_000)
    appeal: str = ""


class ScenarioReturn(Part):
    """A return, or a wish for money alone, that has come as far as ``state``.

    It was asked for ``hours_ago``; what followed is spread over that time. Without ``pieces`` it is
    about everything that can go back; they name lines by their place, from 1.
    """

    state: Literal[
        "requested", "offered", "approved", "shipped", "arrived", "received", "rejected"
    ] = "requested"
    hours_ago: float = Field(default=12, ge=0, le=100_000)
    kind: ReturnKind = ReturnKind.RETURN
    seller: str = ""
    pieces: dict[int, int] = Field(default_factory=dict[int, int])
    reason_key: str = ""
    reason_text: str = ""
    offer_minor: int = Field(default=0, ge=0, lt=AMOUNT_LIMIT_MINOR)
    words: str = "Please pack it as it came."
    address: str = "Returns, 5 Harbour Street"
    carrier: str = "Swift Post"
    tracking_number: str = "SP-RETURN-1"
    reason: str = "The goods are as described."


class ScenarioOrder(Part):
    """One order, or ``count`` like it. Ages are hours before ``now``; left out, they follow.

    With a ``source`` it was taken over from that system, which calls it by its number.
    """

    key: str = Field(default="", max_length=60)
    buyer: str = ""
    seller: str = ""
    status: OrderStatus = OrderStatus.AWAITING_SHIPMENT
    count: int = Field(default=1, ge=1, le=MAX_ORDERS)
    number: str = Field(default="", max_length=60)
    source: Literal["", "tiktok-shop", "shopify"] = ""
    market: str = ""
    currency: str = ""
    lines: tuple[ScenarioLine, ...] = Field(default=(), max_length=200)
    charges: tuple[ScenarioCharge, ...] | None = None
    payment_method: PaymentMethod = PaymentMethod.CARD
    payment_label: str = "Visa 4242"
    placed_hours_ago: float | None = Field(default=None, ge=0, le=100_000)
    paid_hours_ago: float | None = Field(default=None, ge=0, le=100_000)
    packed_hours_ago: float | None = Field(default=None, ge=0, le=100_000)
    collected_hours_ago: float | None = Field(default=None, ge=0, le=100_000)
    delivered_hours_ago: float | None = Field(default=None, ge=0, le=100_000)
    completed_hours_ago: float | None = Field(default=None, ge=0, le=100_000)
    cancelled_hours_ago: float | None = Field(default=None, ge=0, le=100_000)
    shipped_by_seller: bool = False
    open_request: ScenarioRequest | None = None
    rejected: ScenarioRejection | None = None
    unlocked: bool = False
    refusal: ScenarioRefusal | None = None
    refused: ScenarioRefused | None = None
    returning: ScenarioReturn | None = None

    @property
    def all_sellers(self) -> tuple[str, ...]:
        """Keys of everyone who sells something of it, the order's own first; may be empty text."""
        asked = [
            one.seller
            for one in (self.open_request, self.rejected, self.returning)
            if one and one.seller
        ]
        charged = [charge.seller for charge in self.charges or () if charge.seller]
        sold = [line.seller for line in self.lines if line.seller]
        return tuple(dict.fromkeys([self.seller, *sold, *charged, *asked]))


class ScenarioTicket(Part):
    """A support ticket that a buyer opened; ``answer`` is what support said to it since."""

    key: str = KEY
    order: str = ""
    buyer: str = ""
    about: TicketAbout = TicketAbout.OTHER
    text: str = Field(default="Can you help me with this?", max_length=TICKET_CHARACTERS)
    answer: str = Field(default="", max_length=TICKET_CHARACTERS)
    hours_ago: float = Field(default=2, ge=0, le=100_000)
