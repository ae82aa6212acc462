"""When the network of a prototype begins to fail, for whom, and how often."""

import asyncio

import pytest

from buyer_portal.scenario.opening import NetworkFault
from buyer_portal.studio.network import SETTLING_SECONDS, NetworkPlan


class Clock:
    """A clock that a test moves."""

    now = 100.0

    def __call__(self):
        """Return its time."""
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def plan(clock):
    made = NetworkPlan(clock)
    made.know("hash", "tenant")
    return made


def test_nobody_else_is_touched(plan):
    plan.change("tenant", NetworkFault.OFFLINE)

    assert plan.now("hash") is NetworkFault.OFFLINE
    assert plan.now("another") is plan.now("") is NetworkFault.NONE


def test_fault_of_an_opening_waits_for_the_page(plan, clock):
    plan.open("tenant", NetworkFault.HALF_OPEN)
    clock.now += 60
    before = plan.now("hash")
    plan.connected("hash")
    settling = plan.now("hash")
    clock.now += SETTLING_SECONDS

    assert (before, settling) == (NetworkFault.NONE, NetworkFault.NONE)
    assert plan.now("hash") is NetworkFault.HALF_OPEN


def test_one_request_gets_lost(plan):
    plan.change("tenant", NetworkFault.LOST_REQUEST)

    assert [plan.loses("hash") for _ in range(3)] == [True, False, False]
    assert plan.fault_of("tenant") is NetworkFault.NONE


async def test_cut_comes_when_the_network_goes_and_not_before(plan):
    cutting = asyncio.create_task(plan.cut("hash"))
    await asyncio.sleep(0)
    plan.change("tenant", NetworkFault.HALF_OPEN)
    await asyncio.sleep(0.01)
    was_done = cutting.done()
    plan.change("tenant", NetworkFault.OFFLINE)

    await asyncio.wait_for(cutting, 1)
    assert not was_done


async def test_repaired_network_is_whole(plan):
    plan.change("tenant", NetworkFault.OFFLINE)
    plan.change("tenant", NetworkFault.NONE)

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(plan.cut("hash"), 0.02)
    assert plan.now("hash") is NetworkFault.NONE
