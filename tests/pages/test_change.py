"""The page that changes an order, on the real service."""

import pytest

from buyer_portal.commands.wishes import wish_for
from buyer_portal.pages.change.state import ChangeState
from buyer_portal.views.phase import Phase

from .background import run_in_background

HOME = {
    "address-name": "Lan Nguyen",
    "address-phone": "+84 90 123 4567",
    "address-street": "1 New Street",
    "address-area": "Hà Nội",
    "address-postcode": "",
    "sent_at": "",
}


@pytest.fixture
def open_change(open_shop, make_state):
    """Open the change page of a tenant's one order and return the shop and the page."""

    async def make(kind="address", preset="until-packed", coupons=(), **order):
        shop = await open_shop(
            sellers=[{"key": "s", "preset": preset}], orders=[order], coupons=list(coupons)
        )
        address = f"/orders/{shop.made.orders['order-1']}/change/?kind={kind}"
        page = make_state(ChangeState, address, await shop.sign_in())
        async for _ in page.load():
            pass
        return shop, page

    return make


async def choose(page, event, *arguments):
    async for _ in getattr(page, event)(*arguments):
        pass


def option(page, name):
    return next(one.value for one in page.page.lines[0].variants if one.text.startswith(name))


async def order_of(page):
    from buyer_portal.session import buyer_client  # noqa: PLC0415 - reads as the buyer of the page

    return (await (await buyer_client(page)).order(page.order_key)).order


async def test_the_page_opens_with_what_the_address_names(open_change):
    _, page = await open_change("variant")

    assert (page.phase, page.page.kind, page.page.closed) == (Phase.READY, "variant", "")
    assert [tab.kind for tab in page.page.tabs if tab.is_closed] == [
        "quantity",
        "coupon",
        "items",
        "payment_method",
    ]
    assert (page.can_save, page.price.money) == (False, ["Choose what should be different."])


async def test_a_kind_nobody_knows_opens_the_first_that_is_open(open_change):
    _, page = await open_change("../../etc")

    assert page.page.kind == "address"


async def test_a_new_address_is_saved_and_told(open_change):
    _, page = await open_change()

    await run_in_background(page, "send", HOME)

    order = await order_of(page)
    assert order.address.lines == ("1 New Street", "Hà Nội")
    assert (page.done.title, page.errors) == ("Your order is changed", [])
    assert page.done.lines[0].endswith("→ Lan Nguyen, +84 90 123 4567, 1 New Street, Hà Nội")


async def test_wrong_fields_are_named_and_nothing_is_sent(open_change):
    _, page = await open_change()

    await run_in_background(page, "send", {**HOME, "address-name": " ", "address-phone": "x"})

    assert [error.field_id for error in page.errors] == ["address-name", "address-phone"]
    assert (await order_of(page)).version == 1


async def test_a_cheaper_variant_shows_what_goes_back_before_and_after(open_change):
    _, page = await open_change("variant")

    await choose(page, "choose_variant", page.page.lines[0].id, option(page, "Small"))

    assert page.can_save
    assert page.price.money[0].startswith("₫25,800 goes back to Visa 4242")
    await run_in_background(page, "send", {})
    assert page.done.money[0].startswith("₫25,800 goes back to Visa 4242")
    assert (await order_of(page)).lines[0].variant == "Small"


async def test_a_dearer_variant_leads_to_ordering_again_with_it(open_change):
    _, page = await open_change("variant")
    wanted = option(page, "Large")

    await choose(page, "choose_variant", page.page.lines[0].id, wanted)

    assert (page.can_save, page.can_cancel, page.price.is_dearer) == (False, True, True)
    assert "₫32,250 more" in page.price.problem
    wish = await wish_for(page, page.order_key)
    assert [line.variant_id for line in wish.lines] == [wanted]


async def test_everything_can_be_combined_while_nothing_is_paid(open_change):
    _, page = await open_change(
        "items", status="UNPAID", coupons=[{"code": "SAVE10", "percent": 10}]
    )
    blue = next(offer.id for offer in page.page.offers if offer.variant == "Blue")

    await choose(page, "add", blue)
    await choose(page, "choose_quantity", page.page.lines[0].id, "3")
    await choose(page, "choose_coupon", "SAVE10")
    await run_in_background(page, "send", {})

    order = await order_of(page)
    assert [line.quantity for line in order.lines] == [3, 1]
    assert order.charges[-1].label == "SAVE10"


async def test_what_was_packed_meanwhile_is_refused_with_the_reason(open_change):
    shop, page = await open_change()
    await shop.step("carrier-scan")

    await run_in_background(page, "send", HOME)

    assert [error.text for error in page.errors] == [
        "This seller takes no such change while an order is “In transit”."
    ]
    assert page.page.closed == page.errors[0].text
    assert page.done is None


async def test_a_fault_changes_nothing_and_the_form_can_be_sent_again(open_change):
    shop, page = await open_change()
    await shop.fail("change")
    await run_in_background(page, "send", HOME)
    assert [error.text for error in page.errors] == [
        "Our side has a fault. Nothing was saved; try again in a moment."
    ]

    await shop.fail()
    await run_in_background(page, "send", HOME)

    assert page.done is not None


async def test_the_address_it_has_is_no_change(open_change):
    _, page = await open_change()
    await run_in_background(page, "send", HOME)
    page.done = None
    async for _ in page.load():
        pass

    await run_in_background(page, "send", HOME)

    assert [error.text for error in page.errors] == ["Choose what should be different."]


async def test_another_buyers_order_is_as_if_it_were_not_there(open_shop, make_state):
    shop = await open_shop(buyers=[{"key": "lan"}, {"key": "eve"}], orders=[{"buyer": "lan"}])
    address = f"/orders/{shop.made.orders['order-1']}/change/"
    page = make_state(ChangeState, address, await shop.sign_in("eve"))

    async for _ in page.load():
        pass

    assert (page.phase, page.page) == (Phase.MISSING, None)


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("choose_variant", ("nobody", "x")),
        ("choose_variant", (None, {})),
        ("choose_quantity", ("line-1", "-1")),
        ("choose_quantity", ("line-1", "9" * 30)),
        ("choose_coupon", ([],)),
        ("add", ({},)),
    ],
)
async def test_what_our_page_cannot_send_does_nothing(open_change, event, arguments):
    _, page = await open_change("variant")

    await choose(page, event, *arguments)

    assert (page.price.money, page.can_save) == (["Choose what should be different."], False)
