"""Change here how a test opens a page as a buyer: device, theme, language, signed in by ticket."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from playwright.sync_api import BrowserContext, Page

from buyer_portal.routes import ORDERS, href
from buyer_portal.testing.errors import ErrorWatch
from buyer_portal.testing.portal import Portal
from buyer_portal.testing.tenant import Tenant

DEVICES: Final[dict[str, dict[str, Any]]] = {
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
    },
    "desktop": {"viewport": {"width": 1280, "height": 800}},
}


_HAS_READ: Final = """last => Number(document.querySelector("[data-page]")?.dataset.feed) >= last"""


@dataclass(slots=True)
class BuyerPages:
    """Opens pages as a signed-in buyer, each in a browser context of its own.

    Args:
        new_context: Makes a browser context, as ``Browser.new_context`` does.
        default_tenant: Whose buyer signs in where a test names no tenant.
    """

    portal: Portal
    new_context: Callable[..., BrowserContext]
    errors: ErrorWatch
    default_tenant: Callable[[], Tenant] | None = None
    contexts: list[BrowserContext] = field(default_factory=list[BrowserContext])
    _guests: list[Page] = field(default_factory=list[Page])

    def new_page(self, *, device: str = "phone", theme: str = "day", **options: Any) -> Page:
        """Return a page that nobody is signed in on; ``options`` go to the browser context."""
        wanted = {"timezone_id": "Asia/Ho_Chi_Minh", **DEVICES[device], **options}
        context = self.new_context(
            base_url=self.portal.url,
            color_scheme="dark" if theme == "night" else "light",
            **wanted,
        )
        self.contexts.append(context)
        page = context.new_page()
        self.errors.watch(page)
        return page

    def page_in(self, context: BrowserContext) -> Page:
        """Return a page in a context that stays open for others, so that its cache is warm.

        Nobody is signed in on it, whoever was before.
        """
        context.clear_cookies()
        page = context.new_page()
        self._guests.append(page)
        self.errors.watch(page)
        return page

    def __call__(
        self,
        tenant: Tenant | None = None,
        buyer: str = "",
        *,
        locale: str = "en",
        device: str = "phone",
        theme: str = "day",
        path: str = "",
    ) -> Page:
        """Return a page with a buyer signed in, ready to use.

        Args:
            tenant: None: the ``tenant`` of the test.
            buyer: The key of a buyer; empty: the first of the tenant.
            path: Where to go first; empty: the orders in ``locale``.
        """
        if tenant is None:
            if self.default_tenant is None:
                raise ValueError("name the tenant whose buyer signs in")
            tenant = self.default_tenant()
        page = self.new_page(device=device, theme=theme)
        ticket = tenant.ticket(buyer or next(iter(tenant.buyers)))
        query = urlencode({"ticket": ticket, "next": path or href(ORDERS, locale)})
        page.goto(f"/auth/ticket?{query}")
        wait_until_ready(page)
        return page

    def open_pages(self) -> list[Page]:
        """Return every page that is open now."""
        own = [page for context in self.contexts for page in context.pages]
        return own + [page for page in self._guests if not page.is_closed()]

    def close(self) -> None:
        """Close every context, and every page in somebody else's."""
        while self._guests:
            self._guests.pop().close()
        while self.contexts:
            self.contexts.pop().close()


def wait_until_ready(page: Page) -> None:
    """Wait until the page answers to clicks: its state has come from the server."""
    page.locator("[data-hydrated=true]").first.wait_for(state="attached")


def wait_until_current(page: Page, tenant: Tenant, buyer: str = "") -> None:
    """Wait until the page shows all that has happened to its buyer.

    Args:
        buyer: The key of the buyer who is signed in; empty: the first of the tenant.
    """
    whose = tenant.buyers[buyer or next(iter(tenant.buyers))]["id"]
    known = [event["feed_id"] for event in tenant.events() if event["buyer_id"] == whose]
    page.wait_for_function(_HAS_READ, arg=max(known, default=0))
