"""Placing a new order from an old one, as the service prices and decides it."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from buyer_portal.domain.change_values import ChangeObstacle
from buyer_portal.domain.orders import (
    ChargeKind,
    OrderStatus,
    OrderTab,
    PaymentMethod,
    PaymentState,
)
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.errors import (
    CommandExpiredError,
    InvalidCommandError,
    OrderChangedError,
    OrderNotFoundError,
    PurchaseRefusedError,
)
from buyer_portal.order_contract.changes import AddressSent
from buyer_portal.order_contract.purchases import Basket, PlaceOrder

HOME = AddressSent(name="Lan", phone="+84 90 123 4567", lines=("1 New Street",))
CASH = PaymentMethod.CASH_ON_DELIVERY


async def basket(buyer: BuyerClient, order_id: str, *names: str, **more: Any) -> Basket:
    """Return pieces of the first product, by the names of its variants."""
    choices = await buyer.choices(order_id)
    ids = {one.name: one.id for offer in choices.offers for one in offer.variants}
    lines = [{"variant_id": ids[name]} for name in names or ("White",)]
    return Basket.model_validate({"again_of": order_id, "lines": lines, **more})


async def command(buyer: BuyerClient, wanted: Basket, **changes: Any) -> PlaceOrder:
    """Return what a page would send for a basket that it has just priced."""
    price = await buyer.price_basket(wanted)
    return PlaceOrder(
        basket=wanted,
        address=HOME,
        expires_at=price.server_now + timedelta(minutes=2),
        seen_total_minor=price.total_minor,
    ).model_copy(update=changes)


async def test_a_cancelled_order_is_placed_again(make_world, new_key):
    world = await make_world(orders=[{"status": "CANCELLED"}])
    buyer = await world.buyer()
    sent = await command(buyer, await basket(buyer, world.order(), "White", "White", "Blue"))

    answer = await buyer.place_order(sent, new_key())

    order = answer.order
    price = order.lines[0].unit_price_minor
    assert [(line.variant, line.quantity) for line in order.lines] == [("White", 2), ("Blue", 1)]
    assert order.total_minor == 3 * price + price // 5 == sent.seen_total_minor
    assert (order.status, order.payment_state) == (OrderStatus.UNPAID, PaymentState.UNPAID)
    assert (order.address.lines, order.address.region) == (("1 New Street",), "Vietnam")
    detail = await buyer.order(order.id)
    assert (detail.order, detail.seller) == (order, (await buyer.order(world.order())).seller)
    assert [entry.type for entry in detail.history] == ["order.placed"]
    assert (await buyer.orders()).counts == {
        **dict.fromkeys(OrderTab, 0),
        OrderTab.ALL: 2,
        OrderTab.TO_PAY: 1,
        OrderTab.CANCELLED: 1,
    }
    assert (await world.events()).events[-1].type == "order.placed"
    told = (await world.notifications()).notifications[0]
    assert (told.type, told.order_id) == ("order.placed", order.id)


async def test_a_new_order_must_be_paid_in_time(make_world, new_key):
    world = await make_world()
    buyer = await world.buyer()
    placed = await buyer.place_order(
        await command(buyer, await basket(buyer, world.order())), new_key()
    )

    await world.advance(advance_seconds=49 * 3600)

    assert (await buyer.order(placed.order.id)).order.status is OrderStatus.CANCELLED


async def test_cash_on_delivery_needs_no_payment_first(make_world, new_key):
    world = await make_world()
    buyer = await world.buyer()
    wanted = await basket(buyer, world.order(), payment_method=CASH)

    order = (await buyer.place_order(await command(buyer, wanted), new_key())).order

    assert (order.status, order.payment_state) == (
        OrderStatus.AWAITING_SHIPMENT,
        PaymentState.CASH_ON_DELIVERY,
    )
    assert [(one.method, one.amount_minor) for one in order.payments] == [(CASH, order.total_minor)]


async def test_a_coupon_counts_once(make_world, new_key):
    world = await make_world(coupons=[{"code": "SAVE10"}])
    buyer = await world.buyer()
    wanted = await basket(buyer, world.order(), coupon_code="SAVE10")
    sent = await command(buyer, wanted)

    first = await buyer.place_order(sent, new_key())
    with pytest.raises(PurchaseRefusedError) as refused:
        await buyer.place_order(sent, new_key())

    assert [one.kind for one in first.order.charges] == [ChargeKind.SHIPPING, ChargeKind.VOUCHER]
    assert refused.value.obstacle is ChangeObstacle.COUPON


async def test_the_same_key_places_once_even_at_once(make_world, new_key):
    world = await make_world()
    buyer = await world.buyer()
    sent, key = await command(buyer, await basket(buyer, world.order())), new_key()

    answers = await asyncio.gather(*(buyer.place_order(sent, key) for _ in range(4)))

    assert len({answer.order.id for answer in answers}) == 1
    assert (await buyer.orders()).counts[OrderTab.ALL] == 2


async def test_the_last_piece_is_sold_once(make_world, new_key):
    offers = [{"variants": [{"name": "White", "price_minor": 129_000, "stock": 1}]}]
    world = await make_world(offers=offers)
    buyer = await world.buyer()
    sent = await command(buyer, await basket(buyer, world.order()))

    ended = await asyncio.gather(
        *(buyer.place_order(sent, new_key()) for _ in range(2)), return_exceptions=True
    )

    assert sorted(type(one).__name__ for one in ended) == ["PlacedAnswer", "PurchaseRefusedError"]


async def test_an_old_price_and_a_late_replay_buy_nothing(make_world, new_key):
    world = await make_world()
    buyer = await world.buyer()
    sent = await command(buyer, await basket(buyer, world.order()))
    cheap = sent.model_copy(update={"seen_total_minor": 1})
    late = sent.model_copy(update={"expires_at": sent.expires_at - timedelta(hours=1)})

    with pytest.raises(OrderChangedError):
        await buyer.place_order(cheap, new_key())
    with pytest.raises(CommandExpiredError):
        await buyer.place_order(late, new_key())

    assert (await buyer.orders()).counts[OrderTab.ALL] == 1


async def test_what_nobody_offers_cannot_be_bought(make_world, new_key):
    other = {"product_name": "Vase", "variants": [{"name": "Red", "price_minor": 5}]}
    world = await make_world(
        sellers=[{"key": "mine"}, {"key": "theirs", "name": "Another"}],
        orders=[{"key": "here", "seller": "mine"}, {"key": "there", "seller": "theirs"}],
        offers=[
            {"seller": "mine", "variants": [{"name": "White", "price_minor": 9}]},
            {"seller": "theirs", **other},
        ],
    )
    buyer = await world.buyer()
    foreign = (await buyer.choices(world.order("there"))).offers[0].variants[0].id
    wanted = await basket(buyer, world.order("here"))
    stolen = wanted.model_copy(
        update={"lines": (wanted.lines[0].model_copy(update={"variant_id": foreign}),)}
    )

    price = await buyer.price_basket(stolen)
    with pytest.raises(PurchaseRefusedError) as refused:
        await buyer.place_order(await command(buyer, stolen), new_key())

    assert price.obstacle is refused.value.obstacle is ChangeObstacle.NOT_OFFERED


async def test_a_seller_without_a_catalogue_sells_what_was_ordered(make_world, new_key):
    world = await make_world(offers=[])
    buyer = await world.buyer()
    choices = await buyer.choices(world.order())
    line = choices.order.lines[0]
    wanted = Basket.model_validate(
        {"again_of": world.order(), "lines": [{"variant_id": choices.offers[0].variants[0].id}]}
    )

    order = (await buyer.place_order(await command(buyer, wanted), new_key())).order

    assert (order.lines[0].product_name, order.lines[0].unit_price_minor) == (
        line.product_name,
        line.unit_price_minor,
    )


async def test_nobody_buys_from_anothers_order(make_world, new_key):
    world = await make_world(buyers=[{"key": "lan"}, {"key": "eve"}], orders=[{"buyer": "lan"}])
    lan, eve = await world.buyer("lan"), await world.buyer("eve")
    sent = await command(lan, await basket(lan, world.order()))

    with pytest.raises(OrderNotFoundError):
        await eve.price_basket(sent.basket)
    with pytest.raises(OrderNotFoundError):
        await eve.place_order(sent, new_key())

    assert (await eve.orders()).orders == ()


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"lines": []}, id="empty"),
        pytest.param({"lines": [{"variant_id": "v", "quantity": 1000}]}, id="too-many"),
        pytest.param({"lines": [{"variant_id": "v"}] * 51}, id="too-long"),
        pytest.param({"lines": [{"variant_id": "v", "price_minor": 1}]}, id="own-price"),
        pytest.param({"payment_method": "gold"}, id="unknown-method"),
    ],
)
async def test_hostile_baskets_are_refused_as_wrong(make_world, http, wrong):
    world = await make_world()

    answer = await http.post(
        "/v1/orders/preview",
        headers={"X-Portal-Session": await world.session()},
        json={"again_of": world.order(), "lines": [{"variant_id": "v"}], **wrong},
    )

    assert answer.status_code == 422


async def test_shop_credit_of_nobody_buys_nothing(make_world):
    world = await make_world()
    buyer = await world.buyer()
    wanted = await basket(buyer, world.order(), payment_method=PaymentMethod.SHOP_CREDIT)

    assert (await buyer.price_basket(wanted)).obstacle is ChangeObstacle.CASH_OFF


async def test_a_key_of_another_basket_is_refused(make_world, new_key):
    world = await make_world()
    buyer = await world.buyer()
    key = new_key()
    await buyer.place_order(await command(buyer, await basket(buyer, world.order())), key)

    with pytest.raises(InvalidCommandError):
        await buyer.place_order(
            await command(buyer, await basket(buyer, world.order(), "Blue")), key
        )


def _strikes(number: int, **overrides: int) -> dict[str, Any]:
    """Return a tenant whose buyer refused so many parcels of a seller who minds."""
    refused = [
        {"key": f"refused-{place}", "status": "IN_TRANSIT", "refused": {"hours_ago": 24 + place}}
        for place in range(number)
    ]
    return {
        "sellers": [{"key": "seller", "overrides": overrides}],
        "orders": [{"key": "order-1"}, *refused],
    }


async def test_who_refused_too_often_cannot_pay_at_the_door(make_world, new_key):
    world = await make_world(**_strikes(2, cod_off_after_strikes=2))
    buyer = await world.buyer()
    wanted = await basket(buyer, world.order(), payment_method=CASH)

    with pytest.raises(PurchaseRefusedError) as refused:
        await buyer.place_order(await command(buyer, wanted), new_key())

    assert refused.value.obstacle is ChangeObstacle.CASH_OFF
    choices = await buyer.choices(world.order())
    assert CASH not in choices.payment_methods
    by_card = await command(buyer, await basket(buyer, world.order()))
    assert (await buyer.place_order(by_card, new_key())).order.status is OrderStatus.UNPAID


async def test_a_seller_who_denies_takes_no_new_order(make_world, new_key):
    world = await make_world(**_strikes(3, deny_after_strikes=3))
    buyer = await world.buyer()

    with pytest.raises(PurchaseRefusedError) as refused:
        await buyer.place_order(await command(buyer, await basket(buyer, world.order())), new_key())

    assert refused.value.obstacle is ChangeObstacle.SELLER_DENIES
    assert (await buyer.choices(world.order())).again_obstacle is ChangeObstacle.SELLER_DENIES
