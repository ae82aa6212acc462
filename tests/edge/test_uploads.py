"""Photos at the edge: from our own pages, by cookie, of bounded size."""

import httpx
import pytest
from starlette.applications import Starlette

from buyer_portal.edge.socket_guard import cookie_name, hash_of
from buyer_portal.edge.uploads import Uploads
from buyer_portal.order_contract.paths import SESSION_HEADER
from buyer_portal.order_contract.returns import MOST_PHOTO_BYTES
from buyer_portal.settings import Settings

ORIGIN = "http://localhost:8000"
SESSION = "s" * 43
PICTURE = {"Content-Type": "image/png", "Origin": ORIGIN}


@pytest.fixture
def settings():
    return Settings.model_validate({"mode": "test"})


@pytest.fixture
def asked():
    return []


@pytest.fixture
async def browser(settings, asked):
    """A browser that is signed in, before an order service that says what it was asked."""

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append((request.method, request.url.path, request.headers.get(SESSION_HEADER)))
        return httpx.Response(201, json={"id": "p"})

    service = httpx.AsyncClient(
        transport=httpx.MockTransport(answer), base_url="http://order-service"
    )
    app = Starlette(routes=Uploads(lambda: service, settings=settings).routes())
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url=ORIGIN,
        cookies={cookie_name(settings): SESSION},
    ) as client:
        yield client
    await service.aclose()


async def test_a_photo_goes_on_with_the_sessions_hash_alone(browser, asked):
    answer = await browser.post("/uploads/orders/o1/photos", content=b"png", headers=PICTURE)

    assert (answer.status_code, answer.json()) == (201, {"id": "p"})
    assert asked == [("POST", "/v1/orders/o1/photos", hash_of(SESSION))]
    assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("headers", "content", "status"),
    [
        pytest.param({"Content-Type": "image/png"}, b"x", 403, id="no-origin"),
        pytest.param(PICTURE | {"Origin": "https://evil.example"}, b"x", 403, id="elsewhere"),
        pytest.param(PICTURE | {"Content-Type": "text/plain"}, b"x", 415, id="a-plain-form"),
        pytest.param(PICTURE, b"x" * (MOST_PHOTO_BYTES + 1), 413, id="too-large"),
    ],
)
async def test_what_does_not_come_from_our_pages_is_not_passed_on(
    browser, asked, headers, content, status
):
    answer = await browser.post("/uploads/orders/o1/photos", content=content, headers=headers)

    assert (answer.status_code, asked) == (status, [])


async def test_nobody_sees_or_sends_anything(browser, asked):
    browser.cookies.clear()

    shown = await browser.get("/uploads/photos/p1")
    sent = await browser.post("/uploads/orders/o1/photos", content=b"x", headers=PICTURE)

    assert (shown.status_code, sent.status_code, asked) == (401, 401, [])


async def test_an_address_cannot_lead_elsewhere(browser, asked):
    await browser.get("/uploads/photos/..%2F..%2Fme")

    assert [path for _, path, _ in asked if not path.startswith("/v1/photos/")] == []
