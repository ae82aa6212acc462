"""Change here how the cancel dialog is filled: its order, the chosen pieces, what they mean."""

import time
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import reflex as rx

from buyer_portal.commands.printers import printer_of
from buyer_portal.commands.trying_again import TryingAgain
from buyer_portal.domain.decision_values import Decision
from buyer_portal.order_client.errors import NotSignedInError, OrderServiceError
from buyer_portal.order_contract.cancellations import CancelOrder
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.session import buyer_client
from buyer_portal.views.cancel import CancelDialogView
from buyer_portal.views.cancel_lines import chosen_by_default
from buyer_portal.views.form_errors import FieldErrorView
from buyer_portal.views.order_changed import ChangeView, changes_between
from buyer_portal.views.phase import Phase
from buyer_portal.views.printing import Printer
from buyer_portal.views.why import WhyView, why_of

FORM: Final = "form"
CONFIRM: Final = "confirm"
MOST_CHANGES: Final = 10


class CancelFormState(TryingAgain, rx.State, mixin=True):
    """The dialog up to the press on Send; ``CancelState`` goes on from there."""

    phase: rx.Field[Phase] = rx.field(default=Phase.LOADING)
    dialog: rx.Field[CancelDialogView | None] = rx.field(default=None)
    why: rx.Field[WhyView | None] = rx.field(default=None)
    """Why an order picked from the list cannot be cancelled (any more)."""
    step: rx.Field[str] = rx.field(default=FORM)
    errors: rx.Field[list[FieldErrorView]] = rx.field(default_factory=list)
    is_pricing: rx.Field[bool] = rx.field(default=False)
    offer_key: rx.Field[str] = rx.field(default="")
    """Another one whenever nothing is chosen yet; the browser then chooses again what it kept."""
    changes: rx.Field[list[ChangeView]] = rx.field(default_factory=list)
    """What happened to the order since it was first offered; the browser tells what is news."""
    answer: rx.Field[int] = rx.field(default=0)
    """Rises with each word of the server; the browser then stops saying that it sends."""
    outcome: rx.Field[str] = rx.field(default="none")
    """What the last answer was about: ``none`` tells the browser that a press was not answered."""

    _detail: OrderDetail | None = None
    _decision: Decision | None = None
    _chosen: dict[str, int] | None = None
    _key: str = ""
    _read_at: float = 0.0
    _is_sending: bool = False
    _sent: CancelOrder | None = None
    """The last command, while it has no final answer; ``_key`` is its key until then."""
    _is_unknown: bool = False
    """Whether ``_sent`` may have happened; else a fault of ours kept it from happening."""
    _wanted: str = ""

    @rx.event
    async def open_for(self, order_id: str) -> AsyncGenerator[None]:
        """Fill the dialog of an order on the list; the browser has opened it already."""
        if not isinstance(order_id, str) or self._is_sending:
            return
        self._wanted = order_id
        if self._detail is None or self._detail.order.id != order_id:
            self.dialog = None
            self.phase = Phase.LOADING
            yield
        try:
            detail = await (await buyer_client(self)).order(order_id)
        except NotSignedInError:
            return
        except OrderServiceError as error:
            self._note_failure(error)
            self.phase = Phase.FAILED
            return
        if self._wanted == order_id:
            self._note_success()
            await self._offer(detail)

    @rx.event
    async def reopen(self) -> AsyncGenerator[Any]:
        """Fill the dialog once more after it failed to be filled."""
        if self.phase is Phase.FAILED:
            yield type(self).open_for(self._wanted)

    @rx.event
    async def choose_pieces(self, line_id: str, pieces: str) -> AsyncGenerator[Any]:
        """Note other pieces of a line, then ask what cancelling them would mean.

        Noting is an event of its own, because the newest question makes an older one go away.
        """
        detail = self._detail
        known = detail is not None and any(line.id == line_id for line in detail.order.lines)
        if detail is None or not known or not _is_count(pieces):
            return
        if self._chosen is None:
            self._chosen = chosen_by_default(detail.order, detail.decision)
        self._chosen = {**self._chosen, line_id: int(pieces)}
        self.is_pricing = True
        yield type(self).price()

    @rx.event(supersedes=True)
    async def price(self) -> None:
        """Ask what cancelling the chosen pieces would mean; the newest question wins."""
        if self._detail is not None and self._chosen is not None:
            await self._price(self._detail, self._chosen)

    @rx.event
    async def include_line(self, line_id: str, is_included: bool) -> AsyncGenerator[Any]:  # noqa: FBT001 - a browser's checkbox
        """Take or leave a line of one piece."""
        yield type(self).choose_pieces(line_id, "1" if is_included is True else "0")

    @rx.event
    async def change_answers(self) -> None:
        """Go back from the confirmation to the form."""
        self.step = FORM
        self._say("step")

    async def _offer(self, detail: OrderDetail) -> None:
        """Make the dialog ready for an order as just read; a command on its way stays."""
        if self._is_sending:
            return
        printer = await printer_of(self, detail.server_now)
        before = self._detail.order if self._detail else None
        is_other = before is None or before.id != detail.order.id
        is_newer = is_other or before is None or before.version != detail.order.version
        is_changed = is_newer or _comes_to(self._detail) != _comes_to(detail)
        if is_other or self._detail is None:
            self.step = FORM
            self.changes = []
            self._forget_sent()
        elif is_newer:
            news = changes_between(self._detail, detail, printer)
            self.changes = [*self.changes, *news][-MOST_CHANGES:]
        self._detail, self._read_at = detail, time.time()
        if is_changed:
            self._chosen = None
            self.offer_key = uuid4().hex[:8]
            self._decision = detail.decision
        if self._sent is None:
            self._key = uuid4().hex
        self.errors = []
        self._show(printer)
        self.phase = Phase.READY
        self._say("none")

    def _forget_sent(self) -> None:
        """Note that the last command has its final answer; what comes next has a key of its own."""
        self._sent = None
        self._is_unknown = False
        self._note_success()

    def _show(self, printer: Printer) -> None:
        detail = self._detail
        if detail is None:
            return
        self.dialog = CancelDialogView.of(
            detail,
            printer,
            portal_now_ms=int(time.time() * 1000),
            decision=self._decision,
            chosen=self._chosen,
        )
        self.why = why_of(detail, printer)

    async def _price(self, detail: OrderDetail, chosen: dict[str, int]) -> None:
        wanted = {line_id: count for line_id, count in chosen.items() if count}
        try:
            if wanted:
                answer = await (await buyer_client(self)).decision(detail.order.id, wanted)
                if self._chosen == chosen and answer.order_version == detail.order.version:
                    self._decision = answer.decision
        except OrderServiceError:
            pass  # the old preview stays; sending is checked against what it promised
        self.is_pricing = False
        self._show(await printer_of(self, self._server_now()))

    def _refuse_form(self, field_id: str, key: str, printer: Printer) -> None:
        self.errors = [FieldErrorView(field_id=field_id, text=printer.say(key))]
        self._say("errors")

    def _say(self, outcome: str) -> None:
        self.outcome = outcome
        self.answer += 1

    def _server_now(self) -> datetime:
        """Return the service's clock, carried on from when the order was read."""
        if self._detail is None:
            raise RuntimeError("nothing was read yet")
        return self._detail.server_now + timedelta(seconds=time.time() - self._read_at)


def _is_count(text: object) -> bool:
    return isinstance(text, str) and text.isdecimal() and len(text) <= 7  # noqa: PLR2004 - no line has more


def _comes_to(detail: OrderDetail | None) -> object:
    """Return what was decided; time, or a newer build, may change it while the order stays."""
    return None if detail is None else (detail.decision.outcome, detail.decision.causes)
