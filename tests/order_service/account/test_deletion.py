"""Deleting an account: refused while something is open, then nothing personal is left."""

import json

import pytest
from sqlalchemy import select

from buyer_portal.order_client.errors import (
    InvalidCommandError,
    NotSignedInError,
    WrongCredentialsError,
)
from buyer_portal.order_contract.account import DeleteAccount
from buyer_portal.order_contract.conversations import SendMessage
from buyer_portal.order_contract.sessions import SignIn
from buyer_portal.order_service.account.personal import blanked
from buyer_portal.order_service.tables import METADATA

CANARY = "Canary Nguyễn"
LOGIN = "canary@example.com"
DAYS_40 = 40 * 86_400
BUYERS = [
    {"key": "one", "name": CANARY, "email": LOGIN, "phone": "+84 90 1234 567"},
    {"key": "two", "name": "Somebody Else", "email": "else@example.com"},
]


def of_tenant(database, tenant) -> str:
    """Return every value of a tenant's rows, as text."""

    def read(connection):
        found = []
        for table in METADATA.sorted_tables:
            if table.name == "receipts":
                continue  # what was signed is kept as it was issued
            column = table.c.get("tenant", table.c.get("id"))
            if column is None:
                continue  # nobody's, like the feed's cursors
            rows = connection.execute(select(table).where(column == tenant)).mappings()
            found += [
                (table.name, {name: str(value) for name, value in row.items()}) for row in rows
            ]
        return json.dumps(found, ensure_ascii=False)

    return database.read_now(read)


@pytest.fixture
async def done(make_world, cancel, new_key, soon):
    """A buyer whose one order is cancelled and paid back, who wrote to everybody."""
    world = await make_world(
        buyers=BUYERS,
        orders=[{"buyer": "one"}, {"buyer": "two"}],
        sellers=[{"key": "seller", "preset": "unpaid-only", "overrides": {}}],
    )
    buyer = await world.buyer("one")
    now = (await buyer.me()).server_now
    letter = SendMessage(text=f"Please, {CANARY} asks", expires_at=soon(now))
    await buyer.send_message(world.order(), letter, new_key())
    await world.step("seller-unlock", reason="You asked for it")
    await cancel(buyer, world.order(), reason_text=f"I am {CANARY}")
    await world.advance(advance_seconds=DAYS_40)
    return world, buyer


@pytest.mark.parametrize("status", ["UNPAID", "AWAITING_SHIPMENT", "IN_TRANSIT"])
async def test_an_open_order_keeps_the_account(make_world, status):
    world = await make_world(buyers=BUYERS, orders=[{"buyer": "one", "status": status}])
    buyer = await world.buyer("one")

    facts = await buyer.account()
    with pytest.raises(InvalidCommandError):
        await buyer.delete_account(DeleteAccount(login=LOGIN))

    assert (facts.orders, facts.open_orders, facts.can_delete) == (1, 1, False)
    assert (await buyer.me()).buyer.name == CANARY


async def test_money_on_its_way_keeps_the_account(make_world, cancel):
    world = await make_world(buyers=BUYERS, orders=[{"buyer": "one"}])
    buyer = await world.buyer("one")
    await cancel(buyer, world.order())

    facts = await buyer.account()
    with pytest.raises(InvalidCommandError):
        await buyer.delete_account(DeleteAccount(login=LOGIN))

    assert (facts.open_orders, facts.open_refunds) == (0, 1)


async def test_another_name_deletes_nothing(done):
    _, buyer = done

    with pytest.raises(InvalidCommandError):
        await buyer.delete_account(DeleteAccount(login="else@example.com"))

    assert (await buyer.me()).buyer.name == CANARY


@pytest.mark.parametrize("typed", [LOGIN, f"  {LOGIN.upper()} "])
async def test_nothing_personal_is_left(done, database, typed):
    world, buyer = done
    other_device = await world.buyer("one")
    assert CANARY in of_tenant(database, world.made.tenant)

    await buyer.delete_account(DeleteAccount(login=typed))

    left = of_tenant(database, world.made.tenant)
    assert [word for word in (CANARY, LOGIN, "901234567", "1234 567") if word in left] == []
    assert "Somebody Else" in left, "others are as they were"
    for gone in (buyer, other_device):
        with pytest.raises(NotSignedInError):
            await gone.me()


async def test_orders_and_refunds_stay_as_numbers(done):
    world, buyer = done
    before = await buyer.order(world.order())

    await buyer.delete_account(DeleteAccount(login=LOGIN))

    after = await world.detail()
    assert (after.order.number, after.order.total_minor, after.order.lines) == (
        before.order.number,
        before.order.total_minor,
        before.order.lines,
    )
    assert after.cancellations[0].refunds == before.cancellations[0].refunds
    assert (after.order.address.name, after.order.address.region) == (
        "",
        before.order.address.region,
    )


async def test_open_pages_learn_that_it_is_over(done):
    world, buyer = done
    await world.session("one")

    await buyer.delete_account(DeleteAccount(login=LOGIN))

    kinds = [event.type for event in (await world.events()).events]
    assert (kinds.count("session.revoked"), kinds[-1]) == (2, "account.deleted")


async def test_the_name_can_be_used_by_nobody_any_more(done, portal):
    _, buyer = done

    await buyer.delete_account(DeleteAccount(login=LOGIN))

    with pytest.raises(WrongCredentialsError):
        await portal.sign_in(SignIn(login=LOGIN, password="demo"))


def test_a_document_keeps_what_is_no_address_and_no_word():
    document = {
        "address": {"name": "A", "phone": "1", "lines": ["x"], "region": "VN"},
        "lines": [{"name": "Mug", "quantity": 2}],
        "reason_text": "because",
        "amount_minor": 5,
    }

    assert blanked(document) == {
        "address": {"name": "", "phone": "", "lines": [], "region": "VN"},
        "lines": [{"name": "Mug", "quantity": 2}],
        "reason_text": "",
        "amount_minor": 5,
    }
