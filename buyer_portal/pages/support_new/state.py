"""Change here how a new ticket is prefilled and sent."""

import re
from collections.abc import AsyncGenerator
from typing import Any, Final

import reflex as rx

from buyer_portal import routes
from buyer_portal.commands.printers import printer_of
from buyer_portal.commands.ticket_form import (
    TicketForm,
    WritingToSupport,
    parse_ticket,
    send_for_sure,
)
from buyer_portal.commands.trying_again import TryingAgain
from buyer_portal.domain.support import TicketAbout
from buyer_portal.order_client.errors import (
    NotSignedInError,
    OrderNotFoundError,
    OrderServiceError,
)
from buyer_portal.order_contract.support import OpenTicket, PageFacts, TicketAnswer
from buyer_portal.session import SessionState, buyer_client, locale_of_page
from buyer_portal.views.phase import Phase
from buyer_portal.views.support_form import NewTicketView, subject_key
from buyer_portal.views.ticket_links import new_ticket_href

MOST_ORDERS: Final = 20
_CONNECTION: Final = re.compile(r"[a-z0-9-]{1,20}")
_ID: Final = re.compile(r"[0-9a-f-]{36}")


class SupportNewState(WritingToSupport, TryingAgain, rx.State):
    """The form of a new ticket, about the order and subject of the address."""

    phase: rx.Field[Phase] = rx.field(default=Phase.LOADING)
    form: rx.Field[NewTicketView | None] = rx.field(default=None)
    about: rx.Field[str] = rx.field(default="")
    """What is chosen; the browser keeps the radio buttons, this follows them."""
    open_href: rx.Field[str] = rx.field(default="")
    """The open ticket about what is chosen; empty where there is none."""

    _connection: str = ""

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Read what a ticket about the order of the address would hold."""
        self.errors = []
        self._say("none")
        if self.form is None or self.form.order_id != self._order_id():
            self.form, self.phase = None, Phase.LOADING
            yield
        await self._read()

    @rx.event
    async def refresh(self) -> None:
        """Read again what would be sent along, because something changed."""
        await self._read()

    @rx.event
    async def note_page(self, connection: str) -> None:
        """Note what only the browser knows: how good it thinks its connection is."""
        is_known = isinstance(connection, str) and _CONNECTION.fullmatch(connection)
        self._connection = connection if is_known else ""

    @rx.event
    async def choose_order(self, order_id: str) -> Any:  # noqa: ANN401 - an event
        """Go to the form about another order; what was written stays."""
        is_id = isinstance(order_id, str) and _ID.fullmatch(order_id) is not None
        about = self.about.split(".")[0]  # a return belongs to one order
        address = new_ticket_href(locale_of_page(self), order_id if is_id else "", about)
        return rx.redirect(address, replace=True)

    @rx.event
    async def choose_about(self, about: str) -> None:
        """Note what the ticket is about, and whether one about it is open."""
        self._choose(about)

    @rx.event(background=True, temporal=True)
    async def send(self, form_data: dict[str, Any]) -> Any:  # noqa: ANN401 - an event
        """Open the ticket and follow that until it is known how it ended, then show it."""
        async with self:
            form = parse_ticket(form_data)
            if self._is_sending or self.form is None or not self._check(form, needs_about=True):
                return None
            client = await buyer_client(self)
            command, key = await self._command(form)
            self._is_sending = True
        answer = await send_for_sure(lambda: client.open_ticket(command, key))
        async with self:
            if not isinstance(answer, TicketAnswer):
                self._explain(answer)
                return None
            self._succeed()
            self.form = None
            address = routes.href(
                routes.SUPPORT_TICKET, locale_of_page(self), ticket_id=answer.ticket.id
            )
        return rx.redirect(f"{address}?sent=1", replace=True)

    async def _command(self, form: TicketForm) -> tuple[OpenTicket, str]:
        session = await self.get_state(SessionState)
        about = form.about or TicketAbout.OTHER
        order_id = self.form.order_id if self.form else ""
        command = OpenTicket(
            order_id=order_id,
            about=about,
            return_id=form.return_id,
            text=form.text,
            facts=PageFacts(
                connection=self._connection,
                error_reference=session.error_reference,
                locale=locale_of_page(self),
                time_zone=session.time_zone,
            ),
            expires_at=self._expiry(),
        )
        said = (order_id, about, form.return_id, form.text, command.facts.model_dump_json())
        return command, self._key_for(*said)

    async def _read(self) -> None:
        order_id = self._order_id()
        try:
            client = await buyer_client(self)
            draft = await client.ticket_draft(order_id)
            orders = (await client.orders(limit=MOST_ORDERS)).orders
        except NotSignedInError:
            return
        except OrderNotFoundError:
            self.form, self.phase = None, Phase.MISSING
            return
        except OrderServiceError as error:
            self._note_failure(error)
            self.phase = Phase.READY if self.form else Phase.FAILED
            return
        self._note_success()
        self._note_time(draft.server_now)
        printer = await printer_of(self, draft.server_now)
        is_other = self.form is None
        self.form = NewTicketView.of(order_id, draft, orders, printer)
        self.phase = Phase.READY
        self._choose(self._asked() if is_other else self.about)

    def _choose(self, about: str) -> None:
        subjects = self.form.subjects if self.form else []
        # Something that cannot be asked (any more) leads to what is most likely instead.
        likely = subjects[0] if about and subjects else None
        chosen = next(
            (subject for subject in subjects if about in (subject.key, subject.key.split(".")[0])),
            likely,
        )
        self.about = chosen.key if chosen else ""
        self.open_href = chosen.open_href if chosen else ""

    def _asked(self) -> str:
        """Return the subject of the address."""
        asked = self.router.url.query_parameters
        return subject_key(asked.get("about", ""), asked.get("return", ""))

    def _order_id(self) -> str:
        return self.router.url.query_parameters.get("order", "")[:64]
