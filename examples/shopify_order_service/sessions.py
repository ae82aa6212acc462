"""Signing in and out, and who the buyer is."""

import hmac

from fastapi import APIRouter, Request
from starlette.responses import Response

from buyer_portal.order_contract.paths import SESSION_HEADER
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.sessions import (
    Buyer as BuyerShown,
)
from buyer_portal.order_contract.sessions import (
    BuyerChange,
    CurrentSession,
    DemoBuyers,
    DemoSignIn,
    Device,
    Devices,
    Me,
    SignIn,
    TicketSignIn,
)
from examples.shopify_order_service.asking import DAY, Session, TheSession, TheState, good
from examples.shopify_order_service.world import RefusedError

router = APIRouter()


@router.post("/v1/sessions")
async def sign_in(state: TheState, given: SignIn) -> Response:
    for world in state.worlds.values():
        for buyer in world.buyers.values():
            is_right = hmac.compare_digest(buyer.password.encode(), given.password.encode())
            if buyer.login == given.login and buyer.password and is_right:
                return state.sign_in(world, buyer)
    raise RefusedError(ProblemCode.WRONG_CREDENTIALS)


@router.post("/v1/sessions/by-ticket")
async def sign_in_by_ticket(state: TheState, given: TicketSignIn) -> Response:
    tenant, buyer = state.tickets.pop(given.ticket, ("", ""))
    world = state.worlds.get(tenant)
    if world is None:
        raise RefusedError(ProblemCode.WRONG_CREDENTIALS)
    return state.sign_in(world, world.buyers[buyer])


@router.post("/v1/sessions/demo")
async def sign_in_to_demo(given: DemoSignIn) -> Response:
    raise RefusedError(ProblemCode.WRONG_CREDENTIALS, detail=given.buyer[:60])


@router.get("/v1/demo-buyers")
async def demo_buyers() -> Response:
    return good(DemoBuyers(buyers=()))


@router.get("/v1/sessions/current")
async def current(session: TheSession) -> Response:
    return good(
        CurrentSession(
            buyer=_shown(session),
            session_key=session.key,
            expires_at=session.since + DAY,
            server_now=session.world.now,
        )
    )


@router.delete("/v1/sessions/current")
async def sign_out(request: Request, state: TheState, _: TheSession) -> Response:
    del state.sessions[request.headers[SESSION_HEADER]]
    return Response(status_code=204)


@router.get("/v1/sessions")
async def devices(state: TheState, session: TheSession) -> Response:
    own = [one for one in state.sessions.values() if one.buyer == session.buyer]
    return good(
        Devices(
            devices=tuple(
                Device(
                    key=one.key, user_agent="", signed_in_at=one.since,
                    last_seen_at=one.since, is_current=one is session,
                )
                for one in own[::-1]
            )
        )
    )  # fmt: skip


@router.delete("/v1/sessions/{key}")
async def revoke(state: TheState, session: TheSession, key: str) -> Response:
    for kept, one in list(state.sessions.items()):
        if one.key == key and one.buyer == session.buyer:
            del state.sessions[kept]
            return Response(status_code=204)
    raise RefusedError(ProblemCode.NOT_FOUND)


@router.get("/v1/me")
async def me(session: TheSession) -> Response:
    return good(_me(session))


@router.patch("/v1/me")
async def change_me(session: TheSession, change: BuyerChange) -> Response:
    session.saved |= change.model_dump(exclude_none=True)
    return good(_me(session))


def _shown(session: Session) -> BuyerShown:
    buyer = session.buyer
    told = session.world.told.get(buyer.id, [])
    shown = BuyerShown(
        id=buyer.id, tenant=session.world.tenant, name=buyer.name, login=buyer.login,
        unread_notifications=sum(not one.is_read for one in told),
    )  # fmt: skip
    return shown.model_copy(update=session.saved)


def _me(session: Session) -> Me:
    world = session.world
    own = [event.feed_id for event in world.feed.events if event.tenant == world.tenant]
    return Me(
        buyer=_shown(session), session_key=session.key, counts=world.counts(session.buyer),
        minimum_client_build=1, feed_id=own[-1] if own else 0, server_now=world.now,
    )  # fmt: skip
