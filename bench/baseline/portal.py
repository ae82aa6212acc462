"""A bare Reflex app: one state, one trivial event, one event that makes one httpx call."""

import os

import httpx
import reflex as rx
from starlette.types import ASGIApp

_http = httpx.AsyncClient(
    transport=httpx.AsyncHTTPTransport(uds=os.environ.get("BASELINE_SOCKET")),
    base_url="http://baseline",
)


class Bare(rx.State):
    """The smallest state that does something."""

    count: rx.Field[int] = rx.field(0)
    title: rx.Field[str] = rx.field("")

    @rx.event
    async def tick(self) -> None:
        """Change one number."""
        self.count += 1

    @rx.event
    async def ask(self) -> None:
        """Make one call and show its answer."""
        answer = await _http.get("/order")
        self.title = answer.json()["title"]
        self.count += 1


def asgi() -> ASGIApp:
    """Return the app for an ASGI server; no frontend is built."""
    app = rx.App()
    app.add_page(lambda: rx.el.p(Bare.title, Bare.count), route="/")
    return app()
