"""Change here how the list of conversations is read and continued."""

from collections.abc import AsyncGenerator

import reflex as rx

from buyer_portal.commands.printers import printer_of
from buyer_portal.commands.trying_again import TryingAgain
from buyer_portal.order_client.errors import NotSignedInError, OrderServiceError
from buyer_portal.order_contract.conversations import ConversationsPage
from buyer_portal.session import SessionState, buyer_client
from buyer_portal.views.messages import ConversationRowView
from buyer_portal.views.phase import Phase


class MessagesState(TryingAgain, rx.State):
    """The buyer's conversations, newest first, as far as they were scrolled."""

    phase: rx.Field[Phase] = rx.field(default=Phase.LOADING)
    rows: rx.Field[list[ConversationRowView]] = rx.field(default_factory=list)
    has_more: rx.Field[bool] = rx.field(default=False)
    is_continuing: rx.Field[bool] = rx.field(default=False)

    _cursor: str = ""

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Read the newest; when that fails, keep the old rows."""
        if not self.rows:
            self.phase = Phase.LOADING
            yield
        await self._read()

    @rx.event
    async def refresh(self) -> None:
        """Read the newest again, because something changed."""
        await self._read()

    @rx.event
    async def show_more(self) -> AsyncGenerator[None]:
        """Continue the list where it ends."""
        if self.is_continuing or not self._cursor:
            return
        self.is_continuing = True
        yield
        try:
            page = await (await buyer_client(self)).conversations(self._cursor)
        except OrderServiceError:
            self.is_continuing = False
            return  # the button stays
        await self._show(page, after=self.rows)
        self.is_continuing = False

    async def _read(self) -> None:
        try:
            page = await (await buyer_client(self)).conversations()
        except NotSignedInError:
            return
        except OrderServiceError as error:
            self._note_failure(error)
            self.phase = Phase.READY if self.rows else Phase.FAILED
            return
        await self._put_on_top(page)
        self._note_success()
        self.phase = Phase.READY

    async def _put_on_top(self, page: ConversationsPage) -> None:
        """Show the newest; what was scrolled to stays below them."""
        older, cursor = self.rows, self._cursor
        await self._show(page, after=[])
        shown = {row.key for row in self.rows}
        kept = [row for row in older if row.key not in shown]
        if kept:
            self.rows = [*self.rows, *kept]
            self._cursor, self.has_more = cursor, bool(cursor)

    async def _show(self, page: ConversationsPage, *, after: list[ConversationRowView]) -> None:
        """Add a page to the rows that stand before it."""
        printer = await printer_of(self, page.server_now)
        known = {row.key for row in after}
        found = [ConversationRowView.of(one, printer) for one in page.conversations]
        self.rows = [*after, *(row for row in found if row.key not in known)]
        self._cursor = page.next_cursor
        self.has_more = bool(page.next_cursor)
        (await self.get_state(SessionState)).unread_messages = page.unread
