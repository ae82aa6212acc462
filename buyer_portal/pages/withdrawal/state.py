"""Change here how a withdrawal is declared in two steps, signed in or not."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import uuid4

import reflex as rx

from buyer_portal.commands.following import follow_to_end
from buyer_portal.commands.printers import printer_of
from buyer_portal.components.form_errors import FieldErrorView
from buyer_portal.order_client.errors import (
    InvalidCommandError,
    NotSignedInError,
    OrderNotFoundError,
    OrderServiceError,
    OrderServiceUnavailableError,
    TooManyTriesError,
    WithdrawalRefusedError,
)
from buyer_portal.order_contract.withdrawals import DeclareWithdrawal, WithdrawalAnswer
from buyer_portal.session import (
    buyer_client,
    open_to_anonymous,
    service_client,
    session_hash_of,
)
from buyer_portal.views.printing import Printer
from buyer_portal.views.withdrawal import AcknowledgementView, obstacle_text, statement_of

NAME: Final = "withdrawal-name"
NUMBER: Final = "withdrawal-number"
EMAIL: Final = "withdrawal-email"
MOST_CHARACTERS: Final = {NAME: 200, NUMBER: 80, EMAIL: 320}
MAX_TICKET: Final = 2000
_EMAIL: Final = re.compile(r"[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@.]{1,63}")


class Stage(StrEnum):
    """Where somebody is with their statement."""

    FORM = "form"
    CONFIRM = "confirm"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class _Details:
    """What was typed, without spaces around it and without what nobody can type."""

    name: str = ""
    number: str = ""
    email: str = ""

    @classmethod
    def of(cls, form_data: object) -> "_Details":
        given = form_data if isinstance(form_data, dict) else {}

        def field(name: str) -> str:
            text = given.get(name)
            kept = text if isinstance(text, str) else ""
            printable = "".join(sign for sign in kept if sign.isprintable())
            return printable.strip()[: MOST_CHARACTERS[name]]

        return cls(field(NAME), field(NUMBER), field(EMAIL))


class WithdrawalState(rx.State):
    """A statement on its way: typed, confirmed, acknowledged."""

    stage: rx.Field[Stage] = rx.field(default=Stage.FORM)
    name: rx.Field[str] = rx.field(default="")
    number: rx.Field[str] = rx.field(default="")
    email: rx.Field[str] = rx.field(default="")
    statement: rx.Field[str] = rx.field(default="")
    is_signed_in: rx.Field[bool] = rx.field(default=False)
    is_sending: rx.Field[bool] = rx.field(default=False)
    errors: rx.Field[list[FieldErrorView]] = rx.field(default_factory=list)
    answer: rx.Field[int] = rx.field(default=0)
    """Rises with each answer, so that what is wrong takes the focus."""
    done: rx.Field[AcknowledgementView | None] = rx.field(default=None)

    _order_id: str = ""
    _key: str = ""
    _document: str = ""

    @rx.event
    async def load(self) -> None:
        """Begin anew; for a buyer who is signed in, with what is known already."""
        self.reset()
        asked = self.router.url.query_parameters
        self.is_signed_in = bool(session_hash_of(self))
        if not self.is_signed_in:
            return
        try:
            client = await buyer_client(self)
            me = await client.me()
            self.name, self.email = me.buyer.name, me.buyer.login
            if order_id := asked.get("order", "")[:64]:
                order = (await client.order(order_id)).order
                self._order_id, self.number = order.id, order.number
                self.name = order.address.name or self.name
        except NotSignedInError:
            self.is_signed_in = False
        except OrderServiceError:
            return  # the form works without being filled in

    @rx.event
    async def declare(self, form_data: dict[str, Any]) -> None:
        """Show the statement that the details make, to be confirmed; nothing is sent yet."""
        details = _Details.of(form_data)
        if details.number != self.number:
            self._order_id = ""  # another order than the one that the address named
        self.name, self.number, self.email = details.name, details.number, details.email
        wrong = [
            (field_id, key)
            for field_id, key, is_good in (
                (NAME, "withdrawal.error.name", bool(details.name)),
                (NUMBER, "withdrawal.error.number", bool(details.number)),
                (EMAIL, "withdrawal.error.email", bool(_EMAIL.fullmatch(details.email))),
            )
            if not is_good
        ]
        printer = await self._printer()
        self._fail([(field_id, printer.say(key)) for field_id, key in wrong])
        if not wrong:
            self._key = uuid4().hex
            self.statement = statement_of(details.name, details.number, details.email, printer)
            self.stage = Stage.CONFIRM

    @rx.event
    async def change(self) -> None:
        """Go back to the details."""
        self._fail([])
        self.stage = Stage.FORM

    @rx.event(background=True, temporal=True)
    async def confirm(self) -> None:
        """Send the statement and follow it until it is known whether it arrived."""
        async with self:
            if self.is_sending or self.stage is not Stage.CONFIRM:
                return
            self.is_sending = True
            self._fail([])
            send = await self._sender()
        try:
            answer = await follow_to_end(send)
        except OrderServiceError as error:
            async with self:
                self.is_sending = False
                self._fail([("", _text_of(error, await self._printer()))])
            return
        async with self:
            self.is_sending = False
            printer = await self._printer(answer.server_now)
            self._document = answer.document
            self.done = AcknowledgementView.of(answer, printer, is_signed_in=self.is_signed_in)
            self.stage = Stage.DONE

    @rx.event
    async def keep(self) -> Any:  # noqa: ANN401 - an event
        """Hand out the acknowledgement as a signed file."""
        if self.done is None or not self._document:
            return None
        return rx.download(data=self._document, filename=self.done.file_name)

    async def _sender(self) -> Any:  # noqa: ANN401 - a function that sends
        """Return what sends the statement, over the session where the order is known to be ours."""
        ticket = self.router.url.query_parameters.get("ticket", "")[:MAX_TICKET]
        said = DeclareWithdrawal(
            name=self.name,
            email=self.email,
            order_number=self.number,
            text=self.statement,
            address=str(self.router.session.client_ip)[:64],
            ticket=ticket,
        )
        key = self._key
        if self.is_signed_in:
            client = await buyer_client(self)
            known = self._order_id

            async def as_buyer() -> WithdrawalAnswer:
                order_id = known or await _order_numbered(client, said.order_number)
                return await client.withdraw_from_contract(order_id, said, key)

            return as_buyer
        service = service_client()

        async def as_stranger() -> WithdrawalAnswer:
            return await service.withdraw_from_contract(said)

        return as_stranger

    async def _printer(self, now: datetime | None = None) -> Printer:
        return await printer_of(self, now or datetime.now(UTC))

    def _fail(self, errors: list[tuple[str, str]]) -> None:
        self.errors = [FieldErrorView(field_id=field_id, text=text) for field_id, text in errors]
        self.answer += 1


open_to_anonymous(WithdrawalState)


async def _order_numbered(client: Any, number: str) -> str:  # noqa: ANN401 - a buyer's client
    """Return the id of the buyer's own order of a number.

    Raises:
        OrderNotFoundError: They have none.
    """
    page = await client.orders(query=number)
    found = [order.id for order in page.orders if order.number == number.strip("#№ ")]
    if not found:
        raise OrderNotFoundError("no order of this number")
    return found[0]


def _text_of(error: OrderServiceError, printer: Printer) -> str:
    """Return why nothing was declared, or that nobody knows."""
    if isinstance(error, WithdrawalRefusedError):
        return obstacle_text(error.obstacle, printer)
    if isinstance(error, (OrderNotFoundError, InvalidCommandError)):
        return printer.say("withdrawal.error.unmatched")
    if isinstance(error, TooManyTriesError):
        minutes = -(-error.retry_after_seconds // 60)
        return printer.say("withdrawal.error.many", minutes=minutes)
    if isinstance(error, OrderServiceUnavailableError) and error.may_have_happened:
        return printer.say("withdrawal.error.unknown")
    return printer.say("withdrawal.error.unavailable")
