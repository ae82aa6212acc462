"""Change here the steps of the walk about sessions and the account."""

import hashlib

from buyer_portal.order_service.openapi.document import Json
from buyer_portal.order_service.openapi.recorder import SOON, Recorder


async def sign_in(recorder: Recorder, tenant: Json) -> dict[str, str]:
    """Sign in each way and look at the session; return what chance made."""
    device = {"address": "203.0.113.7", "user_agent": "Firefox on Linux"}
    buyer = tenant["buyers"]["lan"]
    first = await recorder.ask("sessions_sign_in_by_ticket", {"ticket": buyer["ticket"], **device})
    demo = {"buyer": "lan", **device}
    recorder.recorded["sessions_demo_sign_in"] = {"request": demo, "response": first}
    second = await recorder.ask(
        "sessions_sign_in",
        {
            "login": "lan@example.vn",
            "password": "a-password",
            "ticket": tenant["ticket"],
            **device,
        },
    )
    recorder.session = hashlib.sha256(second["session_id"].encode()).hexdigest()
    current = await recorder.ask("sessions_read_session")
    devices = await recorder.ask("sessions_list_devices")
    other = next(one for one in devices["devices"] if not one["is_current"])
    moments = {first["expires_at"], second["expires_at"], current["expires_at"]}
    seen = {one[name] for one in devices["devices"] for name in ("signed_in_at", "last_seen_at")}
    return {
        tenant["ticket"]: "a-signed-ticket-of-the-tenant",
        buyer["ticket"]: "a-signed-one-use-ticket",
        first["session_id"]: "q3Jm0yK1xwzvT8uZr5cS2bN7aHdEfGi4",
        second["session_id"]: "q3Jm0yK1xwzvT8uZr5cS2bN7aHdEfGi4",
        current["session_key"]: "5b1f0c2d7e8a9b3c",
        other["key"]: "0d4e6f8a1b2c3d5e",
        **dict.fromkeys(moments, "2026-04-01T09:00:00Z"),
        **dict.fromkeys(seen, "2026-03-02T08:55:00Z"),
    }


async def see_own_data(recorder: Recorder, tenant: str, orders: dict[str, str]) -> None:
    """Look at what is kept of the account, and take it out."""
    order = orders["review"]
    await recorder.ask("mails_take_mails")  # mails are made of what happens from now on
    await recorder.ask("testing_set_clock", {"advance_seconds": 60}, tenant=tenant)
    await recorder.ask("testing_take_step", {}, tenant=tenant, order_id=order, step="bank-settle")
    said = {"expires_at": SOON, "rating": 4, "text": "The money was back in two days."}
    await recorder.ask("reviews_give_review", said, order_id=order)
    await recorder.ask("reviews_read_review", order_id=order)
    [mail, *_] = (await recorder.ask("mails_take_mails"))["mails"]
    mail["notification"]["parameters"]["reference"] = "970589102891"  # the bank's, by chance
    recorder.recorded["mails_take_mails"]["response"]["mails"] = [mail]
    sent = {"tenant": tenant, "id": mail["notification"]["id"], "is_sent": True}
    await recorder.ask("mails_report_mails", {"reports": [sent]})
    await recorder.ask("testing_read_mails", tenant=tenant)
    await recorder.ask("account_read_account")
    await recorder.ask("account_export_data")


async def leave(recorder: Recorder) -> None:
    """Delete an account: of a tenant without orders, because open ones stand in the way."""
    kept = dict(recorder.recorded)
    buyers = [{"key": "lan", "email": "lan@example.vn"}]
    tenant = await recorder.ask("testing_make_tenant", {"buyers": buyers})
    ticket = {"ticket": tenant["buyers"]["lan"]["ticket"]}
    session = await recorder.ask("sessions_sign_in_by_ticket", ticket)
    recorder.session = hashlib.sha256(session["session_id"].encode()).hexdigest()
    await recorder.ask("account_delete_me", {"login": "lan@example.vn"})
    recorder.recorded |= kept
