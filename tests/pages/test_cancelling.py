"""The dialog and its command, on the state that every page shares."""

import time

import httpx
import pytest

from buyer_portal import session
from buyer_portal.commands import cancel_state, following
from buyer_portal.commands.cancel_form import CancelForm, parse_form
from buyer_portal.commands.cancel_state import CancelState
from buyer_portal.order_client.connection import Connection
from buyer_portal.pages.order_detail.state import OrderDetailState
from buyer_portal.views.phase import Phase

from .background import run_in_background

REASON = "ecom_order_to_ship_canceled_reason_better_price"
FORM = {"reason": REASON, "text": "Cheaper next door", "sent_at": "", "cancel_text": "ignored"}
SHOE = {"product_name": "Shoe", "unit_price_minor": 590_000}
BAG = {"product_name": "Bag", "unit_price_minor": 90_000, "quantity": 3}


@pytest.fixture
def open_order(open_shop, make_state):
    """Open a tenant's one order and return shop, page and dialog."""

    async def make(preset="until-packed", locale="", **order):
        shop = await open_shop(sellers=[{"key": "s", "preset": preset}], orders=[order])
        address = f"{locale}/orders/{shop.made.orders['order-1']}/"
        page = make_state(OrderDetailState, address, await shop.sign_in())
        async for _ in page.load():
            pass
        return shop, page, await page.get_state(CancelState)

    return make


def addresses(events) -> list[str]:
    return [str(event.args[0][1]).strip('"') for event in events]


async def status_of(page) -> str:
    await page.refresh()
    return page.order.status


async def test_sending_cancels_and_leads_to_the_result(open_order):
    _, page, cancel = await open_order(locale="/vi")

    leading = await run_in_background(cancel, "send", FORM)

    assert (cancel.result.kind, cancel.failure, cancel.closings) == ("cancelled", None, 1)
    assert addresses(leading) == [
        f"/vi/orders/{page.order_key}/?cancellation={cancel.result.id}",
    ]
    assert await status_of(page) == "CANCELLED"


async def test_the_reason_reaches_the_service_as_it_was_typed(open_order):
    _, _, cancel = await open_order()

    await run_in_background(cancel, "send", {**FORM, "text": "  <b>Đổi ý</b> \u202e "})

    assert cancel.result.reason == "I found a better price · <b>Đổi ý</b> \u202e"


async def test_sending_twice_cancels_once(open_order):
    _, page, cancel = await open_order()

    await run_in_background(cancel, "send", FORM)
    again = await run_in_background(cancel, "send", FORM)

    assert again == []
    assert await status_of(page) == "CANCELLED"


async def test_a_missing_reason_is_said_and_nothing_is_sent(open_order):
    _, page, cancel = await open_order()

    await run_in_background(cancel, "send", {**FORM, "reason": ""})

    assert [(error.field_id, error.text) for error in cancel.errors] == [
        ("cancel-reason", "Choose a reason")
    ]
    assert (cancel.outcome, await status_of(page)) == ("errors", "AWAITING_SHIPMENT")


async def test_a_text_is_required_where_the_seller_asks_for_one(open_order):
    _, _, cancel = await open_order("unpaid-only", status="UNPAID")

    await run_in_background(cancel, "send", {"text": "   "})

    assert [error.field_id for error in cancel.errors] == ["cancel-text"]


async def test_a_text_that_is_too_long_is_said(open_order):
    _, _, cancel = await open_order()

    await run_in_background(cancel, "send", {**FORM, "text": "x" * 501})

    assert [error.text for error in cancel.errors] == [
        "Your text is too long: at most 500 characters"
    ]


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "text",
        7,
        [],
        {"pieces:line-1": "-1"},
        {"pieces:line-1": "9" * 30},
        {"reason": "x" * 5000},
        {"text": "x" * 5000},
    ],
)
async def test_what_no_page_of_ours_sends_is_refused(sent, open_order):
    _, page, cancel = await open_order()

    await run_in_background(cancel, "send", sent)

    assert (cancel.outcome, len(cancel.errors)) == ("errors", 1)
    assert await status_of(page) == "AWAITING_SHIPMENT"


