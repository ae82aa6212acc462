"""The named scenarios can be made, and cover every screen, cause, stage and outcome there is."""

from typing import get_args

import pytest

from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.policy import Permission
from buyer_portal.order_client.errors import (
    CancellationRefusedError,
    OrderNotFoundError,
    OrderServiceFaultError,
)
from buyer_portal.scenario.library import LIBRARY
from buyer_portal.scenario.opening import PAGES, NetworkFault
from buyer_portal.scenario.parts import ScenarioReturn

BUILD = 1


on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def open_named(make_world):
    """Make the tenant of a named scenario."""

    async def make(name):
        scenario = LIBRARY[name].scenario
        return await make_world(**scenario.model_dump(exclude_defaults=True, mode="json"))

    return make


async def _seen(world, scenario, client_build=BUILD):
    """Return what the buyer of the opening sees of its order, None where it is not theirs."""
    order = scenario.opening.order or scenario.orders[0].key
    key = scenario.opening.buyer or scenario.orders[0].buyer or scenario.all_buyers[0].key
    buyer = await world.buyer(key, client_build=client_build)
    try:
        return await buyer.order(world.order(order))
    except OrderNotFoundError:
        return None


@on_sqlite
async def test_every_stage_cause_and_outcome_has_a_name(open_named, cancel):
    stages, causes, outcomes = set(), set(), set()

    for name, named in LIBRARY.items():
        scenario = named.scenario
        world = await open_named(name)
        if scenario.opening.network is not NetworkFault.NONE:
            causes.add(Cause.CONNECTION)  # what the browser says by itself
        if not scenario.orders:
            continue
        detail = await _seen(world, scenario)
        if detail is None:
            causes.add(Cause.WRONG_ACCOUNT)
            continue
        stages.add(detail.order.status)
        causes.update(detail.decision.causes)
        outcomes.add(detail.decision.outcome)

    with pytest.raises(OrderServiceFaultError):
        await _cancel(open_named, cancel, "system-error")
    causes.add(Cause.SYSTEM_ERROR)
    with pytest.raises(CancellationRefusedError) as refusal:
        await _cancel(open_named, cancel, "carrier-faster")
    assert refusal.value.causes[0] is Cause.IN_TRANSIT
    causes.add(Cause.ORDER_CHANGED)  # what the page calls it: the buyer had seen another state

    assert stages == set(OrderStatus)
    assert causes == set(Cause)
    assert outcomes == set(Permission)


async def _cancel(open_named, cancel, name):
    world = await open_named(name)
    await cancel(await world.buyer("lan", client_build=BUILD), world.order("order"))


def test_every_screen_has_a_name():
    shown = {named.scenario.opening.page for named in LIBRARY.values()}

    assert shown == set(PAGES), "name a scenario of the new page in scenario/library.py"


@on_sqlite
async def test_tickets_of_a_scenario_are_opened_and_answered(open_named):
    world = await open_named("support-ticket")
    buyer = await world.buyer("lan")

    answer = await buyer.ticket(world.made.tickets["ticket"])

    assert [(one.author.value, one.text) for one in answer.messages] == [
        ("buyer", "The seller does not answer. I want to cancel."),
        ("support", "We have asked the seller and write to you tomorrow."),
    ]


def test_every_state_of_a_return_has_a_name():
    named = {
        order.returning.state
        for one in LIBRARY.values()
        for order in one.scenario.orders
        if order.returning
    }

    assert named == set(get_args(ScenarioReturn.model_fields["state"].annotation))
