"""Change here what a test may do to its own isolated tenant through the testing API."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast
from uuid import uuid4

import httpx

from buyer_portal.testing.portal import Portal
from buyer_portal.testing.sources import WebhookSource

Json = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Tenant:
    """An isolated world: its buyers, sellers, orders, clock and faults."""

    id: str
    buyers: Mapping[str, Json]
    orders: Mapping[str, str]
    sellers: Mapping[str, str]
    tickets: Mapping[str, str]
    sign_in_ticket: str
    """Leads sign-in by password to this world, as ``/login/?ticket=…``; empty: a copy has none."""
    copies: list["Tenant"] = field(default_factory=list["Tenant"], repr=False)
    """What was copied from it; they are deleted with it."""
    _http: httpx.Client = field(repr=False)
    _signed_in: set[str] = field(default_factory=set[str], repr=False)

    def _ask(self, method: str, path: str, **body: Any) -> Any:
        answer = self._http.request(
            method, f"/testing/tenants/{self.id}{path}", json=body or None
        ).raise_for_status()
        return answer.json() if answer.content else None

    def copy(self) -> "Tenant":
        """Copy this world as it stands: the same ids, nobody signed in, no faults, a still clock.

        From there each goes its own way, so one long beginning serves several endings.
        """
        made = self._ask("POST", "/copies")
        copy = replace(
            self, id=made["tenant"], sign_in_ticket="", copies=[], _signed_in={*self.buyers}
        )
        self.copies.append(copy)
        return copy

    def now(self) -> str:
        """Return what this tenant's clock shows, as RFC 3339; it stands still between steps."""
        return cast("str", self._ask("GET", "/clock")["now"])

    def set_clock(self, now: str) -> None:
        """Set this tenant's clock, as RFC 3339; what falls due is done at once."""
        self._ask("PUT", "/clock", now=now)

    def advance(self, seconds: float) -> None:
        """Move this tenant's clock on; what falls due is done at once."""
        self._ask("PUT", "/clock", advance_seconds=seconds)

    def require_build(self, minimum: int) -> None:
        """Let this tenant accept pages of build ``minimum`` and newer only."""
        self._ask("PUT", "/build", minimum=minimum)

    def set_faults(self, **faults: Any) -> None:
        """Replace the faults of this tenant, e.g. ``slow_ms=2000``; nothing: no faults."""
        answer = self._http.put(f"/testing/tenants/{self.id}/faults", json=faults)
        answer.raise_for_status()

    def do(self, order: str, step: str, **body: Any) -> Any:
        """Let a counterpart act on an order: ``carrier-scan``, ``pack``, ``seller-approve``."""
        return self._ask("POST", f"/orders/{self.orders[order]}/{step}", **body)

    def seller_says(self, order: str, text: str) -> None:
        """Let the seller of an order write to its buyer."""
        self.do(order, "seller-say", text=text)

    def seller_approves(self, order: str) -> None:
        """Let the seller agree to the open request."""
        self.do(order, "seller-approve")

    def seller_declines(self, order: str, reason: str) -> None:
        """Let the seller say no to the open request, or to what the conversation asks."""
        self.do(order, "seller-reject", reason=reason)

    def seller_unlocks(self, order: str, reason: str) -> None:
        """Let the seller open the cancel option of an order."""
        self.do(order, "seller-unlock", reason=reason)

    def support_tickets(self) -> list[Json]:
        """Return every support ticket of this tenant, the last changed first."""
        return cast("list[Json]", self._ask("GET", "/tickets")["tickets"])

    def support(self, ticket_id: str, step: str, **body: Any) -> None:
        """Let support act on a ticket: ``answer``, ``close``, ``grant``, ``decline``."""
        self._ask("POST", f"/tickets/{ticket_id}/{step}", **body)

    def order(self, order: str) -> Json:
        """Return the order as the service holds it."""
        return cast("Json", self._ask("GET", f"/orders/{self.orders[order]}"))

    def revision(self) -> int:
        """Return the last event: a page whose ``data-feed`` is this number has read all of it."""
        return cast("int", self._ask("GET", "/revision")["feed_id"])

    def events(self) -> list[Json]:
        """Return every event of this tenant, oldest first."""
        return cast("list[Json]", self._ask("GET", "/events")["events"])

    def notifications(self) -> list[Json]:
        """Return what the buyers of this tenant were told, newest first."""
        return cast("list[Json]", self._ask("GET", "/notifications")["notifications"])

    def mails(self) -> list[Json]:
        """Return the e-mails of this tenant, oldest first: to whom, about what, sent or not."""
        return cast("list[Json]", self._ask("GET", "/mails")["mails"])

    def tell(self, url: str, *types: str) -> str:
        """Send webhooks to ``url`` from now on and return their secret; no ``types``: all."""
        body = {"url": url, "types": list(types)} if types else {"url": url}
        return cast("str", self._ask("POST", "/webhooks/endpoints", **body)["secret"])

    def deliveries(self) -> list[Json]:
        """Return the outgoing webhooks of this tenant, newest first, with each try."""
        return cast("list[Json]", self._ask("GET", "/webhooks/deliveries")["deliveries"])

    def source(self, kind: str) -> WebhookSource:
        """Let another system in: ``carrier``, ``seller``, ``payments``; its webhooks are signed."""
        name = f"{kind}-{uuid4().hex[:8]}"
        made = self._ask("POST", "/webhooks/sources", name=name, kind=kind)
        return WebhookSource(
            path=f"/webhooks/{self.id}/{name}",
            secret=made["secret"],
            now=self.now,
            _http=self._http,
        )

    def ticket(self, buyer: str) -> str:
        """Return a ticket that signs ``buyer`` in once; each call gives another."""
        known = self.buyers[buyer]
        if buyer not in self._signed_in:
            self._signed_in.add(buyer)
            return cast("str", known["ticket"])
        return cast("str", self._ask("POST", f"/buyers/{known['id']}/tickets")["ticket"])


def testing_client(portal: Portal) -> httpx.Client:
    """Return an HTTP client that may use the testing API of ``portal``."""
    return httpx.Client(
        base_url=portal.url,
        headers={"Authorization": f"Bearer {portal.testing_token}"},
        timeout=60,
    )


def create_tenant(http: httpx.Client, scenario: Mapping[str, Any]) -> Tenant:
    """Make an isolated tenant from ``scenario`` in one call."""
    made = http.post("/testing/tenants", json=dict(scenario)).raise_for_status().json()
    return Tenant(
        id=made["tenant"],
        buyers=made["buyers"],
        orders=made["orders"],
        sellers=made["sellers"],
        tickets=made["tickets"],
        sign_in_ticket=made["ticket"],
        _http=http,
    )
