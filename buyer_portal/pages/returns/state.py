"""Change here what happens on the page of a return: choosing, asking, sending, answering."""

import re
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any, Final
from uuid import uuid4

import reflex as rx

from buyer_portal import routes
from buyer_portal.commands.following import follow_to_end
from buyer_portal.commands.goods_form_state import GoodsFormState, problem_of, texts_in
from buyer_portal.commands.printers import printer_of
from buyer_portal.domain.returns import Return, ReturnKind
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.errors import (
    NotSignedInError,
    OrderNotFoundError,
    OrderServiceError,
)
from buyer_portal.order_contract.returns import (
    MOST_CARRIER_CHARACTERS,
    MOST_REASON_CHARACTERS,
    TRACKING_PATTERN,
    AnswerOffer,
    PiecesToReturn,
    RequestReturn,
    ReturnAnswer,
    ReturnOffer,
    ShipReturn,
    WithdrawReturn,
)
from buyer_portal.session import buyer_client, locale_of_page
from buyer_portal.views.form_errors import FieldErrorView
from buyer_portal.views.phase import Phase
from buyer_portal.views.returns import ReturnPageView

LINES_FIELD: Final = "return-lines"
REASON_FIELD: Final = "return-reason"
CARRIER_FIELD: Final = "return-carrier"
TRACKING_FIELD: Final = "return-tracking"

_Ask = Callable[[BuyerClient, str], Awaitable[ReturnAnswer]]


