"""Change here how a message to support is checked, sent and followed to its end."""

import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import reflex as rx

from buyer_portal.commands.following import LIFETIME, follow_to_end, is_late
from buyer_portal.domain.support import TICKET_CHARACTERS, TicketAbout
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.order_client.errors import (
    CommandExpiredError,
    InvalidCommandError,
    NotSignedInError,
    OrderServiceError,
    OrderServiceUnavailableError,
    TooManyTriesError,
)
from buyer_portal.order_contract.problems import PROBLEM_TYPE_PREFIX, ProblemCode
from buyer_portal.order_contract.support import TicketAnswer
from buyer_portal.session import locale_of_page
from buyer_portal.views.form_errors import FieldErrorView

TEXT_FIELD: Final = "ticket-text"
ABOUT_FIELD: Final = "ticket-about"
_MOST_DIGITS: Final = 20
RETURN_ID: Final = re.compile(r"[0-9A-Za-z-]{1,64}")
_ABOUTS: Final = frozenset(TicketAbout)


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketForm:
    """What a browser sent; ``about`` None where nothing known was chosen.

    ``return_id`` is the declined return that an appeal is about, empty elsewhere.
    """

    text: str = ""
    about: TicketAbout | None = None
    return_id: str = ""
    sent_at_ms: int | None = None


def parse_ticket(form_data: object) -> TicketForm:
    """Return what a browser sent, as far as our page can have sent it."""
    given = form_data if isinstance(form_data, dict) else {}
    text, about, sent_at = (given.get(name) for name in ("text", "about", "sent_at"))
    is_number = isinstance(sent_at, str) and sent_at.isdecimal() and len(sent_at) <= _MOST_DIGITS
    subject, _, return_id = about.partition(".") if isinstance(about, str) else ("", "", "")
    return TicketForm(
        text=text.strip().replace("\0", "") if isinstance(text, str) else "",
        about=TicketAbout(subject) if subject in _ABOUTS else None,
        return_id=return_id if RETURN_ID.fullmatch(return_id) else "",
        sent_at_ms=int(sent_at) if is_number and isinstance(sent_at, str) else None,
    )


class WritingToSupport(rx.State, mixin=True):
    """A form that writes to support: what is wrong with it, and the key that makes it safe."""

    errors: rx.Field[list[FieldErrorView]] = rx.field(default_factory=list)
    answer: rx.Field[int] = rx.field(default=0)
    """Rises with each word of the server; the browser then stops saying that it sends."""
    outcome: rx.Field[str] = rx.field(default="none")
    """What the last answer was about: ``none`` tells the browser that a press was not answered."""

    _key: str = ""
    _said: tuple[str, ...] = ()
    _is_sending: bool = False
    _server_time: datetime | None = None
    _read_at: float = 0.0

    def _note_time(self, now: datetime) -> None:
        """Remember the service's clock, which decides when a command is too old."""
        self._server_time, self._read_at = now, time.time()

    def _expiry(self) -> datetime:
        now = self._server_time or datetime.now().astimezone()
        return now + timedelta(seconds=time.time() - self._read_at) + LIFETIME

    def _key_for(self, *said: str) -> str:
        """Return the key of what is said: the same words again are the same command."""
        if said != self._said or not self._key:
            self._said, self._key = said, uuid4().hex
        return self._key

    def _check(self, form: TicketForm, *, needs_about: bool) -> bool:
        """Say whether a form can be sent; else show what is wrong."""
        wrong: list[tuple[str, str]] = []
        if needs_about and form.about is None:
            wrong.append((ABOUT_FIELD, "support.error.about"))
        if not form.text:
            wrong.append((TEXT_FIELD, "support.error.text"))
        elif len(form.text) > TICKET_CHARACTERS:
            wrong.append((TEXT_FIELD, "support.error.long"))
        elif is_late(form.sent_at_ms):
            wrong.append(("", "support.error.late"))
        self._show_errors(wrong)
        return not wrong

    def _show_errors(
        self, wrong: list[tuple[str, str]], *, number: int = TICKET_CHARACTERS
    ) -> None:
        words = words_of(locale_of_page(self))
        self.errors = [
            FieldErrorView(field_id=field_id, text=words(key, number=number))
            for field_id, key in wrong
        ]
        self._say("errors" if wrong else "none")

    def _explain(self, error: OrderServiceError) -> None:
        """Show why nothing was sent, or that nobody knows."""
        self._is_sending = False
        if isinstance(error, NotSignedInError):
            return  # the guard leads to the login page
        if isinstance(error, InvalidCommandError):
            self._key = ""  # its answer is final; what is sent next is another command
        self._show_errors([_error_of(error)])

    def _succeed(self) -> None:
        self._is_sending, self._key, self._said = False, "", ()
        self.errors = []
        self._say("done")

    def _say(self, outcome: str) -> None:
        self.answer += 1
        self.outcome = outcome


async def send_for_sure(
    send: Callable[[], Awaitable[TicketAnswer]],
) -> TicketAnswer | OrderServiceError:
    """Follow a message until it is known how it ended; return the error where it did not arrive."""
    try:
        return await follow_to_end(send)
    except OrderServiceError as error:
        return error


def _error_of(error: OrderServiceError) -> tuple[str, str]:
    """Return the field that is wrong, empty for none, and the message that says so."""
    if isinstance(error, CommandExpiredError):
        return "", "support.error.late"
    if isinstance(error, TooManyTriesError):
        return "", "support.error.many"
    if isinstance(error, OrderServiceUnavailableError) and error.may_have_happened:
        return "", "support.error.unknown"
    if isinstance(error, InvalidCommandError):
        problem: Any = error.problem
        if problem is not None and problem.type == PROBLEM_TYPE_PREFIX + ProblemCode.WRONG_STATE:
            return "", "support.error.closed"
        if any(field.pointer in {"/about", "/return_id"} for field in error.errors):
            return ABOUT_FIELD, "support.error.subject_over"
    return "", "support.error.fault"
