"""The download and the deletion over HTTP: by cookie, from our own pages, never cached."""

import io
import zipfile

import httpx
import pytest
from starlette.routing import Router

from buyer_portal.edge.own_data import DELETE, EXPORT, OwnData
from buyer_portal.edge.sign_in import SignInForms
from buyer_portal.order_client.connection import Connection
from buyer_portal.order_client.service import ServiceClient
from buyer_portal.order_service.app import make_order_service

OWN = {"origin": "http://localhost:8000"}
LOGIN = "ann@example.com"
BUYER = {"key": "ann", "name": "Ann", "email": LOGIN}


@pytest.fixture
async def visitor(settings):
    """Return a browser that is signed in as a buyer with orders at ``status``."""
    settings.prepare_data_dir()
    made = make_order_service(settings)
    transport = httpx.ASGITransport(app=made.asgi)
    http = httpx.AsyncClient(
        transport=transport,
        base_url="http://order-service",
        headers={"authorization": f"Bearer {settings.service_token}"},
    )
    async with Connection(service_token=settings.service_token, transport=transport) as pool:
        own = OwnData(lambda: pool, lambda: http, settings=settings)
        forms = SignInForms(lambda: ServiceClient(pool), settings=settings)
        app = Router([*own.routes(), *forms.routes()])

        async def enter(status="DELIVERED") -> httpx.AsyncClient:
            scenario = {"buyers": [BUYER], "orders": [{"status": status}]}
            tenant = (await http.post("/testing/tenants", json=scenario)).raise_for_status().json()
            browser = httpx.AsyncClient(
                transport=httpx.ASGITransport(app=app), base_url=settings.base_url
            )
            ticket = {"ticket": tenant["buyers"]["ann"]["ticket"]}
            await browser.post("/auth/ticket", data=ticket, headers=OWN)
            return browser

        yield enter
        await http.aclose()
    made.service.database.close()


async def test_the_data_comes_as_a_file_that_nobody_keeps(visitor):
    browser = await visitor()

    answer = await browser.get(EXPORT)

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"].startswith('attachment; filename="my-orders-')
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert {"README.txt", "orders.csv", "orders.json"} <= set(names)


async def test_without_a_session_there_is_a_sign_in_page(visitor):
    browser = await visitor()
    browser.cookies.clear()

    export = await browser.get(EXPORT)
    deletion = await browser.post(DELETE, data={"login": LOGIN, "locale": "vi"}, headers=OWN)

    assert (export.status_code, export.headers["location"]) == (303, "/login/")
    assert (deletion.status_code, deletion.headers["location"]) == (303, "/vi/login/")


async def test_another_site_deletes_nothing(visitor):
    browser = await visitor()

    answer = await browser.post(
        DELETE, data={"login": LOGIN}, headers={"origin": "https://evil.example.com"}
    )

    assert answer.status_code == 403
    assert (await browser.get(EXPORT)).status_code == 200


@pytest.mark.parametrize(
    ("status", "typed", "problem"),
    [
        pytest.param("DELIVERED", "bob@example.com", "other", id="other-name"),
        pytest.param("DELIVERED", "", "other", id="nothing"),
        pytest.param("DELIVERED", "x" * 321, "other", id="long"),
        pytest.param("IN_TRANSIT", LOGIN, "busy", id="open-order"),
    ],
)
async def test_what_does_not_fit_leads_back_and_says_so(visitor, status, typed, problem):
    browser = await visitor(status)

    answer = await browser.post(DELETE, data={"login": typed, "locale": "id"}, headers=OWN)

    assert answer.headers["location"] == f"/id/settings/data/?problem={problem}#delete"
    assert (await browser.get(EXPORT)).status_code == 200


async def test_afterwards_nobody_is_signed_in(visitor):
    browser = await visitor()

    answer = await browser.post(DELETE, data={"login": LOGIN}, headers=OWN)

    assert answer.headers["location"] == "/login/?problem=deleted"
    assert "max-age=0" in answer.headers["set-cookie"].lower()
    assert (await browser.get(EXPORT)).headers["location"] == "/login/"
