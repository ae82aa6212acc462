"""E-mails through a real SMTP server, from the cancellation to the reader's letter box."""

import json
from datetime import timedelta
from email import message_from_bytes, policy
from html import escape
from zoneinfo import ZoneInfo

import httpx
import pytest
from aiosmtpd.controller import Controller

from buyer_portal.edge.mailer import Mailer
from buyer_portal.edge.socket_guard import hash_of
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.connection import Connection
from buyer_portal.order_client.service import ServiceClient
from buyer_portal.order_contract.cancellations import CancelOrder
from buyer_portal.order_contract.sessions import TicketSignIn
from buyer_portal.order_contract.withdrawals import DeclareWithdrawal
from buyer_portal.order_service.app import make_order_service
from buyer_portal.receipts.checking import check
from buyer_portal.settings import Settings, SettingsError
from buyer_portal.testing.portal import free_port
from buyer_portal.views.printing import Printer

LOGIN = "lan@example.vn"
SCENARIO = {"buyers": [{"key": "lan", "name": "Nguyễn Lan <b>", "email": LOGIN, "locale": "vi"}]}


class LetterBox:
    """Keeps what arrives; ``reply`` refuses it instead."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.letters = []
        self.reply = ""

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 - aiosmtpd calls it
        """Take a reader, or refuse them."""
        if self.reply:
            return self.reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd calls it
        """Keep a letter."""
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 Taken"


@pytest.fixture
def box():
    """A letter box behind an SMTP server of its own."""
    kept = LetterBox(free_port())
    controller = Controller(kept, hostname="127.0.0.1", port=kept.port)
    controller.start()
    yield kept
    controller.stop()


@pytest.fixture
async def service(settings, box):
    """An order service with a mailer that began to send, and how it is asked."""
    settings = settings.model_copy(
        update={"smtp_url": f"smtp://127.0.0.1:{box.port}", "mail_from": "Shop <shop@example.com>"}
    )
    settings.prepare_data_dir()
    made = make_order_service(settings)
    transport = httpx.ASGITransport(app=made.asgi)
    async with (
        Connection(service_token=settings.service_token, transport=transport) as pool,
        httpx.AsyncClient(
            transport=transport,
            base_url="http://order-service",
            headers={"authorization": f"Bearer {settings.service_token}"},
        ) as http,
    ):
        service = ServiceClient(pool)
        mailer = Mailer(service, settings=settings)
        await mailer.send_due()  # from now on

        async def enter(scenario):
            answer = await http.post("/testing/tenants", json=scenario)
            tenant = answer.raise_for_status().json()
            ticket = TicketSignIn(ticket=tenant["buyers"]["lan"]["ticket"])
            session = await service.sign_in_by_ticket(ticket)
            buyer = BuyerClient(pool, hash_of(session.session_id))
            return tenant, buyer, await buyer.order(tenant["orders"]["order-1"])

        yield mailer, enter, http
    made.service.database.close()


@pytest.fixture
def shop(service):
    """Return a mailer, and a way to cancel an order of a new tenant."""
    mailer, enter, http = service

    async def cancel():
        tenant, buyer, detail = await enter({**SCENARIO, "orders": [{}]})
        command = CancelOrder(
            order_version=detail.order.version,
            expires_at=detail.server_now + timedelta(minutes=2),
            reason_key=detail.decision.reason_keys[0],
        )
        await buyer.cancel(detail.order.id, command, "key-of-a-mailed-cancel")
        return tenant, detail.order

    async def told(tenant):
        page = await http.get(f"/testing/tenants/{tenant['tenant']}/mails")
        return page.json()["mails"]

    return mailer, cancel, told


async def test_a_cancellation_arrives_in_the_readers_language(shop, box):
    mailer, cancel, told = shop
    tenant, order = await cancel()

    await mailer.send_due()

    [letter] = box.letters
    text = letter.get_body(("plain",)).get_content()
    html = letter.get_body(("html",)).get_content()
    assert (letter["To"], letter["From"]) == (LOGIN, "Shop <shop@example.com>")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert text.startswith("Xin chào Nguyễn Lan <b>,")
    assert f"http://localhost:8000/vi/orders/{order.id}/" in text
    assert "Nguyễn Lan &lt;b&gt;" in html
    assert "<b>" not in html
    assert [word for word in ("<script", "<img", "http://cdn", "src=") if word in html] == []
    [mail] = await told(tenant)
    assert (mail["state"], mail["text"].strip()) == ("sent", text.replace("\r\n", "\n").strip())


async def test_a_withdrawal_is_acknowledged_in_the_mail_itself(service, box):
    """Content, order, date and time stand in both forms, and the signed file goes with them."""
    mailer, enter, _ = service
    sellers = [{"key": "seller", "name": "Elbkontor", "preset": "eu-withdrawal"}]
    order = {"currency": "EUR", "lines": [{"product_name": "Mühle"}]}
    _, buyer, detail = await enter({**SCENARIO, "sellers": sellers, "orders": [order]})
    number = detail.order.number
    statement = DeclareWithdrawal(
        name="Nguyễn Lan",
        email="lan@example.org",
        order_number=number,
        text=f"I withdraw from <{number}>.",
    )
    answer = await buyer.withdraw_from_contract(detail.order.id, statement, "key-of-a-withdrawal")

    await mailer.send_due()

    assert {one["To"] for one in box.letters} == {LOGIN, "lan@example.org"}
    [letter] = [one for one in box.letters if one["To"] == "lan@example.org"]
    text = letter.get_body(("plain",)).get_content().replace("\r\n", "\n")
    html = letter.get_body(("html",)).get_content()
    printer = Printer(locale="vi", zone=ZoneInfo("UTC"), now=detail.server_now, skin="standard")
    received = printer.stamp(answer.withdrawal.received_at)
    for said in (f"“I withdraw from <{number}>.”", "Mühle", "Nguyễn Lan", "Elbkontor", received):
        assert said in text
        assert escape(said) in html
    assert f": {number}\n" in text
    assert "#mail" not in text + html, "there is no choice about it"
    [file] = letter.iter_attachments()
    checked = check(file.get_filename(), json.loads(file.get_content()))
    assert (checked.findings, checked.receipt.statement.text) == ((), statement.text)


async def test_nothing_is_sent_twice(shop, box):
    mailer, cancel, _ = shop
    await cancel()

    counts = [await mailer.send_due(), await mailer.send_due()]

    assert counts == [len(box.letters), 0]


async def test_the_same_notification_has_the_same_message_id(shop, box):
    mailer, cancel, _ = shop
    await cancel()
    await mailer.send_due()

    ids = [one["Message-ID"] for one in box.letters]

    assert len(set(ids)) == len(ids)
    assert all(one.endswith("@example.com>") for one in ids)


@pytest.mark.parametrize(
    ("reply", "state"), [("550 No such user", "failed"), ("451 Try later", "due")]
)
async def test_a_refused_address_is_told_apart_from_a_busy_one(shop, box, reply, state):
    mailer, cancel, told = shop
    tenant, _ = await cancel()
    box.reply = reply

    sent = await mailer.send_due()

    assert (sent, {one["state"] for one in await told(tenant)}) == (0, {state})


async def test_an_outage_loses_nothing(shop, box):
    mailer, cancel, told = shop
    tenant, _ = await cancel()
    mailer._settings = mailer._settings.model_copy(update={"smtp_url": "smtp://127.0.0.1:9"})

    sent = await mailer.send_due()

    assert (sent, box.letters) == (0, [])
    assert {one["state"] for one in await told(tenant)} == {"due"}


def test_a_server_without_a_sender_is_refused():
    with pytest.raises(SettingsError, match="PORTAL_MAIL_FROM"):
        _load(PORTAL_SMTP_URL="smtp://mail.example.com")


@pytest.mark.parametrize("url", ["http://mail.example.com", "smtp://", "smtp://a/b"])
def test_what_is_no_mail_server_is_refused(url):
    with pytest.raises(SettingsError, match="PORTAL_SMTP_URL"):
        _load(PORTAL_SMTP_URL=url, PORTAL_MAIL_FROM="shop@example.com")


def _load(**environment):
    with pytest.MonkeyPatch.context() as patch:
        for name, text in environment.items():
            patch.setenv(name, text)
        return Settings.load()
