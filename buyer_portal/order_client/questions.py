"""Change here how a buyer's question is sent: who asks, which key makes a command happen once."""

from typing import Final

from pydantic import BaseModel

from buyer_portal.order_client.connection import Answer, Call, Connection, Query
from buyer_portal.order_contract.paths import CLIENT_BUILD_HEADER, KEY_HEADER, SESSION_HEADER

PAGE_SIZE: Final = 20


class Questions:
    """What all questions of one session share; the features are beside it, one file each.

    Args:
        session_hash: SHA-256 of the session id as 64 hex digits, never the id itself.
        client_build: The build of the page that asks, None when it is not known.
    """

    def __init__(
        self, connection: Connection, session_hash: str, *, client_build: int | None = None
    ) -> None:
        self._connection = connection
        self._headers = {SESSION_HEADER: session_hash}
        if client_build is not None:
            self._headers[CLIENT_BUILD_HEADER] = str(client_build)

    async def _read(self, kind: type[Answer], path: str, query: Query | None = None) -> Answer:
        return await self._connection.ask(
            kind, Call("GET", path, query=query, headers=self._headers)
        )

    async def _post(self, kind: type[Answer], path: str, body: BaseModel) -> Answer:
        """Send what may be sent twice: it changes nothing, or the same thing again."""
        return await self._connection.ask(
            kind, Call("POST", path, headers=self._headers, body=body, is_repeatable=True)
        )

    async def _command(self, kind: type[Answer], path: str, body: BaseModel, key: str) -> Answer:
        """Send what must happen once: ``key`` lets the service tell a second try from a second."""
        headers = {**self._headers, KEY_HEADER: key}
        return await self._connection.ask(
            kind, Call("POST", path, headers=headers, body=body, is_repeatable=True)
        )
