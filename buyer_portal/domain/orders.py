"""Change here what an order is: its statuses, lines, payments, parcels and moments."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class OrderStatus(StrEnum):
    """How far an order, a line or a parcel has come. Names: TikTok Shop Partner API."""

    UNPAID = "UNPAID"
    ON_HOLD = "ON_HOLD"
    AWAITING_SHIPMENT = "AWAITING_SHIPMENT"
    PARTIALLY_SHIPPING = "PARTIALLY_SHIPPING"
    AWAITING_COLLECTION = "AWAITING_COLLECTION"
    IN_TRANSIT = "IN_TRANSIT"
    DELIVERED = "DELIVERED"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"


class OrderTab(StrEnum):
    """A tab of the orders page; ``ALL`` holds every order."""

    ALL = "all"
    TO_PAY = "to-pay"
    TO_SHIP = "to-ship"
    TO_RECEIVE = "to-receive"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


TAB_OF_STATUS: dict[OrderStatus, OrderTab] = {
    OrderStatus.UNPAID: OrderTab.TO_PAY,
    OrderStatus.ON_HOLD: OrderTab.TO_SHIP,
    OrderStatus.AWAITING_SHIPMENT: OrderTab.TO_SHIP,
    OrderStatus.AWAITING_COLLECTION: OrderTab.TO_SHIP,
    OrderStatus.PARTIALLY_SHIPPING: OrderTab.TO_RECEIVE,
    OrderStatus.IN_TRANSIT: OrderTab.TO_RECEIVE,
    OrderStatus.DELIVERED: OrderTab.TO_RECEIVE,
    OrderStatus.COMPLETED: OrderTab.COMPLETED,
    OrderStatus.CANCELLED: OrderTab.CANCELLED,
}


class PaymentMethod(StrEnum):
    """How money was paid, as far as refunds differ by it."""

    CARD = "card"
    E_WALLET = "e_wallet"
    BANK_TRANSFER = "bank_transfer"
    CASH_ON_DELIVERY = "cash_on_delivery"
    SHOP_CREDIT = "shop_credit"


class PaymentState(StrEnum):
    """The payment axis of an order, independent of its status."""

    UNPAID = "unpaid"
    PAID = "paid"
    CASH_ON_DELIVERY = "cash_on_delivery"
    PARTLY_REFUNDED = "partly_refunded"
    REFUNDED = "refunded"


class GoodsKind(StrEnum):
    """What policies exclude by: most goods are ``ORDINARY``."""

    ORDINARY = "ordinary"
    PRE_ORDER = "pre_order"
    PERISHABLE = "perishable"
    DIGITAL = "digital"
    CUSTOM_MADE = "custom_made"


class ChargeKind(StrEnum):
    """A part of the total that is not a line. ``ADJUSTMENT`` closes a stated total that is off."""

    SHIPPING = "shipping"
    SHIPPING_DISCOUNT = "shipping_discount"
    SELLER_DISCOUNT = "seller_discount"
    PLATFORM_DISCOUNT = "platform_discount"
    VOUCHER = "voucher"
    TAX = "tax"
    FEE = "fee"
    ADJUSTMENT = "adjustment"


class RequestKind(StrEnum):
    """What is open on an order besides its fulfilment."""

    CANCELLATION = "cancellation"
    RETURN = "return"
    REFUND = "refund"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """Some pieces of one variant. ``discount_minor`` is positive and already per line.

    ``seller_id`` empty means the order's own seller; others are named in ``Order.further``.
    """

    id: str
    product_name: str
    variant: str = ""
    picture: str = ""
    quantity: int = 1
    cancelled_quantity: int = 0
    returned_quantity: int = 0
    """Pieces that had arrived and whose money went back; their buyer may have kept them."""
    unit_price_minor: int
    discount_minor: int = 0
    status: OrderStatus
    package_id: str | None = None
    goods: GoodsKind = GoodsKind.ORDINARY
    external_id: str = ""
    seller_id: str = ""

    @property
    def total_minor(self) -> int:
        """What the whole line costs after its own discount."""
        return self.unit_price_minor * self.quantity - self.discount_minor

    @property
    def open_quantity(self) -> int:
        """Pieces that are not cancelled."""
        return self.quantity - self.cancelled_quantity

    @property
    def kept_quantity(self) -> int:
        """Pieces that are neither cancelled nor returned."""
        return self.open_quantity - self.returned_quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A signed part of the total: shipping is positive, a voucher negative.

    ``seller_id`` empty means the whole order; otherwise it is about that seller's lines alone.
    """

    kind: ChargeKind
    amount_minor: int
    label: str = ""
    seller_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money paid, or due at the door, by one method. ``label`` is as printed: MoMo, Visa 4242.

    ``external_id`` is what the payment system calls it.
    """

    id: str
    method: PaymentMethod
    label: str = ""
    amount_minor: int
    refunded_minor: int = 0
    paid_at: datetime | None = None
    external_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A parcel and where it is. Moments are aware UTC, None when not yet."""

    id: str
    status: OrderStatus
    carrier: str = ""
    tracking_number: str = ""
    packed_at: datetime | None = None
    collected_at: datetime | None = None
    delivered_at: datetime | None = None
    refused_at: datetime | None = None
    """When its buyer refused it at the door; it then travels back, cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRefusal:
    """A parcel that the buyer says will be refused at the door; the carrier's event decides.

    ``package_id`` empty: the goods that are in no parcel.
    """

    id: str
    package_id: str
    announced_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """When an order passed each step, aware UTC; None when it has not."""

    placed_at: datetime
    paid_at: datetime | None = None
    packed_at: datetime | None = None
    collected_at: datetime | None = None
    delivered_at: datetime | None = None
    completed_at: datetime | None = None
    cancelled_at: datetime | None = None
    expected_from: datetime | None = None
    expected_until: datetime | None = None
    ship_by: datetime | None = None
    pickup_refused_at: datetime | None = None
    """When a carrier came for a parcel that was not to leave any more."""
    refused_at: datetime | None = None
    """When the buyer last refused a parcel at the door."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the parcels go, as printed lines after the name."""

    name: str = ""
    phone: str = ""
    lines: tuple[str, ...] = ()
    region: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRequest:
    """A request that waits for an answer; of a seller at most one to cancel, and one return.

    ``seller_id`` is who must answer; empty means the order's own seller. ``line_ids`` are the lines
    it is about, empty where that was not noted.
    """

    id: str
    kind: RequestKind
    requested_at: datetime
    answer_by: datetime | None = None
    silence_approves: bool = True
    seller_id: str = ""
    line_ids: tuple[str, ...] = ()
    held_at: datetime | None = None
    """Since when the parcel is put aside: nobody packs it, no carrier takes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedRequest:
    """The last cancellation that the seller declined, with the seller's words."""

    id: str
    rejected_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerPart:
    """What holds for one further seller of an order; for its own seller the order holds it."""

    seller_id: str
    name: str = ""
    shipped_by_seller: bool = False
    open_request: OpenRequest | None = None
    open_return: OpenRequest | None = None
    rejected_request: RejectedRequest | None = None
    unlocked_at: datetime | None = None
    cancellations_made: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One purchase, everything that a decision may look at.

    Most orders have one seller. Where there are more, ``further`` has one part for each of them,
    and ``shipped_by_seller``, the requests, ``unlocked_at`` and ``cancellations_made`` of the order
    itself are those of its own seller (``domain/sellers.py``).

    Sums hold: lines (``total_minor``) plus charges equal ``total_minor``; payments never exceed it.
    """

    id: str
    number: str
    seller_id: str
    buyer_id: str
    market: str
    currency: str
    status: OrderStatus
    version: int = 1
    payment_state: PaymentState
    total_minor: int
    lines: tuple[OrderLine, ...]
    charges: tuple[Charge, ...] = ()
    payments: tuple[Payment, ...] = ()
    packages: tuple[Package, ...] = ()
    moments: Moments
    address: Address = field(default_factory=Address)
    shipped_by_seller: bool = False
    open_request: OpenRequest | None = None
    """What a seller was asked to cancel."""
    open_return: OpenRequest | None = None
    """Goods, or money for them, that somebody has to do something about."""
    rejected_request: RejectedRequest | None = None
    unlocked_at: datetime | None = None
    cancellations_made: int = 0
    refusals: tuple[OpenRefusal, ...] = ()
    external_source: str = ""
    external_id: str = ""
    further: tuple[SellerPart, ...] = ()

    @property
    def open_requests(self) -> tuple[OpenRequest, ...]:
        """What waits for somebody: cancellations before returns, the own seller's first."""
        if not self.further:
            if self.open_request is None and self.open_return is None:
                return ()
            found = (self.open_request, self.open_return)
        else:
            found = (
                self.open_request,
                *(part.open_request for part in self.further),
                self.open_return,
                *(part.open_return for part in self.further),
            )
        return tuple(request for request in found if request is not None)

    @property
    def tab(self) -> OrderTab:
        """The tab besides ``ALL`` that shows this order."""
        return TAB_OF_STATUS[self.status]

    @property
    def paid_minor(self) -> int:
        """Money that has really been paid, before refunds."""
        return sum(payment.amount_minor for payment in self.payments if payment.paid_at)

    @property
    def refunded_minor(self) -> int:
        """Money already on its way back or back."""
        return sum(payment.refunded_minor for payment in self.payments)


def adjustment_of(
    total_minor: int, lines: tuple[OrderLine, ...], charges: tuple[Charge, ...]
) -> int:
    """Return what is missing for lines and charges to equal the stated total; 0 when they do."""
    return (
        total_minor
        - sum(line.total_minor for line in lines)
        - sum(charge.amount_minor for charge in charges)
    )
