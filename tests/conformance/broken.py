"""Order services that break one promise each: ours, tampered with between kit and service."""

import contextlib
import hashlib
import itertools
import json
from typing import Any

import httpx

Json = dict[str, Any]
_keys = itertools.count()


class Tampering(httpx.AsyncBaseTransport):
    """A service as it is; subclasses spoil something."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self.inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self.send(request)

    async def send(self, request: httpx.Request) -> httpx.Response:
        response = await self.inner.handle_async_request(request)
        await response.aread()
        return response

    async def ask(self, like: httpx.Request, method: str, path: str, **options: Any) -> Json:
        """Ask the service something else, with the headers of a request."""
        names = ("authorization", "x-portal-session")
        headers = {name: like.headers[name] for name in names if name in like.headers}
        url = like.url.copy_with(raw_path=path.encode())
        response = await self.send(httpx.Request(method, url, headers=headers, **options))
        return response.json()


def is_cancelling(request: httpx.Request) -> bool:
    return request.method == "POST" and request.url.path.endswith("/cancellations")


def with_body(request: httpx.Request, body: Json, **headers: str) -> httpx.Request:
    kept = {name: value for name, value in request.headers.items() if name != "content-length"}
    content = json.dumps(body).encode()
    return httpx.Request(request.method, request.url, headers={**kept, **headers}, content=content)


def answered(body: object, status: int = 200) -> httpx.Response:
    return httpx.Response(status, json=body, headers={"Cache-Control": "no-store"})


class LeaksOrders(Tampering):
    """Shows an order to whoever knows its id."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        super().__init__(inner)
        self.sessions: dict[str, None] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self.send(request)
        session = request.headers.get("x-portal-session", "")
        if response.status_code == 200:
            self.sessions[session] = None
        is_order = request.method == "GET" and request.url.path.startswith("/v1/orders/")
        if response.status_code != 404 or not is_order:
            return response
        for other in self.sessions:
            headers = {**request.headers, "x-portal-session": other}
            found = await self.send(httpx.Request("GET", request.url, headers=headers))
            if found.status_code == 200:
                return found
        return response


class IgnoresVersion(Tampering):
    """Takes each command as if the buyer had seen the order as it is."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        super().__init__(inner)
        self.versions: dict[str, int] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self.send(await self.current(request))

    async def current(self, request: httpx.Request) -> httpx.Request:
        key = request.headers.get("idempotency-key", "")
        with contextlib.suppress(ValueError, KeyError, TypeError):
            if is_cancelling(request):
                order = request.url.path.rpartition("/")[0]
                version = (await self.ask(request, "GET", order))["order"]["version"]
                version = self.versions.setdefault(key, version)
                return with_body(request, json.loads(request.content) | {"order_version": version})
        return request


class ExecutesReplays(IgnoresVersion):
    """Forgets which keys it has answered."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        key = request.headers.get("idempotency-key", "")
        if is_cancelling(request) and key in self.versions:
            request.headers["idempotency-key"] = f"forgotten-{next(_keys):08d}"
            request = await self.current(request)
        elif is_cancelling(request):
            self.versions[key] = 0
        return await self.send(request)


class RefundsMore(Tampering):
    """Pays twice what it owes."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self.send(request)
        is_json = response.headers.get("content-type", "") == "application/json"
        if not is_json or not request.url.path.startswith(("/v1/orders/", "/v1/cancellations/")):
            return response
        return answered(self.doubled(response.json()), response.status_code)

    def doubled(self, said: Any) -> Any:
        if isinstance(said, list):
            return [self.doubled(one) for one in said]
        if not isinstance(said, dict):
            return said
        inner = {name: self.doubled(one) for name, one in said.items()}
        if "payment_id" in inner and "expected_from" in inner:
            inner["amount_minor"] *= 2
        if "reference" in inner and "refunds" in inner:
            inner["refund_minor"] *= 2
        return inner


class AnswersPages(Tampering):
    """Answers with a page for people where something is not there."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self.send(request)
        if response.status_code != 404:
            return response
        return httpx.Response(404, html="<!doctype html><h1>Not Found</h1>")


class LetsBothWin(Tampering):
    """Gives the carrier what was cancelled."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self.send(request)
        if not request.url.path.endswith("/carrier-scan") or response.status_code != 409:
            return response
        order = request.url.path.rpartition("/")[0]
        detail = await self.ask(request, "GET", order)
        detail["order"]["status"] = "IN_TRANSIT"
        return answered(detail)


class CancelsLate(Tampering):
    """Decides by the clock of when the tenant was made: windows never close."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        super().__init__(inner)
        self.tenants: dict[str, Json] = {}
        self.sessions: dict[str, Json] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        session = request.headers.get("x-portal-session", "")
        tenant = self.sessions.get(session)
        if not is_cancelling(request) or tenant is None:
            return self.noted(request, await self.send(request))
        clock = f"/testing/tenants/{tenant['tenant']}/clock"
        now = (await self.ask(request, "GET", clock))["now"]
        if now == tenant["now"]:
            return await self.send(request)
        await self.ask(request, "PUT", clock, json={"now": tenant["now"]})
        response = await self.send(request)
        await self.ask(request, "PUT", clock, json={"now": now})
        return response

    def noted(self, request: httpx.Request, response: httpx.Response) -> httpx.Response:
        if request.method == "POST" and response.status_code == 201:
            if request.url.path == "/testing/tenants":
                made = response.json()
                for buyer in made["buyers"].values():
                    self.tenants[buyer["ticket"]] = made
            elif request.url.path == "/v1/sessions/by-ticket":
                made = self.tenants[json.loads(request.content)["ticket"]]
                raw = response.json()["session_id"]
                self.sessions[hashlib.sha256(raw.encode()).hexdigest()] = made
        return response


class LosesEvents(Tampering):
    """Tells the portal nothing of what sellers and buyers do."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self.send(request)
        if request.url.path != "/v1/events" or response.status_code != 200:
            return response
        return answered(response.json() | {"events": []})


class LeavesOrdersOut(Tampering):
    """Loses the last order of a page that is followed by another."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self.send(request)
        if request.url.path != "/v1/orders" or response.status_code != 200:
            return response
        page = response.json()
        if page["next_cursor"]:
            page["orders"] = page["orders"][:-1]
        return answered(page)


class DecidesTwice(Tampering):
    """Says on the order's page that it can be cancelled, and nothing of it when asked alone."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self.send(request)
        if not request.url.path.endswith("/decision") or response.status_code != 200:
            return response
        said = response.json()
        said["decision"]["outcome"] = "none"
        return answered(said)


class TakesRawSessions(Tampering):
    """Knows a session by what the browser holds, as one does that keeps it in its database."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        raw = request.headers.get("x-portal-session", "")
        response = await self.send(request)
        if response.status_code != 401 or not raw:
            return response
        digest = hashlib.sha256(raw.encode()).hexdigest()
        headers = {**request.headers, "x-portal-session": digest}
        return await self.send(httpx.Request(request.method, request.url, headers=headers))


class BelievesForgers(Tampering):
    """Takes what anybody says in a carrier's name."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self.send(request)
        if not request.url.path.startswith("/webhooks/") or response.status_code != 401:
            return response
        return answered({"id": request.headers["webhook-id"], "outcome": "applied"})


class TakesWebhooksAgain(Tampering):
    """Forgets which messages it has had."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self.send(request)
        if not request.url.path.startswith("/webhooks/") or response.status_code != 200:
            return response
        return answered(response.json() | {"is_repeated": False})
