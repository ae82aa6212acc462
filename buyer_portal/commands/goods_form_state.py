"""Change here what returning goods and refusing them share: reading, sending, how it ended."""

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import reflex as rx

from buyer_portal.commands.following import LIFETIME, is_late
from buyer_portal.commands.form_state import OrderFormState
from buyer_portal.commands.shop_form import sent_at_of
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.order_client.errors import (
    CommandExpiredError,
    InvalidCommandError,
    NotRefusableError,
    NotWithdrawableError,
    OrderChangedError,
    OrderNotFoundError,
    OrderServiceError,
    OrderServiceUnavailableError,
    ReturnRefusedError,
)
from buyer_portal.session import locale_of_page
from buyer_portal.views.form_errors import FieldErrorView
from buyer_portal.views.phase import Phase
from buyer_portal.views.printing import Printer

_CHANGED = (
    NotRefusableError,
    ReturnRefusedError,
    NotWithdrawableError,
    OrderChangedError,
    OrderNotFoundError,
    InvalidCommandError,
)


class GoodsFormState(OrderFormState, rx.State, mixin=True):
    """What becomes of goods on their way or at home, asked on a page of its own."""

    has_failed_late: rx.Field[bool] = rx.field(default=False)
    stale_text: rx.Field[str] = rx.field(default="")
    problem: rx.Field[str] = rx.field(default="")
    """Why the last command was not carried out."""
    done: rx.Field[str] = rx.field(default="")
    """What the last command did, where the page does not say it by itself."""
    arrivals: rx.Field[int] = rx.field(default=0)
    """Rises when the heading says something new that the buyer brought about."""

    _told_now: datetime | None = None
    _sent: Any = None
    """The last request, while nobody knows what became of it; ``_key`` is its key."""

    def _start_over(self, order_id: str) -> None:
        """Forget another order; nothing of it is shown meanwhile."""
        self.order_key = order_id
        self._sent = None
        self.has_failed_late = False
        self.phase = Phase.LOADING

    def _note_read(self, printer: Printer, *, keeps_key: bool) -> None:
        """Note that the page was read; what is sent next has a key of its own."""
        self._told_now, self._read_at = printer.now, time.time()
        if not keeps_key and self._sent is None:
            self._key = uuid4().hex
        self.stale_text = printer.say("failed.stale", time=printer.clock(printer.now))
        self.has_failed_late = False
        self._note_success()
        self.phase = Phase.READY

    def _note_unread(self, error: OrderServiceError, *, has_page: bool) -> None:
        """Note why the page could not be read; what was read before stays."""
        self._note_failure(error)
        self.has_failed_late = has_page
        self.phase = Phase.READY if has_page else Phase.FAILED

    def _refuse_form(self, errors: Mapping[str, str], form_data: object, late: str) -> bool:
        """Say what is wrong, or that it came too late, and whether anything is.

        Args:
            errors: Field → the message that says what is wrong with it.
            late: The message for a press that arrived too late to be meant.
        """
        say = words_of(locale_of_page(self))
        self.problem = self.done = ""
        self.errors = [
            FieldErrorView(field_id=field_id, text=say(key)) for field_id, key in errors.items()
        ]
        if self.errors:
            self._say("errors")
        elif is_late(sent_at_of(form_data)):
            self.problem = say(late)
            self._say("failed")
        else:
            return False
        return True

    def _expires_at(self) -> datetime:
        """Return when a command that is sent now is too old, by the service's clock.

        Raises:
            RuntimeError: Nothing was read yet.
        """
        if self._told_now is None:
            raise RuntimeError("nothing was read yet")
        return self._told_now + timedelta(seconds=time.time() - self._read_at) + LIFETIME


def texts_in(form_data: object) -> dict[str, str]:
    """Return the texts of a form as any browser may send it."""
    if not isinstance(form_data, Mapping):
        return {}
    return {
        name: value
        for name, value in form_data.items()
        if isinstance(name, str) and isinstance(value, str)
    }


def problem_of(error: OrderServiceError) -> str:
    """Return which words say why a command was not carried out."""
    if isinstance(error, OrderServiceUnavailableError):
        return "unknown" if error.may_have_happened else "fault"
    if isinstance(error, CommandExpiredError):
        return "late"
    return "changed" if isinstance(error, _CHANGED) else "fault"
