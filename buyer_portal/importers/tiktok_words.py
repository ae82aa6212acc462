"""Change here what the words and numbers of the TikTok Shop Partner API mean to us."""

from typing import Final

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.orders import GoodsKind, OrderStatus

STATUSES: Final[dict[str, OrderStatus]] = {
    **{status.value: status for status in OrderStatus},
    "CANCEL": OrderStatus.CANCELLED,
    "CANCELED": OrderStatus.CANCELLED,
    "100": OrderStatus.UNPAID,
    "105": OrderStatus.ON_HOLD,
    "111": OrderStatus.AWAITING_SHIPMENT,
    "112": OrderStatus.AWAITING_COLLECTION,
    "114": OrderStatus.PARTIALLY_SHIPPING,
    "121": OrderStatus.IN_TRANSIT,
    "122": OrderStatus.DELIVERED,
    "130": OrderStatus.COMPLETED,
    "140": OrderStatus.CANCELLED,
}
"""Order statuses: today's names, the webhook's spelling and the old numeric codes."""

LINE_STATUSES: Final[dict[str, OrderStatus]] = {
    **STATUSES,
    "TO_SHIP": OrderStatus.AWAITING_SHIPMENT,
    "TO_FULFILL": OrderStatus.AWAITING_SHIPMENT,
    "PROCESSING": OrderStatus.AWAITING_COLLECTION,
    "FULFILLING": OrderStatus.IN_TRANSIT,
    "SHIPPED": OrderStatus.IN_TRANSIT,
}
"""``display_status`` of a line and, where it says more, ``package_status``."""

PACKAGE_STATUSES: Final[dict[str, OrderStatus]] = {
    "TO_FULFILL": OrderStatus.AWAITING_SHIPMENT,
    "PROCESSING": OrderStatus.AWAITING_COLLECTION,
    "FULFILLING": OrderStatus.IN_TRANSIT,
    "COMPLETED": OrderStatus.DELIVERED,
    "CANCELLED": OrderStatus.CANCELLED,
    "CANCEL": OrderStatus.CANCELLED,
}

INITIATORS: Final[dict[str, Actor]] = {
    "BUYER": Actor.BUYER,
    "SELLER": Actor.SELLER,
    "SYSTEM": Actor.SYSTEM,
    "OPERATOR": Actor.SYSTEM,
}

GOODS: Final[dict[str, GoodsKind]] = {
    "PRE_ORDER": GoodsKind.PRE_ORDER,
    "VIRTUAL": GoodsKind.DIGITAL,
    "PERISHABLE": GoodsKind.PERISHABLE,
}
"""``sku_type`` and ``order_type``; every other value is ordinary goods."""

FEES: Final = (
    "small_order_fee",
    "retail_delivery_fee",
    "buyer_service_fee",
    "handling_fee",
    "shipping_insurance_fee",
    "item_insurance_fee",
    "item_insurance_tax",
    "distance_shipping_fee",
    "distance_fee",
    "payment_discount_service_fee",
)
"""Members of ``payment`` that make one fee together."""