async def test_a_reason_of_another_market_is_refused_in_words(open_order):
    _, page, cancel = await open_order()

    await run_in_background(cancel, "send", {**FORM, "reason": "made_up"})

    assert [error.text for error in cancel.errors] == [
        "Something in what you sent was not accepted. Please check it and send again."
    ]
    assert await status_of(page) == "AWAITING_SHIPMENT"


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


async def test_a_second_step_is_asked_where_the_policy_wants_one(open_order):
    _, page, cancel = await open_order("eu-withdrawal")

    await run_in_background(cancel, "send", FORM)
    asked = (cancel.step, await status_of(page))
    await run_in_background(cancel, "send", FORM)

    assert asked == ("confirm", "AWAITING_SHIPMENT")
    assert cancel.result.kind == "cancelled"


async def test_other_pieces_are_priced_and_cancelled(open_order):
    _, page, cancel = await open_order(lines=[SHOE, BAG], charges=[])
    shoe, bag = (line.id for line in cancel.dialog.lines)

    # Both are chosen before the first is priced, as by a buyer who is quicker than the network.
    for line_id, count in ((shoe, "0"), (bag, "2")):
        async for _ in cancel.choose_pieces(line_id, count):
            pass
    await cancel.price()
    priced = [effect.text for effect in cancel.dialog.effects]
    await run_in_background(cancel, "send", {**FORM, f"pieces:{shoe}": "0", f"pieces:{bag}": "2"})

    assert "₫180,000" in priced[1]
    assert (cancel.result.title, cancel.result.lines) == (
        "Part of your order is cancelled",
        ["2 × Bag"],
    )
    assert await status_of(page) == "AWAITING_SHIPMENT"


async def test_no_piece_at_all_is_said(open_order):
    _, _, cancel = await open_order(lines=[SHOE, BAG])
    shoe, bag = (line.id for line in cancel.dialog.lines)

    await run_in_background(cancel, "send", {**FORM, f"pieces:{shoe}": "0", f"pieces:{bag}": "0"})

    assert [error.field_id for error in cancel.errors] == ["cancel-pieces"]


@pytest.mark.parametrize("pieces", ["-1", "x", "", None, 3, "1" * 20])
async def test_nonsense_pieces_change_nothing(pieces, open_order):
    _, _, cancel = await open_order(lines=[SHOE, BAG])
    before = cancel.dialog

    async for _ in cancel.choose_pieces(before.lines[0].id, pieces):
        pass
    async for _ in cancel.choose_pieces("another-line", "1"):
        pass

    assert cancel.dialog == before


async def test_a_fault_says_so_and_one_press_tries_again(open_order):
    shop, page, cancel = await open_order()
    await shop.fail("cancel")
    await run_in_background(cancel, "send", FORM)
    failed = (cancel.failure.cause.cause, cancel.failure.retry, await status_of(page))
    await shop.fail()

    await run_in_background(cancel, "retry")

    assert failed == ("system_error", "send", "AWAITING_SHIPMENT")
    assert (cancel.result.kind, cancel.result.reason) == (
        "cancelled",
        "I found a better price · Cheaper next door",
    )


