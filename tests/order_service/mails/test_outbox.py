"""Which notifications become e-mails, once each, and how often one is tried again."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from buyer_portal.domain.mail_groups import USUAL_GROUPS, MailGroup, group_of
from buyer_portal.order_client.connection import Call
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.mails import MailReport, MailReports, MailsPage
from buyer_portal.order_contract.sessions import BuyerChange
from buyer_portal.order_contract.withdrawals import DeclareWithdrawal
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.mails import outbox
from buyer_portal.order_service.me.tables import BuyerRow
from buyer_portal.order_service.tenants.clock import real_now


@pytest.fixture
async def take(database, portal):
    """Begin to send mails, then take those of one world that are due at a moment."""
    await portal.take_mails()

    async def do(world, later=timedelta()):
        taken = await database.write(lambda t: outbox.take(t, real_now() + later))
        return [one for one in taken.mails if one.tenant == world.made.tenant]

    return do


@pytest.fixture
def told(connection):
    async def read(world):
        return (await connection.ask(MailsPage, Call("GET", f"{world.path}/mails"))).mails

    return read


def report_of(mail, **said):
    return MailReport.model_validate(
        {
            "tenant": mail.tenant,
            "id": mail.notification.id,
            "address": mail.address,
            "is_sent": False,
        }
        | said
    )


def test_every_kind_of_notification_is_of_a_group_on_purpose():
    of_orders = {one for one in EventType if group_of(one) is MailGroup.ORDERS}

    assert {str(one).partition(".")[0] for one in of_orders} <= {
        "order",
        "pickup",
        "session",
        "account",
        "address",
        "review",
        "offer",
    }
    assert MailGroup.ORDERS not in USUAL_GROUPS


async def test_an_outcome_goes_out_once(make_world, cancel, take, told, portal):
    world = await make_world()
    buyer = await world.buyer()
    await cancel(buyer, world.order())

    [mail] = [one for one in await take(world) if one.notification.type == "order.cancelled"]
    again = await take(world)
    await portal.report_mails(
        MailReports(reports=(report_of(mail, is_sent=True, subject="S", text="T"),))
    )

    assert (mail.to, mail.notification.order_id) == ("buyer@example.com", world.order())
    assert again == []
    [kept] = [one for one in await told(world) if one.type == "order.cancelled"]
    assert (kept.state, kept.tries, kept.subject, kept.text) == ("sent", 1, "S", "T")


async def test_who_took_it_and_died_leaves_it_to_the_next(make_world, cancel, take):
    world = await make_world()
    await cancel(await world.buyer(), world.order())
    first = await take(world)

    assert await take(world, outbox.LEASE - timedelta(seconds=5)) == []
    assert [one.notification.id for one in await take(world, outbox.LEASE)] == [
        one.notification.id for one in first
    ]


async def test_what_does_not_go_is_tried_again_and_given_up(
    make_world, cancel, take, told, database
):
    world = await make_world()
    await cancel(await world.buyer(), world.order())
    later = timedelta()

    for _ in range(len(outbox.PAUSES) + 1):
        mails = await take(world, later)
        assert mails
        for mail in mails:
            failed = report_of(mail, error="refused")
            await database.write(
                lambda t, failed=failed, at=later: outbox.report(
                    t, failed, real_now() + at, keeps_words=True
                )
            )
        later += outbox.PAUSES[-1] + timedelta(seconds=1)

    assert await take(world, later + timedelta(days=2)) == []
    assert {(one.state, one.error) for one in await told(world)} == {("failed", "refused")}


async def test_an_address_that_takes_nothing_is_not_asked_again(
    make_world, cancel, take, told, portal
):
    world = await make_world()
    await cancel(await world.buyer(), world.order())
    mails = await take(world)

    await portal.report_mails(
        MailReports(reports=tuple(report_of(mail, is_final=True) for mail in mails))
    )

    assert await take(world, timedelta(days=2)) == []
    assert {one.state for one in await told(world)} == {"failed"}


@pytest.mark.parametrize("groups", [(), (MailGroup.ORDERS,)])
async def test_what_a_buyer_does_not_want_is_not_sent(make_world, cancel, take, groups):
    world = await make_world()
    buyer = await world.buyer()
    me = await buyer.change_me(BuyerChange(mail_groups=groups))
    await cancel(buyer, world.order())

    assert me.buyer.mail_groups == groups
    assert await take(world) == []
    assert (await buyer.notifications()).unread > 0, "the inbox has it all the same"


async def test_steps_of_a_parcel_are_sent_on_request(make_world, take):
    world = await make_world()
    buyer = await world.buyer()
    await world.step("pack")
    usual = await take(world)
    await buyer.change_me(BuyerChange(mail_groups=(MailGroup.ORDERS,)))
    await world.step("carrier-scan")

    assert usual == []
    assert [one.notification.type for one in await take(world)] == ["order.collected"]


@pytest.fixture
def nameless(database):
    """Take the address of a world's buyers away, as of accounts that came without one."""

    def do(world):
        rows = table_of(BuyerRow)
        change = update(rows).where(rows.c.tenant == world.made.tenant).values(login="")
        database.write_now(lambda transaction: transaction.connection.execute(change))

    return do


async def test_nobody_without_an_address_is_written_to(make_world, cancel, take, nameless):
    world = await make_world(buyers=[{"key": "buyer", "phone": "+84901234567"}])
    buyer = await world.buyer()
    nameless(world)
    await cancel(buyer, world.order())

    assert await take(world) == []


@pytest.fixture
def withdraw(make_world, new_key, nameless):
    """Withdraw from a German contract, with the address that the statement gives."""

    async def do(address, *, has_login=True):
        lukas = {"key": "buyer", "name": "Lukas Brandt", "email": "lukas@example.de"}
        world = await make_world(
            buyers=[lukas],
            sellers=[{"key": "seller", "preset": "eu-withdrawal"}],
            orders=[{"currency": "EUR"}],
        )
        client = await world.buyer()
        if not has_login:
            nameless(world)
        await client.change_me(BuyerChange(mail_groups=()))
        statement = DeclareWithdrawal(
            name="Lukas Brandt",
            email=address,
            order_number=(await world.detail()).order.number,
            text="I hereby withdraw from my contract.",
        )
        answer = await client.withdraw_from_contract(world.order(), statement, new_key())
        return world, answer

    return do


async def test_a_withdrawal_is_acknowledged_by_mail_whatever_was_chosen(withdraw, take):
    world, answer = await withdraw("Lukas@example.de")

    [mail] = await take(world)

    assert (mail.to, mail.address) == ("lukas@example.de", "")
    assert mail.notification.type == "contract.withdrawn"
    assert mail.document == answer.document


async def test_a_withdrawal_is_acknowledged_to_the_address_that_it_gives(
    withdraw, take, told, portal
):
    world, answer = await withdraw("other@example.org")

    mails = await take(world)
    given = next(one for one in mails if one.address)
    await portal.report_mails(MailReports(reports=(report_of(given, is_sent=True),)))

    assert {(one.to, one.address) for one in mails} == {
        ("lukas@example.de", ""),
        ("other@example.org", "other@example.org"),
    }
    assert {one.document for one in mails} == {answer.document}
    assert {(one.address, one.state) for one in await told(world)} == {
        ("", "due"),
        ("other@example.org", "sent"),
    }


async def test_who_has_no_address_gets_it_at_the_one_given(withdraw, take):
    world, _ = await withdraw("lukas@example.org", has_login=False)

    assert [one.to for one in await take(world)] == ["lukas@example.org"]
