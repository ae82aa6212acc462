"""Messages of TikTok Shop that name no order find their return by its numbers."""

from dataclasses import replace
from itertools import permutations

import pytest

from buyer_portal.order_contract.webhooks import WebhookOutcome as O
from buyer_portal.order_service.tenants.clock import real_now
from buyer_portal.order_service.webhooks.receiving import try_pending_again

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

NUMBER = "576486316948490001"
REQUEST, PARCEL, RETURN = "4035318504086604001", "4035318504086604002", "4035318504086604003"
T = 1_772_442_000
DELIVERED = {"status": "DELIVERED", "number": NUMBER, "source": "tiktok-shop"}


def _message(type_: int, at: int, **data) -> dict:
    return {
        "type": type_,
        "tts_notification_id": f"{type_}-{at}",
        "shop_id": "7494049642642441621",
        "timestamp": at,
        "data": {"return_role": "BUYER", **data},
    }


def _told(status: str, at: int = T, *, name: str = REQUEST) -> dict:
    return _message(
        12,
        at,
        order_id=NUMBER,
        return_id=name,
        return_type="RETURN_AND_REFUND",
        return_status=status,
        update_time=at,
    )


def _asked(at: int = T) -> dict:
    return _told("RETURN_OR_REFUND_REQUEST_PENDING", at)


def _request(status: str = "PENDING_REQUEST_REVIEW", at: int = T + 1) -> dict:
    return _message(
        64,
        at,
        aftersales_request_id=REQUEST,
        aftersales_request_status=status,
        aftersales_request_update_time=at,
    )


def _parcel(status: str = "RMA_CREATED", at: int = T + 2, **data) -> dict:
    numbers = {"rma_id": PARCEL, "aftersales_request_id": REQUEST, **data}
    return _message(65, at, **numbers, rma_status=status, rma_update_time=at)


@pytest.fixture
def make_shop(make_world, let_in):
    """A world with an order that has arrived, and TikTok Shop."""

    async def make(**scenario):
        world = await make_world(orders=[DELIVERED], **scenario)
        return world, await let_in(world, "tiktok-shop")

    return make


async def _statuses(world) -> list[str]:
    return [one.status for one in (await world.detail()).returns]


def _history(detail) -> list[str]:
    return [entry.type for entry in detail.history if entry.type.startswith("return.")]


@pytest.mark.parametrize("order", [*permutations(range(3))], ids=str)
async def test_in_whatever_order_they_come_the_return_is_asked_for_and_approved_once(
    make_shop, received, order
):
    world, tiktok = await make_shop()
    messages = [_asked(), _request(), _parcel()]

    for place in order:
        await tiktok.send(messages[place])
        await tiktok.send(messages[place])

    outcomes = {one.type: one.outcome for one in await received(world)}
    assert outcomes == {"12": O.APPLIED, "64": O.STORED, "65": O.APPLIED}
    assert _history(await world.detail()) == ["return.requested", "return.approved"]
    assert await _statuses(world) == ["APPROVED"]


async def test_what_waited_takes_effect_with_the_next_tick(make_shop, received, database):
    world, tiktok = await make_shop()

    early = await tiktok.send(_parcel())
    await tiktok.send(_asked())
    before = await _statuses(world)
    await try_pending_again(database, real_now())

    assert (early.outcome, early.reason) == (O.PENDING, "unknown-return")
    assert (before, await _statuses(world)) == (["REQUESTED"], ["APPROVED"])
    assert [one.order_id for one in await received(world)] == [world.order()] * 2


async def test_a_parcel_makes_its_request_known(make_shop, database):
    """Type 12 has a number of its own, which only the parcel's message shares."""
    _, tiktok = await make_shop()

    await tiktok.send(_told("RETURN_OR_REFUND_REQUEST_PENDING", name=PARCEL))
    waits = await tiktok.send(_request())
    await tiktok.send(_parcel())
    await try_pending_again(database, real_now())
    again = await tiktok.send(_request("REQUEST_REVIEW_COMPLETED", T + 9))

    assert (waits.outcome, waits.reason) == (O.PENDING, "unknown-return")
    assert (again.outcome, again.reason) == (O.STORED, "nothing-new")  # the parcel said how


async def test_a_review_is_told_to_the_buyer_once_and_decides_nothing(make_shop):
    world, tiktok = await make_shop()
    await tiktok.send(_told("RETURN_OR_REFUND_REQUEST_PENDING"))
    [before] = (await world.detail()).returns

    first = await tiktok.send(_request("REQUEST_REVIEW_COMPLETED", T + 9))
    again = await tiktok.send(_request("REQUEST_REVIEW_COMPLETED", T + 19))

    [found] = (await world.detail()).returns
    assert (first.outcome, again.outcome) == (O.APPLIED, O.STORED)
    assert found.reviewed_at is not None
    assert replace(found, reviewed_at=None) == before
    told = [entry.type for entry in (await world.notifications()).notifications]
    assert told.count("return.reviewed") == 1


