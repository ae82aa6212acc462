import pytest

from buyer_portal.domain.support import TICKET_CHARACTERS
from buyer_portal.order_client.connection import Call
from buyer_portal.order_contract.support import SupportStep, TicketAnswer, TicketsPage
from buyer_portal.pages.support.state import SupportState
from buyer_portal.pages.support_new.state import SupportNewState
from buyer_portal.pages.support_ticket.state import SupportTicketState
from buyer_portal.views.phase import Phase
from tests.pages.background import run_in_background

PACKED = {"orders": [{"status": "AWAITING_COLLECTION"}]}


async def run(handler):
    """Run a handler to its end."""
    return [None async for _ in handler]


@pytest.fixture
def tickets(service):
    """Return every ticket of a shop."""

    async def find(shop) -> TicketsPage:
        return await service.ask(TicketsPage, Call("GET", f"{shop._path}/tickets"))

    return find


@pytest.fixture
def support(service):
    """Let support act on the newest ticket of a shop."""

    async def act(shop, step: str, text: str = "") -> TicketAnswer:
        page = await service.ask(TicketsPage, Call("GET", f"{shop._path}/tickets"))
        path = f"{shop._path}/tickets/{page.tickets[0].id}/{step}"
        return await service.ask(TicketAnswer, Call("POST", path, body=SupportStep(text=text)))

    return act


@pytest.fixture
def open_form(make_state):
    """Return the form of a new ticket about the first order, filled."""

    async def make(shop, about: str = "cancel_refused", locale: str = ""):
        order_id = shop.made.orders["order-1"]
        address = f"{locale}/support/new/?order={order_id}&about={about}"
        state = make_state(SupportNewState, address, await shop.sign_in())
        await run(state.load())
        return state

    return make


async def test_the_form_is_prefilled_from_the_address(open_shop, open_form):
    shop = await open_shop(**PACKED)

    state = await open_form(shop)

    assert (state.phase, state.about, state.open_href) == (Phase.READY, "cancel_refused", "")
    assert state.form.order_id == shop.made.orders["order-1"]
    assert state.form.attached.facts[1].text == "The seller has packed your parcel"


async def test_a_subject_that_cannot_be_asked_leads_to_the_likeliest(open_shop, open_form):
    state = await open_form(await open_shop(**PACKED), about="appeal")

    assert state.about == "cancel_refused"


async def test_an_appeal_names_the_return_of_the_address(open_shop, open_form, tickets):
    returning = {"state": "rejected", "reason": "It was worn."}
    shop = await open_shop(orders=[{"status": "DELIVERED", "returning": returning}])
    plain = await open_form(shop, about="return_appeal")
    return_id = plain.about.removeprefix("return_appeal.")

    state = await open_form(shop, about=f"return_appeal&return={return_id}")
    await run_in_background(state, "send", {"about": state.about, "text": "Please", "sent_at": ""})

    [ticket] = (await tickets(shop)).tickets
    assert state.about == plain.about == f"return_appeal.{return_id}"
    assert (ticket.about, ticket.return_id) == ("return_appeal", return_id)


async def test_a_foreign_order_is_not_there(open_shop, make_state):
    shop = await open_shop(buyers=[{"key": "one"}, {"key": "two"}], orders=[{"buyer": "one"}])
    address = f"/support/new/?order={shop.made.orders['order-1']}"
    state = make_state(SupportNewState, address, await shop.sign_in("two"))

    await run(state.load())

    assert (state.phase, state.form) == (Phase.MISSING, None)


async def test_sending_leads_to_the_ticket_with_the_pages_facts(open_shop, open_form, tickets):
    shop = await open_shop(**PACKED)
    state = await open_form(shop, locale="/vi")
    await state.note_page("3g")

    [event] = await run_in_background(
        state, "send", {"about": "cancel_refused", "text": " Please ", "sent_at": ""}
    )

    [ticket] = (await tickets(shop)).tickets
    assert f"/vi/support/{ticket.id}/?sent=1" in str(event.args)
    assert (state.errors, state.outcome, state.form) == ([], "done", None)


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        pytest.param({"text": "x"}, ["ticket-about"], id="no-subject"),
        pytest.param({"about": "other", "text": " "}, ["ticket-text"], id="no-words"),
        pytest.param({}, ["ticket-about", "ticket-text"], id="nothing"),
        pytest.param(
            {"about": "other", "text": "x" * (TICKET_CHARACTERS + 1)}, ["ticket-text"], id="long"
        ),
        pytest.param({"about": "beam", "text": "x"}, ["ticket-about"], id="no-such-subject"),
        pytest.param({"about": ["other"], "text": {}}, ["ticket-about", "ticket-text"], id="odd"),
        pytest.param({"about": "other", "text": "x", "sent_at": "1"}, [""], id="late"),
        pytest.param(None, ["ticket-about", "ticket-text"], id="no-form"),
    ],
)
async def test_what_is_wrong_is_named_and_nothing_is_sent(
    open_shop, open_form, tickets, form, fields
):
    shop = await open_shop(**PACKED)
    state = await open_form(shop)

    await run_in_background(state, "send", form)

    assert [error.field_id for error in state.errors] == fields
    assert (state.outcome, (await tickets(shop)).tickets) == ("errors", ())


