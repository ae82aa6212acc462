"""Change here the steps of the walk about orders: looking, cancelling, changing, refusing."""

from typing import Final

from buyer_portal.order_service.openapi.document import Json
from buyer_portal.order_service.openapi.recorder import SOON, Recorder

DOCUMENT: Final = '{"proof":{"algorithm":"Ed25519"},"receipt":{"format":"buyer-portal-receipt/1"}}'
ADDRESS: Final = {
    "name": "Nguyễn Thị Lan",
    "phone": "+84 912 345 678",
    "lines": ["12 Lý Thường Kiệt", "Hà Nội"],
}


async def look(recorder: Recorder, tenant: Json, orders: dict[str, str]) -> None:
    """Read lists, orders, decisions and what hangs on them."""
    for probe in ("probes_healthz", "probes_readyz"):
        await recorder.ask(probe)
    ready = recorder.recorded["probes_readyz"]["response"]
    ready["schema_revision"] = "0019"  # whichever; migrations come and go
    await recorder.ask("sessions_demo_buyers", query={"ticket": tenant["ticket"]})
    await recorder.ask("me_read_me")
    change = {"locale": "vi", "time_zone": "Asia/Ho_Chi_Minh", "theme": "dark"}
    await recorder.ask("me_change_me", change)
    await recorder.ask("orders_list_orders", query={"tab": "to-ship", "limit": 2})
    await recorder.ask("orders_read_order", order_id=orders["cancel"])
    await recorder.ask(
        "orders_read_decision", order_id=orders["cancel"], query={"line": "line-1:1"}
    )
    await recorder.ask("sellers_read_policy", seller_id=tenant["sellers"]["mugs"])


async def cancel(recorder: Recorder, orders: dict[str, str]) -> None:
    """Cancel, ask, and take a request back."""
    detail = recorder.recorded["orders_read_order"]["response"]
    await recorder.ask(
        "cancellations_cancel",
        {
            "order_version": detail["order"]["version"],
            "expires_at": SOON,
            "reason_key": detail["decision"]["reason_keys"][0],
            "seen_permission": "instant",
            "seen_refund_minor": detail["decision"]["refund_preview"]["total_minor"],
        },
        order_id=orders["cancel"],
    )
    pending = await recorder.ask("orders_read_order", order_id=orders["pending"])
    request = pending["cancellations"][0]["id"]
    await recorder.ask("cancellations_read_cancellation", cancellation_id=request)
    await recorder.ask("cancellations_withdraw", {"expires_at": SOON}, cancellation_id=request)
    done = await recorder.ask("orders_read_order", order_id=orders["cancel"])
    await recorder.ask("receipts_read_keys")
    await recorder.ask("receipts_read_receipts")
    await recorder.ask("receipts_read_receipt", receipt_id=done["receipts"][0]["id"])
    # They name the tenant, which is made by chance, inside what is signed.
    recorder.recorded["receipts_read_receipts"]["response"]["documents"] = [DOCUMENT]
    recorder.recorded["receipts_read_receipt"]["response"] |= {
        "document": DOCUMENT,
        "hash": "pv_dIjvDlZcFgTQqBLWNaQWWvOKS9Snh4AjH7xlHntc",
    }
    recorder.recorded["orders_read_order"] = {
        "parameters": {"order_id": orders["cancel"]},
        "response": detail,
    }


async def withdraw(recorder: Recorder, tenant: Json, orders: dict[str, str]) -> None:
    """Withdraw from a contract by law, signed in and not."""
    order = await recorder.ask("orders_read_order", order_id=orders["withdraw"])
    number = order["order"]["number"]
    statement = {
        "name": "Nguyễn Thị Lan",
        "email": "lan@example.vn",
        "order_number": number,
        "text": f"I hereby withdraw from my contract for order {number}.",
    }
    stranger = statement | {"address": "203.0.113.7", "ticket": tenant["ticket"]}
    await recorder.ask("withdrawals_withdraw_from_contract", statement, order_id=orders["withdraw"])
    await recorder.ask("withdrawals_withdraw_as_stranger", stranger)
    for name in ("withdrawals_withdraw_from_contract", "withdrawals_withdraw_as_stranger"):
        recorder.recorded[name]["response"]["document"] = DOCUMENT


async def change(recorder: Recorder, orders: dict[str, str]) -> None:
    """Change an order, and buy it again."""
    order = orders["change"]
    choices = await recorder.ask("changes_read_choices", order_id=order)
    wish = {"lines": [{"line_id": "line-1", "quantity": 2}]}
    preview = await recorder.ask("changes_preview_change", wish, order_id=order)
    dearer = preview["difference_minor"] > 0
    if dearer:  # a paid order never gets dearer: another address then
        wish = {"address": ADDRESS}
        preview = await recorder.ask("changes_preview_change", wish, order_id=order)
    await recorder.ask(
        "changes_change_order",
        {
            "order_version": choices["order"]["version"],
            "expires_at": SOON,
            "wish": wish,
            "seen_total_minor": preview["order"]["total_minor"],
        },
        order_id=order,
    )
    variant = choices["offers"][0]["variants"][0]["id"]
    basket = {"again_of": orders["again"], "lines": [{"variant_id": variant, "quantity": 1}]}
    price = await recorder.ask("purchases_price_basket", basket)
    await recorder.ask(
        "purchases_place_order",
        {
            "basket": basket,
            "address": ADDRESS,
            "expires_at": SOON,
            "seen_total_minor": price["total_minor"],
        },
    )


async def write(recorder: Recorder, orders: dict[str, str]) -> None:
    """Write to a seller."""
    order = orders["write"]
    await recorder.ask(
        "conversations_send_message",
        {"text": "Could you still stop this parcel?", "expires_at": SOON},
        order_id=order,
    )
    await recorder.ask("conversations_list_conversations")
    await recorder.ask("conversations_read_conversation", order_id=order)
    await recorder.ask("conversations_mark_conversation_read", {"up_to": 1}, order_id=order)
    await recorder.ask("notifications_list_notifications")
    await recorder.ask("notifications_mark_read", {"ids": []})
    await recorder.ask("events_follow", query={"after": 0, "wait": 0})


async def refuse(recorder: Recorder, orders: dict[str, str]) -> None:
    """Announce that a parcel will be refused, and take it back."""
    order = orders["refuse"]
    offer = await recorder.ask("refusals_read_offer", order_id=order)
    version = offer["detail"]["order"]["version"]
    await recorder.ask(
        "refusals_announce", {"order_version": version, "expires_at": SOON}, order_id=order
    )
    await recorder.ask("refusals_withdraw", {"expires_at": SOON}, order_id=order)
    standing = await recorder.ask("standing_read_standing")
    await recorder.ask(
        "standing_appeal",
        {"expires_at": SOON, "text": "I was at home; nobody rang."},
        strike_id=standing["strikes"][0]["strike"]["id"],
    )
