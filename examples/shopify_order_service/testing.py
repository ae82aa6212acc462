"""The part of the testing API that the conformance kit needs; never in production."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from buyer_portal.order_contract.events import EventsPage
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.testing import Clock, ClockChange, NewTicket
from examples.shopify_order_service.asking import State, TheState, good
from examples.shopify_order_service.scenarios import world_of
from examples.shopify_order_service.world import RefusedError, World

router = APIRouter()


def find(state: State, tenant: str) -> World:
    if tenant not in state.worlds:
        raise RefusedError(ProblemCode.NOT_FOUND)
    return state.worlds[tenant]


@router.post("/testing/tenants")
async def make_tenant(state: TheState, scenario: dict[str, Any]) -> Response:
    world, made = world_of(scenario, state.feed)
    state.add(world)
    for buyer in made.buyers.values():
        state.tickets[buyer.ticket] = (world.tenant, buyer.id)
    return good(made, 201)


@router.delete("/testing/tenants/{tenant}")
async def remove_tenant(state: TheState, tenant: str) -> Response:
    del state.worlds[find(state, tenant).tenant]
    state.sessions = {
        kept: one for kept, one in state.sessions.items() if one.world.tenant != tenant
    }
    return Response(status_code=204)


@router.get("/testing/tenants/{tenant}/clock")
async def read_clock(state: TheState, tenant: str) -> Response:
    world = find(state, tenant)
    return good(Clock(now=world.now, is_frozen=world.frozen_at is not None))


@router.put("/testing/tenants/{tenant}/clock")
async def set_clock(state: TheState, tenant: str, change: ClockChange) -> Response:
    world = find(state, tenant)
    passed = world.advance(change.now, change.advance_seconds, is_frozen=change.is_frozen)
    is_frozen = world.frozen_at is not None
    return good(Clock(now=world.now, is_frozen=is_frozen, deadlines_passed=passed))


@router.post("/testing/tenants/{tenant}/buyers/{buyer}/tickets")
async def make_ticket(state: TheState, tenant: str, buyer: str) -> Response:
    world = find(state, tenant)
    if buyer not in world.buyers:
        raise RefusedError(ProblemCode.NOT_FOUND)
    return good(NewTicket(ticket=state.ticket(world, world.buyers[buyer])), 201)


@router.post("/testing/tenants/{tenant}/orders/{known}/{step}")
async def take_step(state: TheState, tenant: str, known: str, step: str) -> Response:
    return good(find(state, tenant).take_step(known, step))


@router.get("/testing/tenants/{tenant}/events")
async def read_events(state: TheState, tenant: str) -> Response:
    world = find(state, tenant)
    own = tuple(one for one in world.feed.events if one.tenant == tenant)
    return good(EventsPage(events=own, last=own[-1].feed_id if own else 0))
