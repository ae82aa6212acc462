"""Change here the walk that the examples of the contract are recorded on.

Each operation is asked once, of a real service, in a scenario whose ids repeat. What is made by
chance (tenants, tickets, sessions) is replaced, so that the same code records the same examples.
"""

import json
import tempfile
from pathlib import Path
from typing import Final, cast

import httpx

from buyer_portal.order_service.app import OrderService, serve
from buyer_portal.order_service.database import Database
from buyer_portal.order_service.migrate import prepare
from buyer_portal.order_service.openapi.document import Json
from buyer_portal.order_service.openapi.recorder import SCENARIO, Recorder
from buyer_portal.order_service.openapi.walk_account import leave, see_own_data, sign_in
from buyer_portal.order_service.openapi.walk_orders import (
    cancel,
    change,
    look,
    refuse,
    withdraw,
    write,
)
from buyer_portal.order_service.openapi.walk_returns import ask_support, send_back
from buyer_portal.order_service.openapi.walk_testing import play_counterparts
from buyer_portal.order_service.tenants.main_tenant import ensure_main_tenant
from buyer_portal.settings import Mode, Settings

LONG: Final = frozenset({"trace", "history", "reason_keys", "actions"})
KEPT: Final = 2


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
    chance |= await sign_in(recorder, tenant)
    await withdraw(recorder, tenant, orders)
    await look(recorder, tenant, orders)
    await cancel(recorder, orders)
    await change(recorder, orders)
    await write(recorder, orders)
    await refuse(recorder, orders)
    chance |= await send_back(recorder, orders)
    await ask_support(recorder, orders)
    await see_own_data(recorder, tenant["tenant"], orders)
    chance |= await play_counterparts(recorder, tenant, orders)
    events = recorder.recorded["events_follow"]["response"]
    events["events"] = events["events"][:3]
    devices = recorder.recorded["sessions_list_devices"]["response"]["devices"]
    other = next(one for one in devices if not one["is_current"])
    await recorder.ask("sessions_revoke_device", key=other["key"])
    await recorder.ask("sessions_sign_out")
    await recorder.ask("testing_remove_tenant", tenant=tenant["tenant"])
    await leave(recorder)
    return chance
