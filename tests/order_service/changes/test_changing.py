"""What a change does to an order and to its money."""

import asyncio

import pytest

from buyer_portal.domain.catalogue import Offer
from buyer_portal.domain.change_values import ChangeObstacle
from buyer_portal.domain.changes import ChangeKind
from buyer_portal.domain.order_differences import Difference
from buyer_portal.domain.orders import OrderStatus, OrderTab, PaymentMethod, PaymentState
from buyer_portal.order_client.errors import (
    ChangeRefusedError,
)
from tests.order_service.changes.wishes import COUPON, HOME, command, to_variant, variant


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


async def test_the_same_key_changes_once(make_world, new_key):
    world = await make_world()
    buyer = await world.buyer()
    sent, key = await command(buyer, world.order(), {"address": HOME}), new_key()

    answers = [await buyer.change_order(world.order(), sent, key) for _ in range(3)]

    assert answers[0] == answers[1] == answers[2]
    assert (await buyer.order(world.order())).order.version == 2
    assert [one.type for one in (await world.events()).events].count("order.changed") == 1


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
