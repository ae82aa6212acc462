"""Change here how a ticket is read, answered and closed."""

from collections.abc import AsyncGenerator
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import reflex as rx

from buyer_portal.commands.printers import printer_of
from buyer_portal.commands.ticket_form import WritingToSupport, parse_ticket, send_for_sure
from buyer_portal.commands.trying_again import TryingAgain
from buyer_portal.domain.cancellations import Actor
from buyer_portal.order_client.errors import (
    NotSignedInError,
    OrderNotFoundError,
    OrderServiceError,
)
from buyer_portal.order_contract.support import CloseTicket, TicketAnswer, WriteTicket
from buyer_portal.session import buyer_client
from buyer_portal.views.phase import Phase
from buyer_portal.views.support import TicketView


class SupportTicketState(WritingToSupport, TryingAgain, rx.State):
    """The ticket in the address."""

    phase: rx.Field[Phase] = rx.field(default=Phase.LOADING)
    ticket: rx.Field[TicketView | None] = rx.field(default=None)
    ticket_key: rx.Field[str] = rx.field(default="")
    is_new: rx.Field[bool] = rx.field(default=False)
    """The buyer has just sent it."""
    said: rx.Field[str] = rx.field(default="")
    """That support wrote, for the live region."""

    written: rx.Field[int] = rx.field(default=0)
    """How many messages were sent; names the field that the next one is written in."""

    _closing_key: str = ""

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Read the ticket of the address; another one is not shown meanwhile."""
        ticket_id = ticket_in(self.router.url.path)
        self.is_new = self.router.url.query_parameters.get("sent", "") == "1"
        self.errors, self.said = [], ""
        self._say("none")
        if self.ticket is None or self.ticket_key != ticket_id:
            self.ticket, self.ticket_key, self.phase = None, ticket_id, Phase.LOADING
            yield
        await self._read(ticket_id)

    @rx.event
    async def refresh(self) -> None:
        """Read the ticket again, because something changed."""
        await self._read(ticket_in(self.router.url.path))

    @rx.event(background=True, temporal=True)
    async def write(self, form_data: dict[str, Any]) -> None:
        """Send what was written and follow it until it is known whether it arrived."""
        async with self:
            form = parse_ticket(form_data)
            ticket = self.ticket
            if self._is_sending or ticket is None or not self._check(form, needs_about=False):
                return
            client = await buyer_client(self)
            command = WriteTicket(text=form.text, expires_at=self._expiry())
            key, ticket_id = self._key_for(ticket.id, form.text), ticket.id
            self._is_sending = True
        answer = await send_for_sure(lambda: client.write_ticket(ticket_id, command, key))
        await self._end(answer)

    @rx.event(background=True, temporal=True)
    async def close(self) -> None:
        """Say that the ticket is done."""
        async with self:
            ticket = self.ticket
            if self._is_sending or ticket is None or ticket.is_closed:
                return
            client = await buyer_client(self)
            self._closing_key = self._closing_key or uuid4().hex
            key, ticket_id = self._closing_key, ticket.id
            command = CloseTicket(expires_at=self._expiry())
            self._is_sending = True
        answer = await send_for_sure(lambda: client.close_ticket(ticket_id, command, key))
        await self._end(answer)

    async def _end(self, answer: TicketAnswer | OrderServiceError) -> None:
        async with self:
            if not isinstance(answer, TicketAnswer):
                self._explain(answer)
                return
            self._succeed()
            self._closing_key = ""
            self.is_new = False
            await self._show(answer)
            self.written = _mine(answer)

    async def _read(self, ticket_id: str) -> None:
        try:
            answer = await (await buyer_client(self)).ticket(ticket_id)
        except NotSignedInError:
            return
        except OrderNotFoundError:
            self.ticket, self.phase = None, Phase.MISSING
            return
        except OrderServiceError as error:
            self._note_failure(error)
            self.phase = Phase.READY if self.ticket else Phase.FAILED
            return
        self._note_success()
        await self._show(answer)

    async def _show(self, answer: TicketAnswer) -> None:
        printer = await printer_of(self, answer.server_now)
        self._note_time(answer.server_now)
        before = self.ticket
        self.ticket = TicketView.of(answer, printer)
        self.ticket_key = answer.ticket.id
        is_same = before is not None and before.id == answer.ticket.id
        if not is_same:
            self.written = _mine(answer)
        new = self.ticket.messages[len(before.messages) :] if is_same and before else []
        if any(not message.is_mine for message in new):
            self.said, self.is_new = printer.say("support.ticket.new_messages"), False
        self.phase = Phase.READY


def _mine(answer: TicketAnswer) -> int:
    return sum(message.author is Actor.BUYER for message in answer.messages)


def ticket_in(path: str) -> str:
    """Return the ticket's id in a path such as ``/vi/support/0198/``; empty for others."""
    parts = path.strip("/").split("/")
    return unquote(parts[-1]) if parts[-2:-1] == ["support"] else ""
