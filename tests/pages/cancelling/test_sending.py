"""The form of the dialog: reasons, pieces, the second step, where it leads."""

import pytest

from buyer_portal.commands.cancel_form import CancelForm, parse_form
from tests.pages.background import run_in_background
from tests.pages.cancelling.forms import BAG, FORM, SHOE, addresses, status_of


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
