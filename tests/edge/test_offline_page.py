"""The page that a browser keeps for when there is no network."""

import json
import re
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from buyer_portal import routes
from buyer_portal.edge.offline_page import offline_page, offline_routes
from buyer_portal.i18n.catalogue import words_of

ASSETS = Path(__file__).parents[2] / "assets"


@pytest.mark.parametrize("locale", routes.LOCALES)
async def test_it_says_in_each_language_what_helps(locale):
    words = words_of(locale)
    transport = httpx.ASGITransport(Starlette(routes=offline_routes()))
    async with httpx.AsyncClient(transport=transport, base_url="http://portal") as http:
        answer = await http.get(f"{routes.prefix(locale)}/offline/")

    assert answer.status_code == 200
    assert f'lang="{locale}"' in answer.text
    for key in ("offline.title", "retry.slow.connection", "retry.slow.network", "retry.now"):
        assert words(key) in answer.text
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "set-cookie" not in answer.headers


def test_the_browser_keeps_these_pages_and_nothing_of_a_buyer():
    script = (ASSETS / "sw.js").read_text()
    kept = re.search(r"PAGES = (\{.*?\});", script)
    assert kept is not None
    addresses = re.findall(r'"(/[^"]*)"', kept[1])

    assert addresses == [f"{routes.prefix(locale)}/offline/" for locale in routes.LOCALES]
    assert ".put(" not in script  # nothing that was answered to a buyer is ever stored


def test_all_that_the_page_loads_is_kept_with_it():
    script = (ASSETS / "sw.js").read_text()
    loaded = set(re.findall(r'(?:src|href)="(/[^"]+)"', offline_page("en")))

    assert loaded
    assert [path for path in loaded if f'"{path}"' not in script] == []


def test_the_shop_can_be_installed():
    manifest = json.loads((ASSETS / "manifest.webmanifest").read_text())

    assert manifest["display"] == "standalone"
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}
    assert all((ASSETS / icon["src"].lstrip("/")).is_file() for icon in manifest["icons"])
