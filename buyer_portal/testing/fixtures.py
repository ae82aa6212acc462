"""Change here the fixtures of end-to-end tests.

Each test gets a tenant of its own and signs its buyers in by ticket. A test fails when the browser
console or the server's log reports an error that the test did not announce. ``docs/testing.md``
tells test authors how to use them.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser

from buyer_portal.i18n.catalogue import Words, words_of
from buyer_portal.scenario.library import LIBRARY, scenario_named
from buyer_portal.testing import accessibility
from buyer_portal.testing.buyer_pages import BuyerPages
from buyer_portal.testing.errors import ErrorWatch, no_errors
from buyer_portal.testing.network import FlakyNetwork, lane_to
from buyer_portal.testing.portal import Portal, ask_whether_ready, running_portal
from buyer_portal.testing.tenant import Tenant, create_tenant, testing_client


@pytest.fixture(scope="session")
def portal(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Portal]:
    """A running portal in test mode, one for all tests of this worker; or ``--portal-url``."""
    token = str(request.config.getoption("--portal-token"))
    if url := request.config.getoption("--portal-url"):
        given = Portal(url=str(url).rstrip("/"), testing_token=token)
        ask_whether_ready(given)
        yield given
        return
    with running_portal(tmp_path_factory.mktemp("portal"), testing_token=token) as started:
        yield started


@pytest.fixture(scope="session")
def testing_http(portal: Portal) -> Iterator[httpx.Client]:
    """The testing API of the portal."""
    with testing_client(portal) as http:
        yield http


@pytest.fixture
def make_tenant(testing_http: httpx.Client) -> Iterator[Callable[..., Tenant]]:
    """Make tenants from the fields of a scenario; they are deleted when the test ends."""
    made: list[Tenant] = []

    def make(**scenario: Any) -> Tenant:
        tenant = create_tenant(testing_http, scenario)
        made.append(tenant)
        return tenant

    yield make
    while made:
        tenant = made.pop()
        made += tenant.copies
        testing_http.delete(f"/testing/tenants/{tenant.id}")


@pytest.fixture
def tenant(request: pytest.FixtureRequest, make_tenant: Callable[..., Tenant]) -> Tenant:
    """An isolated world: what the mark ``scenario`` says, else one order of one buyer."""
    mark = request.node.get_closest_marker("scenario")
    given = mark.args[0] if mark and mark.args else {}
    fields = {**_fields_of(given), **(mark.kwargs if mark else {})}
    return make_tenant(**(fields or {"orders": [{}]}))


def _fields_of(given: str | Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the fields of a scenario; a text names one of the library."""
    if not isinstance(given, str):
        return given
    named = scenario_named(given)
    if named is None:
        names = ", ".join(LIBRARY)
        raise pytest.UsageError(f"no scenario is named {given!r}; the library has {names}")
    return named.model_dump(mode="json", exclude_unset=True)


@pytest.fixture
def errors(portal: Portal) -> Iterator[ErrorWatch]:
    """Fail the test on errors in the browser console or the server's log."""
    with no_errors(portal) as watch:
        yield watch


@pytest.fixture
def assert_no_errors(errors: ErrorWatch) -> Callable[[], None]:
    """Fail now, instead of at the end of the test, on what was reported until now."""
    return errors.assert_none


@pytest.fixture(scope="session")
def assert_accessible() -> Callable[..., None]:
    """Fail with everything that axe finds: ``assert_accessible(page, themes=("day", "night"))``."""
    return accessibility.assert_accessible


@pytest.fixture(scope="session")
def _lane(
    portal: Portal, launch_browser: Callable[..., Browser], browser_type_launch_args: dict[str, Any]
) -> Iterator[tuple[FlakyNetwork, Browser]]:
    """A network to the portal, and a browser whose every connection goes over it."""
    with lane_to(portal.url) as network:
        switches = [*browser_type_launch_args.get("args", []), network.browser_switch]
        browser = launch_browser(args=switches)
        yield network, browser
        network.restore()
        browser.close()


@pytest.fixture
def network(_lane: tuple[FlakyNetwork, Browser], errors: ErrorWatch) -> Iterator[FlakyNetwork]:
    """The way from the browser to the portal; ``buyer_page`` then opens its pages over it."""
    lane, _ = _lane
    errors.expect("net::ERR_|WebSocket connection")  # how a browser notes a network that is gone
    yield lane
    lane.drop_held()


@pytest.fixture
def buyer_page(
    request: pytest.FixtureRequest,
    portal: Portal,
    errors: ErrorWatch,
    make_tenant: Callable[..., Tenant],  # its tenants go after the pages that show them
    browser: Browser,
) -> Iterator[BuyerPages]:
    """Open pages as a signed-in buyer: ``buyer_page(locale="vi", device="desktop")``."""
    del make_tenant
    if "network" in request.fixturenames:
        browser = request.getfixturevalue("_lane")[1]
    pages = BuyerPages(
        portal, browser.new_context, errors, lambda: request.getfixturevalue("tenant")
    )
    yield pages
    pages.close()


@pytest.fixture
def words() -> Callable[[str], Words]:
    """Return the catalogue of a language: ``words("vi")("orders.title")``."""
    return words_of
