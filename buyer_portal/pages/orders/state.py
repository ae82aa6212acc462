"""Change here how the list of orders is read, searched and continued."""

from collections.abc import AsyncGenerator
from typing import Any
from urllib.parse import urlencode

import reflex as rx

from buyer_portal import routes
from buyer_portal.commands.cancel_state import forget_outcome
from buyer_portal.commands.printers import printer_of
from buyer_portal.commands.trying_again import TryingAgain
from buyer_portal.domain.orders import OrderTab
from buyer_portal.order_client.errors import OrderServiceError
from buyer_portal.order_client.questions import PAGE_SIZE
from buyer_portal.order_contract.orders import OrdersPage
from buyer_portal.session import buyer_client, locale_of_page
from buyer_portal.views.order_card import OrderCardView
from buyer_portal.views.phase import Phase

MOST_QUERY_CHARACTERS = 100
MOST_REFRESHED = 100


class OrdersState(TryingAgain, rx.State):
    """The buyer's orders, as cards, as far as they were scrolled."""

    phase: rx.Field[Phase] = rx.field(default=Phase.LOADING)
    tab: rx.Field[str] = rx.field(default=OrderTab.ALL.value)
    query: rx.Field[str] = rx.field(default="")
    cards: rx.Field[list[OrderCardView]] = rx.field(default_factory=list)
    counts: rx.Field[dict[str, int]] = rx.field(default_factory=dict)
    has_more: rx.Field[bool] = rx.field(default=False)
    is_refreshing: rx.Field[bool] = rx.field(default=False)
    is_continuing: rx.Field[bool] = rx.field(default=False)
    has_failed_late: rx.Field[bool] = rx.field(default=False)
    """Refreshing or continuing failed; the old cards are still there."""
    stale_text: rx.Field[str] = rx.field(default="")
    search_href: rx.Field[str] = rx.field(default="")
    """Where a search leads that is not in the address yet; empty: nowhere."""
    shown_text: rx.Field[str] = rx.field(default="")
    """How many orders are shown, for the live region."""

    _cursor: str = ""

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Read the tab and search of the address; the old cards stay until the new are there."""
        await forget_outcome(self)
        asked = self.router.url.query_parameters
        self.tab = _tab_named(asked.get("tab", ""))
        self.query = asked.get("q", "")[:MOST_QUERY_CHARACTERS]
        self.search_href = ""
        self.is_refreshing = bool(self.cards)
        if self.phase is not Phase.READY:
            self.phase = Phase.LOADING
        yield
        await self._read(PAGE_SIZE)

    @rx.event
    async def refresh(self) -> None:
        """Read again what is shown, because something changed."""
        await self._read(min(max(PAGE_SIZE, len(self.cards)), MOST_REFRESHED))

    @rx.event
    async def try_again(self) -> AsyncGenerator[None]:
        """Read again after a failure."""
        if not self.cards:
            self.phase = Phase.LOADING
        self.is_refreshing = True
        yield
        await self._read(PAGE_SIZE)

    @rx.event(supersedes=True)
    async def search(self, query: str) -> None:
        """Go to the address of a search; the newest wins."""
        self._go(query)

    @rx.event(supersedes=True)
    async def find(self, form_data: dict[str, Any]) -> None:
        """Go to the address of a search that was sent by Enter."""
        self._go(form_data.get("q") if isinstance(form_data, dict) else "")

    @rx.event
    async def show_more(self) -> AsyncGenerator[None]:
        """Continue the list where it ends."""
        if self.is_continuing or not self._cursor:
            return
        self.is_continuing, self.has_failed_late = True, False
        yield
        try:
            page = await (await buyer_client(self)).orders(
                OrderTab(self.tab), query=self.query, cursor=self._cursor
            )
        except OrderServiceError as error:
            self._note_failure(error)
            self.is_continuing, self.has_failed_late = False, True
            return
        await self._show(page, after=self.cards)
        self.is_continuing = False

    async def _read(self, limit: int) -> None:
        try:
            page = await (await buyer_client(self)).orders(
                OrderTab(self.tab), query=self.query, limit=limit
            )
        except OrderServiceError as error:
            self._note_failure(error)
            self.is_refreshing = False
            self.has_failed_late = bool(self.cards)
            self.phase = Phase.READY if self.cards else Phase.FAILED
            return
        await self._show(page, after=[])
        self.is_refreshing = self.has_failed_late = False
        self.phase = Phase.READY

    async def _show(self, page: OrdersPage, *, after: list[OrderCardView]) -> None:
        self._note_success()
        printer = await printer_of(self, page.server_now)
        known = {card.id for card in after}
        self.cards = [
            *after,
            *(OrderCardView.of(order, printer) for order in page.orders if order.id not in known),
        ]
        self.counts = page.counts
        self.shown_text = printer.count("orders.shown", len(self.cards))
        self.stale_text = printer.say("failed.stale", time=printer.clock(page.server_now))
        self._cursor = page.next_cursor
        self.has_more = bool(page.next_cursor)

    def _go(self, query: object) -> None:
        """Let the page go to a search, in place of the present address."""
        asked = query.strip()[:MOST_QUERY_CHARACTERS] if isinstance(query, str) else ""
        if asked == self.query:
            self.search_href = ""
            return
        wanted = {"tab": self.tab, "q": asked}
        chosen = {name: text for name, text in wanted.items() if text and text != OrderTab.ALL}
        address = routes.href(routes.ORDERS, locale_of_page(self))
        self.search_href = f"{address}?{urlencode(chosen)}" if chosen else address


def _tab_named(name: str) -> str:
    return name if name in set(OrderTab) else OrderTab.ALL.value
