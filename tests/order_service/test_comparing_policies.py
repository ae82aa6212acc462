"""Another policy is tried over a tenant's orders: what changes is said, nothing is stored."""

import pytest

from buyer_portal.order_client.errors import InvalidCommandError, OrderNotFoundError
from buyer_portal.order_client.studio import StudioClient
from buyer_portal.order_contract.comparisons import ComparePolicies, TriedPolicy
from buyer_portal.order_service.tenants import comparing

PACKED = {"status": "AWAITING_COLLECTION"}
UNPAID_ONLY = TriedPolicy(preset="unpaid-only")


@pytest.fixture
def compare(connection):
    async def do(world, after, before=None):
        asked = ComparePolicies(after=after, before=before)
        return await StudioClient(connection).compare_policies(world.made.tenant, asked)

    return do


def _told(found):
    return [
        (change.stage.value, change.before.outcome.value, change.after.outcome.value, change.count)
        for change in found.changes
    ]


async def test_each_order_is_compared_with_what_it_was_bought_under(make_world, compare):
    world = await make_world(
        sellers=[
            {"key": "packed", "preset": "until-packed"},
            {"key": "strict", "preset": "unpaid-only"},
        ],
        orders=[
            {"key": "a", "seller": "packed"},
            {"key": "b", "seller": "strict"},
            {"key": "c", "seller": "packed", **PACKED},
        ],
    )

    found = await compare(world, UNPAID_ONLY)

    assert (found.orders, found.are_all, found.now) == (3, True, world.made.now)
    assert _told(found) == [("AWAITING_SHIPMENT", "instant", "seller_unlock", 1)]
    number = (await world.detail("a")).order.number
    assert found.changes[0].examples == (number,)


async def test_two_policies_are_compared_whatever_was_bought_under(make_world, compare):
    world = await make_world(orders=[{**PACKED, "count": 3}])

    found = await compare(world, UNPAID_ONLY, TriedPolicy(preset="until-shipped"))

    assert _told(found) == [("AWAITING_COLLECTION", "request", "seller_unlock", 3)]
    assert (await compare(world, UNPAID_ONLY, UNPAID_ONLY)).changes == ()


async def test_a_text_is_a_market_s_or_a_seller_s(make_world, compare):
    world = await make_world(orders=[PACKED])
    gives = '[stages.AWAITING_COLLECTION]\ncancel = "instant"\n'

    of_seller = await compare(
        world, TriedPolicy(preset="until-packed", kind="seller", source=gives)
    )
    of_market = await compare(
        world, TriedPolicy(preset="until-packed", kind="market", source=gives)
    )

    assert _told(of_seller) == [("AWAITING_COLLECTION", "seller_unlock", "instant", 1)]
    assert _told(of_market) == _told(of_seller)


async def test_what_happened_since_counts_and_pages_are_joined(make_world, compare, monkeypatch):
    monkeypatch.setattr(comparing, "BATCH", 2)
    world = await make_world(orders=[{"key": "a"}, {"count": 4}])
    await world.step("pack", "a")

    found = await compare(world, TriedPolicy(preset="until-carrier"))

    assert found.orders == 5
    assert _told(found) == [("AWAITING_COLLECTION", "seller_unlock", "instant", 1)]


async def test_of_more_orders_than_are_compared_it_says_so(make_world, compare, monkeypatch):
    monkeypatch.setattr(comparing, "BATCH", 2)
    monkeypatch.setattr(comparing, "MOST_COMPARED", 3)
    world = await make_world(orders=[{"count": 7}])

    found = await compare(world, UNPAID_ONLY)

    assert (found.orders, found.are_all) == (4, False)


@pytest.mark.parametrize(
    ("tried", "pointer", "reason"),
    [
        (TriedPolicy(preset="nobody"), "/after/preset", "unknown"),
        (TriedPolicy(preset="nobody", kind="seller"), "/after/preset", "unknown"),
        (
            TriedPolicy(preset="until-packed", kind="market", source="x ="),
            "/after/source",
            "toml",
        ),
        (
            TriedPolicy(preset="until-packed", kind="seller", source="answer_hours = 'two'"),
            "/after/source",
            "policy",
        ),
    ],
)
async def test_a_policy_that_cannot_be_is_refused(make_world, compare, tried, pointer, reason):
    world = await make_world()

    with pytest.raises(InvalidCommandError) as refusal:
        await compare(world, tried)

    assert [(one.pointer, one.reason) for one in refusal.value.errors] == [(pointer, reason)]


async def test_orders_of_others_are_not_compared(make_world, compare):
    await make_world(orders=[{"count": 2}])
    world = await make_world(orders=[])

    assert (await compare(world, UNPAID_ONLY)).orders == 0
    world.made = world.made.model_copy(update={"tenant": "t-none"})
    with pytest.raises(OrderNotFoundError):
        await compare(world, UNPAID_ONLY)
