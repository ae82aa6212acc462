"""Change here what happens between pressing Send and knowing how cancelling ended."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import reflex as rx
from reflex.event import EventSpec

from buyer_portal import routes
from buyer_portal.commands.cancel_command import (
    command_of,
    failure_of,
    is_fault,
    is_same,
    is_unknown,
)
from buyer_portal.commands.cancel_form import CancelForm, errors_of, parse_form
from buyer_portal.commands.cancel_form_state import (
    CONFIRM,
    FORM,
    CancelFormState,
)
from buyer_portal.commands.following import LIFETIME, follow_to_end, is_late
from buyer_portal.commands.printers import printer_of
from buyer_portal.domain.decision_values import Decision
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.errors import (
    InvalidCommandError,
    NotSignedInError,
    OrderServiceError,
)
from buyer_portal.order_contract.cancellations import CancellationAnswer, CancelOrder
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.session import buyer_client, locale_of_page
from buyer_portal.views.form_errors import FieldErrorView
from buyer_portal.views.result import FailureView, ResultView, late_view


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """A command on its way."""

    client: BuyerClient
    order_id: str
    command: CancelOrder
    key: str
    may_have_happened: bool = False
    is_again: bool = False
    """Whether it was sent from beside its failure, not from the dialog."""

    async def end(self) -> CancellationAnswer:
        """Follow the command until it is known how it ended."""
        return await follow_to_end(
            lambda: self.client.cancel(self.order_id, self.command, self.key),
            may_have_happened=self.may_have_happened,
        )

    async def order_as_it_stands(self) -> OrderDetail | None:
        """Return the order after a failure; None when it cannot be read."""
        try:
            return await self.client.order(self.order_id)
        except OrderServiceError:
            return None


class CancelState(CancelFormState, rx.State):
    """The cancel dialog and how the last cancelling ended; one for all pages of a tab."""

    closings: rx.Field[int] = rx.field(default=0)
    """Rises when the browser should close the dialog."""
    endings: rx.Field[int] = rx.field(default=0)
    """Rises when a press of the buyer ended; what the page tried by itself takes no focus."""
    failure: rx.Field[FailureView | None] = rx.field(default=None)
    result: rx.Field[ResultView | None] = rx.field(default=None)
    outcome_order: rx.Field[str] = rx.field(default="")
    """The order that ``failure`` or ``result`` is about."""
    revision: rx.Field[int] = rx.field(default=0)
    """Rises when the page should read its order again."""

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
            task = await self._same_again() if self._is_unknown else None
        if task is not None:
            async for event in self._carry_out(task):
                yield event

    @rx.event(background=True, temporal=True)
    async def retry(self) -> AsyncGenerator[Any]:
        """Send what was sent last once more, after a fault of ours; its key is the same."""
        async with self:
            task = None if self._is_unknown else await self._same_again()
        if task is not None:
            async for event in self._carry_out(task):
                yield event

    async def _same_again(self) -> _Task | None:
        """Return the last command as it was sent; None when it has its final answer.

        Only one that nobody carried out gets more time: a lost one must not happen late.
        """
        sent, detail = self._sent, self._detail
        if self._is_sending:
            return None
        if sent is None or detail is None:
            self._say("none")
            return None
        if not self._is_unknown:
            sent = sent.model_copy(update={"expires_at": self._server_now() + LIFETIME})
        return await self._task(sent, detail, is_again=True)

    async def _task(
        self, command: CancelOrder, detail: OrderDetail, *, is_again: bool = False
    ) -> _Task:
        self._is_sending = True
        return _Task(
            client=await buyer_client(self),
            order_id=detail.order.id,
            command=command,
            key=self._key,
            may_have_happened=self._is_unknown,
            is_again=is_again,
        )

    async def _prepare(self, form: CancelForm | None) -> _Task | None:
        """Return the command to send; None when something is missing or it came too late."""
        detail, dialog = self._detail, self.dialog
        if detail is None or dialog is None or self._decision is None or self._is_sending:
            return None
        printer = await printer_of(self, self._server_now())
        if form is None:
            self._refuse_form("", "cancel.error.refused", printer)
            return None
        errors = [
            FieldErrorView(field_id=error.field_id, text=printer.say(error.key))
            for error in errors_of(form, self._decision, asks_pieces=bool(dialog.lines))
        ]
        if errors != list(self.errors):  # else the page would be drawn once more before the result
            self.errors = errors
        if errors:
            self.step = FORM
            self._say("errors")
            return None
        if dialog.has_confirm_step and self.step == FORM:
            self.step = CONFIRM
            self._say("step")
            return None
        if is_late(form.sent_at_ms):
            self._fail(late_view(printer), detail.order.id)
            return None
        return await self._new_task(form, detail, self._decision)

    async def _new_task(self, form: CancelForm, detail: OrderDetail, decision: Decision) -> _Task:
        """Return what the buyer chose as a command; the same as the last one keeps its key."""
        if self._sent is not None and self._is_unknown:
            # While it is not known what became of the last one, that one is asked about again.
            return await self._task(self._sent, detail)
        command = command_of(form, detail, decision, expires_at=self._server_now() + LIFETIME)
        if self._sent is not None and not is_same(command, self._sent):
            self._key = uuid4().hex
        return await self._task(command, detail)

    async def _carry_out(self, task: _Task) -> AsyncGenerator[Any]:
        """Send a command until its end is known, then say how it ended."""
        try:
            answer = await task.end()
        except NotSignedInError:
            async with self:
                self._is_sending = False  # the guard leads to the login page
        except InvalidCommandError:
            async with self:
                self._is_sending = False
                self.step = FORM
                self._forget_sent()
                self._key = uuid4().hex
                self._refuse_form(
                    "", "cancel.error.refused", await printer_of(self, self._server_now())
                )
        except OrderServiceError as error:
            detail = await task.order_as_it_stands()
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
        seen, retry_at = self._detail, None
        if is_unknown(error) or is_fault(error):
            self._sent, self._is_unknown = task.command, is_unknown(error)
            self._note_failure(error)
            if self.again is not None and self.again.is_automatic:
                retry_at = printer.now
        else:
            self._forget_sent()
        view = failure_of(error, detail, printer, seen=seen, retry_at=retry_at)
        if detail is not None and not is_unknown(error):
            await self._offer(detail)
        self._fail(view, task.order_id, is_again=task.is_again)

    async def _succeed(self, answer: CancellationAnswer) -> None:
        """Show the result at once; the address that shows it again follows."""
        cancellation, order = answer.cancellation, answer.order
        detail = self._detail
        if detail is not None:
            made = (*detail.cancellations, *answer.cancellations)
            after = detail.model_copy(
                update={"order": order, "cancellations": made, "server_now": answer.server_now}
            )
            printer = await printer_of(self, answer.server_now)
            self.result = ResultView.of(cancellation, after, printer)
        self.failure = None
        self.outcome_order = order.id
        self.closings += 1
        self.step = FORM
        self._detail = None
        self._forget_sent()
        self._say("done")

    def _fail(self, view: FailureView, order_id: str, *, is_again: bool = False) -> None:
        self.failure = view
        self.result = None
        self.outcome_order = order_id
        if not is_again:
            self.closings += 1
            self.endings += 1
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
    cancel.again = None
