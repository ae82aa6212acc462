"""What happened meanwhile: the carrier was faster, the order changed, another one is open."""

from buyer_portal import session
from buyer_portal.commands import cancel_state
from buyer_portal.commands.cancel_state import CancelState
from buyer_portal.pages.order_detail.state import OrderDetailState
from buyer_portal.views.phase import Phase
from tests.pages.background import run_in_background
from tests.pages.cancelling.forms import BAG, FORM, SHOE, addresses, status_of


async def test_the_carrier_was_faster(open_order):
    shop, page, cancel = await open_order("until-carrier", status="AWAITING_COLLECTION")
    await shop.step("carrier-scan")

    leading = await run_in_background(cancel, "send", FORM)

    assert (leading, cancel.result) == ([], None)
    assert cancel.failure.cause.cause == "in_transit"
    assert cancel.failure.at_text.startswith("That was at ")
    assert (cancel.closings, cancel.revision) == (1, 1)
    assert await status_of(page) == "IN_TRANSIT"


async def test_from_the_list_a_failure_leads_to_the_order(open_shop, make_state):
    shop = await open_shop(
        sellers=[{"key": "s", "preset": "until-carrier"}],
        orders=[{"status": "AWAITING_COLLECTION"}],
    )
    order_id = shop.made.orders["order-1"]
    cancel = make_state(CancelState, "/orders/", await shop.sign_in())
    phases = [cancel.phase async for _ in cancel.open_for(order_id)]
    await shop.step("carrier-scan")

    leading = await run_in_background(cancel, "send", FORM)

    assert [*phases, cancel.phase] == [Phase.LOADING, Phase.READY]
    assert addresses(leading) == [f"/orders/{order_id}/"]


async def test_an_order_that_is_not_ours_does_not_fill_the_dialog(open_shop, make_state):
    shop = await open_shop(buyers=[{"key": "lan"}, {"key": "bo"}], orders=[{"buyer": "lan"}])
    cancel = make_state(CancelState, "/orders/", await shop.sign_in("bo"))

    async for _ in cancel.open_for(shop.made.orders["order-1"]):
        pass
    sent = await run_in_background(cancel, "send", FORM)

    assert (cancel.phase, cancel.dialog, sent) == (Phase.FAILED, None, [])


async def test_an_order_that_changed_says_what_happened(open_order):
    shop, _, cancel = await open_order("until-shipped")
    cancel.step = "confirm"
    await shop.step("pack")

    await run_in_background(cancel, "send", FORM)

    assert cancel.failure.cause.cause == "order_changed"
    assert cancel.failure.changes[0].startswith("Packed by the seller at ")
    assert "The seller now has to agree to cancelling." in cancel.failure.changes


async def test_an_open_dialog_hears_what_happened(open_order):
    shop, page, cancel = await open_order("until-shipped")
    before = cancel.dialog.version
    await shop.step("pack")

    await page.refresh()

    assert cancel.dialog.version != before
    assert {change.version for change in cancel.changes} == {cancel.dialog.version}
    assert cancel.changes[0].text.startswith("Packed by the seller at ")


async def test_what_was_said_of_one_order_is_not_shown_on_another(open_shop, make_state):
    shop = await open_shop(
        sellers=[{"key": "s", "preset": "until-carrier"}],
        orders=[{"key": "one", "status": "AWAITING_COLLECTION"}, {"key": "two"}],
    )
    signed_in = await shop.sign_in()
    page = make_state(OrderDetailState, f"/orders/{shop.made.orders['one']}/", signed_in)
    async for _ in page.load():
        pass
    cancel = await page.get_state(CancelState)
    await shop.step("carrier-scan", "one")
    await run_in_background(cancel, "send", FORM)
    assert cancel.failure is not None

    await cancel_state.offer_cancelling(
        page, await (await session.buyer_client(page)).order(shop.made.orders["two"])
    )

    assert (cancel.failure, cancel.outcome_order) == (None, "")


async def test_what_is_offered_anew_says_so_and_what_is_read_again_does_not(open_order):
    shop, page, cancel = await open_order(lines=[SHOE, BAG])
    first = cancel.offer_key

    await page.refresh()
    read_again = cancel.offer_key
    await shop.step("pack")
    await page.refresh()

    assert read_again == first
    assert cancel.offer_key not in ("", first)
