"""How prototypes are entered: by a frame's ticket or a shared link, and what keeps others out."""

import asyncio
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.routing import Router

from buyer_portal.edge.headers import page_policy
from buyer_portal.edge.prototypes import MARK, OPENINGS_PER_MINUTE, Prototypes
from buyer_portal.edge.rate_limit import RateLimit
from buyer_portal.i18n import changes
from buyer_portal.order_client.connection import Connection
from buyer_portal.order_client.studio import StudioClient
from buyer_portal.order_contract.testing import CounterpartStep
from buyer_portal.order_service.app import make_order_service
from buyer_portal.order_service.tenants import copying
from buyer_portal.scenario.library import LIBRARY
from buyer_portal.scenario.opening import NetworkFault
from buyer_portal.settings import Settings
from buyer_portal.studio.entering import frame_href
from buyer_portal.studio.network import NetworkPlan
from buyer_portal.studio.reaching import kept
from buyer_portal.studio.shared_words import SharedWords
from buyer_portal.studio.sharing import share

FRAME = "http://f3.portal.localhost:8000"


@pytest.fixture
async def connection(settings):
    settings.prepare_data_dir()
    made = make_order_service(settings)
    transport = httpx.ASGITransport(app=made.asgi)
    async with Connection(service_token=settings.service_token, transport=transport) as opened:
        yield opened
    made.service.database.close()


@pytest.fixture
def plan():
    return NetworkPlan()


@pytest.fixture
def visitor(settings, connection, plan):
    prototypes = Prototypes(lambda: connection, settings=settings, plan=plan, again_seconds=0)
    app = Router(prototypes.routes())
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=settings.base_url)


def _link(settings, name, now=None):
    scenario = LIBRARY[name].scenario
    return f"/s/{share(scenario, key=settings.share_key, now=now or datetime.now(UTC))}"


def _cookies(answer):
    found = {}
    for text in answer.headers.get_list("set-cookie"):
        first, *attributes = text.split("; ")
        name, _, given = first.partition("=")
        found[name] = (given, set(attributes))
    return found


async def test_shared_link_opens_its_page_in_a_tenant_of_its_own(settings, visitor):
    first = await visitor.get(_link(settings, "packed"))
    second = await visitor.get(_link(settings, "packed"))

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"].startswith("/orders/")
    assert first.headers["location"] == second.headers["location"]  # the same seed
    sessions = [_cookies(answer)["portal_session"][0] for answer in (first, second)]
    assert all(sessions)
    assert len(set(sessions)) == 2
    assert _cookies(first)["portal_session"][1] >= {"HttpOnly", "SameSite=lax", "Path=/"}
    assert _cookies(first)[MARK][0].startswith("auto.")
    assert "HttpOnly" not in _cookies(first)[MARK][1]


async def test_shared_sign_in_page_signs_nobody_in(settings, visitor):
    answer = await visitor.get(_link(settings, "sign-in"))

    assert urlsplit(answer.headers["location"]).path == "/login/"
    assert parse_qs(urlsplit(answer.headers["location"]).query)["ticket"]
    assert _cookies(answer)["portal_session"][0] == '""'


@pytest.mark.parametrize(
    ("language", "title"), [("vi-VN,vi;q=0.9", "không mở được"), ("fr", "not")]
)
async def test_changed_link_gets_a_friendly_page(settings, visitor, language, title):
    link = _link(settings, "packed")
    answer = await visitor.get(
        f"{link[:-1]}{'A' if link[-1] != 'A' else 'Q'}{link[-1]}",
        headers={"accept-language": language},
    )

    assert answer.status_code == 404
    assert title in answer.text
    assert "/studio/" in answer.text
    assert "set-cookie" not in answer.headers


async def test_expired_link_says_so(settings, visitor):
    answer = await visitor.get(_link(settings, "packed", datetime.now(UTC) - timedelta(days=31)))

    assert (answer.status_code, "has expired" in answer.text) == (404, True)


async def test_links_are_opened_so_often_and_no_more(visitor):
    answers = [(await visitor.get("/s/x")).status_code for _ in range(OPENINGS_PER_MINUTE + 1)]

    assert answers == [404] * OPENINGS_PER_MINUTE + [429]


def test_rate_is_of_each_key_and_passes():
    now = [0.0]
    limit = RateLimit(2, 60, clock=lambda: now[0])
    assert [limit.wait("a"), limit.wait("a"), limit.wait("b")] == [0, 0, 0]
    now[0] = 20
    assert limit.wait("a") == 40
    now[0] = 60
    assert limit.wait("a") == 0


async def test_link_of_what_was_played_opens_there_and_leaves_the_copy_alone(
    settings, visitor, connection
):
    client, scenario = StudioClient(connection), LIBRARY["requested"].scenario
    made = await client.make_tenant(scenario)
    order = made.orders["order"]
    await client.step(made.tenant, order, "seller-approve", CounterpartStep())
    reached = await kept(client, scenario, made, f"/vi/orders/{order}/refund/")
    token = share(scenario, key=settings.share_key, now=datetime.now(UTC), reached=reached)
    await client.remove_tenant(made.tenant)

    answers = [await visitor.get(f"/s/{token}") for _ in range(2)]

    wanted = f"/vi/orders/{order}/refund/"
    assert [answer.headers["location"] for answer in answers] == [wanted, wanted]
    sessions = {_cookies(answer)["portal_session"][0] for answer in answers}
    assert len(sessions) == 2
    clock = await client.clock(reached.tenant)
    assert (clock.is_frozen, clock.now) == (True, made.now)
    await client.remove_tenant(reached.tenant)
    gone = await visitor.get(f"/s/{token}")
    assert (gone.status_code, "has expired" in gone.text) == (404, True)


