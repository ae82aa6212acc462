"""Change here the walk that the examples of the contract are recorded on.

Each operation is asked once, of a real service, in a scenario whose ids repeat. What is made by
chance (tenants, tickets, sessions) is replaced, so that the same code records the same examples.
"""

import hashlib
import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Final, cast
from urllib.parse import quote

import httpx
from PIL import Image

from buyer_portal.order_contract.paths import KEY_HEADER, SESSION_HEADER
from buyer_portal.order_service.app import OrderService, serve
from buyer_portal.order_service.database import Database
from buyer_portal.order_service.migrate import prepare
from buyer_portal.order_service.openapi.document import Json
from buyer_portal.order_service.tenants.clock import real_now
from buyer_portal.order_service.tenants.main_tenant import ensure_main_tenant
from buyer_portal.order_service.webhooks.signatures import sign
from buyer_portal.settings import Mode, Settings

SCENARIO: Final[Json] = {
    "seed": "examples",
    "now": "2026-03-02T09:00:00Z",
    "market": "VN",
    "buyers": [
        {
            "key": "lan",
            "name": "Nguyễn Thị Lan",
            "email": "lan@example.vn",
            "password": "a-password",
        }
    ],
    "sellers": [
        {"key": "mugs", "name": "Mộc Ceramics", "preset": "until-packed"},
        {"key": "elbe", "name": "Elbkontor Kaffee", "preset": "eu-withdrawal"},
    ],
    "orders": [
        {"key": "cancel"},
        {"key": "pending", "status": "AWAITING_COLLECTION", "open_request": {"hours_ago": 2}},
        {"key": "change"},
        {"key": "write", "status": "AWAITING_COLLECTION"},
        {"key": "refuse", "status": "IN_TRANSIT"},
        {"key": "refused", "status": "IN_TRANSIT", "refused": {"hours_ago": 24}},
        {"key": "again", "status": "DELIVERED"},
        {"key": "return", "status": "DELIVERED"},
        {"key": "keep", "status": "DELIVERED"},
        {"key": "review", "status": "CANCELLED"},
        {"key": "pack"},
        {"key": "withdraw", "seller": "elbe", "status": "DELIVERED", "currency": "EUR"},
    ],
}
"""The situation of the examples; whoever makes a tenant of it can send them all."""

LONG: Final = frozenset({"trace", "history", "reason_keys", "actions"})
KEPT: Final = 2
SOON: Final = "2026-03-02T09:02:00Z"
_SECRET: Final = "whsec_QW4gZXhhbXBsZSdzIHNlY3JldCBvZiAzMiBieXRlcyE="  # noqa: S105 - of nobody
_DOCUMENT: Final = '{"proof":{"algorithm":"Ed25519"},"receipt":{"format":"buyer-portal-receipt/1"}}'
_ADDRESS: Final = {
    "name": "Nguyễn Thị Lan",
    "phone": "+84 912 345 678",
    "lines": ["12 Lý Thường Kiệt", "Hà Nội"],
}


@dataclass(slots=True)
class Recorder:
    """Asks operations by name and keeps what went both ways."""

    http: httpx.AsyncClient
    places: Mapping[str, tuple[str, str]]
    recorded: dict[str, Json] = field(default_factory=dict[str, Json])
    session: str = ""
    keys: int = 0

    async def ask(
        self,
        operation: str,
        body: Json | None = None,
        *,
        query: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        **path: str,
    ) -> Json:
        """Send one request; the answer must be a good one."""
        method, template = self.places[operation]
        self.keys += 1
        key = f"2f1c6a52-0f0e-4a53-9d0b-{self.keys:012d}"
        answer = await self.http.request(
            method,
            template.format_map({name: quote(value) for name, value in path.items()}),
            params=query,
            json=body,
            content=content,
            headers={SESSION_HEADER: self.session, KEY_HEADER: key, **(headers or {})},
        )
        if answer.is_error:
            raise RuntimeError(f"{operation}: {answer.status_code} {answer.text}")
        is_json = answer.headers.get("content-type", "").startswith("application/json")
        said: Json = answer.json() if is_json else {}
        kept: Json = {"parameters": {**path, **(query or {}), **(headers or {}), KEY_HEADER: key}}
        if body is not None:
            kept["request"] = body
        if said:
            kept["response"] = said
        self.recorded[operation] = kept
        return said