@pytest.mark.parametrize(
    ("status", "after"),
    [
        ("AWAITING_BUYER_RETURN", "APPROVED"),
        ("BUYER_SHIPPED_ITEM", "SHIPPED"),
        ("REJECT_RECEIVE_PACKAGE", "APPROVED"),
        ("SOMETHING_NEW", "APPROVED"),
    ],
)
async def test_a_parcel_goes_its_way(make_shop, status, after):
    world, tiktok = await make_shop()
    await tiktok.send(_asked())
    await tiktok.send(_parcel())

    told = await tiktok.send(_parcel(status, T + 60))

    assert await _statuses(world) == [after]
    assert (told.outcome, told.reason) == {
        "AWAITING_BUYER_RETURN": (O.STORED, "nothing-new"),
        "BUYER_SHIPPED_ITEM": (O.APPLIED, ""),
        "REJECT_RECEIVE_PACKAGE": (O.REFUSED, "no-reason-told"),
        "SOMETHING_NEW": (O.STORED, "unknown-status"),
    }[status]


async def test_older_news_of_a_parcel_does_not_go_back(make_shop):
    world, tiktok = await make_shop()
    await tiktok.send(_asked())
    await tiktok.send(_parcel())
    await tiktok.send(_parcel("BUYER_SHIPPED_ITEM", T + 60))

    late = await tiktok.send(_parcel("AWAITING_BUYER_RETURN", T + 3))

    assert late.outcome == O.STALE
    assert await _statuses(world) == ["SHIPPED"]


async def test_a_late_word_about_an_old_return_leaves_the_new_one_alone(make_shop):
    world, tiktok = await make_shop()
    await tiktok.send(_asked())
    await tiktok.send(_told("RETURN_OR_REFUND_REQUEST_CANCEL", T + 5))
    await tiktok.send(_told("RETURN_OR_REFUND_REQUEST_PENDING", T + 10, name=RETURN))

    late = await tiktok.send(_parcel(at=T + 20))

    assert (late.outcome, late.reason) == (O.STORED, "nothing-new")
    assert await _statuses(world) == ["WITHDRAWN", "REQUESTED"]


async def test_a_system_of_ones_own_can_say_what_the_shop_calls_a_return(make_shop, let_in):
    world, tiktok = await make_shop()
    seller = await let_in(world, "seller")

    early = await seller.tell("return.registered", world.order(), request="77")
    await tiktok.send(_told("RETURN_OR_REFUND_REQUEST_PENDING", name=RETURN))
    named = await seller.tell("return.registered", world.order(), request=REQUEST)
    twice = await seller.tell("return.registered", world.order(), request=REQUEST)
    told = await tiktok.send(_parcel())

    assert (early.outcome, early.reason) == (O.PENDING, "unknown-return")
    assert (named.outcome, twice.outcome) == (O.APPLIED, O.STORED)
    assert (told.outcome, await _statuses(world)) == (O.APPLIED, ["APPROVED"])


async def test_a_source_of_another_seller_knows_no_such_return(make_shop, let_in):
    world, tiktok = await make_shop()
    await tiktok.send(_asked())
    other = await let_in(world, "tiktok-shop", name="other-shop", seller_id="somebody-else")

    told = await other.send(_parcel())

    assert (told.outcome, told.reason) == (O.PENDING, "unknown-return")
    assert await _statuses(world) == ["REQUESTED"]


async def test_a_forged_word_leaves_nothing(make_shop, received):
    world, tiktok = await make_shop()
    await tiktok.send(_asked())
    body = b'{"type":65,"data":{"rma_id":"%s"}}' % REQUEST.encode()

    answer = await tiktok.post(body, tiktok.signed(body + b" "))

    assert answer.status_code == 401
    assert [one.type for one in await received(world)] == ["12"]
    assert await _statuses(world) == ["REQUESTED"]


@pytest.mark.parametrize(("type_", "lacks"), [(64, "aftersales_request_id"), (65, "rma_id")])
async def test_without_its_number_a_message_is_not_kept(make_shop, received, type_, lacks):
    world, tiktok = await make_shop()
    body = b'{"type": %d, "data": {}}' % type_

    answer = await tiktok.post(body, tiktok.signed(body))

    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == [f"/data/{lacks}"]
    assert await received(world) == []
