"""Change here what happens between pressing Cancel and knowing how it ended."""

import asyncio
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import reflex as rx
from reflex.event import EventSpec

from buyer_portal import routes
from buyer_portal.commands.cancel_form import CancelForm, errors_of, parse_form
from buyer_portal.commands.printers import printer_of
from buyer_portal.domain.decision_values import Decision
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.errors import (
    CancellationRefusedError,
    CommandExpiredError,
    InvalidCommandError,
    NotSignedInError,
    OrderChangedError,
    OrderNotFoundError,
    OrderServiceError,
    OrderServiceUnavailableError,
)
from buyer_portal.order_contract.cancellations import (
    CancellationAnswer,
    CancelOrder,
    LineQuantity,
)
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.session import buyer_client, locale_of_page
from buyer_portal.views.cancel import CancelDialogView, chosen_by_default
from buyer_portal.views.phase import Phase
from buyer_portal.views.printing import Printer
from buyer_portal.views.result import (
    FailureView,
    ResultView,
    changed_view,
    fault_view,
    late_view,
    refused_view,
    unknown_view,
)
from buyer_portal.views.why import WhyView, why_of

LIFETIME: Final = timedelta(seconds=30)
"""How long after it was sent a command may still be carried out."""
PAUSES_SECONDS: Final = (0.3, 0.7, 1.5, 3, 5, 8, 10, 10, 10)
"""Between tries to learn what became of a command whose answer was lost; all with one key."""
FORM: Final = "form"
CONFIRM: Final = "confirm"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormErrorView:
    """A field that is wrong, in words, and where the link in the summary leads."""

    field_id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """A command on its way."""

    client: BuyerClient
    order_id: str
    command: CancelOrder
    key: str


