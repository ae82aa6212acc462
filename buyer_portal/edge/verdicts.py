"""Change here how long the portal believes that a session still holds."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic
from typing import Final

from buyer_portal.order_client.errors import NotSignedInError, OrderServiceError
from buyer_portal.order_contract.sessions import CurrentSession

MAX_AGE_SECONDS: Final = 1.0
MAX_VERDICTS: Final = 20_000


class Standing(StrEnum):
    """What is known of a session."""

    SIGNED_IN = "signed-in"
    NOBODY = "nobody"
    UNKNOWN = "unknown"  # the order service does not answer; it will check every call itself


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whose session it is. ``buyer_id`` and ``tenant`` are empty unless somebody is signed in."""

    standing: Standing
    buyer_id: str = ""
    tenant: str = ""


NOBODY: Final = Verdict(Standing.NOBODY)
UNKNOWN: Final = Verdict(Standing.UNKNOWN)


class Verdicts:
    """Asks the order service about a session, once a second at most for each."""

    def __init__(
        self,
        ask: Callable[[str], Awaitable[CurrentSession]],
        *,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._ask = ask
        self._clock = clock
        self._known: dict[str, tuple[float, Verdict]] = {}
        self._asking: dict[str, asyncio.Task[Verdict]] = {}

    async def of(self, session_hash: str) -> Verdict:
        """Return the verdict on a session, at most one second old; empty: nobody."""
        if not session_hash:
            return NOBODY
        known = self._known.get(session_hash)
        if known is not None and self._clock() - known[0] < MAX_AGE_SECONDS:
            return known[1]
        asking = self._asking.get(session_hash)
        if asking is None:
            asking = asyncio.create_task(self._find_out(session_hash))
            self._asking[session_hash] = asking
        return await asyncio.shield(asking)  # one tab that goes away must not fail the others

    def confirm(self, session_hash: str, asked_at: float) -> None:
        """Believe a verdict anew: the service carried a call of that moment out for the session.

        A dropped verdict stays dropped, even when such a call was on its way.
        """
        known = self._known.get(session_hash)
        if known and known[1].standing is Standing.SIGNED_IN and asked_at > known[0]:
            self._known[session_hash] = (asked_at, known[1])

    def drop(self, session_hash: str) -> None:
        """Believe nothing of this session any more, not even an answer on its way."""
        self._known.pop(session_hash, None)
        self._asking.pop(session_hash, None)

    def drop_all(self) -> None:
        """Believe nothing at all: the order service was away."""
        self._known.clear()
        self._asking.clear()

    async def _find_out(self, session_hash: str) -> Verdict:
        """Ask, and remember the answer from the moment of the question."""
        asked_at = self._clock()
        me = asyncio.current_task()
        try:
            session = await self._ask(session_hash)
        except NotSignedInError:
            verdict = NOBODY
        except OrderServiceError:
            verdict = UNKNOWN
        else:
            verdict = Verdict(Standing.SIGNED_IN, session.buyer.id, session.buyer.tenant)
        if self._asking.get(session_hash) is me:  # else it was dropped meanwhile
            del self._asking[session_hash]
            if len(self._known) >= MAX_VERDICTS:
                self._known.clear()
            self._known[session_hash] = (asked_at, verdict)
        return verdict
