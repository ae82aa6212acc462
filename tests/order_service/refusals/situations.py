"""Change here which parcels are refused in these tests."""

IN_TRANSIT = {"status": "IN_TRANSIT"}
TWO_PARCELS = {
    "status": "PARTIALLY_SHIPPING",
    "lines": [
        {"product_name": "Mug", "unit_price_minor": 200_000, "status": "IN_TRANSIT"},
        {"product_name": "Tote", "unit_price_minor": 100_000, "status": "AWAITING_SHIPMENT"},
    ],
}


async def types_of(world):
    return [event.type for event in (await world.events()).events]
