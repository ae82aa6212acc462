"""Change here the pytest fixtures of end-to-end tests (loaded by ``conftest.py``).

Each test gets a tenant of its own and signs its buyers in by ticket. A test fails when the browser
console or the server's log reports an error that the test did not announce.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from buyer_portal.i18n.catalogue import Words, words_of
from buyer_portal.routes import ORDERS, href
from buyer_portal.testing.browser import launch_options
from buyer_portal.testing.portal import Portal, running_portal
from buyer_portal.testing.tenant import Tenant, create_tenant, testing_client

DEVICES: Final[dict[str, dict[str, Any]]] = {
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
    },
    "desktop": {"viewport": {"width": 1280, "height": 800}},
}
TESTING_TOKEN: Final = "a testing token for end-to-end tests"  # noqa: S105 - guards nothing real


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that point at a portal somebody else started."""
    group = parser.getgroup("buyer portal")
    group.addoption("--portal-url", help="use this running portal (test mode), start none")
    group.addoption("--portal-token", default=TESTING_TOKEN, help="its testing token")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Launch the Chromium of this machine, without its calls home."""
    return {**browser_type_launch_args, **launch_options()}


@pytest.fixture(scope="session")
def portal(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Portal]:
    """A running portal in test mode, one for all tests of this worker."""
    token = str(request.config.getoption("--portal-token"))
    if url := request.config.getoption("--portal-url"):
        yield Portal(url=url.rstrip("/"), testing_token=token)
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
    """Make tenants from scenarios; they are deleted when the test ends."""
    made: list[Tenant] = []

    def make(**scenario: Any) -> Tenant:
        tenant = create_tenant(testing_http, scenario)
        made.append(tenant)
        return tenant

    yield make
    for tenant in made:
        testing_http.delete(f"/testing/tenants/{tenant.id}")


@dataclass(slots=True)
class ErrorWatch:
    """Errors that the browser reported, and the ones a test expects (regular expressions)."""

    seen: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """Announce errors that match ``pattern``; they do not fail the test."""
        self.expected.append(pattern)

    def unexpected(self, also: list[str]) -> list[str]:
        """Return every error that no test announced."""
        return [
            error
            for error in [*self.seen, *also]
            if not any(re.search(pattern, error) for pattern in self.expected)
        ]

    def watch(self, page: Page) -> None:
        """Note each error of ``page``: its console and its uncaught exceptions."""

        def note(message: ConsoleMessage) -> None:
            if message.type == "error":
                self.seen.append(f"console: {message.text} ({message.location.get('url', '')})")

        page.on("console", note)
        page.on("pageerror", lambda error: self.seen.append(f"page: {error}"))


@pytest.fixture
def errors(portal: Portal) -> Iterator[ErrorWatch]:
    """Fail the test on errors in the browser console or the server's log."""
    start = portal.log_size()
    watch = ErrorWatch()
    yield watch
    unexpected = watch.unexpected(portal.errors_since(start))
    assert not unexpected, "\n".join(unexpected)  # noqa: S101 - this is a test's assertion


@dataclass(slots=True)
class BuyerPages:
    """Opens pages as a signed-in buyer, each in a browser context of its own."""

    portal: Portal
    browser: Browser
    errors: ErrorWatch
    contexts: list[BrowserContext] = field(default_factory=list)

    def new_page(self, *, device: str = "phone", theme: str = "day", **options: Any) -> Page:
        """Return a page that nobody is signed in on."""
        context = self.browser.new_context(
            base_url=self.portal.url,
            color_scheme="dark" if theme == "night" else "light",
            timezone_id=options.pop("timezone_id", "Asia/Ho_Chi_Minh"),
            **DEVICES[device],
            **options,
        )
        self.contexts.append(context)
        page = context.new_page()
        self.errors.watch(page)
        return page

    def __call__(
        self,
        tenant: Tenant,
        buyer: str,
        *,
        locale: str = "en",
        device: str = "phone",
        theme: str = "day",
        path: str = "",
    ) -> Page:
        """Return a page with ``buyer`` signed in, ready to use, at ``path`` (default: orders)."""
        page = self.new_page(device=device, theme=theme)
        query = urlencode({"ticket": tenant.ticket(buyer), "next": path or href(ORDERS, locale)})
        page.goto(f"/auth/ticket?{query}")
        wait_until_ready(page)
        return page


def wait_until_ready(page: Page) -> None:
    """Wait until the page answers to clicks: its state has come from the server."""
    page.locator("[data-hydrated=true]").first.wait_for(state="attached")


@pytest.fixture
def buyer_page(portal: Portal, browser: Browser, errors: ErrorWatch) -> Iterator[BuyerPages]:
    """Open pages as a signed-in buyer: ``buyer_page(tenant, "lan", locale="vi")``."""
    pages = BuyerPages(portal, browser, errors)
    yield pages
    for context in pages.contexts:
        context.close()


@pytest.fixture
def words() -> Callable[[str], Words]:
    """Return the catalogue of a language: ``words("vi")("orders.title")``."""
    return words_of
