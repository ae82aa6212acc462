"""Every screen and state as a screen reader finds it, in each language (make snapshots)."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urljoin

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from buyer_portal import routes
from buyer_portal.scenario.library import LIBRARY
from buyer_portal.testing.buyer_pages import DEVICES, BuyerPages, wait_until_ready
from buyer_portal.testing.portal import Portal
from buyer_portal.testing.snapshots import Snapshots
from e2e.situations import SITUATIONS

FOLDER = Path(__file__).with_name("snapshots")
# When a device was seen is in real time; what the studio counts are other screens and texts.
VOLATILE = "#devices li, [data-counts]"


@pytest.fixture(scope="session")
def snapshots(request):
    return Snapshots(FOLDER, accepts=bool(request.config.getoption("--accept-snapshots")))


@pytest.fixture(scope="module")
def phone(portal: Portal, browser: Browser) -> Iterator[BrowserContext]:
    """One phone for all of them: scripts and styles are fetched and compiled once."""
    context = browser.new_context(
        base_url=portal.url, timezone_id="UTC", color_scheme="light", **DEVICES["phone"]
    )
    yield context
    context.close()


@pytest.fixture
def page(buyer_page: BuyerPages, phone: BrowserContext) -> Page:
    return buyer_page.page_in(phone)


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_screen_reads_as_before(name, make_tenant, page, snapshots, errors):
    situation = SITUATIONS[name]
    errors.expect(f"status of 404|{situation.expected}" if situation.expected else "status of 404")
    scenario = LIBRARY[situation.scenario].scenario
    tenant = None
    for locale in routes.LOCALES:
        is_new = tenant is None or situation.happens_once
        if tenant is None or is_new:
            tenant = make_tenant(**scenario.model_dump(mode="json", exclude_defaults=True))
            if situation.before:
                situation.before(tenant)
        path = situation.address(tenant, locale)
        if situation.is_plain:
            page.set_extra_http_headers({"Accept-Language": locale})
        if situation.needs_buyer and is_new:
            ticket = tenant.ticket(scenario.opening.buyer or next(iter(tenant.buyers)))
            path = f"/auth/ticket?{urlencode({'ticket': ticket, 'next': path})}"

        page.goto(urljoin(page.url, path))  # the studio moves to another host once
        if situation.after:
            wait_until_ready(page)
            situation.after(page)

        hidden = [VOLATILE, *([situation.without] if situation.without else [])]
        snapshots.check(
            page,
            f"{name}.{locale}",
            without="" if situation.is_plain else ", ".join(hidden),
            is_plain=situation.is_plain,
        )


def test_no_snapshot_is_left_over(snapshots):
    names = {f"{name}.{locale}" for name in SITUATIONS for locale in routes.LOCALES}

    assert snapshots.strangers(names) == set()
