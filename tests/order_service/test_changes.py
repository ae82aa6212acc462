"""Changing an order instead of cancelling it, as the service decides it."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from buyer_portal.domain.catalogue import Offer
from buyer_portal.domain.change_values import ChangeObstacle
from buyer_portal.domain.changes import ChangeKind
from buyer_portal.domain.order_differences import Difference
from buyer_portal.domain.orders import OrderStatus, OrderTab, PaymentMethod, PaymentState
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.errors import (
    ChangeRefusedError,
    CommandExpiredError,
    OrderChangedError,
    OrderNotFoundError,
)
from buyer_portal.order_contract.changes import (
    ChangeAnswer,
    ChangeOrder,
    ChangeWish,
    OrderChoices,
)

HOME: dict[str, Any] = {
    "name": "Lan Nguyen",
    "phone": "+84 90 123 4567",
    "lines": ["1 New Street", "Hà Nội"],
}
MOVE = {"address": HOME}
PACKED_TOO = {"changes": {"AWAITING_COLLECTION": ["address"]}}
COUPON = {"code": "SAVE10", "percent": 10}


def variant(choices: OrderChoices, name: str) -> str:
    return next(one.id for offer in choices.offers for one in offer.variants if one.name == name)


def to_variant(choices: OrderChoices, name: str) -> dict[str, Any]:
    line = choices.order.lines[0].id
    return {"lines": [{"line_id": line, "variant_id": variant(choices, name)}]}


async def command(buyer: BuyerClient, order_id: str, wish: dict[str, Any]) -> ChangeOrder:
    """Return what a page would send for a wish that it has just priced."""
    wanted = ChangeWish.model_validate(wish)
    preview = await buyer.preview_change(order_id, wanted)
    return ChangeOrder(
        order_version=preview.order.version - 1,
        expires_at=preview.server_now + timedelta(minutes=2),
        wish=wanted,
        seen_total_minor=preview.order.total_minor,
    )


@pytest.fixture
def change(new_key):
    async def do(buyer: BuyerClient, order_id: str, wish: dict[str, Any]) -> ChangeAnswer:
        return await buyer.change_order(order_id, await command(buyer, order_id, wish), new_key())

    return do


async def test_choices_say_what_can_be_different(make_world):
    world = await make_world(coupons=[COUPON])
    buyer = await world.buyer()

    choices = await buyer.choices(world.order())

    assert choices.obstacles == {
        ChangeKind.QUANTITY: ChangeObstacle.STAGE,
        ChangeKind.ITEMS: ChangeObstacle.STAGE,
        ChangeKind.PAYMENT_METHOD: ChangeObstacle.STAGE,
    }
    assert [[one.name for one in offer.variants] for offer in choices.offers] == [
        ["White", "Blue", "Small", "Large"]
    ]
    assert [coupon.code for coupon in choices.coupons] == ["SAVE10"]
    assert choices.addresses == (choices.order.address,)
    assert choices.payment_methods[-1] is PaymentMethod.CASH_ON_DELIVERY


async def test_a_new_address_is_written_audited_and_told(make_world, change):
    world = await make_world()
    buyer = await world.buyer()
    before = (await buyer.order(world.order())).order

    answer = await change(buyer, world.order(), {"address": HOME})

    after = await buyer.order(world.order())
    assert after.order == answer.order
    assert (after.order.version, after.order.address.lines) == (2, ("1 New Street", "Hà Nội"))
    assert after.order.total_minor == before.total_minor
    assert [change.differences for change in after.changes] == [
        (
            Difference(
                kind=ChangeKind.ADDRESS,
                before="Linh Nguyen, 12 Market Street",
                after="Lan Nguyen, +84 90 123 4567, 1 New Street, Hà Nội",
            ),
        )
    ]
    written = (await world.audit()).entries[-1]
    assert (written.type, written.actor, written.version) == ("order.changed", "buyer", 2)
    assert written.parameters["before"] == "Linh Nguyen, 12 Market Street"
    assert written.parameters["after"].endswith("1 New Street, Hà Nội")
    assert (await world.events()).events[-1].type == "order.changed"
    assert (await world.notifications()).notifications[0].type == "order.changed"


async def test_a_cheaper_variant_pays_the_difference_back_once(make_world, change):
    world = await make_world()
    buyer = await world.buyer()
    choices = await buyer.choices(world.order())

    answer = await change(buyer, world.order(), to_variant(choices, "Small"))

    saved = -answer.change.difference_minor
    assert saved == choices.order.lines[0].unit_price_minor // 5
    assert [(one.payment_id, one.amount_minor) for one in answer.change.refunds] == [
        ("payment-1", saved)
    ]
    detail = await buyer.order(world.order())
    assert detail.changes[0].refunds == answer.change.refunds
    assert detail.order.refunded_minor == saved
    assert detail.order.paid_minor - saved == detail.order.total_minor
    assert detail.decision.refund_preview.total_minor == detail.order.total_minor
    found = await buyer.orders(query="Small")
    assert [card.id for card in found.orders] == [world.order()]


async def test_a_dearer_variant_of_a_paid_order_is_refused(make_world, change):
    world = await make_world()
    buyer = await world.buyer()
    choices = await buyer.choices(world.order())

    with pytest.raises(ChangeRefusedError) as refused:
        await change(buyer, world.order(), to_variant(choices, "Large"))

    assert refused.value.obstacle is ChangeObstacle.DEARER
    assert (await buyer.order(world.order())).order.version == 1


async def test_an_unpaid_order_takes_everything(make_world, change):
    world = await make_world(orders=[{"status": "UNPAID"}], coupons=[COUPON])
    buyer = await world.buyer()
    choices = await buyer.choices(world.order())
    price = choices.order.lines[0].unit_price_minor
    line = choices.order.lines[0].id

    answer = await change(
        buyer,
        world.order(),
        {
            "lines": [{"line_id": line, "variant_id": variant(choices, "Large"), "quantity": 2}],
            "added": [{"variant_id": variant(choices, "Small")}],
            "coupon_code": "SAVE10",
        },
    )

    goods = 2 * (price * 125 // 100) + price * 80 // 100
    shipping = choices.order.charges[0].amount_minor
    assert answer.order.total_minor == goods + shipping - goods // 10
    assert answer.change.refunds == ()
    assert (await buyer.choices(world.order())).coupons == ()


async def test_an_unpaid_order_becomes_cash_on_delivery(make_world, change):
    world = await make_world(orders=[{"status": "UNPAID"}])
    buyer = await world.buyer()

    answer = await change(buyer, world.order(), {"payment_method": "cash_on_delivery"})

    assert answer.order.status is OrderStatus.AWAITING_SHIPMENT
    assert answer.order.payment_state is PaymentState.CASH_ON_DELIVERY
    counts = (await buyer.orders()).counts
    assert (counts[OrderTab.TO_PAY], counts[OrderTab.TO_SHIP]) == (0, 1)
    clock = await world.advance(advance_seconds=7 * 86400)
    assert clock.deadlines_passed == 0


@pytest.mark.parametrize(
    ("order", "seller", "wish", "obstacle"),
    [
        pytest.param({"status": "AWAITING_COLLECTION"}, {}, MOVE, "stage", id="packed"),
        pytest.param({"status": "IN_TRANSIT"}, {}, MOVE, "stage", id="on-the-way"),
        pytest.param(
            {"status": "AWAITING_SHIPMENT"},
            {"preset": "unpaid-only"},
            MOVE,
            "stage",
            id="policy-of-the-seller",
        ),
        pytest.param(
            {"status": "AWAITING_COLLECTION", "open_request": {}},
            {"preset": "until-shipped", "overrides": PACKED_TOO},
            MOVE,
            "open_request",
            id="request-open",
        ),
        pytest.param({}, {}, {"coupon_code": "NOPE"}, "coupon", id="no-such-coupon"),
    ],
)  # fmt: skip
async def test_what_is_closed_stays_closed_by_hand(  # noqa: PLR0917 - one row of the table
    make_world, change, order, seller, wish, obstacle
):
    world = await make_world(orders=[order], sellers=[{"key": "seller", **seller}])
    buyer = await world.buyer()

    with pytest.raises(ChangeRefusedError) as refused:
        await change(buyer, world.order(), wish)

    assert refused.value.obstacle == obstacle


async def test_the_same_key_changes_once(make_world, new_key):
    world = await make_world()
    buyer = await world.buyer()
    sent, key = await command(buyer, world.order(), {"address": HOME}), new_key()

    answers = [await buyer.change_order(world.order(), sent, key) for _ in range(3)]

    assert answers[0] == answers[1] == answers[2]
    assert (await buyer.order(world.order())).order.version == 2
    assert [one.type for one in (await world.events()).events].count("order.changed") == 1


async def test_a_late_replay_and_an_old_view_change_nothing(make_world, new_key):
    world = await make_world()
    buyer = await world.buyer()
    sent = await command(buyer, world.order(), {"address": HOME})
    late = sent.model_copy(update={"expires_at": sent.expires_at - timedelta(hours=1)})
    dear = sent.model_copy(update={"seen_total_minor": sent.seen_total_minor + 1})

    with pytest.raises(CommandExpiredError):
        await buyer.change_order(world.order(), late, new_key())
    with pytest.raises(OrderChangedError):
        await buyer.change_order(world.order(), dear, new_key())
    await buyer.change_order(world.order(), sent, new_key())
    with pytest.raises(OrderChangedError):
        await buyer.change_order(world.order(), sent, new_key())

    assert (await buyer.order(world.order())).order.version == 2


async def test_two_tabs_have_one_winner(make_world, new_key):
    world = await make_world()
    buyer = await world.buyer()
    first = await command(buyer, world.order(), {"address": HOME})
    second = await command(buyer, world.order(), {"address": {**HOME, "name": "Another"}})

    ended = await asyncio.gather(
        *(buyer.change_order(world.order(), one, new_key()) for one in (first, second)),
        return_exceptions=True,
    )

    assert sorted(type(one).__name__ for one in ended) == ["ChangeAnswer", "OrderChangedError"]
    assert (await buyer.order(world.order())).order.version == 2


async def test_packing_and_changing_at_once_have_one_truth(make_world, new_key):
    world = await make_world()
    buyer = await world.buyer()
    sent = await command(buyer, world.order(), {"address": HOME})

    changed, _ = await asyncio.gather(
        buyer.change_order(world.order(), sent, new_key()),
        world.step("pack"),
        return_exceptions=True,
    )

    order = (await buyer.order(world.order())).order
    assert order.status is OrderStatus.AWAITING_COLLECTION
    if isinstance(changed, ChangeRefusedError):
        assert (changed.obstacle, order.version) == (ChangeObstacle.STAGE, 2)
        assert order.address.lines == ("12 Market Street",)
    else:
        assert order.version == 3
        assert order.address.lines == ("1 New Street", "Hà Nội")


async def test_the_last_piece_goes_to_one_buyer(make_world, new_key):
    mug = {"name": "White", "price_minor": 129_000}
    last = {"name": "Blue", "price_minor": 129_000, "stock": 1}
    world = await make_world(
        orders=[{"key": "one"}, {"key": "two"}], offers=[{"variants": [mug, last]}]
    )
    buyer = await world.buyer()
    choices = await buyer.choices(world.order("one"))
    wish = to_variant(choices, "Blue")
    sent = {key: await command(buyer, world.order(key), wish) for key in ("one", "two")}

    ended = await asyncio.gather(
        *(buyer.change_order(world.order(key), one, new_key()) for key, one in sent.items()),
        return_exceptions=True,
    )

    assert sorted(type(one).__name__ for one in ended) == ["ChangeAnswer", "ChangeRefusedError"]
    offers: tuple[Offer, ...] = (await buyer.choices(world.order("one"))).offers
    assert [one.stock for one in offers[0].variants] == [None, 0]


async def test_nobody_elses_order_can_be_seen_or_changed(make_world, new_key):
    buyers = [{"key": "lan"}, {"key": "eve"}]
    world = await make_world(buyers=buyers, orders=[{"buyer": "lan"}])
    lan, eve = await world.buyer("lan"), await world.buyer("eve")
    sent = await command(lan, world.order(), {"address": HOME})

    for ask in (
        lambda: eve.choices(world.order()),
        lambda: eve.preview_change(world.order(), sent.wish),
        lambda: eve.change_order(world.order(), sent, new_key()),
        lambda: eve.change_order("none-of-ours", sent, new_key()),
    ):
        with pytest.raises(OrderNotFoundError):
            await ask()

    assert (await lan.order(world.order())).order.version == 1


@pytest.mark.parametrize(
    ("wish", "pointer"),
    [
        pytest.param({"lines": [{"line_id": "x"}]}, "/wish/lines/0/line_id", id="unknown-line"),
        pytest.param(
            {"lines": [{"line_id": "line-1"}] * 2}, "/wish/lines/1/line_id", id="line-twice"
        ),
        pytest.param({}, "/wish", id="nothing"),
    ],
)
async def test_wishes_that_mean_nothing_are_refused(make_world, http, new_key, wish, pointer):
    world = await make_world(orders=[{"status": "UNPAID"}])
    answer = await _post(world, http, new_key(), wish)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    "wish",
    [
        pytest.param({"address": {**HOME, "lines": []}}, id="no-line"),
        pytest.param({"address": {**HOME, "lines": ["  \u202e "]}}, id="only-signs-nobody-sees"),
        pytest.param({"address": {**HOME, "lines": ["x" * 201]}}, id="endless"),
        pytest.param({"address": {**HOME, "name": "\0"}}, id="nul-alone"),
        pytest.param({"address": {**HOME, "phone": "call me"}}, id="no-phone"),
        pytest.param({"address": HOME, "total_minor": 1}, id="a-price-of-their-own"),
        pytest.param({"lines": [{"line_id": "line-1", "quantity": 0}]}, id="no-piece"),
        pytest.param({"lines": [{"line_id": "line-1", "quantity": -1}]}, id="negative"),
        pytest.param({"lines": [{"line_id": "line-1", "quantity": 10**6}]}, id="too-many"),
        pytest.param({"payment_method": "gold"}, id="unknown-method"),
        pytest.param({"added": [{"variant_id": "v"}] * 21}, id="too-many-lines"),
    ],
)
async def test_hostile_wishes_are_refused_as_wrong(make_world, http, new_key, wish):
    world = await make_world(orders=[{"status": "UNPAID"}])

    answer = await _post(world, http, new_key(), wish)

    assert answer.status_code == 422
    assert (await world.detail()).order.version == 1


async def _post(world: Any, http: Any, key: str, wish: dict[str, Any]) -> Any:
    detail = await world.detail()
    return await http.post(
        f"/v1/orders/{world.order()}/changes",
        headers={"X-Portal-Session": await world.session(), "Idempotency-Key": key},
        json={
            "order_version": 1,
            "expires_at": (detail.server_now + timedelta(minutes=2)).isoformat(),
            "wish": wish,
            "seen_total_minor": detail.order.total_minor,
        },
    )


async def test_signs_that_nobody_sees_are_dropped(make_world, change):
    world = await make_world()
    buyer = await world.buyer()

    typed = {**HOME, "name": " Lan\u202e \t Nguyen ", "lines": ["A\nB"]}

    answer = await change(buyer, world.order(), {"address": typed})

    assert answer.order.address.name == "Lan Nguyen"
    assert answer.order.address.lines == ("A B",)


async def test_a_used_coupon_comes_back_with_a_cancelled_order(make_world, change, cancel):
    world = await make_world(
        orders=[{"key": "one", "status": "UNPAID"}, {"key": "two", "status": "UNPAID"}],
        coupons=[COUPON],
    )
    buyer = await world.buyer()
    await change(buyer, world.order("one"), {"coupon_code": "SAVE10"})
    with pytest.raises(ChangeRefusedError):
        await change(buyer, world.order("two"), {"coupon_code": "SAVE10"})

    await cancel(buyer, world.order("one"))

    await change(buyer, world.order("two"), {"coupon_code": "SAVE10"})
    assert (await buyer.choices(world.order("two"))).coupons == ()
