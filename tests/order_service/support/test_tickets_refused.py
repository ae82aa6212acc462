"""What support is not asked: nonsense, too late, too much, by nobody."""

from datetime import timedelta

import pytest

from buyer_portal.domain.support import OPEN_TICKETS, TICKET_CHARACTERS
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.errors import (
    CommandExpiredError,
    InvalidCommandError,
    NotSignedInError,
    TooManyTriesError,
)
from buyer_portal.order_contract.support import OpenTicket


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        pytest.param({"text": "  \n "}, "/text", id="no-words"),
        pytest.param({"about": "appeal"}, "/about", id="nothing-to-appeal"),
    ],
)
async def test_what_cannot_be_asked_is_refused(make_world, ask, all_tickets, fields, pointer):
    world = await make_world()
    buyer = await world.buyer()

    with pytest.raises(InvalidCommandError) as refused:
        await ask(buyer, world.order(), **fields)

    assert [error.pointer for error in refused.value.errors] == [pointer]
    assert (await all_tickets(world)).tickets == ()


async def test_a_late_replay_is_refused(make_world, ask):
    world = await make_world()
    buyer = await world.buyer()
    now = (await buyer.me()).server_now

    with pytest.raises(CommandExpiredError):
        await ask(buyer, world.order(), expires_at=now - timedelta(seconds=1))


async def test_words_have_a_limit(http, make_world):
    world = await make_world()
    body = {"about": "other", "text": "x" * (TICKET_CHARACTERS + 1), "expires_at": "2030-01-01Z"}

    answer = await http.post(
        "/v1/support/tickets",
        json=body,
        headers={"X-Portal-Session": await world.session(), "Idempotency-Key": "a-long-letter"},
    )

    assert answer.status_code == 422


async def test_open_tickets_have_a_limit(make_world, ask):
    world = await make_world(orders=[{"key": f"o{n}"} for n in range(OPEN_TICKETS + 1)])
    buyer = await world.buyer()
    for n in range(OPEN_TICKETS):
        await ask(buyer, world.order(f"o{n}"))

    with pytest.raises(TooManyTriesError):
        await ask(buyer, world.order(f"o{OPEN_TICKETS}"))


@pytest.mark.parametrize("cursor", ["x", "LTEuYQ==", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OS5h"])
async def test_a_foreign_cursor_is_refused(make_world, cursor):
    world = await make_world()

    with pytest.raises(InvalidCommandError):
        await (await world.buyer()).tickets(cursor)


async def test_no_session_no_ticket(connection):
    nobody = BuyerClient(connection, "0" * 64)

    for call in (nobody.tickets(), nobody.ticket("x"), nobody.ticket_draft()):
        with pytest.raises(NotSignedInError):
            await call


def test_orders_named_by_nonsense_are_refused_before_they_are_looked_up():
    with pytest.raises(ValueError, match="NUL"):
        OpenTicket.model_validate(
            {"order_id": "\0", "about": "other", "text": "x", "expires_at": "2030-01-01T00:00:00Z"}
        )
