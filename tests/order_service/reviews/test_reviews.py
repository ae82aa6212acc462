"""Reviews: after the money is back, once, kept under the key, read by the operator."""

from datetime import timedelta

import pytest

from buyer_portal.domain.reviews import Improvement, Review
from buyer_portal.order_client.errors import (
    CommandExpiredError,
    InvalidCommandError,
    OrderNotFoundError,
)
from buyer_portal.order_contract.paths import KEY_HEADER, SESSION_HEADER
from buyer_portal.order_contract.reviews import GiveReview
from buyer_portal.order_service.reviews.command import told

PAID = {"status": "AWAITING_SHIPMENT"}
DAYS_40 = 40 * 86_400


@pytest.fixture
def give(new_key):
    async def do(buyer, order_id, key=None, **said):
        now = (await buyer.review(order_id)).server_now
        command = GiveReview.model_validate(
            {"expires_at": now + timedelta(minutes=2), "rating": 4} | said
        )
        return await buyer.give_review(order_id, command, key or new_key())

    return do


@pytest.fixture
async def refunded(make_world, cancel):
    """A world whose one order was cancelled and paid back."""
    world = await make_world(orders=[PAID])
    buyer = await world.buyer()
    await cancel(buyer, world.order())
    await world.advance(advance_seconds=DAYS_40)
    return world, buyer


async def test_a_review_waits_for_the_money(make_world, cancel, give):
    world = await make_world(orders=[PAID])
    buyer = await world.buyer()
    before = await buyer.review(world.order())
    await cancel(buyer, world.order())
    on_its_way = await buyer.review(world.order())

    with pytest.raises(InvalidCommandError):
        await give(buyer, world.order())
    await world.advance(advance_seconds=DAYS_40)

    assert (before.can_review, on_its_way.can_review) == (False, False)
    assert (await buyer.review(world.order())).can_review is True


async def test_a_review_is_given_once(refunded, give):
    world, buyer = refunded

    said = await give(
        buyer,
        world.order(),
        improvements=["refund_speed", "refund_speed", "find_cancel"],
        text="  Fast.  ",
    )

    assert said.review == Review(
        rating=4,
        improvements=(Improvement.REFUND_SPEED, Improvement.FIND_CANCEL),
        text="Fast.",
        given_at=said.server_now,
    )
    assert (await buyer.review(world.order())).model_copy(
        update={"server_now": said.server_now}
    ) == said
    with pytest.raises(InvalidCommandError):
        await give(buyer, world.order(), rating=1)
    events = [event.type for event in (await world.events()).events]
    assert events.count("review.given") == 1


async def test_the_same_key_gives_the_same_answer(refunded, new_key):
    world, buyer = refunded
    now = (await buyer.review(world.order())).server_now
    command = GiveReview(expires_at=now + timedelta(minutes=2), rating=5)
    key = new_key()

    first = await buyer.give_review(world.order(), command, key)
    again = await buyer.give_review(world.order(), command, key)

    assert again == first


async def test_a_late_review_is_not_kept(refunded, give):
    world, buyer = refunded
    now = (await buyer.review(world.order())).server_now

    with pytest.raises(CommandExpiredError):
        await give(buyer, world.order(), expires_at=now - timedelta(seconds=1))

    assert (await buyer.review(world.order())).review is None


@pytest.mark.parametrize("said", [{"rating": 0}, {"rating": 6}, {"text": "x" * 1001}])
async def test_what_no_form_sends_is_refused(refunded, http, said):
    world, _ = refunded
    body = {"expires_at": "2099-01-01T00:00:00Z", "rating": 3} | said
    headers = {SESSION_HEADER: await world.session(), KEY_HEADER: "a-key-of-a-review"}

    answer = await http.post(f"/v1/orders/{world.order()}/review", json=body, headers=headers)

    assert answer.status_code == 422


async def test_a_foreign_order_looks_like_none(make_world):
    world = await make_world(buyers=[{"key": "one"}, {"key": "two"}], orders=[{"buyer": "one"}])
    stranger = await world.buyer("two")

    with pytest.raises(OrderNotFoundError):
        await stranger.review(world.order())


async def test_the_operator_reads_all_of_it(refunded, give, database):
    world, buyer = refunded
    await give(buyer, world.order(), improvements=["support"], text="Thanks")
    number = (await buyer.order(world.order())).order.number

    [one] = database.read_now(lambda connection: told(connection, world.made.tenant, None))

    assert (one.order_number, one.rating, one.improvements, one.text) == (
        number,
        4,
        "support",
        "Thanks",
    )
