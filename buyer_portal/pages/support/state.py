"""Change here how the buyer's tickets are read and continued."""

from collections.abc import AsyncGenerator

import reflex as rx

from buyer_portal.commands.printers import printer_of
from buyer_portal.commands.trying_again import TryingAgain
from buyer_portal.order_client.errors import NotSignedInError, OrderServiceError
from buyer_portal.order_contract.support import TicketsPage
from buyer_portal.session import buyer_client
from buyer_portal.views.phase import Phase
from buyer_portal.views.support import TicketRowView


class SupportState(TryingAgain, rx.State):
    """The buyer's tickets, the last changed first, as far as they were scrolled."""

    phase: rx.Field[Phase] = rx.field(default=Phase.LOADING)
    rows: rx.Field[list[TicketRowView]] = rx.field(default_factory=list)
    has_more: rx.Field[bool] = rx.field(default=False)
    is_continuing: rx.Field[bool] = rx.field(default=False)
    more_failed: rx.Field[bool] = rx.field(default=False)
    shown_text: rx.Field[str] = rx.field(default="")
    """How many tickets are shown, for the live region."""

    _cursor: str = ""

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Read the tickets; when that fails, keep the old rows."""
        if not self.rows:
            self.phase = Phase.LOADING
            yield
        await self._read()

    @rx.event
    async def refresh(self) -> None:
        """Read the tickets again, because something changed."""
        await self._read()

    @rx.event
    async def show_more(self) -> AsyncGenerator[None]:
        """Continue the list where it ends."""
        if self.is_continuing or not self._cursor:
            return
        self.is_continuing, self.more_failed = True, False
        yield
        try:
            page = await (await buyer_client(self)).tickets(self._cursor)
        except OrderServiceError:
            self.is_continuing, self.more_failed = False, True
            return
        await self._show(page, after=self.rows)
        self.is_continuing = False

    async def _read(self) -> None:
        try:
            page = await (await buyer_client(self)).tickets()
        except NotSignedInError:
            return
        except OrderServiceError as error:
            self._note_failure(error)
            self.phase = Phase.READY if self.rows else Phase.FAILED
            return
        await self._show(page, after=[])
        self._note_success()
        self.phase = Phase.READY

    async def _show(self, page: TicketsPage, *, after: list[TicketRowView]) -> None:
        printer = await printer_of(self, page.server_now)
        known = {row.id for row in after}
        self.rows = [
            *after,
            *(TicketRowView.of(found, printer) for found in page.tickets if found.id not in known),
        ]
        self._cursor = page.next_cursor
        self.has_more = bool(page.next_cursor)
        self.shown_text = printer.count("support.shown", len(self.rows))
