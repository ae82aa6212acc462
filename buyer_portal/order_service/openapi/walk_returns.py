"""Change here the steps of the walk about returns and support."""

from io import BytesIO

from PIL import Image

from buyer_portal.order_service.openapi.recorder import SOON, Recorder


async def send_back(recorder: Recorder, orders: dict[str, str]) -> dict[str, str]:
    """Return goods, with photo, offer and parcel; return what chance made."""

    async def request(key: str, photos: list[str]) -> str:
        offer = await recorder.ask("returns_read_offer", order_id=orders[key])
        wanted = {
            "order_version": offer["detail"]["order"]["version"],
            "expires_at": SOON,
            "kind": offer["kind"],
            "lines": [{"line_id": "line-1", "quantity": 1}],
            "reason_key": offer["reasons"][0] if offer["reasons"] else "",
            "photo_ids": photos,
        }
        made = await recorder.ask("returns_request_return", wanted, order_id=orders[key])
        return made["returns"][0]["id"]

    kept = await request("keep", [])
    await recorder.ask("returns_withdraw_return", {"expires_at": SOON}, return_id=kept)
    photos = [
        await recorder.ask("returns_add_photo", order_id=orders["return"], content=_picture())
        for _ in range(2)
    ]
    await recorder.ask("returns_remove_photo", photo_id=photos[1]["id"])
    await recorder.ask("returns_read_photo", photo_id=photos[0]["id"])
    sent = await request("return", [photos[0]["id"]])
    tenant = recorder.recorded["testing_make_tenant"]["response"]["tenant"]
    offered = {"amount_minor": 20_000, "text": "Keep it for a part of the price?"}
    await recorder.ask(
        "testing_take_step", offered, step="return-offer", tenant=tenant, order_id=orders["return"]
    )
    declined = {"expires_at": SOON, "accepts": False, "seen_amount_minor": 20_000}
    await recorder.ask("returns_answer_offer", declined, return_id=sent)
    approved = {"text": "In its own box, please.", "address": "1 Kiln Lane, Hà Nội"}
    await recorder.ask(
        "testing_take_step",
        approved,
        step="return-approve",
        tenant=tenant,
        order_id=orders["return"],
    )
    parcel = {"expires_at": SOON, "carrier": "Swift Post", "tracking_number": "SP 0042 77"}
    await recorder.ask("returns_ship_return", parcel, return_id=sent)
    return {
        photo["id"]: f"019cadc6-9a80-7000-8000-00000000000{number}"
        for number, photo in enumerate(photos)
    }


def _picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (64, 64), "white").save(made, "PNG")
    return made.getvalue()


async def ask_support(recorder: Recorder, orders: dict[str, str]) -> None:
    """Ask support, and let it answer."""
    order = orders["write"]
    draft = await recorder.ask("support_read_draft", query={"order_id": order})
    opened = await recorder.ask(
        "support_open_ticket",
        {
            "order_id": order,
            "about": draft["subjects"][0],
            "text": "The seller does not answer.",
            "expires_at": SOON,
        },
    )
    ticket = opened["ticket"]["id"]
    await recorder.ask("support_list_tickets")
    await recorder.ask("support_read_ticket", ticket_id=ticket)
    await recorder.ask(
        "support_write", {"text": "Still no answer.", "expires_at": SOON}, ticket_id=ticket
    )
    tenant = recorder.recorded["testing_make_tenant"]["response"]["tenant"]
    await recorder.ask("testing_list_support_tickets", tenant=tenant)
    await recorder.ask("testing_read_support_ticket", tenant=tenant, ticket_id=ticket)
    await recorder.ask(
        "testing_take_support_step",
        {"text": "We asked the seller."},
        tenant=tenant,
        ticket_id=ticket,
        step="answer",
    )
    await recorder.ask("support_close", {"expires_at": SOON}, ticket_id=ticket)
