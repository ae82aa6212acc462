"""Change here what the sign-in page knows: what went wrong, where to go next, who can be tried."""

from typing import Final
from urllib.parse import urlencode, urlsplit

import reflex as rx

from buyer_portal import routes
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.order_client.errors import OrderServiceError
from buyer_portal.session import (
    SessionState,
    locale_of_page,
    open_to_anonymous,
    service_client,
)
from buyer_portal.views.demo import DemoBuyerView, StrangerView

PROBLEMS: Final = ("wrong-credentials", "too-many-tries", "unavailable", "expired", "deleted")
MAX_NEXT: Final = 512
MAX_TICKET: Final = 2000


class LoginState(rx.State):
    """What the address of the sign-in page says, and the demo buyers."""

    problem: rx.Field[str] = rx.field(default="")
    next_path: rx.Field[str] = rx.field(default="")
    ticket: rx.Field[str] = rx.field(default="")
    """The tenant ticket of the address, which the form sends back; the service checks it."""
    query: rx.Field[str] = rx.field(default="")
    """What a link to this page in another language must carry on."""
    demo_buyers: rx.Field[list[DemoBuyerView]] = rx.field(default_factory=list)
    stranger: rx.Field[StrangerView | None] = rx.field(default=None)

    @rx.event
    async def load(self) -> None:
        """Read the address, then ask who can be tried."""
        given = self.router.url.query_parameters
        problem = given.get("problem", "")
        self.problem = problem if problem in PROBLEMS else ""
        self.next_path = safe_next(given.get("next", ""))
        self.ticket = given.get("ticket", "")[:MAX_TICKET]
        carried = {"next": self.next_path, "ticket": self.ticket}
        query = urlencode({name: text for name, text in carried.items() if text})
        self.query = f"?{query}" if query else ""
        try:
            demo = await service_client().demo_buyers(self.ticket)
        except OrderServiceError:
            self.demo_buyers = []
        else:
            words = words_of(locale_of_page(self))
            self.demo_buyers = [DemoBuyerView.of(buyer, words) for buyer in demo.buyers]
            self.stranger = StrangerView.of(demo, words)
            (await self.get_state(SessionState)).skin = demo.skin


open_to_anonymous(LoginState)


def safe_next(address: str) -> str:
    """Return ``address`` when it is a page of this portal, else nothing.

    Browsers read two slashes, or a slash and a backslash, as the start of another site.
    """
    if not 0 < len(address) <= MAX_NEXT or not address.isprintable():
        return ""
    parts = urlsplit(address)
    is_ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    page = parts.path.removeprefix(routes.prefix(routes.locale_of(parts.path))).strip("/")
    is_worth_it = page not in {"", routes.LOGIN.strip("/")}
    return address if is_ours and "\\" not in address and is_worth_it else ""