async def test_link_opens_with_its_words_and_its_look(settings, visitor, connection):
    words = SharedWords(texts={"en": {"why.open": ("What stops me?",)}}, look="orchard")
    scenario = LIBRARY["packed"].scenario
    client = StudioClient(connection)
    made = await client.make_tenant(scenario)
    reached = await kept(client, scenario, made, f"/orders/{made.orders['order']}/")
    now, key = datetime.now(UTC), settings.share_key
    links = [share(scenario, key=key, now=now, words=words, reached=one) for one in (None, reached)]

    before = {*changes._of_tenant}
    answers = [await visitor.get(f"/s/{link}") for link in links]

    assert [answer.status_code for answer in answers] == [303, 303]
    opened = {*changes._of_tenant} - before
    assert [changes.changes_of(tenant) for tenant in opened] == [words.changes()] * 2
    assert made.tenant not in opened


async def test_link_that_too_many_have_open_says_so(settings, visitor, connection, monkeypatch):
    client, scenario = StudioClient(connection), LIBRARY["packed"].scenario
    made = await client.make_tenant(scenario)
    reached = await kept(client, scenario, made, "/orders/")
    token = share(scenario, key=settings.share_key, now=datetime.now(UTC), reached=reached)
    monkeypatch.setattr(copying, "MOST_OF_ONE", 2)

    answers = [await visitor.get(f"/s/{token}") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert "Too many have this prototype open" in answers[2].text


async def test_network_of_an_opening_is_planned(settings, visitor, plan):
    await visitor.get(_link(settings, "offline"))

    assert [entry.fault for entry in plan._planned.values()] == [NetworkFault.OFFLINE]


async def test_frame_gets_cookies_of_its_own_host(visitor, connection):
    scenario = LIBRARY["packed"].scenario
    made = await StudioClient(connection).make_tenant(scenario)
    href = frame_href(FRAME, scenario, made)

    answer = await visitor.get(href)
    reloaded = await visitor.get(href)
    visitor.cookies.clear()
    again = await visitor.get(href)

    wanted = {"SameSite=lax", "Path=/"}
    assert answer.headers["location"] == f"/orders/{made.orders['order']}/"
    assert _cookies(answer)["portal_session"][1] >= {*wanted, "HttpOnly"}
    assert _cookies(answer)[MARK][1] >= wanted
    assert (reloaded.status_code, "set-cookie" in reloaded.headers) == (303, False)
    assert (again.status_code, "portal_session" in _cookies(again)) == (403, False)


async def test_frame_loaded_anew_before_its_cookie_came_gets_in(settings, connection, plan):
    made = await StudioClient(connection).make_tenant(LIBRARY["packed"].scenario)
    [buyer] = made.buyers.values()
    asked = {"tenant": made.tenant, "ticket": buyer.ticket}
    app = Router(Prototypes(lambda: connection, settings=settings, plan=plan).routes())

    async def enter() -> str:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url=FRAME) as browser:
            answer = await browser.get("/studio/enter", params=asked)
        return _cookies(answer)["portal_session"][0]

    first, second = await asyncio.gather(enter(), enter())

    assert first == second == await enter()


@pytest.mark.parametrize(
    "asked", ["https://evil.example/", "//evil.example", "/auth/sign-out", "/s/x"]
)
async def test_entrance_leads_to_pages_of_ours_alone(visitor, asked):
    answer = await visitor.get("/studio/enter", params={"next": asked})

    assert answer.headers["location"] == "/orders/"


async def test_production_has_no_entrance(tmp_path, connection):
    secret = tmp_path / "secret"
    secret.write_bytes(b"p" * 40)
    settings = Settings.model_validate(
        {
            "mode": "production",
            "public_url": "https://orders.example.com",
            "secret_file": secret,
            "payments": "stripe",
            "stripe_api_key": "rk",
        }
    )

    assert Prototypes(lambda: connection, settings=settings).routes() == []
    assert settings.frame_origins == ()
    assert settings.allowed_origins == ("https://orders.example.com",)
    assert "frame-src" not in page_policy(settings, (), page="studio.html")


def test_only_studio_pages_show_frames_and_only_frames_are_shown(settings):
    shop = page_policy(settings, (), page="vi/orders.html")
    studio = page_policy(settings, (), page="vi/studio.html")
    framed = page_policy(settings, (), page="vi/orders.html", in_frame=True)

    assert "frame-ancestors 'none'" in shop
    assert "frame-src" not in shop
    assert "frame-src http://*.portal.localhost:8000" in studio
    assert "frame-ancestors 'none'" in studio
    assert "frame-ancestors http://studio.portal.localhost:8000;" in framed
