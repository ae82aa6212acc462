"""Change here how the standing page is read and how an appeal is sent."""

import time
from collections.abc import AsyncGenerator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import reflex as rx

from buyer_portal.commands.following import LIFETIME, follow_to_end, is_late
from buyer_portal.commands.printers import printer_of
from buyer_portal.commands.trying_again import TryingAgain
from buyer_portal.domain.standing import APPEAL_CHARACTERS
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.errors import (
    InvalidCommandError,
    NotAppealableError,
    NotSignedInError,
    OrderNotFoundError,
    OrderServiceError,
    OrderServiceUnavailableError,
)
from buyer_portal.order_contract.standing import AppealStrike
from buyer_portal.session import buyer_client, locale_of_page
from buyer_portal.views.phase import Phase
from buyer_portal.views.standing import StandingView


class StandingState(TryingAgain, rx.State):
    """The buyer's ledger, and the appeal that is being written."""

    phase: rx.Field[Phase] = rx.field(default=Phase.LOADING)
    standing: rx.Field[StandingView | None] = rx.field(default=None)
    has_failed_late: rx.Field[bool] = rx.field(default=False)
    stale_text: rx.Field[str] = rx.field(default="")
    problem: rx.Field[str] = rx.field(default="")
    problem_of: rx.Field[str] = rx.field(default="")
    """The strike whose appeal ``problem`` is about."""
    answer: rx.Field[int] = rx.field(default=0)
    """Rises with each word of the server; the browser then stops saying that it sends."""
    outcome: rx.Field[str] = rx.field(default="none")
    """What the last answer was about: ``none`` tells the browser that a press was not answered."""

    _server_now: datetime | None = None
    _read_at: float = 0.0
    _keys: dict[str, str] = {}  # noqa: RUF012 - Reflex copies it for each tab
    """The key of each strike's appeal, until it has its final answer."""
    _sent: dict[str, AppealStrike] = {}  # noqa: RUF012 - Reflex copies it for each tab
    _is_sending: bool = False

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Read the ledger; when that fails, keep what was known."""
        if self.standing is None:
            self.phase = Phase.LOADING
            yield
        await self._read()

    @rx.event
    async def refresh(self) -> None:
        """Read it again, because something changed."""
        if not self._is_sending:
            await self._read()

    @rx.event(background=True, temporal=True)
    async def appeal(self, form_data: dict[str, Any]) -> AsyncGenerator[None]:
        """Send an appeal and follow it until it is known whether it arrived."""
        async with self:
            task = await self._prepare(form_data)
        if task is None:
            return
        client, strike_id, command, key = task
        problem = ""
        try:
            await follow_to_end(lambda: client.appeal_strike(strike_id, command, key))
        except NotSignedInError:
            async with self:
                self._is_sending = False  # the guard leads to the login page
            return
        except OrderServiceError as error:
            problem = _problem_of(error)
        async with self:
            self._is_sending = False
            if problem != "unknown":
                self._keys.pop(strike_id, None)
                self._sent.pop(strike_id, None)
            say = words_of(locale_of_page(self))
            self._tell(strike_id, say(f"standing.appeal.{problem}") if problem else "")
            await self._read()
            self._say("failed" if problem else "done")
        yield

    async def _read(self) -> None:
        try:
            answer = await (await buyer_client(self)).standing()
        except NotSignedInError:
            return
        except OrderServiceError as error:
            self._note_failure(error)
            self.has_failed_late = self.standing is not None
            self.phase = Phase.READY if self.standing else Phase.FAILED
            return
        self._server_now, self._read_at = answer.server_now, time.time()
        printer = await printer_of(self, answer.server_now)
        self.standing = StandingView.of(answer, printer, portal_now_ms=int(time.time() * 1000))
        self.stale_text = printer.say("failed.stale", time=printer.clock(answer.server_now))
        self.has_failed_late = False
        self._note_success()
        self.phase = Phase.READY

    async def _prepare(
        self, form_data: object
    ) -> tuple[BuyerClient, str, AppealStrike, str] | None:
        """Return the appeal to send; None when it has no words or came too late."""
        form = dict(form_data) if isinstance(form_data, Mapping) else {}
        strike_id = form.get("strike")
        standing, now = self.standing, self._server_now
        if standing is None or now is None or self._is_sending or not isinstance(strike_id, str):
            return None
        if not any(strike.id == strike_id for strike in standing.strikes):
            return None
        say = words_of(locale_of_page(self))
        given, sent_at = form.get("text"), form.get("sent_at")
        text = given.strip() if isinstance(given, str) else ""
        problem = ""
        if not text:
            problem = say("standing.appeal.missing")
        elif len(text) > APPEAL_CHARACTERS:
            problem = say("standing.appeal.long", number=APPEAL_CHARACTERS)
        elif isinstance(sent_at, str) and sent_at.isdecimal() and is_late(int(sent_at[:18])):
            problem = say("standing.appeal.failed")
        if problem:
            self._tell(strike_id, problem)
            self._say("errors")
            return None
        self._is_sending = True
        elapsed = timedelta(seconds=time.time() - self._read_at)
        command = self._sent.get(strike_id) or AppealStrike(
            text=text, expires_at=now + elapsed + LIFETIME
        )
        self._sent[strike_id] = command
        key = self._keys.setdefault(strike_id, uuid4().hex)
        return await buyer_client(self), strike_id, command, key

    def _tell(self, strike_id: str, problem: str) -> None:
        self.problem, self.problem_of = problem, strike_id

    def _say(self, outcome: str) -> None:
        self.outcome = outcome
        self.answer += 1


def _problem_of(error: OrderServiceError) -> str:
    """Return which words say why an appeal was not taken."""
    if isinstance(error, OrderServiceUnavailableError):
        return "unknown" if error.may_have_happened else "failed"
    if isinstance(error, NotAppealableError | OrderNotFoundError | InvalidCommandError):
        return "refused"
    return "failed"