class _NotedKeys(httpx.AsyncBaseTransport):
    """Passes requests on and notes the idempotency key of each command."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self.keys: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if key := request.headers.get("Idempotency-Key"):
            self.keys.append(key)
        return await self._inner.handle_async_request(request)


@pytest.fixture
async def noted_keys(service):
    """The idempotency keys of all commands that reach the service."""
    noted = _NotedKeys(service._http._transport)
    token = service._http.headers["Authorization"].removeprefix("Bearer ")
    async with Connection(service_token=token, transport=noted) as connection:
        session.use_connection(connection)
        yield noted.keys
    session.use_connection(service)


async def test_after_a_fault_the_same_goes_out_with_the_same_key(open_order, noted_keys):
    shop, page, cancel = await open_order()
    await shop.fail("cancel")
    await run_in_background(cancel, "send", FORM)
    first = cancel.again
    await page.refresh()  # reading the page again must not make it another command
    await run_in_background(cancel, "retry")
    await shop.fail()

    await run_in_background(cancel, "retry")

    assert first.is_automatic
    assert len(noted_keys) == 3
    assert len(set(noted_keys)) == 1
    assert (cancel.result.kind, cancel.again) == ("cancelled", None)


async def test_another_choice_after_a_fault_is_another_command(open_order, noted_keys):
    shop, _, cancel = await open_order()
    await shop.fail("cancel")
    await run_in_background(cancel, "send", FORM)
    await shop.fail()

    await run_in_background(cancel, "send", {**FORM, "text": "Something else"})

    assert len(set(noted_keys)) == 2
    assert cancel.result.reason.endswith("Something else")


async def test_after_many_faults_people_decide(open_order):
    shop, _, cancel = await open_order()
    await shop.fail("cancel")
    await run_in_background(cancel, "send", FORM)
    focused = cancel.endings
    for _ in range(4):
        cancel._failed_at = 0.0
        await run_in_background(cancel, "retry")

    assert not cancel.again.is_automatic
    assert cancel.failure.retry == "send"
    assert cancel.endings == focused  # what the page tries by itself takes no focus


async def test_retrying_without_a_command_says_so(open_order):
    _, page, cancel = await open_order()
    before = cancel.answer

    await run_in_background(cancel, "retry")
    await run_in_background(cancel, "check")

    assert (cancel.answer, cancel.outcome) == (before + 1, "none")
    assert await status_of(page) == "AWAITING_SHIPMENT"


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


class _LossyTransport(httpx.AsyncBaseTransport):
    """Passes requests on and loses the answers of commands while ``loses``."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self.loses = True

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self._inner.handle_async_request(request)
        if self.loses and request.method == "POST":
            raise httpx.ReadTimeout("the answer got lost", request=request)
        return answer


async def test_a_lost_reply_is_asked_about_until_it_is_known(open_order, service, monkeypatch):
    _, page, cancel = await open_order()
    lossy = _LossyTransport(service._http._transport)
    token = service._http.headers["Authorization"].removeprefix("Bearer ")
    monkeypatch.setattr(following, "PAUSES_SECONDS", (0,))
    async with Connection(service_token=token, transport=lossy) as connection:
        session.use_connection(connection)
        await run_in_background(cancel, "send", FORM)
        unknown = (cancel.failure.retry, cancel.failure.done, cancel.result)
        await page.refresh()  # it stays unknown, whatever the page reads
        lossy.loses = False

        await run_in_background(cancel, "check")

    session.use_connection(service)
    assert unknown == ("check", "", None)
    assert cancel.result.kind == "cancelled"
    assert await status_of(page) == "CANCELLED"


async def test_a_press_that_arrives_late_is_not_carried_out(open_order):
    _, page, cancel = await open_order()
    minute_ago = str(int((time.time() - 60) * 1000))

    await run_in_background(cancel, "send", {**FORM, "sent_at": minute_ago})

    assert (cancel.failure.cause.title, cancel.failure.retry) == (
        "Your request reached us too late",
        "dialog",
    )
    assert await status_of(page) == "AWAITING_SHIPMENT"


async def test_the_service_refuses_what_is_past_its_time(open_order):
    shop, page, cancel = await open_order()
    await shop.advance(3600)

    await run_in_background(cancel, "send", FORM)

    assert cancel.failure.cause.title == "Your request reached us too late"
    assert await status_of(page) == "AWAITING_SHIPMENT"


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


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({}, CancelForm()),
        (
            {"reason": "r", "text": " t ", "sent_at": "12", "pieces:l": "2", "other": "x", "n": 1},
            CancelForm(reason_key="r", reason_text="t", sent_at_ms=12, pieces={"l": 2}),
        ),
        ({"sent_at": "soon"}, CancelForm()),
        ({7: "x"}, CancelForm()),
    ],
)
def test_a_form_is_read_for_what_it_may_hold(sent, expected):
    assert parse_form(sent) == expected


async def test_what_is_offered_anew_says_so_and_what_is_read_again_does_not(open_order):
    shop, page, cancel = await open_order(lines=[SHOE, BAG])
    first = cancel.offer_key

    await page.refresh()
    read_again = cancel.offer_key
    await shop.step("pack")
    await page.refresh()

    assert read_again == first
    assert cancel.offer_key not in ("", first)
