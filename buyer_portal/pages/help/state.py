"""Change here how the help is read, searched and kept live."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

import reflex as rx

from buyer_portal import routes
from buyer_portal.commands.printers import printer_of
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.errors import (
    NotSignedInError,
    OrderNotFoundError,
    OrderServiceError,
)
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.session import (
    SessionState,
    buyer_client,
    locale_of_page,
    open_to_anonymous,
    session_hash_of,
)
from buyer_portal.views.help import (
    HelpGroupView,
    Reader,
    chosen_orders,
    help_groups,
    help_results,
    topic_keys_for,
)
from buyer_portal.views.phase import Phase

MOST_QUERY_CHARACTERS: Final = 100
MOST_LISTED: Final = 20


class HelpState(rx.State):
    """The questions of the help, or those that a search found."""

    phase: rx.Field[Phase] = rx.field(default=Phase.LOADING)
    query: rx.Field[str] = rx.field(default="")
    search_href: rx.Field[str] = rx.field(default="")
    """Where a search leads that is not in the address yet; empty: nowhere."""
    groups: rx.Field[list[HelpGroupView]] = rx.field(default_factory=list)
    said: rx.Field[str] = rx.field(default="")
    """How many questions are shown, for the live region."""
    is_signed_in: rx.Field[bool] = rx.field(default=False)
    has_orders: rx.Field[bool] = rx.field(default=False)
    has_failed: rx.Field[bool] = rx.field(default=False)
    """The orders could not be read; the general answers are there all the same."""
    ask_href: rx.Field[str] = rx.field(default="")
    """The form of a new ticket, about the order that the buyer came from."""

    _details: tuple[OrderDetail, ...] = ()
    _now: datetime | None = None

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Answer the question or search of the address; the orders are read once."""
        asked = self.router.url.query_parameters
        self.query = asked.get("q", "")[:MOST_QUERY_CHARACTERS]
        self.search_href = ""
        await self._show()
        yield
        await self._read_orders()
        await self._show()

    @rx.event
    async def refresh(self) -> None:
        """Read the orders again, because something changed."""
        await self._read_orders()
        await self._show()

    @rx.event(supersedes=True)
    async def search(self, query: str) -> None:
        """Answer what is being typed, and let the address say it; the newest wins."""
        self._go(query)

    @rx.event(supersedes=True)
    async def find(self, form_data: dict[str, Any]) -> None:
        """Answer what was sent by Enter."""
        self._go(form_data.get("q") if isinstance(form_data, dict) else "")

    def _go(self, query: object) -> None:
        asked = query.strip()[:MOST_QUERY_CHARACTERS] if isinstance(query, str) else ""
        if asked == self.query:
            self.search_href = ""
            return
        order_id = self._order_id()
        wanted = {"q": asked, "order": order_id}
        chosen = {name: text for name, text in wanted.items() if text}
        address = routes.href(routes.HELP, locale_of_page(self))
        self.search_href = f"{address}?{urlencode(chosen)}" if chosen else address

    async def _read_orders(self) -> None:
        if not session_hash_of(self):
            self._details, self.is_signed_in = (), False
            return
        self.is_signed_in = True
        try:
            client = await buyer_client(self)
            page = await client.orders(limit=MOST_LISTED)
            chosen = chosen_orders(page.orders, self._order_id())
            found = await asyncio.gather(*(_detail(client, order_id) for order_id in chosen))
        except NotSignedInError:
            self._details, self.is_signed_in = (), False
        except OrderServiceError:
            self.has_failed = not self._details
        else:
            self._details = tuple(detail for detail in found if detail is not None)
            self._now = page.server_now
            self.has_failed = False

    async def _show(self) -> None:
        session = await self.get_state(SessionState)
        printer = await printer_of(self, self._now or datetime.now(UTC))
        reader = Reader(
            strikes=session.strikes if self.is_signed_in and session.is_signed_in else None,
            is_outdated=session.is_outdated,
        )
        self.has_orders = bool(self._details)
        self.ask_href = self._ask_href()
        if self.query:
            keys = topic_keys_for(self.query)
            self.groups = help_results(keys, self._details, reader, printer) if keys else []
            self.said = printer.count("help.found", len(keys))
        else:
            opened = self.router.url.query_parameters.get("topic", "")
            self.groups = help_groups(self._details, reader, printer, opened=opened)
            count = sum(len(group.topics) for group in self.groups)
            self.said = printer.count("help.all", count)
        self.phase = Phase.READY

    def _ask_href(self) -> str:
        address = routes.href(routes.SUPPORT_NEW, locale_of_page(self))
        order_id = self._order_id()
        known = order_id in {detail.order.id for detail in self._details}
        return f"{address}?{urlencode({'order': order_id})}" if known else address

    def _order_id(self) -> str:
        return self.router.url.query_parameters.get("order", "")[:64]


open_to_anonymous(HelpState)


async def _detail(client: BuyerClient, order_id: str) -> OrderDetail | None:
    """Return an order; None when it went away meanwhile."""
    try:
        return await client.order(order_id)
    except OrderNotFoundError:
        return None
