"""Returning goods: what the page's state does between the choice and the truth."""

import pytest

from buyer_portal.i18n.catalogue import words_of
from buyer_portal.pages.returns.state import ReturnState
from buyer_portal.routes import LOCALES
from buyer_portal.views.phase import Phase
from tests.pages.background import run_in_background

LINES = [
    {"product_name": "Mug", "unit_price_minor": 200_000, "quantity": 2},
    {"product_name": "Tote", "unit_price_minor": 100_000},
]
REASON = "ecom_order_delivered_refund_reason_damaged"
FORM = {"reason_key": REASON, "reason_text": "Chipped", "sent_at": ""}
SAY = words_of("en")


@pytest.fixture
def open_page(open_shop, make_state):
    """Open the page of an order of a new shop, loaded."""

    async def do(address="/orders/{}/return/", **order):
        shop = await open_shop(orders=[{"status": "DELIVERED", "lines": LINES} | order])
        path = address.format(shop.made.orders["order-1"])
        state = make_state(ReturnState, path, await shop.sign_in())
        async for _ in state.load():
            pass
        return shop, state

    return do


async def choose(state, line_id, count):
    async for _ in state.choose_pieces(line_id, count):
        pass


async def test_what_was_chosen_is_priced_and_asked_for(open_page):
    _, state = await open_page()
    assert (state.phase, state.page.kind, state.page.refund_total) == (Phase.READY, "form", "")
    await choose(state, "line-1", "2")
    assert state.page.refund_total == "₫400,000"

    await run_in_background(state, "send", FORM)

    [found] = state.page.running
    assert (state.page.kind, state.problem, state.outcome) == ("running", "", "done")
    assert (found.state, found.title) == ("asked", SAY("returns.asked.title"))
    assert found.reason == f"{SAY(f'reason.{REASON}')} – Chipped"
    assert [step.state for step in found.steps] == ["done", "current", "todo", "todo", "todo"]


async def test_what_was_said_of_the_request_goes_when_it_was_answered(open_page):
    shop, state = await open_page()
    await choose(state, "line-1", "2")
    await run_in_background(state, "send", FORM)
    await state.refresh()
    said = state.done
    await shop.step("return-reject", reason="It was worn.")

    await state.refresh()

    assert (said, state.done) == (SAY("returns.done.asked"), "")
    assert state.page.running[0].state == "rejected"


async def test_the_only_line_is_chosen_from_the_start(open_page):
    _, state = await open_page(lines=LINES[1:])

    assert [line.chosen for line in state.page.lines] == ["1"]
    assert state.page.refund_total != ""


async def test_a_tick_is_taken_and_taken_back(open_page):
    _, state = await open_page()
    for is_in, chosen in ((True, "1"), (False, "0")):
        async for _ in state.choose_line("line-2", is_in):
            pass
        assert [line.chosen for line in state.page.lines] == ["0", chosen]


async def test_money_alone_has_other_reasons(open_page):
    _, state = await open_page()
    returned = {reason.key for reason in state.page.reasons}

    async for _ in state.choose_way("refund"):
        pass

    kept = {reason.key for reason in state.page.reasons}
    assert [way.kind for way in state.page.ways if way.is_chosen] == ["refund"]
    assert "ecom_order_delivered_refund_reason_not_received" in kept - returned


@pytest.mark.parametrize(
    ("pieces", "form", "fields"),
    [
        pytest.param("0", {"reason_key": REASON}, ["return-lines"], id="nothing-chosen"),
        pytest.param("1", {}, ["return-reason"], id="no-reason"),
        pytest.param("1", {"reason_key": "made_up"}, ["return-reason"], id="unknown-reason"),
        pytest.param("0", "no form", ["return-lines", "return-reason"], id="no-form"),
    ],
)
async def test_what_is_missing_is_said_and_nothing_is_sent(open_page, pieces, form, fields):
    _, state = await open_page()
    await choose(state, "line-1", pieces)

    await run_in_background(state, "send", form)

    assert [error.field_id for error in state.errors] == fields
    assert (state.page.running, state.outcome) == ([], "errors")


@pytest.mark.parametrize("count", ["-1", "x", "9" * 9, 2, None])
async def test_nonsense_of_a_browser_chooses_nothing(open_page, count):
    _, state = await open_page()

    await choose(state, "line-1", count)
    await choose(state, "line-9", "1")

    assert [line.chosen for line in state.page.lines] == ["0", "0"]


async def test_a_return_is_sent_and_received(open_page):
    shop, state = await open_page(returning={"state": "approved"})
    [found] = state.page.running
    assert (found.state, found.must_send, found.address) == (
        "to_send",
        True,
        "Returns, 5 Harbour Street",
    )
    form = {"return_id": found.id, "carrier": "Swift Post", "tracking": "x"}
    await run_in_background(state, "ship", form)
    assert [error.field_id for error in state.errors] == ["return-tracking"]

    await run_in_background(state, "ship", form | {"tracking": "SP-1234"})
    assert state.page.running[0].tracking_text == "Swift Post, SP-1234"
    await shop.step("return-receive")
    await state.refresh()

    assert state.page.running[0].state == "paid"
    assert state.page.running[0].refund_href.endswith("/refund/")


@pytest.mark.parametrize(
    ("handler", "state_after"), [("accept_offer", "paid"), ("decline_offer", "asked")]
)
async def test_an_offer_is_answered(open_page, handler, state_after):
    _, state = await open_page(returning={"state": "offered", "offer_minor": 60_000})
    [found] = state.page.running
    assert [offer.amount_text for offer in found.offers] == ["₫60,000"]

    await run_in_background(state, handler, found.id)

    assert (state.page.running[0].state, state.problem) == (state_after, "")


async def test_taking_it_back_and_too_late(open_page):
    shop, state = await open_page(returning={"state": "requested"})
    [found] = state.page.running
    await shop.step("return-keep")

    await run_in_background(state, "withdraw", found.id)
    await run_in_background(state, "withdraw", "unknown")

    assert state.problem == SAY("returns.problem.changed")
    assert state.page.running[0].state == "paid"


async def test_a_declined_return_leads_to_support(open_page):
    _, state = await open_page(returning={"state": "rejected"})
    [found] = state.page.running

    assert (found.state, found.answer_reason) == ("rejected", "The goods are as described.")
    assert found.appeal.can_ask
    assert found.appeal.href.endswith(f"&about=return_appeal&return={found.id}")
    assert state.page.staying[0].why == SAY("returns.obstacle.declined")


async def test_another_buyers_order_is_missing(open_page):
    _, state = await open_page(address="/orders/019cadc6-9a80-7e5b-98bd-7e391d4f741d/return/")

    assert (state.phase, state.page) == (Phase.MISSING, None)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    "spec",
    ["requested", "offered", "approved", "shipped", "arrived", "received", "rejected"],
)
async def test_every_state_has_words_in_each_language(open_page, locale, spec):
    prefix = "" if locale == "en" else f"/{locale}"
    _, state = await open_page(address=f"{prefix}/orders/{{}}/return/", returning={"state": spec})

    [found] = state.page.running
    assert all((found.title, found.text, found.reference))
    assert "{" not in "".join(
        [found.title, found.text, *found.pack, *(one.text for one in found.due)]
    )