class CancelState(rx.State):
    """The cancel dialog and how the last cancelling ended; one for all pages of a tab."""

    phase: rx.Field[Phase] = rx.field(default=Phase.LOADING)
    dialog: rx.Field[CancelDialogView | None] = rx.field(default=None)
    why: rx.Field[WhyView | None] = rx.field(default=None)
    """Why an order picked from the list cannot be cancelled (any more)."""
    step: rx.Field[str] = rx.field(default=FORM)
    errors: rx.Field[list[FormErrorView]] = rx.field(default_factory=list)
    is_pricing: rx.Field[bool] = rx.field(default=False)
    closings: rx.Field[int] = rx.field(default=0)
    """Rises when the browser should close the dialog."""
    answer: rx.Field[int] = rx.field(default=0)
    """Rises with each word of the server; the browser then stops saying that it sends."""
    outcome: rx.Field[str] = rx.field(default="none")
    """What the last answer was about: ``none`` tells the browser that a press was not answered."""
    failure: rx.Field[FailureView | None] = rx.field(default=None)
    result: rx.Field[ResultView | None] = rx.field(default=None)
    outcome_order: rx.Field[str] = rx.field(default="")
    """The order that ``failure`` or ``result`` is about."""
    revision: rx.Field[int] = rx.field(default=0)
    """Rises when the page should read its order again."""

    _detail: OrderDetail | None = None
    _decision: Decision | None = None
    _chosen: dict[str, int] | None = None
    _key: str = ""
    _read_at: float = 0.0
    _is_sending: bool = False
    _unknown: CancelOrder | None = None
    _last_form: CancelForm | None = None
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
        except OrderServiceError:
            self.phase = Phase.FAILED
            return
        if self._wanted == order_id:
            await self._offer(detail)

    @rx.event(supersedes=True)
    async def choose_pieces(self, line_id: str, pieces: str) -> AsyncGenerator[None]:
        """Ask again what cancelling other pieces would mean."""
        detail = self._detail
        known = detail is not None and any(line.id == line_id for line in detail.order.lines)
        if detail is None or not known or not _is_count(pieces):
            return
        if self._chosen is None:
            self._chosen = chosen_by_default(detail.order, detail.decision)
        self._chosen = {**self._chosen, line_id: int(pieces)}
        self.is_pricing = True
        yield
        await self._price(detail, self._chosen)

    @rx.event
    async def include_line(self, line_id: str, is_included: bool) -> AsyncGenerator[Any]:  # noqa: FBT001 - a browser's checkbox
        """Take or leave a line of one piece."""
        yield CancelState.choose_pieces(line_id, "1" if is_included is True else "0")

    @rx.event
    async def change_answers(self) -> None:
        """Go back from the confirmation to the form."""
        self.step = FORM
        self._say("step")

    @rx.event(background=True, temporal=True)
    async def send(self, form_data: dict[str, Any]) -> AsyncGenerator[Any]:
        """Check the form, then cancel and follow it until it is known how that ended."""
        async with self:
            task = await self._prepare(parse_form(form_data))
            leaving = self._way_to_outcome() if task is None else None
        if leaving is not None:
            yield leaving
        if task is not None:
            async for event in self._carry_out(task):
                yield event

    @rx.event(background=True, temporal=True)
    async def check(self) -> AsyncGenerator[Any]:
        """Ask again what became of a command that nobody answered; its key makes that safe."""
        async with self:
            if self._detail is None or self._unknown is None or self._is_sending:
                return
            task = _Task(
                client=await buyer_client(self),
                order_id=self._detail.order.id,
                command=self._unknown,
                key=self._key,
            )
            self._is_sending = True
        async for event in self._carry_out(task):
            yield event

    @rx.event(background=True, temporal=True)
    async def retry(self) -> AsyncGenerator[Any]:
        """Send what was sent last once more, after a fault of ours."""
        async with self:
            form = self._last_form
            task = None if form is None else await self._prepare(form, is_confirmed=True)
        if task is not None:
            async for event in self._carry_out(task):
                yield event

    async def _offer(self, detail: OrderDetail) -> None:
        """Make the dialog ready for an order as just read; a command on its way stays."""
        if self._is_sending:
            return
        printer = await printer_of(self, detail.server_now)
        before = self._detail.order if self._detail else None
        is_other = before is None or before.id != detail.order.id
        is_changed = is_other or before is None or before.version != detail.order.version
        self._detail, self._read_at = detail, time.time()
        if is_changed:
            self._chosen = None
            self._decision = detail.decision
        if is_other:
            self.step = FORM
        self._key = uuid4().hex
        self._unknown = None
        self.errors = []
        self._show(printer)
        self.phase = Phase.READY
        self._say("none")

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

    async def _prepare(
        self, form: CancelForm | None, *, is_confirmed: bool = False
    ) -> _Task | None:
        """Return the command to send; None when something is missing or it came too late."""
        detail, dialog = self._detail, self.dialog
        if detail is None or dialog is None or self._decision is None or self._is_sending:
            return None
        printer = await printer_of(self, self._server_now())
        if form is None:
            self._refuse_form("", "cancel.error.refused", printer)
            return None
        self.errors = [
            FormErrorView(field_id=error.field_id, text=printer.say(error.key))
            for error in errors_of(form, self._decision, asks_pieces=bool(dialog.lines))
        ]
        if self.errors:
            self.step = FORM
            self._say("errors")
            return None
        if dialog.has_confirm_step and self.step == FORM and not is_confirmed:
            self.step = CONFIRM
            self._say("step")
            return None
        if _is_late(form):
            self._fail(late_view(detail, printer), detail.order.id)
            return None
        self._is_sending = True
        self._last_form = replace(form, sent_at_ms=None)
        return _Task(
            client=await buyer_client(self),
            order_id=detail.order.id,
            # While it is not known what became of the last one, that one is asked about again.
            command=self._unknown or self._command(form, detail, self._decision),
            key=self._key,
        )

    def _command(self, form: CancelForm, detail: OrderDetail, decision: Decision) -> CancelOrder:
        wanted = {line_id: count for line_id, count in form.pieces.items() if count}
        is_default = not wanted or wanted == chosen_by_default(detail.order, detail.decision)
        return CancelOrder(
            order_version=detail.order.version,
            expires_at=self._server_now() + LIFETIME,
            reason_key=form.reason_key,
            reason_text=form.reason_text,
            lines=()
            if is_default
            else tuple(
                LineQuantity(line_id=line_id, quantity=count) for line_id, count in wanted.items()
            ),
            seen_permission=decision.outcome,
            seen_refund_minor=decision.refund_preview.total_minor,
        )

    async def _carry_out(self, task: _Task) -> AsyncGenerator[Any]:
        """Send a command until its end is known, then say how it ended."""
        try:
            answer = await _cancel_for_sure(task)
        except NotSignedInError:
            async with self:
                self._is_sending = False  # the guard leads to the login page
        except InvalidCommandError:
            async with self:
                self._is_sending = False
                self.step = FORM
                self._refuse_form(
                    "", "cancel.error.refused", await printer_of(self, self._server_now())
                )
        except OrderServiceError as error:
            detail = await _order_as_it_stands(task)
            async with self:
                self._is_sending = False
                await self._explain(error, detail, task)
                leaving = self._way_to_outcome()
            if leaving is not None:
                yield leaving
        else:
            async with self:
                self._is_sending = False
                await self._succeed(answer)
                address = self._address_of(answer.order.id)
            yield rx.redirect(f"{address}?cancellation={answer.cancellation.id}")

    async def _explain(
        self, error: OrderServiceError, detail: OrderDetail | None, task: _Task
    ) -> None:
        """Show why a command did not happen, or that nobody knows."""
        printer = await printer_of(self, detail.server_now if detail else self._server_now())
        is_unknown = isinstance(error, OrderServiceUnavailableError) and error.may_have_happened
        if is_unknown:
            view = unknown_view(printer)
        elif detail is None:
            view = fault_view(printer)
        elif isinstance(error, CancellationRefusedError):
            view = refused_view(_moment_of(error.happened_at), detail, printer)
        elif isinstance(error, OrderChangedError | OrderNotFoundError):
            view = changed_view(detail, printer)
        elif isinstance(error, CommandExpiredError):
            view = late_view(detail, printer)
        else:
            view = fault_view(printer)
        if detail is not None and not is_unknown:
            await self._offer(detail)
        self._unknown = task.command if is_unknown else None
        self._fail(view, task.order_id)

    async def _succeed(self, answer: CancellationAnswer) -> None:
        """Show the result at once; the address that shows it again follows."""
        cancellation, order = answer.cancellation, answer.order
        detail = self._detail
        if detail is not None:
            after = detail.model_copy(update={"order": order, "server_now": answer.server_now})
            printer = await printer_of(self, answer.server_now)
            self.result = ResultView.of(cancellation, after, printer)
        self.failure = None
        self.outcome_order = order.id
        self.closings += 1
        self.step = FORM
        self._detail = None
        self._say("done")

    def _fail(self, view: FailureView, order_id: str) -> None:
        self.failure = view
        self.result = None
        self.outcome_order = order_id
        self.closings += 1
        self.step = FORM
        self.revision += 1
        self._say("failed")

    def _address_of(self, order_id: str) -> str:
        return routes.href(routes.ORDER, locale_of_page(self), order_id=order_id)

    def _way_to_outcome(self) -> EventSpec | None:
        """Return what leads to the page that shows a failure; None where it is shown already."""
        if self.failure is None or not self.outcome_order:
            return None
        address = self._address_of(self.outcome_order)
        if self.router.url.path.rstrip("/") == address.rstrip("/"):
            return None
        return rx.redirect(address)

    def _refuse_form(self, field_id: str, key: str, printer: Printer) -> None:
        self.errors = [FormErrorView(field_id=field_id, text=printer.say(key))]
        self._say("errors")

    def _say(self, outcome: str) -> None:
        self.outcome = outcome
        self.answer += 1

    def _server_now(self) -> datetime:
        """Return the service's clock, carried on from when the order was read."""
        if self._detail is None:
            raise RuntimeError("nothing was read yet")
        return self._detail.server_now + timedelta(seconds=time.time() - self._read_at)


