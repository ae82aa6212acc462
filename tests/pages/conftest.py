"""Change here how a page's state is tested: against the real order service, in this process."""

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
import reflex as rx
from reflex.istate.data import RouterData

from buyer_portal import session
from buyer_portal.order_client.connection import Call, Connection, TimeLimits
from buyer_portal.order_client.service import ServiceClient
from buyer_portal.order_contract.sessions import TicketSignIn
from buyer_portal.order_contract.testing import (
    ClockChange,
    CounterpartStep,
    Faults,
    NewTenant,
    NewTicket,
)
from buyer_portal.order_service.app import serve
from buyer_portal.order_service.database import Database
from buyer_portal.order_service.migrate import prepare
from buyer_portal.order_service.tenants.main_tenant import ensure_main_tenant
from buyer_portal.scenario.scenario import Scenario
from buyer_portal.settings import Mode, Settings
from buyer_portal.studio.camera import use_camera
from tests.pages.studio_camera import PaperCamera


@pytest.fixture(scope="session")
def prepared_url(tmp_path_factory) -> str:
    """A database with its tables; tests share it and have a tenant of their own."""
    url = f"sqlite:///{tmp_path_factory.mktemp('pages') / 'portal.db'}"
    database = Database(url)
    prepare(database)
    database.write_now(ensure_main_tenant)
    database.close()
    return url


@pytest.fixture
async def service(prepared_url: str) -> AsyncIterator[Connection]:
    """The real order service, reached by the portal's own client; pages ask it too."""
    settings = Settings.model_validate({"mode": Mode.TEST, "database_url": prepared_url})
    made = serve(settings, Database(prepared_url))
    async with Connection(
        service_token=made.service.settings.service_token,
        transport=httpx.ASGITransport(made.asgi),
        quick=TimeLimits(total=60),  # disks of test machines stall for seconds
    ) as opened:
        session.use_connection(opened)
        yield opened
        session.use_connection(None)
    made.service.database.close()


class Shop:
    """A tenant of a test: its buyers sign in, its counterparts act, its service fails."""

    def __init__(self, made: NewTenant, connection: Connection) -> None:
        self.made = made
        self.sellers = made.sellers
        self._connection = connection
        self._path = f"/testing/tenants/{made.tenant}"

    async def sign_in(self, buyer: str = "buyer", user_agent: str = "pytest") -> str:
        """Sign a buyer in and return the hash of the session."""
        path = f"{self._path}/buyers/{self.made.buyers[buyer].id}/tickets"
        fresh = await self._connection.ask(NewTicket, Call("POST", path))
        signed_in = await ServiceClient(self._connection).sign_in_by_ticket(
            TicketSignIn(ticket=fresh.ticket, user_agent=user_agent)
        )
        return hashlib.sha256(signed_in.session_id.encode()).hexdigest()

    async def step(self, name: str, order: str = "order-1", **said: Any) -> None:
        """Let a counterpart act on an order, e.g. ``pack`` or ``deliver``."""
        path = f"{self._path}/orders/{self.made.orders[order]}/{name}"
        await self._connection.tell(Call("POST", path, body=CounterpartStep(**said)))

    async def advance(self, seconds: float) -> None:
        """Move the tenant's clock on."""
        body = ClockChange(advance_seconds=seconds)
        await self._connection.tell(Call("PUT", f"{self._path}/clock", body=body))

    async def fail(self, *operations: str) -> None:
        """Let operations answer with a system error from now on; none: all is well again."""
        broken = {name: {"system_error_times": 99} for name in operations}
        body = Faults.model_validate({"operations": broken})
        await self._connection.tell(Call("PUT", f"{self._path}/faults", body=body))


@pytest.fixture
def open_shop(service: Connection) -> Callable[..., Awaitable[Shop]]:
    """Make a tenant from the fields of a scenario."""

    async def make(**scenario: Any) -> Shop:
        body = Scenario.model_validate({"orders": [{}], **scenario})
        made = await service.ask(NewTenant, Call("POST", "/testing/tenants", body=body))
        return Shop(made, service)

    return make


@pytest.fixture
def make_state() -> Callable[..., Any]:
    """Return the state of a tab that shows ``address`` and was opened with a session."""

    def make(kind: type[rx.State], address: str, session_hash: str = "") -> rx.State:
        root = cast("Any", rx.State)(_reflex_internal_init=True)  # as Reflex itself makes one
        cookie = f"{session.HASH_COOKIE}={session_hash}" if session_hash else ""
        given = {
            "asPath": address,
            "pathname": address.partition("?")[0],
            "token": "tab",
            "headers": {"cookie": cookie, "origin": "http://localhost:8000"},
        }
        root.router_data = given
        root.router = RouterData.from_router_data(given)
        return root.get_substate(kind.get_full_name().split("."))  # type: ignore[return-value]

    return make


@pytest.fixture
def camera(tmp_path: Path) -> Iterator[PaperCamera]:
    """The camera of the studio."""
    made = PaperCamera(tmp_path)
    use_camera(made)
    yield made
    use_camera(None)


@pytest.fixture
async def silent_connection() -> AsyncIterator[Connection]:
    """A connection to an order service that is not there."""

    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("nobody listens", request=request)

    async with Connection(service_token="t" * 32, transport=httpx.MockTransport(refuse)) as opened:
        yield opened
        session.use_connection(None)
