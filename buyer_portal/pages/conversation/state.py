"""Change here how a conversation is read, followed and continued."""

import asyncio
import time
from collections.abc import AsyncGenerator
from typing import Any
from urllib.parse import unquote

import reflex as rx

from buyer_portal.commands.cancel_state import forget_outcome, offer_cancelling
from buyer_portal.commands.printers import printer_of
from buyer_portal.commands.trying_again import TryingAgain
from buyer_portal.domain.conversations import Message, MessageKind
from buyer_portal.order_client.errors import OrderNotFoundError, OrderServiceError
from buyer_portal.order_contract.conversations import Conversation
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.session import SessionState, buyer_client
from buyer_portal.views.conversation import (
    ASK,
    ConversationView,
    LineView,
    draft_of,
    lines_of,
)
from buyer_portal.views.phase import Phase

MAX_ID = 64


class ConversationState(TryingAgain, rx.State):
    """The conversation in the address: the newest lines, and as many older ones as were asked."""

    phase: rx.Field[Phase] = rx.field(default=Phase.LOADING)
    view: rx.Field[ConversationView | None] = rx.field(default=None)
    lines: rx.Field[list[LineView]] = rx.field(default_factory=list)
    newest: rx.Field[str] = rx.field(default="")
    """Changes when a line is added; the browser then shows the end (portal.js)."""
    has_older: rx.Field[bool] = rx.field(default=False)
    is_continuing: rx.Field[bool] = rx.field(default=False)
    order_key: rx.Field[str] = rx.field(default="")
    prefill: rx.Field[str] = rx.field(default="")
    prefill_kind: rx.Field[str] = rx.field(default=MessageKind.TEXT.value)
    portal_now_ms: rx.Field[str] = rx.field(default="")
    has_failed_late: rx.Field[bool] = rx.field(default=False)
    stale_text: rx.Field[str] = rx.field(default="")

    _messages: tuple[Message, ...] = ()
    _older_before: int | None = None
    _place: tuple[str, str] = ("", "")
    _seller: str = ""

    @rx.var
    def shown_phase(self) -> Phase:
        """The phase of the conversation in the address; a full load brings what the last left."""
        is_of_address = order_of_conversation(self.router.url.path) == self.order_key
        return self.phase if is_of_address else Phase.LOADING

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Read the conversation of the address; another one is not shown meanwhile."""
        place = self._place_in_address()
        if self.view is None or place != self._place:
            self._forget()
            self._place = place
            self.order_key = place[0]
            self.phase = Phase.LOADING
            yield
        await self._read()

    @rx.event
    async def refresh(self) -> None:
        """Put what is new below; what was scrolled back to stays."""
        await self._read()

    @rx.event
    async def show_older(self) -> AsyncGenerator[None]:
        """Put earlier lines on top."""
        if self.is_continuing or self._older_before is None:
            return
        self.is_continuing = True
        yield
        order_id, seller_id = self._place
        try:
            client = await buyer_client(self)
            page = await client.conversation(order_id, seller_id, before=self._older_before)
        except OrderServiceError:
            self.is_continuing = False
            return  # the button stays
        self._messages = (*page.messages, *self._messages)
        self._note_older(page)
        await self._print(page)
        self.is_continuing = False

    async def _read(self) -> None:
        order_id, seller_id = self._place_in_address()
        try:
            client = await buyer_client(self)
            detail, page = await asyncio.gather(
                client.order(order_id), client.conversation(order_id, seller_id)
            )
        except OrderNotFoundError:
            self._forget()
            await forget_outcome(self)
            self.phase = Phase.MISSING
            return
        except OrderServiceError as error:
            self._note_failure(error)
            self.has_failed_late = self.view is not None
            self.phase = Phase.READY if self.view else Phase.FAILED
            return
        self._place = (order_id, seller_id)
        self.order_key = order_id
        await self._show(detail, page)
        await offer_cancelling(self, detail)
        await self._mark_read(page)

    async def _show(self, detail: OrderDetail, page: Conversation) -> None:
        printer = await printer_of(self, detail.server_now)
        self._seller = page.seller.name
        self._take(page)
        self.view = ConversationView.of(page, detail, printer)
        await self._print(page)
        self._write_ready(
            detail, page, draft_of(MessageKind.ASK_CANCEL, detail.order, page.seller.name, printer)
        )
        self.portal_now_ms = str(int(time.time() * 1000))
        self.stale_text = printer.say("failed.stale", time=printer.clock(detail.server_now))
        self.has_failed_late = False
        self._note_success()
        self.phase = Phase.READY

    def _take(self, page: Conversation) -> None:
        """Keep older lines where they join the newest ones."""
        first = page.messages[0].number if page.messages else 1
        older = tuple(line for line in self._messages if line.number < first)
        joins = bool(older) and older[-1].number == first - 1
        self._messages = (*older, *page.messages) if joins else page.messages
        if not joins:
            self._note_older(page)

    def _note_older(self, page: Conversation) -> None:
        self._older_before = page.older_before
        self.has_older = page.older_before is not None

    async def _print(self, page: Conversation) -> None:
        printer = await printer_of(self, page.server_now)
        self.lines = lines_of(self._messages, self._seller, printer)
        self.newest = self.lines[-1].key if self.lines else "0"

    def _write_ready(self, detail: OrderDetail, page: Conversation, draft: str) -> None:
        """Have the request written that the address asks for, as long as it makes sense."""
        kind = ASK.get(self.router.url.query_parameters.get("ask", ""))
        was_asked = any(line.kind is kind for line in page.messages)
        is_wanted = kind is not None and kind in page.quick and not was_asked
        is_wanted = is_wanted and not detail.order.open_requests
        self.prefill = draft if is_wanted else ""
        self.prefill_kind = str(kind) if is_wanted else MessageKind.TEXT.value

    async def _mark_read(self, page: Conversation) -> None:
        """Count what is shown as read; a silent shop does not keep anybody from reading."""
        if not page.unread or not page.messages:
            return
        order_id, seller_id = self._place
        try:
            client = await buyer_client(self)
            unread = await client.read_conversation(order_id, page.messages[-1].number, seller_id)
        except OrderServiceError:
            return
        (await self.get_state(SessionState)).unread_messages = unread

    def _place_in_address(self) -> tuple[str, str]:
        seller = self.router.url.query_parameters.get("seller", "")
        return order_of_conversation(self.router.url.path), seller[:MAX_ID]

    def _forget(self) -> None:
        self.view = None
        self.lines = []
        self.newest = ""
        self.has_older = self.is_continuing = self.has_failed_late = False
        self.prefill = ""
        self.prefill_kind = MessageKind.TEXT.value
        self._messages, self._older_before = (), None


def order_of_conversation(path: str) -> str:
    """Return the order's id in ``/vi/orders/0198/conversation/``; empty for other paths."""
    parts = path.strip("/").split("/")
    is_one = parts[-1:] == ["conversation"] and parts[-3:-2] == ["orders"]
    return unquote(parts[-2]) if is_one else ""


async def place_of(state: rx.State) -> tuple[str, str]:
    """Return order and seller of the conversation that a tab shows."""
    shown: Any = await state.get_state(ConversationState)
    place: tuple[str, str] = shown._place  # noqa: SLF001 - a public method could be called by any browser
    return place
