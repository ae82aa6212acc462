from urllib.parse import quote

import httpx
import pytest
from starlette.routing import Router

from buyer_portal.edge.forms import MAX_FORM_BYTES
from buyer_portal.edge.sign_in import SignInForms
from buyer_portal.edge.socket_guard import hash_of
from buyer_portal.order_client.connection import Connection
from buyer_portal.order_client.errors import NotSignedInError
from buyer_portal.order_client.service import ServiceClient
from buyer_portal.order_service.app import make_order_service
from buyer_portal.settings import Mode, Payments, Settings

OWN = {"origin": "http://localhost:8000"}
PASSWORD = "correct horse battery"
LOGIN = "ann@example.com"


@pytest.fixture
def order_service(settings):
    """The real order service, in this process, on a database of its own."""
    settings.prepare_data_dir()
    made = make_order_service(settings)
    yield httpx.ASGITransport(app=made.asgi)
    made.service.database.close()


@pytest.fixture
async def service(settings, order_service):
    connection = Connection(service_token=settings.service_token, transport=order_service)
    async with connection:
        yield ServiceClient(connection)


@pytest.fixture
async def tenant(settings, order_service):
    """A tenant with one buyer."""
    buyer = {"key": "ann", "name": "Ann", "email": LOGIN, "password": PASSWORD}
    async with httpx.AsyncClient(
        transport=order_service,
        base_url="http://order-service",
        headers={"authorization": f"Bearer {settings.service_token}"},
    ) as http:
        made = await http.post("/testing/tenants", json={"buyers": [buyer]})
        return made.raise_for_status().json()


@pytest.fixture
def visitor_of(service):
    """Make a browser at the forms; ``settings`` may differ from the service's."""

    def make(settings):
        app = Router(SignInForms(lambda: service, settings=settings).routes())
        transport = httpx.ASGITransport(app=app)
        return httpx.AsyncClient(transport=transport, base_url=settings.base_url)

    return make


@pytest.fixture
def visitor(visitor_of, settings):
    return visitor_of(settings)


def cookie_of(answer):
    """Return the session cookie's value and attributes."""
    value, *attributes = answer.headers["set-cookie"].split("; ")
    return value, {attribute.partition("=")[0].lower() for attribute in attributes}


async def sign_in(visitor, tenant, **form):
    fields = {"login": LOGIN, "password": PASSWORD, "ticket": tenant["ticket"]} | form
    return await visitor.post("/auth/sign-in", data=fields, headers=OWN)


async def test_a_buyer_signs_in_and_goes_on_to_where_they_were_going(visitor, service, tenant):
    answer = await sign_in(visitor, tenant, next="/vi/orders/?tab=to-pay")

    assert (answer.status_code, answer.headers["location"]) == (303, "/vi/orders/?tab=to-pay")
    value, attributes = cookie_of(answer)
    name, _, session_id = value.partition("=")
    assert name == "portal_session"
    assert attributes == {"httponly", "max-age", "path", "samesite"}
    assert len(session_id) >= 43
    session = await service.session(hash_of(session_id))
    assert (session.buyer.name, session.buyer.tenant) == ("Ann", tenant["tenant"])


async def test_behind_tls_the_cookie_is_bound_to_this_host(visitor_of, tenant, tls_settings):
    visitor = visitor_of(tls_settings)

    answer = await visitor.post(
        "/auth/sign-in",
        data={"login": LOGIN, "password": PASSWORD, "ticket": tenant["ticket"]},
        headers={"origin": "https://orders.example.com"},
    )

    value, attributes = cookie_of(answer)
    assert value.startswith("__Host-portal_session=")
    assert attributes == {"httponly", "max-age", "path", "samesite", "secure"}
    assert "Path=/" in answer.headers["set-cookie"]
    assert "domain" not in answer.headers["set-cookie"].lower()


async def test_each_sign_in_gives_a_new_id_and_ends_the_session_before(visitor, service, tenant):
    first = cookie_of(await sign_in(visitor, tenant))[0].partition("=")[2]
    second = cookie_of(await sign_in(visitor, tenant))[0].partition("=")[2]

    assert first != second
    with pytest.raises(NotSignedInError):
        await service.session(hash_of(first))
    assert (await service.session(hash_of(second))).buyer.name == "Ann"


async def test_an_id_that_a_stranger_planted_is_never_taken_over(visitor, service, tenant):
    planted = "p" * 43
    visitor.cookies.set("portal_session", planted)

    session_id = cookie_of(await sign_in(visitor, tenant))[0].partition("=")[2]

    assert session_id != planted
    with pytest.raises(NotSignedInError):
        await service.session(hash_of(planted))


@pytest.mark.parametrize(
    "form",
    [
        pytest.param({"password": "wrong"}, id="wrong-password"),
        pytest.param({"login": "nobody@example.com"}, id="unknown-name"),
        pytest.param({"login": ""}, id="no-name"),
        pytest.param({"password": ""}, id="no-password"),
        pytest.param({"password": "x" * 3000}, id="huge-password"),
        pytest.param({"login": "\0\u202e'; drop table"}, id="hostile-name"),
        pytest.param({"ticket": "forged"}, id="forged-tenant"),
    ],
)
async def test_every_wrong_sign_in_looks_the_same(visitor, tenant, form):
    answer = await sign_in(visitor, tenant, next="/orders/7/", locale="id", **form)

    assert answer.status_code == 303
    kept = quote(form.get("ticket", tenant["ticket"]), safe="")
    assert answer.headers["location"] == (
        f"/id/login/?problem=wrong-credentials&next=%2Forders%2F7%2F&ticket={kept}"
    )
    assert "set-cookie" not in answer.headers


