"""Change here what a scenario is; everything has a default, so ``{"orders": [{}]}`` works."""

from datetime import datetime
from typing import Literal, Self

from pydantic import (
    Field,
    JsonValue,
    model_validator,
)

from buyer_portal.domain.money import EXPONENT
from buyer_portal.domain.skins import SKINS, STANDARD_SKIN
from buyer_portal.scenario.opening import Opening
from buyer_portal.scenario.parts import (
    CURRENCY_OF_MARKET,
    DEFAULT_BUYER,
    DEFAULT_NOW,
    DEFAULT_SELLER,
    MAX_ORDERS,
    Part,
    ScenarioBuyer,
    ScenarioCoupon,
    ScenarioOffer,
    ScenarioOrder,
    ScenarioSeller,
    ScenarioTicket,
)
from buyer_portal.scenario.versions import SCENARIO_VERSION, migrated


class Scenario(Part):
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