async def record() -> dict[str, Json]:
    """Return an example of each operation, by its id."""
    with tempfile.TemporaryDirectory() as folder:
        made = _service_in(Path(folder))
        try:
            async with httpx.AsyncClient(
                transport=httpx.ASGITransport(made.asgi),
                base_url="http://order-service",
                headers={"Authorization": f"Bearer {made.service.settings.service_token}"},
            ) as http:
                recorder = Recorder(http, _places_of(made.api.openapi()))
                chance = await _walk(recorder)
        finally:
            made.service.database.close()
    text = json.dumps(recorder.recorded, ensure_ascii=False, sort_keys=True)
    for was, instead in chance.items():
        text = text.replace(was, instead)
    return cast("dict[str, Json]", _short(json.loads(text)))


def _short(said: object) -> object:
    """Return an example that keeps the first entries of what is long."""
    if isinstance(said, list):
        return [_short(one) for one in cast("list[object]", said)]
    if not isinstance(said, dict):
        return said
    return {
        name: _short(cast("list[object]", inner)[:KEPT] if name in LONG else inner)
        for name, inner in cast("dict[str, object]", said).items()
    }


def _service_in(folder: Path) -> OrderService:
    settings = Settings.model_validate(
        {"mode": Mode.TEST, "database_url": f"sqlite:///{folder / 'examples.db'}"}
    )
    database = Database(settings.database)
    prepare(database)
    database.write_now(ensure_main_tenant)
    return serve(settings, database)


def _places_of(document: Json) -> dict[str, tuple[str, str]]:
    return {
        operation["operationId"]: (method.upper(), path)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }


async def _walk(recorder: Recorder) -> dict[str, str]:
    """Ask everything; return what was made by chance and what to write instead."""
    tenant = await recorder.ask("testing_make_tenant", SCENARIO)
    orders: dict[str, str] = tenant["orders"]
    chance = {tenant["tenant"]: "t-0123456789abcdef", tenant["expires_at"]: "2026-03-02T10:00:00Z"}
    chance |= await _sign_in(recorder, tenant)
    await _withdraw(recorder, tenant, orders)
    await _look(recorder, tenant, orders)
    await _cancel(recorder, orders)
    await _change(recorder, orders)
    await _write(recorder, orders)
    await _refuse(recorder, orders)
    chance |= await _return(recorder, orders)
    await _support(recorder, orders)
    await _own_data(recorder, tenant["tenant"], orders)
    chance |= await _test(recorder, tenant, orders)
    events = recorder.recorded["events_follow"]["response"]
    events["events"] = events["events"][:3]
    devices = recorder.recorded["sessions_list_devices"]["response"]["devices"]
    other = next(one for one in devices if not one["is_current"])
    await recorder.ask("sessions_revoke_device", key=other["key"])
    await recorder.ask("sessions_sign_out")
    await recorder.ask("testing_remove_tenant", tenant=tenant["tenant"])
    await _leave(recorder)
    return chance


async def _sign_in(recorder: Recorder, tenant: Json) -> dict[str, str]:
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


async def _look(recorder: Recorder, tenant: Json, orders: dict[str, str]) -> None:
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


async def _cancel(recorder: Recorder, orders: dict[str, str]) -> None:
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
    recorder.recorded["receipts_read_receipts"]["response"]["documents"] = [_DOCUMENT]
    recorder.recorded["receipts_read_receipt"]["response"] |= {
        "document": _DOCUMENT,
        "hash": "pv_dIjvDlZcFgTQqBLWNaQWWvOKS9Snh4AjH7xlHntc",
    }
    recorder.recorded["orders_read_order"] = {
        "parameters": {"order_id": orders["cancel"]},
        "response": detail,
    }


async def _withdraw(recorder: Recorder, tenant: Json, orders: dict[str, str]) -> None:
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
        recorder.recorded[name]["response"]["document"] = _DOCUMENT


async def _change(recorder: Recorder, orders: dict[str, str]) -> None:
    order = orders["change"]
    choices = await recorder.ask("changes_read_choices", order_id=order)
    wish = {"lines": [{"line_id": "line-1", "quantity": 2}]}
    preview = await recorder.ask("changes_preview_change", wish, order_id=order)
    dearer = preview["difference_minor"] > 0
    if dearer:  # a paid order never gets dearer: another address then
        wish = {"address": _ADDRESS}
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
            "address": _ADDRESS,
            "expires_at": SOON,
            "seen_total_minor": price["total_minor"],
        },
    )


async def _write(recorder: Recorder, orders: dict[str, str]) -> None:
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


