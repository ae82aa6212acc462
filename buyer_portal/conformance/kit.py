"""Change here what a check is handed: buyers signed in, tenants of its own, and their tools."""

import hashlib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from buyer_portal.conformance.exchanges import Asker, Json, Query, Reply
from buyer_portal.conformance.findings import NotCheckableError
from buyer_portal.domain.orders import OrderTab
from buyer_portal.order_contract.cancellations import CancellationAnswer
from buyer_portal.order_contract.events import Event, EventsPage
from buyer_portal.order_contract.notifications import Notification, NotificationsPage
from buyer_portal.order_contract.orders import DecisionAnswer, OrderDetail, OrdersPage
from buyer_portal.order_contract.paths import KEY_HEADER, SESSION_HEADER, segment
from buyer_portal.order_contract.probes import Readiness
from buyer_portal.order_contract.sessions import NewSession
from buyer_portal.order_contract.testing import Clock, NewTenant

UNKNOWN_ID: Final = "019cadc6-9a80-7000-8000-000000000000"
NOT_FOUND: Final = 404
PATIENCE: Final = timedelta(minutes=2)
USUAL_PRICE: Final = 129_000


@dataclass(frozen=True, slots=True)
class Account:
    """A buyer of a service that has no testing API."""

    login: str
    password: str


@dataclass(slots=True)
class BuyerAtWork:
    """A signed-in buyer of the service under test."""

    asker: Asker
    session: str
    keys: Iterator[str]

    async def get(self, path: str, query: Query | None = None) -> Reply:
        """Ask something."""
        return await self.asker.ask("GET", path, query=query, headers=self._headers())

    async def send(
        self, path: str, body: object, *, key: str | None = None, method: str = "POST"
    ) -> Reply:
        """Send a command; without a key, one of its own."""
        headers = {**self._headers(), KEY_HEADER: next(self.keys) if key is None else key}
        return await self.asker.ask(method, path, headers=headers, body=body)

    async def orders(self, **query: str | int) -> OrdersPage:
        """Return a page of the list."""
        return (await self.get("/v1/orders", query)).good(OrdersPage)

    async def all_orders(self, limit: int = 50) -> list[str]:
        """Return the ids of all orders, page by page."""
        found: list[str] = []
        cursor = ""
        while True:
            page = await self.orders(cursor=cursor, limit=limit, tab=OrderTab.ALL)
            found += [card.id for card in page.orders]
            cursor = page.next_cursor
            if not cursor or len(found) > 1000:  # noqa: PLR2004 - enough to know
                return found

    async def order(self, order_id: str) -> OrderDetail:
        """Return one order."""
        return (await self.get(f"/v1/orders/{segment(order_id)}")).good(OrderDetail)

    async def decision(self, order_id: str, **pieces: int) -> DecisionAnswer:
        """Return what cancelling some lines would mean."""
        path = f"/v1/orders/{segment(order_id)}/decision"
        query = [f"{line.replace('_', '-')}:{quantity}" for line, quantity in pieces.items()]
        asked = {"line": query[0]} if query else None
        return (await self.get(path, asked)).good(DecisionAnswer)

    async def cancel(
        self, detail: OrderDetail, *, key: str | None = None, **changes: object
    ) -> Reply:
        """Send what the dialog of a portal would send for this order."""
        path = f"/v1/orders/{segment(detail.order.id)}/cancellations"
        return await self.send(path, cancel_body(detail, **changes), key=key)

    async def cancelled(
        self, detail: OrderDetail, *, key: str | None = None, **changes: object
    ) -> CancellationAnswer:
        """Cancel and return the answer, which must be good."""
        reply = await self.cancel(detail, key=key, **changes)
        return reply.good(CancellationAnswer, status=201)

    async def notifications(self) -> tuple[Notification, ...]:
        """Return the first page of the inbox."""
        return (await self.get("/v1/notifications")).good(NotificationsPage).notifications

    def _headers(self) -> dict[str, str]:
        return {SESSION_HEADER: self.session}


def cancel_body(detail: OrderDetail, **changes: object) -> Json:
    """Return the command that a dialog would send for what a buyer sees."""
    keys = detail.decision.reason_keys
    body: Json = {
        "order_version": detail.order.version,
        "expires_at": (detail.server_now + PATIENCE).isoformat().replace("+00:00", "Z"),
        "reason_key": keys[0] if keys else "",
        "reason_text": "" if keys else "Found it cheaper",
    }
    return body | changes


