"""Change here the steps of the walk about webhooks and the testing API."""

import json
from typing import Final

from buyer_portal.order_service.openapi.document import Json
from buyer_portal.order_service.openapi.recorder import Recorder
from buyer_portal.order_service.tenants.clock import real_now
from buyer_portal.order_service.webhooks.signatures import sign

SECRET: Final = "whsec_QW4gZXhhbXBsZSdzIHNlY3JldCBvZiAzMiBieXRlcyE="  # noqa: S105 - of nobody


async def _webhooks(recorder: Recorder, tenant: str, orders: dict[str, str]) -> dict[str, str]:
    source = {"name": "carrier", "kind": "carrier", "secret": SECRET}
    await recorder.ask("testing_let_in", source, tenant=tenant)
    body = {
        "type": "parcel.collected",
        "timestamp": "2026-03-02T09:00:00Z",
        "data": {"order": orders["pack"]},
    }
    stamp = int(real_now().timestamp())
    sent = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    signature = sign(SECRET, "msg-2KWPBgLlAfxdpx2AI54pPJ85f4W", stamp, sent)
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
        told["secret"]: SECRET,
        str(stamp): "1772442000",
        signature: "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
        received["messages"][0]["received_at"]: "2026-03-02T09:00:00Z",
    }


async def play_counterparts(
    recorder: Recorder, tenant: Json, orders: dict[str, str]
) -> dict[str, str]:
    """Use the testing API; return what chance made."""
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
