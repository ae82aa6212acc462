"""Files that a buyer takes home: theirs alone, kept by nobody on the way."""

import json
from datetime import timedelta
from typing import Any, cast

import httpx
import icalendar
import pytest
from starlette.applications import Starlette

from buyer_portal.edge.downloads import Downloads
from buyer_portal.edge.socket_guard import hash_of
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.connection import Call, Connection
from buyer_portal.order_client.service import ServiceClient
from buyer_portal.order_contract.cancellations import CancelOrder
from buyer_portal.order_contract.sessions import TicketSignIn
from buyer_portal.order_contract.testing import NewTenant, NewTicket
from buyer_portal.order_contract.withdrawals import DeclareWithdrawal
from buyer_portal.order_service.app import make_order_service
from buyer_portal.receipts.checking import check, check_chain, receipts_in
from buyer_portal.receipts.seal import Sealer
from buyer_portal.scenario.scenario import Scenario


@pytest.fixture
async def connection(settings):
    """A real order service, in this process."""
    settings.prepare_data_dir()
    made = make_order_service(settings)
    transport = httpx.ASGITransport(app=made.asgi)
    async with Connection(service_token=settings.service_token, transport=transport) as opened:
        yield opened
    made.service.database.close()


@pytest.fixture
async def tenant(connection):
    body = Scenario.model_validate(
        {
            "buyers": [
                {"key": "lan", "email": "lan@example.vn"},
                {"key": "other", "email": "other@example.vn"},
            ],
            "orders": [
                {"key": "unpaid", "buyer": "lan", "seller": "shop", "status": "UNPAID"},
                {"key": "paid", "buyer": "lan", "seller": "shop"},
                {"key": "arrived", "buyer": "lan", "seller": "elbe", "status": "DELIVERED"},
            ],
            "sellers": [{"key": "shop"}, {"key": "elbe", "preset": "eu-withdrawal"}],
        }
    )
    return await connection.ask(NewTenant, Call("POST", "/testing/tenants", body=body))


@pytest.fixture
def http_of(connection, settings):
    """Return a browser with the cookie of a session, or without one."""

    def make(session_id=""):
        app = Starlette(routes=Downloads(lambda: connection, settings=settings).routes())
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app),
            base_url=settings.base_url,
            cookies={"portal_session": session_id} if session_id else None,
        )

    return make


@pytest.fixture
def sign_in(connection, tenant):
    async def do(buyer="lan"):
        path = f"/testing/tenants/{tenant.tenant}/buyers/{tenant.buyers[buyer].id}/tickets"
        fresh = await connection.ask(NewTicket, Call("POST", path))
        ticket = TicketSignIn(ticket=fresh.ticket, user_agent="pytest")
        return (await ServiceClient(connection).sign_in_by_ticket(ticket)).session_id

    return do


async def cancel(connection, session_id, order_id):
    buyer = BuyerClient(connection, hash_of(session_id))
    detail = await buyer.order(order_id)
    command = CancelOrder(
        order_version=detail.order.version,
        expires_at=detail.server_now + timedelta(minutes=1),
        reason_key=detail.decision.reason_keys[0],
    )
    await buyer.cancel(order_id, command, f"key-{order_id}")
    return (await buyer.order(order_id)).receipts[-1]


async def test_receipt_is_handed_out_as_it_was_signed(
    http_of, sign_in, connection, tenant, settings
):
    session_id = await sign_in()
    entry = await cancel(connection, session_id, tenant.orders["paid"])

    answer = await http_of(session_id).get(f"/downloads/receipts/{entry.id}.json")

    trusted = frozenset({Sealer(settings.receipt_seed).public_key})
    assert check("a", json.loads(answer.text), trusted).findings == ()
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == (
        f'attachment; filename="{entry.reference}.json"'
    )
    assert answer.headers["content-type"] == "application/json"


async def test_all_receipts_come_as_one_chain(http_of, sign_in, connection, tenant):
    session_id = await sign_in()
    for key in ("unpaid", "paid"):
        await cancel(connection, session_id, tenant.orders[key])

    answer = await http_of(session_id).get("/downloads/receipts.json")

    checked = [check(str(at), one) for at, one in enumerate(receipts_in(answer.text))]
    assert [one.findings for one in checked] == [(), ()]
    assert check_chain(checked) == []