@dataclass(slots=True)
class TestWorld:
    """A tenant that a check made for itself."""

    __test__ = False

    kit: "Kit"
    made: NewTenant

    @property
    def path(self) -> str:
        """Where the testing API has it."""
        return f"/testing/tenants/{self.made.tenant}"

    def order(self, key: str = "order") -> str:
        """Return the id of an order."""
        return self.made.orders[key]

    async def buyer(self, key: str = "buyer") -> BuyerAtWork:
        """Sign a buyer in by ticket; once a buyer."""
        return await self.kit.sign_in(self.made.buyers[key].ticket)

    async def step(self, name: str, key: str = "order", **said: object) -> Reply:
        """Let a counterpart act on an order.

        Raises:
            NotCheckableError: The testing API does not know the step.
        """
        path = f"{self.path}/orders/{self.order(key)}/{name}"
        reply = await self.kit.asker.ask("POST", path, body=said)
        if reply.status == NOT_FOUND:
            raise NotCheckableError(f"the testing API has no step {name!r}")
        return reply

    async def advance(self, seconds: float) -> Clock:
        """Move the clock on; what falls due is done before the answer."""
        body = {"advance_seconds": seconds}
        return (await self.kit.asker.ask("PUT", f"{self.path}/clock", body=body)).good(Clock)

    async def events(self) -> tuple[Event, ...]:
        """Return every event."""
        return (await self.kit.asker.ask("GET", f"{self.path}/events")).good(EventsPage).events


@dataclass(slots=True)
class Kit:
    """The service under test, and what is known of it."""

    asker: Asker
    readiness: Readiness
    accounts: Sequence[Account] = ()
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _people: list[BuyerAtWork] = field(default_factory=list[BuyerAtWork])

    @property
    def has_testing(self) -> bool:
        """Whether worlds can be made."""
        return "testing" in self.readiness.features

    def keys(self) -> Iterator[str]:
        """Return idempotency keys that nobody used."""
        salt = hashlib.sha256(repr(id(self)).encode()).hexdigest()[:8]
        return (f"kit-{salt}-{next(self._numbers):06d}" for _ in itertools.count())

    async def sign_in(self, ticket: str) -> BuyerAtWork:
        """Sign in by a one-use ticket."""
        body = {"ticket": ticket, "user_agent": "conformance kit"}
        reply = await self.asker.ask("POST", "/v1/sessions/by-ticket", body=body)
        return self._of(reply.good(NewSession, status=201))

    async def sign_in_by_password(self, account: Account) -> BuyerAtWork:
        """Sign in as people do."""
        body = {"login": account.login, "password": account.password}
        reply = await self.asker.ask("POST", "/v1/sessions", body=body)
        return self._of(reply.good(NewSession, status=201))

    def _of(self, session: NewSession) -> BuyerAtWork:
        digest = hashlib.sha256(session.session_id.encode()).hexdigest()
        return BuyerAtWork(self.asker, digest, self.keys())

    async def world(
        self,
        orders: Sequence[Mapping[str, object]] = ({"key": "order"},),
        **scenario: object,
    ) -> TestWorld:
        """Make a tenant; the key of the only order is ``order``."""
        body = {"orders": list(orders), "seed": f"kit {next(self._numbers)}", **scenario}
        reply = await self.asker.ask("POST", "/testing/tenants", body=body)
        return TestWorld(self, reply.good(NewTenant, status=201))

    async def people(self) -> list[BuyerAtWork]:
        """Return two buyers with orders, or the accounts given; the same ones each time.

        Raises:
            NotCheckableError: There is nobody.
        """
        if not self._people:
            if self.has_testing:
                statuses = ("UNPAID", "AWAITING_SHIPMENT", "IN_TRANSIT", "DELIVERED")
                world = await self.world(
                    [
                        {"key": f"{buyer} {status}", "buyer": buyer, "status": status}
                        for buyer in ("one", "two")
                        for status in statuses
                    ],
                    buyers=[{"key": "one"}, {"key": "two"}],
                )
                self._people = [await world.buyer(key) for key in ("one", "two")]
            else:
                self._people = [await self.sign_in_by_password(one) for one in self.accounts]
        if not self._people:
            raise NotCheckableError("no testing API, and no accounts were given")
        return self._people

    async def reader(self) -> BuyerAtWork:
        """Return a buyer to look at."""
        return (await self.people())[0]