async def test_a_fault_keeps_the_form_and_the_same_words_go_through_later(
    open_shop, open_form, tickets
):
    shop = await open_shop(**PACKED)
    state = await open_form(shop)
    form = {"about": "other", "text": "Help", "sent_at": ""}
    await shop.fail("open_ticket")
    await run_in_background(state, "send", form)
    assert [error.text for error in state.errors] == [
        "It could not be sent right now, nothing is lost. Send it again"
    ]
    await shop.fail()

    await run_in_background(state, "send", form)

    assert len((await tickets(shop)).tickets) == 1


async def test_what_was_asked_leads_to_its_ticket(open_shop, open_form, tickets):
    shop = await open_shop(**PACKED)
    state = await open_form(shop)
    await run_in_background(state, "send", {"about": "other", "text": "Help", "sent_at": ""})
    again = await open_form(shop, about="other")

    [ticket] = (await tickets(shop)).tickets
    assert again.open_href == f"/support/{ticket.id}/"
    await again.choose_about("cancel_refused")
    assert again.open_href == ""


async def test_another_order_is_another_address_with_the_same_subject(open_shop, open_form):
    shop = await open_shop(orders=[{"key": "order-1"}, {"key": "order-2"}])
    state = await open_form(shop, about="other")

    event = await state.choose_order(shop.made.orders["order-2"])
    odd = await state.choose_order("//elsewhere.example")

    assert f"order={shop.made.orders['order-2']}&about=other" in str(event.args)
    assert "elsewhere" not in str(odd.args)


@pytest.fixture
def open_ticket(open_form, make_state, tickets):
    """Return the page of a ticket that was just sent."""

    async def make(shop, about: str = "other"):
        form = await open_form(shop, about=about)
        await run_in_background(form, "send", {"about": about, "text": "Help", "sent_at": ""})
        ticket_id = (await tickets(shop)).tickets[0].id
        state = make_state(
            SupportTicketState, f"/support/{ticket_id}/?sent=1", await shop.sign_in()
        )
        await run(state.load())
        return state

    return make


async def test_an_answer_arrives_live_and_is_said(open_shop, open_ticket, support):
    shop = await open_shop(**PACKED)
    state = await open_ticket(shop)
    assert (state.is_new, state.said, state.ticket.status) == (True, "", "Waiting for support")

    await support(shop, "answer", "We look into it.")
    await state.refresh()

    assert (state.is_new, state.said) == (False, "Support wrote to you.")
    assert [one.text for one in state.ticket.messages] == ["Help", "We look into it."]
    assert state.ticket.status == "Answered"


async def test_writing_back_empties_the_field_and_waits_for_support(
    open_shop, open_ticket, support
):
    shop = await open_shop(**PACKED)
    state = await open_ticket(shop)
    await support(shop, "answer", "Which colour?")

    await run_in_background(state, "write", {"text": "Blue", "sent_at": ""})

    assert [one.text for one in state.ticket.messages] == ["Help", "Which colour?", "Blue"]
    assert (state.written, state.ticket.status, state.outcome) == (2, "Waiting for support", "done")


async def test_a_ticket_that_was_closed_meanwhile_says_so(open_shop, open_ticket, support):
    shop = await open_shop(**PACKED)
    state = await open_ticket(shop)
    await support(shop, "close")

    await run_in_background(state, "write", {"text": "Blue", "sent_at": ""})

    assert [error.text for error in state.errors] == [
        "The ticket was closed meanwhile. What you wrote is still here; ask again with it"
    ]


async def test_the_buyer_closes_a_ticket(open_shop, open_ticket):
    state = await open_ticket(await open_shop(**PACKED))

    await run_in_background(state, "close")

    assert state.ticket.is_closed
    assert state.ticket.messages[-1].note == "You closed the ticket."


async def test_a_foreign_ticket_is_not_there(open_shop, open_ticket, make_state, tickets):
    shop = await open_shop(buyers=[{"key": "buyer"}, {"key": "other"}], orders=[{"buyer": "buyer"}])
    await open_ticket(shop)
    [ticket] = (await tickets(shop)).tickets
    state = make_state(SupportTicketState, f"/support/{ticket.id}/", await shop.sign_in("other"))

    await run(state.load())

    assert (state.phase, state.ticket) == (Phase.MISSING, None)


async def test_the_list_shows_tickets_and_keeps_them_when_the_shop_is_silent(
    open_shop, open_ticket, make_state
):
    shop = await open_shop(**PACKED)
    await open_ticket(shop)
    state = make_state(SupportState, "/support/", await shop.sign_in())
    await run(state.load())
    await shop.fail("tickets")

    await state.refresh()

    assert [row.title for row in state.rows] == ["Something else"]
    assert (state.phase, state.shown_text) == (Phase.READY, "1 ticket")
    assert state.again is not None


async def test_the_list_says_when_it_cannot_be_read(open_shop, make_state):
    shop = await open_shop()
    await shop.fail("tickets")
    state = make_state(SupportState, "/support/", await shop.sign_in())

    await run(state.load())

    assert (state.phase, state.rows) == (Phase.FAILED, [])
