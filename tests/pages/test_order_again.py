"""The page that orders again, on the real service."""

import pytest

from buyer_portal.commands.wishes import keep_wish
from buyer_portal.order_contract.changes import ChangeWish
from buyer_portal.pages.order_again.state import AgainState
from buyer_portal.session import buyer_client
from buyer_portal.views.phase import Phase

from .background import run_in_background
from .test_change import HOME


@pytest.fixture
def open_again(open_shop, make_state):
    """Open the page for a tenant's one order, which is cancelled, and return shop and page."""

    async def make(wish=None, **scenario):
        scenario = {"orders": [{"status": "CANCELLED"}], **scenario}
        shop = await open_shop(**scenario)
        address = f"/orders/{shop.made.orders['order-1']}/again/"
        page = make_state(AgainState, address, await shop.sign_in())
        if wish is not None:
            await keep_wish(page, shop.made.orders["order-1"], wish)
        async for _ in page.load():
            pass
        return shop, page

    return make


async def choose(page, event, *arguments):
    async for _ in getattr(page, event)(*arguments):
        pass


async def orders_of(page):
    return (await (await buyer_client(page)).orders()).orders


async def test_everything_is_filled_in_and_priced(open_again):
    _, page = await open_again()

    assert page.phase is Phase.READY
    assert [(line.name, line.quantity) for line in page.page.lines] == [("Enamel mug", "1")]
    assert page.page.address.street == "12 Market Street"
    assert [method.value for method in page.page.methods if method.is_chosen] == ["card"]
    assert (page.price.total_text, page.can_place) == ("₫154,800", True)


async def test_what_was_changed_is_ordered(open_again):
    _, page = await open_again(coupons=[{"code": "SAVE10", "percent": 10}])
    blue = next(one.value for one in page.page.lines[0].variants if one.text.startswith("Blue"))

    await choose(page, "choose_variant", "0", blue)
    await choose(page, "choose_quantity", "0", "2")
    await choose(page, "choose_coupon", "SAVE10")
    await choose(page, "choose_method", "cash_on_delivery")
    (leading,) = await run_in_background(page, "send", HOME)

    new = (await orders_of(page))[0]
    order = (await (await buyer_client(page)).order(new.id)).order
    assert str(leading.args[0][1]).strip('"') == f"/orders/{page.order_key}/again/?placed={new.id}"
    assert [(line.variant, line.quantity) for line in order.lines] == [("Blue", 2)]
    assert order.total_minor == 258_000 + 25_800 - 25_800
    assert order.address.lines == ("1 New Street", "Hà Nội")
    assert [one.method.value for one in order.payments] == ["cash_on_delivery"]


async def test_the_new_order_is_told_and_linked(open_again, make_state):
    shop, page = await open_again()
    await run_in_background(page, "send", HOME)
    new = (await orders_of(page))[0]
    address = f"/orders/{page.order_key}/again/?placed={new.id}"
    again = make_state(AgainState, address, await shop.sign_in())

    async for _ in again.load():
        pass

    assert (again.phase, again.placed.href) == (Phase.READY, f"/orders/{new.id}/")
    assert f"Number {new.number}. Pay ₫154,800 until" in again.placed.text


async def test_a_placed_order_of_somebody_else_is_not_shown(open_shop, make_state):
    shop = await open_shop(buyers=[{"key": "lan"}, {"key": "eve"}], orders=[{"buyer": "lan"}])
    theirs = shop.made.orders["order-1"]
    page = make_state(
        AgainState, f"/orders/{theirs}/again/?placed={theirs}", await shop.sign_in("eve")
    )

    async for _ in page.load():
        pass

    assert (page.phase, page.placed, page.page) == (Phase.MISSING, None, None)


async def test_what_could_not_be_changed_is_filled_in(make_state, open_shop):
    shop = await open_shop()
    order_id = shop.made.orders["order-1"]
    page = make_state(AgainState, f"/orders/{order_id}/again/", await shop.sign_in())
    choices = await (await buyer_client(page)).choices(order_id)
    large = next(one.id for one in choices.offers[0].variants if one.name == "Large")
    wish = ChangeWish.model_validate(
        {
            "lines": [{"line_id": "line-1", "variant_id": large, "quantity": 2}],
            "address": {"name": "Mai", "phone": "+84 91 000 0000", "lines": ["9 Lake Road"]},
        }
    )
    await keep_wish(page, order_id, wish)

    async for _ in page.load():
        pass

    assert [(line.chosen, line.quantity) for line in page.page.lines] == [(large, "2")]
    assert (page.page.address.name, page.page.address.street) == ("Mai", "9 Lake Road")


async def test_what_is_sold_out_or_gone_is_replaced_or_left_out(open_again):
    mug = [
        {"name": "White", "price_minor": 129_000, "stock": 0},
        {"name": "Blue", "price_minor": 129_000},
    ]
    lines = [{"product_name": "Enamel mug"}, {"product_name": "Old vase"}]
    _, page = await open_again(offers=[{"variants": mug}], orders=[{"lines": lines}])

    assert [line.chosen for line in page.page.lines] == [page.page.lines[0].variants[1].value]
    assert page.page.lines[0].variants[0].is_off
    assert page.page.left_out == "Not offered any more and left out: Old vase"


async def test_an_empty_basket_cannot_be_placed(open_again):
    _, page = await open_again()

    await choose(page, "remove", "0")
    await run_in_background(page, "send", HOME)

    assert (page.can_place, page.page.lines) == (False, [])
    assert [error.text for error in page.errors] == [
        "Nothing is left. Add something from this seller."
    ]
    assert len(await orders_of(page)) == 1


async def test_wrong_fields_are_named_and_nothing_is_ordered(open_again):
    _, page = await open_again()

    await run_in_background(page, "send", {**HOME, "address-street": ""})

    assert [error.field_id for error in page.errors] == ["address-street"]
    assert len(await orders_of(page)) == 1


async def test_a_fault_orders_nothing_and_can_be_sent_again(open_again):
    shop, page = await open_again()
    await shop.fail("place_order")
    await run_in_background(page, "send", HOME)
    assert (
        page.errors[0].text == "Our side has a fault. Nothing was ordered; try again in a moment."
    )

    await shop.fail()
    await run_in_background(page, "send", HOME)

    assert len(await orders_of(page)) == 2


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("choose_variant", ("7", "x")),
        ("choose_variant", (None, "x")),
        ("choose_quantity", ("0", "0")),
        ("choose_quantity", ("0", "1e3")),
        ("remove", ("-1",)),
        ("choose_method", ("gold",)),
        ("choose_coupon", (None,)),
        ("add", (None,)),
    ],
)
async def test_what_our_page_cannot_send_does_nothing(open_again, event, arguments):
    _, page = await open_again()

    await choose(page, event, *arguments)

    assert (page.price.total_text, page.can_place) == ("₫154,800", True)
