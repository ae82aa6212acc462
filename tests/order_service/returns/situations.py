"""Change here what is returned in these tests, and how it is looked at."""

from buyer_portal.domain.returns import ReturnStatus

DELIVERED = {
    "status": "DELIVERED",
    "lines": [
        {"product_name": "Mug", "unit_price_minor": 200_000, "quantity": 2},
        {"product_name": "Tote", "unit_price_minor": 100_000},
    ],
    "charges": [{"kind": "shipping", "amount_minor": 30_000}],
}
MUG, TOTE = "line-1", "line-2"
R = ReturnStatus
HOUR, DAY = 3600, 86400
PARCEL = {"carrier": "Swift Post", "tracking_number": "SP 12-34"}


async def types_of(world):
    return [event.type for event in (await world.events()).events]


async def return_of(world, key="order-1"):
    return (await world.detail(key)).returns[-1]