async def test_too_many_tries_are_stopped_even_with_the_right_password(visitor, tenant):
    for _ in range(10):
        await sign_in(visitor, tenant, password="wrong")

    answer = await sign_in(visitor, tenant)

    ticket = quote(tenant["ticket"], safe="")
    assert answer.headers["location"] == f"/login/?problem=too-many-tries&ticket={ticket}"


async def test_a_ticket_of_any_size_is_not_sent_back(visitor, tenant):
    answer = await sign_in(visitor, tenant, ticket="x" * 3000)

    assert answer.headers["location"] == "/login/?problem=wrong-credentials"


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="no-origin"),
        pytest.param({"origin": "https://evil.example"}, id="foreign"),
        pytest.param({"origin": "null"}, id="null"),
        pytest.param({"origin": "http://localhost:8000.evil.example"}, id="looks-alike"),
    ],
)
@pytest.mark.parametrize("path", ["sign-in", "sign-out", "switch", "ticket"])
async def test_forms_of_other_sites_do_nothing(visitor, headers, path):
    answer = await visitor.post(f"/auth/{path}", data={"login": LOGIN}, headers=headers)

    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        (b"{}", "application/json", 415),
        (b"login=%ff", "application/x-www-form-urlencoded", 400),
        (b"\xff=1", "application/x-www-form-urlencoded", 400),
        (b"a=" + b"b" * MAX_FORM_BYTES, "application/x-www-form-urlencoded", 413),
        (b"&".join([b"a=1"] * 100), "application/x-www-form-urlencoded", 400),
    ],
)
async def test_what_is_no_form_is_refused(visitor, content, media_type, status):
    answer = await visitor.post(
        "/auth/sign-in", content=content, headers=OWN | {"content-type": media_type}
    )

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


async def test_signing_out_ends_the_session_everywhere(visitor, service, tenant):
    session_id = cookie_of(await sign_in(visitor, tenant))[0].partition("=")[2]

    answer = await visitor.post("/auth/sign-out", data={"locale": "vi"}, headers=OWN)

    assert (answer.status_code, answer.headers["location"]) == (303, "/vi/login/")
    assert 'portal_session=""' in answer.headers["set-cookie"]
    with pytest.raises(NotSignedInError):
        await service.session(hash_of(session_id))


async def test_switching_accounts_comes_back_to_the_same_page(visitor, service, tenant):
    session_id = cookie_of(await sign_in(visitor, tenant))[0].partition("=")[2]

    answer = await visitor.post("/auth/switch", data={"next": "/vi/orders/7/"}, headers=OWN)

    assert answer.headers["location"] == "/vi/login/?next=%2Fvi%2Forders%2F7%2F"
    with pytest.raises(NotSignedInError):
        await service.session(hash_of(session_id))


async def test_a_ticket_signs_in_once(visitor, tenant, service):
    ticket = tenant["buyers"]["ann"]["ticket"]

    first = await visitor.get("/auth/ticket", params={"ticket": ticket, "next": "/orders/"})
    second = await visitor.get("/auth/ticket", params={"ticket": ticket, "next": "/orders/"})

    assert first.headers["location"] == "/orders/"
    session_id = cookie_of(first)[0].partition("=")[2]
    assert (await service.session(hash_of(session_id))).buyer.name == "Ann"
    assert second.headers["location"].startswith("/login/?problem=wrong-credentials")


async def test_a_ticket_that_cannot_be_sent_is_no_ticket(visitor):
    answer = await visitor.get("/auth/ticket", params={"ticket": "a\0b"})

    assert answer.headers["location"] == "/login/?problem=wrong-credentials"


@pytest.mark.parametrize(
    ("mode", "paths"),
    [
        (Mode.DEMO, {"sign-in", "sign-out", "switch", "ticket", "demo"}),
        (Mode.TEST, {"sign-in", "sign-out", "switch", "ticket"}),
        (Mode.PRODUCTION, {"sign-in", "sign-out", "switch"}),
    ],
)
def test_a_mode_has_its_own_ways_in(tmp_path, service, mode, paths):
    secret = tmp_path / "secret"
    secret.write_text("a production secret of good length")
    settings = Settings.model_validate(
        {
            "mode": mode,
            "data_dir": tmp_path,
            "public_url": "https://orders.example.com",
            "secret_file": secret if mode is Mode.PRODUCTION else None,
            "payments": Payments.STRIPE,
            "stripe_api_key": "sk_live_0000",
        }
    )

    forms = SignInForms(lambda: service, settings=settings)

    assert {route.path.rpartition("/")[2] for route in forms.routes()} == paths


async def test_a_silent_service_is_not_called_a_wrong_password(settings):
    async def silent(_request):
        raise httpx.ConnectError("nobody there")

    connection = Connection(service_token="t", transport=httpx.MockTransport(silent))
    app = Router(SignInForms(lambda: ServiceClient(connection), settings=settings).routes())
    visitor = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=settings.base_url)

    answer = await visitor.post(
        "/auth/sign-in", data={"login": LOGIN, "password": PASSWORD}, headers=OWN
    )

    assert answer.headers["location"] == "/login/?problem=unavailable"
