"""Change here how a prototype's socket fails: cut, silent, or losing what it was sent."""

import asyncio
import contextlib
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from buyer_portal.scenario.opening import NetworkFault
from buyer_portal.session import HASH_COOKIE
from buyer_portal.studio.network import NetworkPlan

GOING_AWAY: Final = 1001
_EVENT: Final = "42"
"""How socket.io begins a message that carries an event."""


class NetworkFaults:
    """Breaks the sockets of prototypes as planned; stands behind the socket guard.

    Every other socket passes without delay: its session is no prototype's.
    """

    def __init__(self, app: ASGIApp, plan: NetworkPlan) -> None:
        self._app = app
        self._plan = plan

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a socket on as long as its network lets it through."""
        session = _session_of(scope)
        if self._plan.now(session) is NetworkFault.OFFLINE:
            await send({"type": "websocket.close", "code": GOING_AWAY})
            return
        self._plan.connected(session)
        cutting = asyncio.create_task(self._plan.cut(session))
        try:
            await self._app(
                scope,
                self._receiving(session, receive, send, cutting),
                self._sending(session, send),
            )
        finally:
            cutting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await cutting

    def _receiving(
        self, session: str, receive: Receive, send: Send, cutting: asyncio.Task[None]
    ) -> Receive:
        """Return ``receive`` that ends when the network is cut and drops what gets lost."""
        waiting: asyncio.Task[Message] | None = None

        async def receive_some() -> Message:
            nonlocal waiting
            while True:
                waiting = waiting or asyncio.ensure_future(receive())
                done, _ = await asyncio.wait(
                    {waiting, cutting}, return_when=asyncio.FIRST_COMPLETED
                )
                if waiting not in done:
                    waiting.cancel()
                    with contextlib.suppress(Exception):
                        await send({"type": "websocket.close", "code": GOING_AWAY})
                    return {"type": "websocket.disconnect", "code": GOING_AWAY}
                message = await waiting
                waiting = None
                if message["type"] != "websocket.receive" or not self._drops(session, message):
                    return message

        return receive_some

    def _drops(self, session: str, message: Message) -> bool:
        if self._plan.now(session) is NetworkFault.HALF_OPEN:
            return True
        is_event = str(message.get("text") or "").startswith(_EVENT)
        return is_event and self._plan.loses(session)

    def _sending(self, session: str, send: Send) -> Send:
        """Return ``send`` that says nothing into a half-open connection."""

        async def send_some(message: Message) -> None:
            is_data = message["type"] == "websocket.send"
            if not is_data or self._plan.now(session) is not NetworkFault.HALF_OPEN:
                await send(message)

        return send_some


def _session_of(scope: Scope) -> str:
    """Return the hash that the guard has put in place of the cookie; empty: nobody's."""
    cookie = Headers(scope=scope).get("cookie", "")
    name, _, text = cookie.partition("=")
    return text if name == HASH_COOKIE else ""
