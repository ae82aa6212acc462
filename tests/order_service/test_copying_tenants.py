"""A copy of a tenant stands where the tenant stood, and goes its own way from there."""

from datetime import timedelta

import pytest

from buyer_portal.order_client.connection import Call
from buyer_portal.order_client.errors import (
    NotSignedInError,
    OrderNotFoundError,
    TooManyCopiesError,
)
from buyer_portal.order_client.studio import StudioClient
from buyer_portal.order_service.tables import ROWS_OF_TENANTS
from buyer_portal.order_service.tenants import copying
from buyer_portal.order_service.tenants.copying import _LEFT_OUT, COPIED


@pytest.fixture
def copy(connection):
    """Copy a world; the copy has the same keys."""

    async def do(world):
        made = await StudioClient(connection).copy_tenant(world.made.tenant)
        return type(world)(world.made.model_copy(update={"tenant": made.tenant}), connection)

    return do


async def _all_of(world, keys):
    """Return everything that counterparts and buyers read of a tenant."""
    buyer = await world.buyer()
    return (
        [(await world.detail(key)).model_dump() for key in keys],
        [card.model_dump() for card in (await buyer.orders()).orders],
        (await buyer.orders()).counts,
        (await world.audit()).entries,
        (await world.notifications()).notifications,
        (await buyer.conversation(world.order("asked"))).model_dump(),
        (await buyer.me()).counts,
    )


@pytest.fixture
async def played(make_world, cancel):
    """A tenant in which much has happened."""
    world = await make_world(
        orders=[
            {"key": "asked", "status": "AWAITING_COLLECTION"},
            {"key": "gone", "status": "AWAITING_SHIPMENT"},
            {"key": "back", "status": "DELIVERED", "returning": {"state": "approved"}},
        ]
    )
    buyer = await world.buyer()
    await cancel(buyer, world.order("gone"))
    await world.step("seller-say", "asked", text="Good morning.")
    await world.step("seller-unlock", "asked", reason="As you wish.")
    await world.advance(advance_seconds=3600)
    return world


async def test_a_copy_is_the_same_and_lives_on_its_own(played, copy):
    keys = ("asked", "gone", "back")
    other = await copy(played)

    assert other.made.tenant != played.made.tenant
    assert await _all_of(other, keys) == await _all_of(played, keys)

    before = await played.detail("gone")
    await other.step("bank-settle", "gone")
    await other.step("carrier-scan", "asked")
    assert await played.detail("gone") == before
    assert (await other.detail("asked")).order.status.value == "IN_TRANSIT"
    assert (await played.detail("asked")).order.status.value == "AWAITING_COLLECTION"


async def test_a_copy_stands_still_until_it_is_let_run(connection, played, copy):
    client = StudioClient(connection)
    await client.let_run(played.made.tenant)
    at = (await client.clock(played.made.tenant)).now
    other = await copy(played)

    clock = await client.clock(other.made.tenant)
    assert (clock.is_frozen, clock.now >= at) == (True, True)
    assert (await client.clock(other.made.tenant)).now == clock.now


async def test_a_session_does_not_go_along(played, copy):
    session = await played.session()
    other = await copy(played)
    await StudioClient(played.connection).remove_tenant(played.made.tenant)

    buyer = await other.buyer()
    assert len((await buyer.devices()).devices) == 1
    with pytest.raises(NotSignedInError):
        await type(buyer)(played.connection, session).me()


async def test_there_is_no_copy_of_nothing_or_of_the_portal_s_own_buyers(connection):
    for tenant in ("main", "t-none"):
        with pytest.raises(OrderNotFoundError):
            await connection.tell(Call("POST", f"/testing/tenants/{tenant}/copies"))


async def test_so_many_copies_of_one_are_kept_until_one_is_gone(
    connection, make_world, monkeypatch
):
    client = StudioClient(connection)
    world, other = await make_world(), await make_world()
    monkeypatch.setattr(copying, "MOST_OF_ONE", 2)
    first = await client.copy_tenant(world.made.tenant)
    await client.copy_tenant(world.made.tenant)

    with pytest.raises(TooManyCopiesError):
        await client.copy_tenant(world.made.tenant)
    await client.copy_tenant(other.made.tenant)
    await client.copy_tenant(first.tenant)  # a copy has copies of its own
    await client.remove_tenant(first.tenant)
    await client.copy_tenant(world.made.tenant)


async def test_so_many_copies_are_kept_in_all(connection, make_world, monkeypatch):
    world = await make_world()
    monkeypatch.setattr(copying, "MOST_COPIES", 0)

    with pytest.raises(TooManyCopiesError):
        await StudioClient(connection).copy_tenant(world.made.tenant)


async def test_a_copy_that_has_expired_does_not_count(connection, make_world, monkeypatch):
    client, world = StudioClient(connection), await make_world()
    monkeypatch.setattr(copying, "MOST_OF_ONE", 1)
    await client.copy_tenant(world.made.tenant)
    real = copying.real_now()
    monkeypatch.setattr(copying, "real_now", lambda: real + timedelta(hours=2))

    await client.copy_tenant(world.made.tenant)


def test_every_table_is_copied_or_left_out():
    assert {*COPIED, *_LEFT_OUT} == {*ROWS_OF_TENANTS}
