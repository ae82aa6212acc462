"""Change here what a buyer fills in, and how a test reads where that led."""

REASON = "ecom_order_to_ship_canceled_reason_better_price"
FORM = {"reason": REASON, "text": "Cheaper next door", "sent_at": "", "cancel_text": "ignored"}
SHOE = {"product_name": "Shoe", "unit_price_minor": 590_000}
BAG = {"product_name": "Bag", "unit_price_minor": 90_000, "quantity": 3}


def addresses(events) -> list[str]:
    return [str(event.args[0][1]).strip('"') for event in events]


async def status_of(page) -> str:
    await page.refresh()
    return page.order.status
