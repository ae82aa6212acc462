"""Change here how the kit is let loose on a service in this process."""

from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest
import pytest_asyncio

from buyer_portal.conformance.checks import events
from buyer_portal.conformance.exchanges import Asker
from buyer_portal.conformance.running import Outcome, run
from buyer_portal.order_service.app import OrderService, serve
from buyer_portal.order_service.database import Database
from buyer_portal.order_service.migrate import prepare
from buyer_portal.order_service.tenants.main_tenant import ensure_main_tenant
from buyer_portal.settings import Mode, Settings


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(tmp_path_factory) -> AsyncIterator[OrderService]:
    """Our order service in test mode; each run of the kit makes tenants of its own in it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('kit') / 'kit.db'}"
    database = Database(url)
    prepare(database)
    database.write_now(ensure_main_tenant)
    made = serve(Settings.model_validate({"mode": Mode.TEST, "database_url": url}), database)
    yield made
    database.close()


@pytest.fixture
def check(service, monkeypatch) -> Callable[..., Awaitable[list[Outcome]]]:
    """Run the kit against the service, through what spoils it."""
    monkeypatch.setattr(events, "PATIENCE_SECONDS", 1)  # in one process news come at once

    async def against(spoil=None, *areas, accounts=()) -> list[Outcome]:
        transport = httpx.ASGITransport(service.asgi)
        reached = transport if spoil is None else spoil(transport)
        async with httpx.AsyncClient(transport=reached, base_url="http://order-service") as http:
            asker = Asker(http, service.service.settings.service_token)
            return [outcome async for outcome in run(asker, accounts, areas)]

    return against