class ReturnState(GoodsFormState, rx.State):
    """The returns of the order in the address, and the next one while it is put together."""

    page: rx.Field[ReturnPageView | None] = rx.field(default=None)
    is_busy: rx.Field[bool] = rx.field(default=False)

    _offer: ReturnOffer | None = None
    _kind: ReturnKind | None = None
    _pieces: dict[str, int] | None = None
    """What the buyer chose; None before they chose anything."""

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Read the returns of the address; another order's are not shown meanwhile."""
        order_id = routes.order_in(self.router.url.path)
        if self.page is None or order_id != self.order_key:
            self.page = None
            self._kind = self._pieces = None
            self._start_over(order_id)
            yield
        self.problem = self.done = ""
        self.errors = []
        await self._read()

    @rx.event
    async def refresh(self) -> None:
        """Read it again, because something changed."""
        if self.is_busy:
            return
        before = self._states()
        await self._read()
        if self._states() != before:
            self.done = ""  # what was said of the command is not how it stands any more

    @rx.event(supersedes=True)
    async def choose_way(self, kind: str) -> AsyncGenerator[None]:
        """Ask for something else, and see what that gives back."""
        if self._offer is None or kind not in [str(one) for one in self._offer.kinds]:
            return
        self._kind = ReturnKind(kind)
        self.is_pricing = True
        yield
        await self._read()
        self.is_pricing = False

    @rx.event(supersedes=True)
    async def choose_pieces(self, line_id: str, count: str) -> AsyncGenerator[None]:
        """Take so many pieces of a line, and see what that gives back."""
        if self._takes(line_id, count):
            yield
            await self._read()
            self.is_pricing = False

    @rx.event(supersedes=True)
    async def choose_line(self, line_id: str, is_in: bool) -> AsyncGenerator[None]:  # noqa: FBT001 - a browser's checkbox
        """Take or leave a line of one piece."""
        if self._takes(line_id, "1" if is_in is True else "0"):
            yield
            await self._read()
            self.is_pricing = False

    @rx.event
    async def remove_photo(self, photo_id: str) -> None:
        """Forget a photo that was not sent yet."""
        known = {photo.id for photo in self._offer.photos} if self._offer else set()
        if photo_id in known:
            try:
                await (await buyer_client(self)).remove_photo(photo_id)
            except OrderServiceError as error:
                self.problem = words_of(locale_of_page(self))(
                    f"returns.problem.{problem_of(error)}"
                )
        await self._read()

    @rx.event(background=True, temporal=True)
    async def send(self, form_data: dict[str, Any]) -> AsyncGenerator[None]:
        """Ask for the return, and follow it until that is known."""
        async with self:
            command = self._request(form_data)
            if command is None:
                return
            client, key, order_id = await buyer_client(self), self._key, self.order_key
        problem = ""
        try:
            await follow_to_end(lambda: client.request_return(order_id, command, key))
        except NotSignedInError:
            async with self:
                self.is_busy = False  # the guard leads to the login page
            return
        except OrderServiceError as error:
            problem = problem_of(error)
        async with self:
            is_unknown = problem == "unknown"
            self._sent = command if is_unknown else None
            if not problem:
                self._pieces = None
            await self._end(problem, "asked")
        yield

    @rx.event(background=True, temporal=True)
    async def ship(self, form_data: dict[str, Any]) -> None:
        """Say that the parcel is on its way."""
        async with self:
            form = texts_in(form_data)
            found = self._found(form.get("return_id", ""))
            carrier, tracking = form.get("carrier", "").strip(), form.get("tracking", "").strip()
            self.errors = self._shipping_errors(carrier, tracking)
            if self.errors:
                self._say("errors")
            if found is None or self.errors or self.is_busy:
                return
            until = self._expires_at()
        command = ShipReturn(expires_at=until, carrier=carrier, tracking_number=tracking)
        await self._carry_out(
            lambda client, key: client.ship_return(found.id, command, key), "sent"
        )

    @rx.event(background=True, temporal=True)
    async def accept_offer(self, return_id: str) -> None:
        """Take the part of the money and keep the goods."""
        await self._answer_offer(return_id, accepts=True)

    @rx.event(background=True, temporal=True)
    async def decline_offer(self, return_id: str) -> None:
        """Decline the part of the money."""
        await self._answer_offer(return_id, accepts=False)

    @rx.event(background=True, temporal=True)
    async def withdraw(self, return_id: str) -> None:
        """Take a return back."""
        async with self:
            found = self._found(return_id)
            if found is None or self.is_busy:
                return
            command = WithdrawReturn(expires_at=self._expires_at())
        await self._carry_out(
            lambda client, key: client.withdraw_return(found.id, command, key), "withdrawn"
        )

    async def _answer_offer(self, return_id: str, *, accepts: bool) -> None:
        async with self:
            found = self._found(return_id)
            offer = None if found is None else found.open_offer
            if found is None or offer is None or self.is_busy:
                return
            command = AnswerOffer(
                expires_at=self._expires_at(),
                accepts=accepts,
                seen_amount_minor=offer.amount_minor,
            )
        await self._carry_out(
            lambda client, key: client.answer_offer(found.id, command, key),
            "accepted" if accepts else "declined",
        )

    async def _carry_out(self, ask: _Ask, done: str) -> None:
        """Send a command about a return, then read how it stands."""
        async with self:
            self.is_busy = True
            self.problem = self.done = ""
            client = await buyer_client(self)
        key, problem = uuid4().hex, ""
        try:
            await follow_to_end(lambda: ask(client, key))
        except NotSignedInError:
            async with self:
                self.is_busy = False
            return
        except OrderServiceError as error:
            problem = problem_of(error)
        async with self:
            await self._end(problem, done)

    async def _end(self, problem: str, done: str) -> None:
        """Read how it stands after a command, and say what came of it."""
        self.is_busy = False
        await self._read(keeps_key=problem == "unknown")
        say = words_of(locale_of_page(self))
        self.problem = say(f"returns.problem.{problem}") if problem else ""
        self.done = "" if problem else say(f"returns.done.{done}")
        if not problem:
            self.arrivals += 1
        self._say("failed" if problem else "done")

    def _states(self) -> list[tuple[str, str]]:
        return [(found.id, found.state) for found in self.page.running] if self.page else []

    async def _read(self, *, keeps_key: bool = False) -> None:
        client = await buyer_client(self)
        try:
            offer = await client.return_offer(self.order_key, self._kind, self._pieces)
            if self._pieces is None and (only := _only_line(offer)):
                self._pieces = only
                offer = await client.return_offer(self.order_key, self._kind, only)
        except OrderNotFoundError:
            self.page = None
            self.phase = Phase.MISSING
            return
        except OrderServiceError as error:
            self._note_unread(error, has_page=self.page is not None)
            return
        self._offer, self._kind = offer, offer.kind
        printer = await printer_of(self, offer.detail.server_now)
        self.page = ReturnPageView.of(offer, printer, portal_now_ms=int(time.time() * 1000))
        self._note_read(printer, keeps_key=keeps_key)

    def _takes(self, line_id: object, count: object) -> bool:
        """Note what a browser chose; False for what cannot be chosen."""
        offer = self._offer
        known = {line.line_id for line in offer.lines} if offer else set()
        is_number = isinstance(count, str) and count.isascii() and count.isdigit()
        if offer is None or line_id not in known or not is_number or len(str(count)) > 6:  # noqa: PLR2004 - a million
            return False
        before = offer.pieces if self._pieces is None else self._pieces
        pieces = {**before, str(line_id): int(str(count))}
        self._pieces = {key: number for key, number in pieces.items() if number}
        self.is_pricing = True
        return True

    def _request(self, form_data: object) -> RequestReturn | None:
        """Return the command to send; None when something is missing or it came too late."""
        offer = self._offer
        if offer is None or self.is_busy:
            return None
        form = texts_in(form_data)
        reason = form.get("reason_key", "")
        wrong: dict[str, str] = {}
        if not offer.pieces:
            wrong[LINES_FIELD] = "returns.error.pieces"
        if reason not in offer.reasons and (reason or offer.reason_required):
            wrong[REASON_FIELD] = "returns.error.reason"
        if self._refuse_form(wrong, form, "returns.problem.late"):
            return None
        self.is_busy = True
        return self._sent or RequestReturn(
            order_version=offer.detail.order.version,
            expires_at=self._expires_at(),
            kind=offer.kind,
            lines=tuple(
                PiecesToReturn(line_id=key, quantity=count) for key, count in offer.pieces.items()
            ),
            reason_key=reason,
            reason_text=form.get("reason_text", "").replace("\0", "")[:MOST_REASON_CHARACTERS],
            photo_ids=tuple(photo.id for photo in offer.photos),
            seen_refund_minor=offer.preview.total_minor,
        )

    def _shipping_errors(self, carrier: str, tracking: str) -> list[FieldErrorView]:
        say = words_of(locale_of_page(self))
        errors: list[FieldErrorView] = []
        if not 2 <= len(carrier) <= MOST_CARRIER_CHARACTERS or "\0" in carrier:  # noqa: PLR2004 - a name
            errors.append(FieldErrorView(field_id=CARRIER_FIELD, text=say("returns.error.carrier")))
        if re.fullmatch(TRACKING_PATTERN, tracking) is None:
            errors.append(
                FieldErrorView(field_id=TRACKING_FIELD, text=say("returns.error.tracking"))
            )
        return errors

    def _found(self, return_id: object) -> Return | None:
        """Return one of the order's returns by what a browser says; None for anything else."""
        returns = self._offer.detail.returns if self._offer else ()
        return next((one for one in returns if one.id == return_id), None)


def _only_line(offer: ReturnOffer) -> dict[str, int]:
    """Return the pieces to start with: all of the only line, else nothing."""
    lines = [line for line in offer.lines if line.way(offer.kind)]
    [only, *others] = lines or [None]
    return {} if only is None or others else {only.line_id: only.quantity}