async def offer_cancelling(state: rx.State, detail: OrderDetail) -> None:
    """Make the dialog ready for the order that a page shows, so that it opens at once.

    What was said about cancelling another order is over.
    """
    cancel = await state.get_state(CancelState)
    if cancel.outcome_order != detail.order.id:
        await forget_outcome(state)
    await cancel._offer(detail)  # noqa: SLF001 - a public method could be called by any browser


async def forget_outcome(state: rx.State) -> None:
    """Forget how the last cancelling ended: its page was left."""
    cancel = await state.get_state(CancelState)
    cancel.failure = None
    cancel.result = None
    cancel.outcome_order = ""


async def _cancel_for_sure(task: _Task) -> CancellationAnswer:
    """Return the service's word; ask with the same key for as long as an answer may be lost.

    Raises:
        OrderServiceError: It was not carried out, or nobody answered in the end
            (``may_have_happened`` tells).
    """
    may_have_happened = False
    for pause in (*PAUSES_SECONDS, None):
        try:
            return await task.client.cancel(task.order_id, task.command, task.key)
        except OrderServiceUnavailableError as error:
            # A reply that was lost once stays lost, whatever the next try meets.
            may_have_happened = error.may_have_happened = (
                may_have_happened or error.may_have_happened
            )
            if not may_have_happened or pause is None:
                raise
            await asyncio.sleep(pause)
    raise OrderServiceUnavailableError("no answer", may_have_happened=may_have_happened)


async def _order_as_it_stands(task: _Task) -> OrderDetail | None:
    """Return the order after a failure; None when it cannot be read."""
    try:
        return await task.client.order(task.order_id)
    except OrderServiceError:
        return None


def _is_late(form: CancelForm) -> bool:
    """Say whether a press arrived so late that the buyer cannot mean it any more."""
    if form.sent_at_ms is None:
        return False
    return time.time() - form.sent_at_ms / 1000 > LIFETIME.total_seconds()


def _is_count(text: object) -> bool:
    return isinstance(text, str) and text.isdecimal() and len(text) <= 7  # noqa: PLR2004 - no line has more


def _moment_of(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
