"""Change here what the words of Shopify's order JSON mean to us."""

from typing import Final

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.orders import OrderStatus

NOT_PAID: Final = frozenset({"", "PENDING", "EXPIRED", "VOIDED", "UNPAID"})
PAID: Final = frozenset({"AUTHORIZED", "PAID", "PARTIALLY_PAID", "PARTIALLY_REFUNDED", "REFUNDED"})
"""``financial_status``: an authorised amount is the seller's to take, so it counts as paid."""

NOT_FULFILLED: Final = frozenset({"", "UNFULFILLED", "UNSHIPPED", "RESTOCKED", "NOT_ELIGIBLE"})
FULFILMENTS: Final = frozenset({*NOT_FULFILLED, "PARTIAL", "FULFILLED", "SHIPPED", "ON_HOLD"})
"""``fulfillment_status`` of orders."""

LOST_PARCELS: Final = frozenset({"FAILURE", "CANCELLED", "ERROR"})
PARCELS: Final = frozenset({"", "SUCCESS", "PENDING", "OPEN", *LOST_PARCELS})
"""``status`` of fulfilments; a lost one moved nothing."""

SHIPMENTS: Final[dict[str, OrderStatus]] = {
    "": OrderStatus.IN_TRANSIT,
    "LABEL_PRINTED": OrderStatus.AWAITING_COLLECTION,
    "LABEL_PURCHASED": OrderStatus.AWAITING_COLLECTION,
    "READY_FOR_PICKUP": OrderStatus.AWAITING_COLLECTION,
    "CONFIRMED": OrderStatus.AWAITING_COLLECTION,
    "PICKED_UP": OrderStatus.IN_TRANSIT,
    "IN_TRANSIT": OrderStatus.IN_TRANSIT,
    "OUT_FOR_DELIVERY": OrderStatus.IN_TRANSIT,
    "ATTEMPTED_DELIVERY": OrderStatus.IN_TRANSIT,
    "DELAYED": OrderStatus.IN_TRANSIT,
    "FAILURE": OrderStatus.IN_TRANSIT,
    "DELIVERED": OrderStatus.DELIVERED,
}
"""``shipment_status`` of fulfilments; silent ones have left with a carrier that does not report."""

INITIATORS: Final[dict[str, Actor]] = {
    "CUSTOMER": Actor.BUYER,
    "INVENTORY": Actor.SELLER,
    "STAFF": Actor.SELLER,
    "FRAUD": Actor.SYSTEM,
    "DECLINED": Actor.SYSTEM,
}
"""Who is behind a ``cancel_reason``."""
