"""Who asks, and how answers are written."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

from fastapi import Depends, Request
from pydantic import BaseModel
from starlette.responses import Response

from buyer_portal.order_contract.paths import SESSION_HEADER
from buyer_portal.order_contract.problems import PROBLEM_MEDIA_TYPE, ProblemCode
from buyer_portal.order_contract.sessions import (
    NewSession,
)
from examples.shopify_order_service.world import Buyer, Feed, RefusedError, World

DAY: Final = timedelta(days=30)


@dataclass(slots=True)
class Session:
    """Somebody who is signed in."""

    world: World
    buyer: Buyer
    key: str
    since: datetime
    saved: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(slots=True)
class State:
    """Everything that this process knows."""

    token: str
    is_tested: bool
    feed: Feed = field(default_factory=Feed)
    worlds: dict[str, World] = field(default_factory=dict[str, World])
    sessions: dict[str, Session] = field(default_factory=dict[str, Session])
    tickets: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])

    def add(self, world: World) -> World:
        """Keep a world."""
        self.worlds[world.tenant] = world
        return world

    def ticket(self, world: World, buyer: Buyer) -> str:
        """Return a text that signs a buyer in once."""
        made = secrets.token_urlsafe(24)
        self.tickets[made] = (world.tenant, buyer.id)
        return made

    def sign_in(self, world: World, buyer: Buyer) -> Response:
        """Make a session; its raw id is told this once, its hash is kept."""
        raw = secrets.token_urlsafe(32)
        now = datetime.now(UTC)
        kept = hashlib.sha256(raw.encode()).hexdigest()
        self.sessions[kept] = Session(world, buyer, secrets.token_hex(8), now)
        return good(NewSession(session_id=raw, expires_at=now + DAY), 201)


def good(said: BaseModel, status: int = 200) -> Response:
    """Return a good answer."""
    return as_json(said.model_dump_json(), status)


def as_json(text: str, status: int) -> Response:
    kind = "application/json" if status < 400 else PROBLEM_MEDIA_TYPE  # noqa: PLR2004 - refusals
    return Response(text, status, media_type=kind, headers={"Cache-Control": "no-store"})


def _state_of(request: Request) -> State:
    return request.app.state.known


def _session_of(request: Request) -> Session:
    found = _state_of(request).sessions.get(request.headers.get(SESSION_HEADER, ""))
    if found is None:
        raise RefusedError(ProblemCode.UNAUTHENTICATED)
    found.world.expire()
    return found


TheState = Annotated[State, Depends(_state_of)]
TheSession = Annotated[Session, Depends(_session_of)]