async def _webhooks(recorder: Recorder, tenant: str, orders: dict[str, str]) -> dict[str, str]:
    source = {"name": "carrier", "kind": "carrier", "secret": _SECRET}
    await recorder.ask("testing_let_in", source, tenant=tenant)
    body = {
        "type": "parcel.collected",
        "timestamp": "2026-03-02T09:00:00Z",
        "data": {"order": orders["pack"]},
    }
    stamp = int(real_now().timestamp())
    sent = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    signature = sign(_SECRET, "msg-2KWPBgLlAfxdpx2AI54pPJ85f4W", stamp, sent)
    signed = {
        "webhook-id": "msg-2KWPBgLlAfxdpx2AI54pPJ85f4W",
        "webhook-timestamp": str(stamp),
        "webhook-signature": signature,
    }
    await recorder.ask("webhooks_take_in", body, headers=signed, tenant=tenant, source="carrier")
    received = await recorder.ask("testing_read_received", tenant=tenant)
    wanted = {"url": "http://127.0.0.1:9/hooks", "types": ["order.*"]}
    told = await recorder.ask("testing_tell", wanted, tenant=tenant)
    await recorder.ask("testing_read_deliveries", tenant=tenant)
    return {
        told["id"]: "019cadc6-9a80-7000-8000-00000000000e",
        told["secret"]: _SECRET,
        str(stamp): "1772442000",
        signature: "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
        received["messages"][0]["received_at"]: "2026-03-02T09:00:00Z",
    }


async def _refuse(recorder: Recorder, orders: dict[str, str]) -> None:
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


async def _return(recorder: Recorder, orders: dict[str, str]) -> dict[str, str]:
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


async def _support(recorder: Recorder, orders: dict[str, str]) -> None:
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


async def _own_data(recorder: Recorder, tenant: str, orders: dict[str, str]) -> None:
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


async def _leave(recorder: Recorder) -> None:
    """Delete an account: of a tenant without orders, because open ones stand in the way."""
    kept = dict(recorder.recorded)
    buyers = [{"key": "lan", "email": "lan@example.vn"}]
    tenant = await recorder.ask("testing_make_tenant", {"buyers": buyers})
    ticket = {"ticket": tenant["buyers"]["lan"]["ticket"]}
    session = await recorder.ask("sessions_sign_in_by_ticket", ticket)
    recorder.session = hashlib.sha256(session["session_id"].encode()).hexdigest()
    await recorder.ask("account_delete_me", {"login": "lan@example.vn"})
    recorder.recorded |= kept


async def _test(recorder: Recorder, tenant: Json, orders: dict[str, str]) -> dict[str, str]:
    name = tenant["tenant"]
    await recorder.ask("testing_set_ttl", {"ttl_seconds": 7200}, tenant=name)
    await recorder.ask("testing_read_revision", tenant=name)
    await recorder.ask("testing_set_build", {"minimum": 1}, tenant=name)
    await recorder.ask("testing_set_faults", {"slow_ms": 0}, tenant=name)
    await recorder.ask("testing_read_faults", tenant=name)
    await recorder.ask("testing_make_ticket", tenant=name, buyer_id=tenant["buyers"]["lan"]["id"])
    recorder.recorded["testing_make_ticket"]["response"] = {"ticket": "a-signed-one-use-ticket"}
    await recorder.ask("testing_read_order", tenant=name, order_id=orders["pack"])
    await recorder.ask("testing_read_steps", tenant=name, order_id=orders["pack"])
    await recorder.ask("testing_take_step", {}, tenant=name, order_id=orders["pack"], step="pack")
    chance = await _webhooks(recorder, name, orders)
    await recorder.ask("testing_set_clock", {"advance_seconds": 60}, tenant=name)
    await recorder.ask("testing_read_clock", tenant=name)
    for kept in ("events", "notifications", "audit"):
        said = await recorder.ask(f"testing_read_{kept}", tenant=name)
        listed = "entries" if kept == "audit" else kept
        recorder.recorded[f"testing_read_{kept}"]["response"][listed] = said[listed][:3]
        for one in said[listed]:
            if one["type"].startswith("refund."):
                chance[one["parameters"]["reference"]] = "970589102891"
    return chance | await _prototype(recorder, name)


async def _prototype(recorder: Recorder, tenant: str) -> dict[str, str]:
    """Ask what the studio asks of its prototypes."""
    tried = {"after": {"preset": "unpaid-only"}}
    compared = await recorder.ask("testing_compare_policies", tried, tenant=tenant)
    for listed in ("changes", "besides"):
        kept = compared[listed][:2]
        recorder.recorded["testing_compare_policies"]["response"][listed] = kept
    copy = await recorder.ask("testing_make_copy", tenant=tenant)
    return {copy["tenant"]: "t-fedcba9876543210", copy["expires_at"]: "2026-03-02T10:00:00Z"}
