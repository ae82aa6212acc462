import httpx
import pytest
from starlette.responses import PlainTextResponse

from buyer_portal.app import app as reflex_app
from buyer_portal.edge.fault_page import FaultPage
from buyer_portal.edge.portal import PortalEdge
from buyer_portal.order_client.connection import Connection
from buyer_portal.order_contract.probes import CONTRACT_VERSION
from buyer_portal.order_service.app import make_order_service
from buyer_portal.order_service.migrate import schema_revision
from buyer_portal.session import use_connection
from buyer_portal.settings import Mode, Settings


@pytest.fixture
def reached():
    """Paths that reached Reflex' own API."""
    return []


@pytest.fixture
def portal_of(reached):
    """Make the portal of ``settings``, without pages of its own."""

    async def reflex_api(scope, receive, send):
        reached.append(scope["path"])
        await PlainTextResponse("reflex")(scope, receive, send)

    def make(settings):
        edge = PortalEdge(reflex_app, settings=settings, frontend=None)
        transport = httpx.ASGITransport(app=edge.around(reflex_api))
        return httpx.AsyncClient(transport=transport, base_url=settings.base_url)

    return make


@pytest.fixture
async def with_service(settings):
    """Let the portal reach a real order service, in this process."""
    settings.prepare_data_dir()
    made = make_order_service(settings)
    transport = httpx.ASGITransport(app=made.asgi)
    async with Connection(service_token=settings.service_token, transport=transport) as connection:
        use_connection(connection)
        yield
        use_connection(None)
    made.service.database.close()


@pytest.fixture
def without_service():
    """Let the portal reach nobody."""

    def silent(_request):
        raise httpx.ConnectError("nobody there")

    use_connection(Connection(service_token="t", transport=httpx.MockTransport(silent)))
    yield
    use_connection(None)


@pytest.mark.parametrize(
    ("path", "orders"),
    [("/", "/orders/"), ("/vi", "/vi/orders/"), ("/vi/", "/vi/orders/"), ("/id", "/id/orders/")],
)
async def test_a_bare_address_leads_to_the_orders(portal_of, settings, path, orders):
    answer = await portal_of(settings).get(path)

    assert (answer.status_code, answer.headers["location"]) == (302, orders)


@pytest.mark.usefixtures("with_service")
async def test_it_is_ready_when_pages_and_service_are(portal_of, settings):
    answer = await portal_of(settings).get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {
        "ready": False,
        "pages": False,
        "order_service": True,
        "build": 1,
        "locales": ["en", "vi", "id"],
        "schema": schema_revision(),
        "contract": CONTRACT_VERSION,
    }


@pytest.mark.usefixtures("without_service")
async def test_it_lives_but_is_not_ready_without_its_service(portal_of, settings):
    portal = portal_of(settings)

    assert (await portal.get("/healthz")).json() == {"status": "ok"}
    assert (await portal.get("/readyz")).json()["order_service"] is False


@pytest.mark.parametrize("token", ["", "Bearer ", "Bearer wrong", "Basic é"])
async def test_the_testing_api_needs_its_token(portal_of, settings, token):
    answer = await portal_of(settings).post(
        "/testing/tenants", json={}, headers={"authorization": token.encode()}
    )

    assert answer.status_code == 403


async def test_outside_test_mode_there_is_no_testing_api(portal_of, tmp_path, reached):
    settings = Settings.model_validate(
        {"mode": Mode.DEMO, "data_dir": tmp_path, "public_url": None}
    )

    await portal_of(settings).post(
        "/testing/tenants", json={}, headers={"authorization": f"Bearer {settings.testing_token}"}
    )

    assert reached == ["/testing/tenants"]  # which has no such address either


async def test_a_fault_gives_people_a_page_in_their_language_and_programs_a_problem(caplog):
    async def broken(_scope, _receive, _send):
        raise RuntimeError("the reason")

    transport = httpx.ASGITransport(app=FaultPage(broken))
    browser = httpx.AsyncClient(transport=transport, base_url="http://localhost:8000")

    page = await browser.get("/vi/orders/", headers={"accept": "text/html"})
    answer = await browser.get("/readyz")

    assert (page.status_code, answer.status_code) == (500, 500)
    assert '<html lang="vi">' in page.text
    assert 'href="/vi/orders/"' in page.text
    assert "the reason" not in page.text + answer.text
    references = [record.args[0] for record in caplog.records]
    assert references[0] in page.text
    assert references[1] in answer.json()["title"]
