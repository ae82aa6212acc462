"""Change here what a scenario can say; everything has a default, so ``{"orders": [{}]}`` works."""

from datetime import UTC, datetime
from typing import Final, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    ValidationInfo,
    field_validator,
    model_validator,
)

from buyer_portal.domain.catalogue import CouponKind
from buyer_portal.domain.money import AMOUNT_LIMIT_MINOR, EXPONENT
from buyer_portal.domain.orders import ChargeKind, GoodsKind, OrderStatus, PaymentMethod
from buyer_portal.domain.returns import ReturnKind
from buyer_portal.domain.skins import SKINS, STANDARD_SKIN
from buyer_portal.domain.support import TICKET_CHARACTERS, TicketAbout
from buyer_portal.json_types import as_stated
from buyer_portal.scenario.opening import Opening
from buyer_portal.scenario.versions import SCENARIO_VERSION, migrated

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

_Key = Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f]+$")
_Amount = Field(gt=-AMOUNT_LIMIT_MINOR, lt=AMOUNT_LIMIT_MINOR)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_max_length=4000)

    @field_validator("*", mode="before")
    @classmethod
    def _refuse_misstated(cls, given: object, info: ValidationInfo) -> object:
        return as_stated(cls, info.field_name or "", given)


class ScenarioBuyer(_Part):
    """A buyer. Without a password they sign in by ticket."""

    key: str = _Key
    name: str = "Linh Nguyen"
    email: str = ""
    phone: str = ""
    password: str = ""
    locale: str = ""
    time_zone: str = ""
    market: str = ""


class ScenarioSeller(_Part):
    """A seller with a preset's policy; ``overrides`` are keys of a policy file."""

    key: str = _Key
    name: str = "Saigon Goods"
    preset: str = "until-packed"
    market: str = ""
    overrides: dict[str, JsonValue] = Field(default_factory=dict[str, JsonValue])


class ScenarioLine(_Part):
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


class ScenarioCharge(_Part):
    """A signed part of the total that is not a line; with ``seller``, of that seller's lines."""

    kind: ChargeKind
    amount_minor: int = _Amount
    label: str = ""
    seller: str = ""


class ScenarioVariant(_Part):
    """A variant that can be bought; ``stock`` None: nobody counts."""

    name: str = ""
    price_minor: int = Field(ge=0, lt=AMOUNT_LIMIT_MINOR)
    picture: str = "/goods/mug.svg"
    stock: int | None = Field(default=None, ge=0, le=1_000_000)


class ScenarioOffer(_Part):
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


class ScenarioCoupon(_Part):
    """A coupon of every buyer; ``seller`` empty: all sellers take it."""

    code: str = Field(min_length=1, max_length=40, pattern=r"^[A-Z0-9-]+$")
    kind: CouponKind = CouponKind.PERCENT
    percent: int = Field(default=10, ge=0, le=100)
    amount_minor: int = Field(default=0, ge=0, lt=AMOUNT_LIMIT_MINOR)
    minimum_minor: int = Field(default=0, ge=0, lt=AMOUNT_LIMIT_MINOR)
    currency: str = ""
    seller: str = ""


class ScenarioRequest(_Part):
    """A cancellation that waits for the seller."""

    hours_ago: float = Field(default=1, ge=0, le=100_000)
    reason_key: str = ""
    reason_text: str = ""
    seller: str = ""


class ScenarioRejection(_Part):
    """A cancellation that the seller declined."""

    hours_ago: float = Field(default=1, ge=0, le=100_000)
    reason: str = "The parcel is ready to go."
    seller: str = ""


class ScenarioRefusal(_Part):
    """A buyer who has said that they will refuse the parcel at the door."""

    hours_ago: float = Field(default=1, ge=0, le=100_000)


class ScenarioRefused(_Part):
    """A parcel that was refused at the door; ``appeal`` is what its buyer wrote about it since."""

    hours_ago: float = Field(default=24, ge=0, le=100_000)
    appeal: str = ""


class ScenarioReturn(_Part):
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


class ScenarioOrder(_Part):
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


class ScenarioTicket(_Part):
    """A support ticket that a buyer opened; ``answer`` is what support said to it since."""

    key: str = _Key
    order: str = ""
    buyer: str = ""
    about: TicketAbout = TicketAbout.OTHER
    text: str = Field(default="Can you help me with this?", max_length=TICKET_CHARACTERS)
    answer: str = Field(default="", max_length=TICKET_CHARACTERS)
    hours_ago: float = Field(default=2, ge=0, le=100_000)


