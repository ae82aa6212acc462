"""kill -9 while commands are answered, deadlines worked off and mails sent."""

import sqlite3
from datetime import timedelta

import pytest

from buyer_portal.edge.socket_guard import hash_of
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.connection import Call, Connection
from buyer_portal.order_client.errors import OrderServiceUnavailableError
from buyer_portal.order_client.service import ServiceClient
from buyer_portal.order_contract.cancellations import CancelOrder
from buyer_portal.order_contract.mails import MailReport, MailReports, MailsPage
from buyer_portal.order_contract.sessions import TicketSignIn
from buyer_portal.order_contract.testing import Clock, ClockChange, NewTenant
from buyer_portal.scenario.scenario import Scenario
from tests.order_service.crashes.dying import ledgers, make_tenant, points_of, take_step, types_of


async def test_commands_survive_every_point(process):
    """Whoever asks again with the same key gets one answer, and it was done once."""
    database, key = process.socket.with_name("portal.db"), "key-of-a-doomed-cancellation"
    session, order_id, command = "", "", None

    for point in points_of("command"):
        await process.start_for(point)
        async with process.connect() as connection:
            if command is None:
                made, _ = await make_tenant(connection)
                session = await _session(connection, made)
                order_id = next(iter(made.orders.values()))
                detail = await BuyerClient(connection, session).order(order_id)
                command = CancelOrder(
                    order_version=detail.order.version,
                    expires_at=detail.server_now + timedelta(days=1),
                    reason_key=detail.decision.reason_keys[0],
                )
            with pytest.raises(OrderServiceUnavailableError):
                await BuyerClient(connection, session).cancel(order_id, command, key)
            await process.died()
        seen = types_of(database, order_id).count("order.cancelled")
        assert seen == (0 if point == "command-before-commit" else 1)
    process.program = ["-m", "buyer_portal.order_service"]
    await process.start()
    async with process.connect() as connection:
        buyer = BuyerClient(connection, session)
        assert command is not None
        answers = [await buyer.cancel(order_id, command, key) for _ in range(2)]

    assert answers[0] == answers[1]
    assert types_of(database, order_id).count("order.cancelled") == 1
    assert ledgers(database)[1] == (1, answers[0].cancellation.refund_minor)


async def _session(connection: Connection, made: NewTenant) -> str:
    ticket = next(iter(made.buyers.values())).ticket
    signed_in = await ServiceClient(connection).sign_in_by_ticket(TicketSignIn(ticket=ticket))
    return hash_of(signed_in.session_id)


async def test_deadlines_survive_every_point(process):
    """Orders that nobody paid expire once each, whenever the clock was stopped by force."""
    database = process.socket.with_name("portal.db")
    orders = [{"status": "UNPAID", "count": 3}]
    path, order_ids = "", []

    for point in points_of("deadline"):
        await process.start_for(point)
        async with process.connect() as connection:
            if not path:
                body = Scenario.model_validate({"orders": orders})
                call = Call("POST", "/testing/tenants", body=body)
                made = await connection.ask(NewTenant, call)
                path, order_ids = f"/testing/tenants/{made.tenant}", [*made.orders.values()]
            with pytest.raises(OrderServiceUnavailableError):
                await connection.ask(Clock, _later(path))
            await process.died()
    process.program = ["-m", "buyer_portal.order_service"]
    await process.start()
    async with process.connect() as connection:
        await connection.ask(Clock, _later(path))

    for order_id in order_ids:
        assert types_of(database, order_id).count("order.expired") == 1


def _later(path: str) -> Call:
    return Call("PUT", f"{path}/clock", body=ClockChange(advance_seconds=90 * 3600))


async def test_mails_survive_every_point(process):
    """A claim that died is nobody's; what was sent but not marked goes again, as the same mail."""
    claimed, sent = points_of("mail")
    await process.start_for(claimed)
    async with process.connect() as connection:
        with pytest.raises(OrderServiceUnavailableError):
            await ServiceClient(connection).take_mails()
        await process.died()
    await process.start_for(sent)
    async with process.connect() as connection:
        portal = ServiceClient(connection)
        await portal.take_mails()  # from now on
        made, path = await make_tenant(connection)
        order_id = next(iter(made.orders.values()))
        await take_step(connection, path, order_id, "seller-cancel", reason="Sold out")
        [mail] = (await portal.take_mails()).mails
        done = MailReport(tenant=mail.tenant, id=mail.notification.id, is_sent=True)
        with pytest.raises(OrderServiceUnavailableError):
            await portal.report_mails(MailReports(reports=(done,)))
        await process.died()
    process.program = ["-m", "buyer_portal.order_service"]
    await process.start()
    with sqlite3.connect(process.socket.with_name("portal.db"), timeout=10) as opened:
        opened.execute("UPDATE mails SET due_at = made_at")  # as if its lease had lapsed
    async with process.connect() as connection:
        portal = ServiceClient(connection)
        [again] = (await portal.take_mails()).mails
        await portal.report_mails(MailReports(reports=(done,)))
        told = await connection.ask(MailsPage, Call("GET", f"{path}/mails"))

    assert again.notification == mail.notification
    assert [(one.state, one.tries) for one in told.mails] == [("sent", 2)]
