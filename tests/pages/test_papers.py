"""Receipts, invoices and the withdrawal function as their states see them."""

import json

import pytest

from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.pages.invoice.state import InvoiceState
from buyer_portal.pages.receipt.state import ReceiptState
from buyer_portal.pages.withdrawal.state import EMAIL, NAME, NUMBER, Stage, WithdrawalState
from buyer_portal.receipts.checking import check
from buyer_portal.views.phase import Phase
from tests.pages.background import run_in_background

LUKAS = {"key": "buyer", "name": "Lukas Brandt", "email": "lukas@example.de"}


async def run(handler):
    async for _ in handler:
        pass


@pytest.fixture
async def eu_shop(open_shop):
    return await open_shop(
        buyers=[LUKAS],
        sellers=[{"key": "seller", "name": "Elbkontor Kaffee", "preset": "eu-withdrawal"}],
        orders=[{"key": "order-1", "buyer": "buyer", "currency": "EUR", "status": "DELIVERED"}],
    )


async def number_of(shop, service):
    session = await shop.sign_in()
    return (await BuyerClient(service, session).order(shop.made.orders["order-1"])).order.number


def details(number, **changes):
    return {NAME: "Lukas Brandt", NUMBER: number, EMAIL: "lukas@example.de"} | changes


async def test_receipt_of_the_address_is_shown(eu_shop, service, make_state):
    session = await eu_shop.sign_in()
    order_id = eu_shop.made.orders["order-1"]
    await eu_shop.step("complete")
    buyer = BuyerClient(service, session)
    number = (await buyer.order(order_id)).order.number
    state = make_state(WithdrawalState, f"/withdrawal/?order={order_id}", session)
    await state.load()
    await state.declare(details(number))
    await run_in_background(state, "confirm")
    [entry] = (await buyer.order(order_id)).receipts

    shown = make_state(ReceiptState, f"/receipts/{entry.id}/", session)
    await run(shown.load())

    assert shown.phase is Phase.READY
    assert shown.receipt.paper.kind == "withdrawal"
    assert shown.receipt.order_href == f"/orders/{order_id}/"


async def test_unknown_receipt_is_missing(eu_shop, make_state):
    state = make_state(ReceiptState, "/receipts/0198/", await eu_shop.sign_in())

    await run(state.load())

    assert (state.phase, state.receipt) == (Phase.MISSING, None)


async def test_receipt_that_cannot_be_read_fails(eu_shop, make_state):
    session = await eu_shop.sign_in()
    await eu_shop.fail("receipt")
    state = make_state(ReceiptState, "/receipts/0198/", session)

    await run(state.load())

    assert state.phase is Phase.FAILED


async def test_invoice_of_the_address_is_shown(eu_shop, make_state):
    order_id = eu_shop.made.orders["order-1"]
    state = make_state(InvoiceState, f"/vi/orders/{order_id}/invoice/", await eu_shop.sign_in())

    await run(state.load())

    assert state.phase is Phase.READY
    assert state.invoice.paper.title == "Hóa đơn"
    assert state.invoice.order_href == f"/vi/orders/{order_id}/"


async def test_invoice_of_another_buyer_is_missing(eu_shop, make_state):
    state = make_state(InvoiceState, "/orders/0198/invoice/", await eu_shop.sign_in())

    await run(state.load())

    assert (state.phase, state.invoice) == (Phase.MISSING, None)


async def test_form_is_filled_in_for_who_is_signed_in(eu_shop, service, make_state):
    number = await number_of(eu_shop, service)
    order_id = eu_shop.made.orders["order-1"]
    state = make_state(WithdrawalState, f"/withdrawal/?order={order_id}", await eu_shop.sign_in())

    await state.load()

    assert (state.number, state.email, state.is_signed_in) == (number, "lukas@example.de", True)
    assert state.stage is Stage.FORM


async def test_nothing_is_sent_before_the_confirmation(eu_shop, service, make_state):
    number = await number_of(eu_shop, service)
    session = await eu_shop.sign_in()
    state = make_state(WithdrawalState, "/withdrawal/", session)
    await state.load()

    await state.declare(details(number))

    assert state.stage is Stage.CONFIRM
    assert state.statement == (
        f"I hereby withdraw from my contract for order {number}.\n"
        "Name: Lukas Brandt\nAcknowledgement to: lukas@example.de"
    )
    assert (await BuyerClient(service, session).receipts()).documents == ()


@pytest.mark.parametrize("is_signed_in", [True, False])
async def test_confirmed_statement_is_acknowledged(eu_shop, service, make_state, is_signed_in):
    number = await number_of(eu_shop, service)
    session = await eu_shop.sign_in() if is_signed_in else ""
    ticket = "" if is_signed_in else f"?ticket={eu_shop.made.ticket}"
    state = make_state(WithdrawalState, f"/withdrawal/{ticket}", session)
    await state.load()
    await state.declare(details(number))

    await run_in_background(state, "confirm")

    assert state.errors == []
    assert state.stage is Stage.DONE
    assert state.done.paper.quote.startswith("I hereby withdraw")
    assert bool(state.done.order_href) == is_signed_in
    download = await state.keep()
    assert check("a", json.loads(state._document)).findings == ()
    assert download is not None


async def test_details_that_do_not_belong_together_declare_nothing(eu_shop, service, make_state):
    number = await number_of(eu_shop, service)
    state = make_state(WithdrawalState, f"/withdrawal/?ticket={eu_shop.made.ticket}")
    await state.load()
    await state.declare(details(number, **{NAME: "Nobody"}))

    await run_in_background(state, "confirm")

    assert [error.text[:17] for error in state.errors] == ["We found no order"]
    assert (state.stage, state.done) == (Stage.CONFIRM, None)


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        pytest.param({}, [NAME, NUMBER, EMAIL], id="nothing"),
        pytest.param(None, [NAME, NUMBER, EMAIL], id="no-form"),
        pytest.param({NAME: 1, NUMBER: [], EMAIL: {}}, [NAME, NUMBER, EMAIL], id="no-texts"),
        pytest.param(details("BP-1", **{EMAIL: "lukas"}), [EMAIL], id="no-email"),
        pytest.param(details("BP-1", **{EMAIL: "a b@c.de"}), [EMAIL], id="space"),
        pytest.param(details("\x00\u200b"), [NUMBER], id="unprintable"),
    ],
)
async def test_what_is_missing_is_said_at_its_field(make_state, typed, fields):
    state = make_state(WithdrawalState, "/withdrawal/")
    await state.load()

    await state.declare(typed)

    assert [error.field_id for error in state.errors] == fields
    assert state.stage is Stage.FORM


async def test_confirm_without_a_statement_does_nothing(make_state):
    state = make_state(WithdrawalState, "/withdrawal/")
    await state.load()

    await run_in_background(state, "confirm")

    assert (state.stage, state.done, await state.keep()) == (Stage.FORM, None, None)


async def test_service_that_is_away_leaves_everything_typed(silent_connection, make_state):
    from buyer_portal import session  # noqa: PLC0415 - the fixture takes it back

    session.use_connection(silent_connection)
    state = make_state(WithdrawalState, "/withdrawal/")
    await state.load()
    await state.declare(details("BP-1"))

    await run_in_background(state, "confirm")

    assert [error.text[:21] for error in state.errors] == ["We cannot reach the s"]
    assert (state.name, state.number) == ("Lukas Brandt", "BP-1")
