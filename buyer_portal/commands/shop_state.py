"""Change here what changing an order and ordering again share: reading, typing, sending, saying."""

import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import uuid4

import reflex as rx

from buyer_portal import routes
from buyer_portal.commands.address_form import address_errors, sent_address, typed_address
from buyer_portal.commands.following import LIFETIME, follow_to_end
from buyer_portal.commands.form_state import OrderFormState
from buyer_portal.commands.printers import printer_of
from buyer_portal.commands.shop_form import failure_key, place_of
from buyer_portal.domain.orders import Address
from buyer_portal.order_client.errors import (
    ChangeRefusedError,
    NotSignedInError,
    OrderNotFoundError,
    OrderServiceError,
    PurchaseRefusedError,
)
from buyer_portal.order_contract.changes import AddressSent, OrderChoices
from buyer_portal.views.form_errors import FieldErrorView
from buyer_portal.views.obstacles import obstacle_text
from buyer_portal.views.phase import Phase
from buyer_portal.views.printing import Printer

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending(Generic[Answer]):
    """A command that is ready to go; sent again it has the same key."""

    send: Callable[[], Awaitable[Answer]]
    may_have_happened: bool


class ShopFormState(OrderFormState, rx.State, mixin=True):
    """What the buyer wants changed, or bought once more."""

    _choices: OrderChoices | None = None
    _address: Address = Address()
    _sent: Any = None
    """The last command, while nobody knows what became of it; ``_key`` is its key."""
    _is_unknown: bool = False
    _is_sending: bool = False

    @rx.var
    def shown_phase(self) -> Phase:
        """The phase of the order in the address; a full load brings what the last one left."""
        return (
            self.phase if routes.order_in(self.router.url.path) == self.order_key else Phase.LOADING
        )

    @rx.event
    async def use_address(self, place: str) -> None:
        """Fill the form with an address of another order."""
        choices, at = self._choices, place_of(place)
        if choices is not None and at is not None and at < len(choices.addresses):
            self._address = choices.addresses[at]
            await self._show()

    async def _show(self) -> None:
        """Print what was chosen; each form prints its own."""
        raise NotImplementedError

    async def _read_again(self) -> None:
        """Read the order as it stands now; each form reads its own."""
        raise NotImplementedError

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Note what becomes of reading; a failure keeps what was read before."""
        try:
            yield
        except NotSignedInError:
            pass  # the guard leads to the login page
        except OrderNotFoundError:
            self._choices = None
            self.phase = Phase.MISSING
        except OrderServiceError as error:
            self._note_failure(error)
            self.phase = Phase.FAILED if self._choices is None else Phase.READY
        else:
            self._note_success()

    def _take(self, choices: OrderChoices) -> None:
        self._choices, self._read_at = choices, time.time()

    def _renew(self) -> None:
        """Let the next command be another one: what was sent before is over or was not wanted."""
        self._key, self._sent, self._is_unknown = uuid4().hex, None, False

    def _expires_at(self, choices: OrderChoices) -> datetime:
        return choices.server_now + timedelta(seconds=time.time() - self._read_at) + LIFETIME

    async def _typed_address(self, form_data: Mapping[str, object]) -> AddressSent | None:
        """Return what was typed; None, with the errors shown, where a field is wrong."""
        typed = typed_address(form_data)
        printer = await self._printer()
        self.errors = [
            FieldErrorView(field_id=field_id, text=printer.say(key))
            for field_id, key in address_errors(typed)
        ]
        if self.errors:
            self._say("errors")
            return None
        sent = sent_address(typed)
        if sent is None:
            await self._say_wrong("changing.failed.refused")
        return sent

    async def _follow(self, sending: Sending[Answer]) -> Answer | None:
        """Send a command and follow it to its end; None, with the reason shown, where it failed."""
        try:
            return await follow_to_end(sending.send, may_have_happened=sending.may_have_happened)
        except NotSignedInError:
            async with self:
                self._is_sending = False  # the guard leads to the login page
        except OrderServiceError as error:
            async with self:
                self._is_sending = False
                await self._fail(error)
        return None

    async def _fail(self, error: OrderServiceError) -> None:
        """Say why nothing was done, with the order as it stands now."""
        key = failure_key(error)
        self._is_unknown = key == "unknown"
        if not self._is_unknown:
            self._renew()
            await self._read_again()
        choices = self._choices
        if choices is None:
            return
        if isinstance(error, ChangeRefusedError | PurchaseRefusedError):
            text = obstacle_text(error.obstacle, choices.order, await self._printer())
            self._say_error(text)
        else:
            await self._say_failure(key)

    async def _say_failure(self, key: str) -> None:
        """Say how it failed; each form has its own words."""
        raise NotImplementedError

    async def _say_wrong(self, key: str) -> None:
        self._say_error((await self._printer()).say(key))

    def _say_error(self, text: str) -> None:
        self.errors = [FieldErrorView(field_id="", text=text)]
        self._say("errors")

    async def _printer(self) -> Printer:
        if self._choices is None:
            raise RuntimeError("nothing was read yet")
        return await printer_of(self, self._choices.server_now)