class Scenario(_Part):
    """A tenant in one exact situation, and where it is looked at.

    The same scenario gives the same ids, numbers, prices and times. ``faults`` is the body of the
    testing API's faults, with order keys in ``carrier_scan_before_cancel``. A document of an older
    version is migrated (``scenario/versions.py``).
    """

    version: Literal[2] = SCENARIO_VERSION
    seed: str = Field(default="scenario", max_length=200)
    now: datetime = DEFAULT_NOW
    is_frozen: bool = True
    market: str = "VN"
    skin: str = STANDARD_SKIN
    minimum_client_build: int = Field(default=1, ge=0, le=10**9)
    buyers: tuple[ScenarioBuyer, ...] = Field(default=(), max_length=1000)
    sellers: tuple[ScenarioSeller, ...] = Field(default=(), max_length=1000)
    orders: tuple[ScenarioOrder, ...] = Field(default=(), max_length=10_000)
    offers: tuple[ScenarioOffer, ...] | None = Field(default=None, max_length=1000)
    """What sellers offer; None: what was ordered, in a few variants (``scenario/offers.py``)."""
    coupons: tuple[ScenarioCoupon, ...] = Field(default=(), max_length=100)
    tickets: tuple[ScenarioTicket, ...] = Field(default=(), max_length=20)
    faults: dict[str, JsonValue] = Field(default_factory=dict[str, JsonValue])
    opening: Opening = Opening()
    """What a shared link and a frame of the studio show of it; tenants do not know it."""

    @model_validator(mode="before")
    @classmethod
    def _migrate(cls, document: object) -> object:
        """Bring a document of an older version up to this one, refuse an unknown one."""
        return migrated(document)

    @model_validator(mode="after")
    def _check(self) -> Self:
        """Refuse keys that name nothing, or two things."""
        if self.now.tzinfo is None:
            raise ValueError("now needs a time zone")
        if self.skin not in SKINS:
            raise ValueError(f"no skin {self.skin!r}; there are {', '.join(SKINS)}")
        buyers = [buyer.key for buyer in self.all_buyers]
        sellers = [seller.key for seller in self.all_sellers]
        keys = [order.key for order in self.orders if order.key]
        codes = [coupon.code for coupon in self.coupons]
        foreign = [f"{one.source} {one.number}" for one in self.orders if one.source and one.number]
        kinds = (
            ("buyer", buyers),
            ("seller", sellers),
            ("order", keys),
            ("coupon", codes),
            ("foreign", foreign),
        )
        for kind, names in kinds:
            repeated = {name for name in names if names.count(name) > 1}
            if repeated:
                raise ValueError(f"{kind} keys stand twice: {sorted(repeated)}")
        named = [*self.orders, *(self.offers or ()), *self.coupons]
        names = [one.seller for one in named] + [
            name for order in self.orders for name in order.all_sellers
        ]
        if unknown := set(filter(None, names)) - set(sellers):
            raise ValueError(f"no seller {min(unknown)!r}")
        self._check_orders(buyers)
        if sum(order.count for order in self.orders) > MAX_ORDERS:
            raise ValueError(f"more than {MAX_ORDERS} orders")
        self._check_opening(buyers)
        return self

    def _check_opening(self, buyers: list[str]) -> None:
        """Refuse an opening, or a ticket, that names nothing."""
        orders = {order.key or f"order-{at}" for at, order in enumerate(self.orders, start=1)}
        tickets = [ticket.key for ticket in self.tickets]
        if len(tickets) != len(set(tickets)):
            raise ValueError("ticket keys stand twice")
        sellers = {seller.key for seller in self.all_sellers}
        opening = self.opening
        wanted = [("buyer", opening.buyer, set(buyers)), ("order", opening.order, orders)]
        wanted += [("seller", opening.seller, sellers), ("ticket", opening.ticket, set(tickets))]
        for ticket in self.tickets:
            wanted += [("order", ticket.order, orders), ("buyer", ticket.buyer, set(buyers))]
        for kind, key, known in wanted:
            if key and key not in known:
                raise ValueError(f"no {kind} {key!r}")
        for kind, known in (("order", orders), ("ticket", set(tickets))):
            if f"[{kind}_id]" in opening.page and not known:
                raise ValueError(f"{opening.page} needs an {kind}")

    def _check_orders(self, buyers: list[str]) -> None:
        """Refuse an order that names nothing, or two things."""
        for order in self.orders:
            if order.buyer and order.buyer not in buyers:
                raise ValueError(f"no buyer {order.buyer!r}")
            if order.source and order.count > 1:
                raise ValueError("an order with a source stands alone")
            if self.currency_of(order) not in EXPONENT:
                raise ValueError(f"unknown currency {self.currency_of(order)!r}")

    @property
    def all_buyers(self) -> tuple[ScenarioBuyer, ...]:
        """The buyers, or one by default."""
        return self.buyers or (ScenarioBuyer(key=DEFAULT_BUYER),)

    @property
    def all_sellers(self) -> tuple[ScenarioSeller, ...]:
        """The sellers, or one by default."""
        return self.sellers or (ScenarioSeller(key=DEFAULT_SELLER),)

    @property
    def usual_currency(self) -> str:
        """The currency of the scenario's own market."""
        return CURRENCY_OF_MARKET.get(self.market, "USD")

    def market_of(self, order: ScenarioOrder) -> str:
        """Return the market that an order belongs to."""
        return order.market or self.market

    def currency_of(self, order: ScenarioOrder) -> str:
        """Return the currency of an order: its own, or its market's."""
        return order.currency or CURRENCY_OF_MARKET.get(self.market_of(order), "USD")