@pytest.mark.parametrize("locale", ["en", "vi", "id", "xx"])
async def test_deadline_comes_in_the_language_of_the_page(http_of, sign_in, tenant, locale):
    order_id = tenant.orders["unpaid"]

    answer = await http_of(await sign_in()).get(
        f"/downloads/orders/{order_id}/pay_by.ics?in={locale}"
    )

    [event] = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    told = locale if locale != "xx" else "en"
    prefix = "" if told == "en" else f"/{told}"
    assert event["SUMMARY"].params["LANGUAGE"] == told
    assert event["URL"] == f"http://localhost:8000{prefix}/orders/{order_id}/"
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"


async def test_date_of_a_receipt_comes_with_the_way_back(http_of, sign_in, connection, tenant):
    session_id = await sign_in()
    buyer = BuyerClient(connection, hash_of(session_id))
    order_id = tenant.orders["arrived"]
    number = (await buyer.order(order_id)).order.number
    statement = DeclareWithdrawal(
        name="Lan", email="lan@example.vn", order_number=number, text="I withdraw."
    )
    made = await buyer.withdraw_from_contract(order_id, statement, "key-of-the-withdrawal")
    path = f"/downloads/receipts/{made.receipt_id}"

    answer = await http_of(session_id).get(f"{path}/goods_back_by.ics?in=id")

    [event] = cast("Any", icalendar.Calendar.from_ical(answer.content)).walk("VEVENT")
    assert event["DTSTART"].dt == made.withdrawal.goods_back_by
    assert event["SUMMARY"] == f"Kirim kembali barang pesanan {number}"
    assert event["URL"] == f"http://localhost:8000/id/receipts/{made.receipt_id}/"
    assert (await http_of(session_id).get(f"{path}/pay_by.ics")).status_code == 404
    [return_id] = made.withdrawal.return_ids
    dated = f"/downloads/orders/{order_id}/ship_by.ics?in=id&return={return_id}"
    to_send = await http_of(session_id).get(dated)
    [event] = icalendar.Calendar.from_ical(to_send.content).walk("VEVENT")
    assert event["URL"] == f"http://localhost:8000/id/orders/{order_id}/return/"
    assert (await http_of(await sign_in("other")).get(dated)).status_code == 404


async def test_nothing_of_it_is_anybody_elses(http_of, sign_in, connection, tenant):
    entry = await cancel(connection, await sign_in(), tenant.orders["paid"])
    paths = [
        f"/downloads/receipts/{entry.id}.json",
        "/downloads/receipts/unknown.json",
        f"/downloads/orders/{tenant.orders['unpaid']}/pay_by.ics",
        "/downloads/orders/unknown/pay_by.ics",
    ]
    other, nobody, forged = http_of(await sign_in("other")), http_of(), http_of("x" * 43)

    assert {(await other.get(path)).status_code for path in paths} == {404}
    assert len({(await other.get(path)).text for path in paths}) == 1
    for client in (nobody, forged):
        asked = [await client.get(path) for path in [*paths, "/downloads/receipts.json"]]
        assert {answer.status_code for answer in asked} == {401}


async def test_what_does_not_run_out_is_no_file(http_of, sign_in, tenant):
    answer = await http_of(await sign_in()).get(
        f"/downloads/orders/{tenant.orders['paid']}/pay_by.ics"
    )

    assert answer.status_code == 404


async def test_key_is_everybodys(http_of, settings):
    answer = await http_of().get("/.well-known/receipt-keys.json")

    [key] = answer.json()["keys"]
    assert key == Sealer(settings.receipt_seed).jwk()
    assert answer.headers["cache-control"] == "public, max-age=3600"


async def test_service_that_is_away_is_said_to_be(settings):
    def silent(_request):
        raise httpx.ConnectError("nobody there")

    away = Connection(service_token="t", transport=httpx.MockTransport(silent))
    app = Starlette(routes=Downloads(lambda: away, settings=settings).routes())
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app),
        base_url=settings.base_url,
        cookies={"portal_session": "x" * 43},
    )

    paths = ["/.well-known/receipt-keys.json", "/downloads/receipts.json"]
    assert [(await client.get(path)).status_code for path in paths] == [503, 503]
