"""Change here how the inbox is read, continued and marked."""

from collections.abc import AsyncGenerator
from dataclasses import replace

import reflex as rx

from buyer_portal.commands.trying_again import TryingAgain
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.i18n.formats import zone_of
from buyer_portal.order_client.errors import NotSignedInError, OrderServiceError
from buyer_portal.order_contract.notifications import NotificationsPage
from buyer_portal.session import SessionState, buyer_client, locale_of_page
from buyer_portal.views.notifications import NotificationView
from buyer_portal.views.phase import Phase
from buyer_portal.views.printing import Printer


class NotificationsState(TryingAgain, rx.State):
    """The buyer's notifications, newest first, as far as they were scrolled."""

    phase: rx.Field[Phase] = rx.field(default=Phase.LOADING)
    rows: rx.Field[list[NotificationView]] = rx.field(default_factory=list)
    unread: rx.Field[int] = rx.field(default=0)
    has_more: rx.Field[bool] = rx.field(default=False)
    is_continuing: rx.Field[bool] = rx.field(default=False)
    more_failed: rx.Field[bool] = rx.field(default=False)
    said: rx.Field[str] = rx.field(default="")
    """What was done last, for the live region."""
    has_failed: rx.Field[bool] = rx.field(default=False)

    _cursor: str = ""

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Read the newest; when that fails, keep the old rows."""
        if not self.rows:
            self.phase = Phase.LOADING
            yield
        self.said = ""
        self.has_failed = False
        try:
            page = await (await buyer_client(self)).notifications()
        except NotSignedInError:
            return
        except OrderServiceError as error:
            self._note_failure(error)
            self.phase = Phase.FAILED
            return
        await self._show(page, after=[])
        self._note_success()
        self.phase = Phase.READY

    @rx.event
    async def refresh(self) -> None:
        """Put what is new on top; what was scrolled to stays."""
        try:
            page = await (await buyer_client(self)).notifications()
        except OrderServiceError:
            return  # the old rows stay; the connection's banner speaks
        known = {row.id for row in self.rows}
        arrived = [found for found in page.notifications if found.id not in known]
        printer = await self._printer(page)
        newest = [NotificationView.of(found, printer) for found in page.notifications]
        shown = {row.id for row in newest}
        older = [row for row in self.rows if row.id not in shown]
        is_gap_free = len(arrived) < len(page.notifications) or not self.rows
        self.rows = [*newest, *older] if is_gap_free else newest
        if not is_gap_free or not older:
            self._cursor = page.next_cursor
            self.has_more = bool(page.next_cursor)
        await self._count(page.unread)
        if arrived:
            self.said = printer.count("notifications.new_arrived", len(arrived))
        self._note_success()
        self.phase = Phase.READY

    @rx.event
    async def show_more(self) -> AsyncGenerator[None]:
        """Continue the list where it ends."""
        if self.is_continuing or not self._cursor:
            return
        self.is_continuing, self.more_failed = True, False
        yield
        try:
            page = await (await buyer_client(self)).notifications(self._cursor)
        except OrderServiceError:
            self.is_continuing, self.more_failed = False, True
            return
        await self._show(page, after=self.rows)
        self.is_continuing = False

    @rx.event
    async def mark_all_read(self) -> None:
        """Mark everything as read; only the service's word changes the rows."""
        words = words_of(locale_of_page(self))
        try:
            unread = await (await buyer_client(self)).mark_read()
        except NotSignedInError:
            return
        except OrderServiceError:
            self.said, self.has_failed = words("notifications.mark_failed"), True
            return
        self.rows = [replace(row, is_read=True) for row in self.rows]
        await self._count(unread)
        self.said, self.has_failed = words("notifications.marked"), False

    @rx.event
    async def mark_read(self, notification_id: str) -> None:
        """Mark the one that is being opened; a silent shop does not keep anybody from its order."""
        row = next((row for row in self.rows if row.id == notification_id), None)
        if row is None or row.is_read:
            return
        try:
            unread = await (await buyer_client(self)).mark_read([row.id])
        except OrderServiceError:
            return
        self.rows = [
            replace(other, is_read=True) if other.id == row.id else other for other in self.rows
        ]
        await self._count(unread)

    async def _show(self, page: NotificationsPage, *, after: list[NotificationView]) -> None:
        """Add a page to the rows that stand before it."""
        printer = await self._printer(page)
        known = {row.id for row in after}
        self.rows = [
            *after,
            *(
                NotificationView.of(found, printer)
                for found in page.notifications
                if found.id not in known
            ),
        ]
        self._cursor = page.next_cursor
        self.has_more = bool(page.next_cursor)
        await self._count(page.unread)

    async def _count(self, unread: int) -> None:
        """Show how many are unread, here and in the navigation."""
        self.unread = unread
        session = await self.get_state(SessionState)
        session.unread = unread

    async def _printer(self, page: NotificationsPage) -> Printer:
        session = await self.get_state(SessionState)
        return Printer(
            locale=locale_of_page(self),
            zone=zone_of(session.time_zone),
            now=page.server_now,
            skin=session.skin,
        )
