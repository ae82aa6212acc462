"""Change here what happens while an order is being changed."""

import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import reflex as rx

from buyer_portal.commands.address_form import address_errors, sent_address, typed_address
from buyer_portal.commands.cancel_state import offer_cancelling
from buyer_portal.commands.following import LIFETIME, follow_to_end, is_late
from buyer_portal.commands.printers import printer_of
from buyer_portal.commands.shop_form import count_of, failure_key, sent_at_of
from buyer_portal.commands.wishes import keep_wish
from buyer_portal.components.form_errors import FieldErrorView
from buyer_portal.domain.changes import ChangeKind
from buyer_portal.domain.orders import Address, PaymentMethod
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.errors import (
    ChangeRefusedError,
    NotSignedInError,
    OrderNotFoundError,
    OrderServiceError,
)
from buyer_portal.order_contract.changes import (
    ChangeAnswer,
    ChangeOrder,
    ChangePreview,
    ChangeWish,
    LineSent,
    OrderChoices,
    PiecesSent,
)
from buyer_portal.session import buyer_client
from buyer_portal.views.changing import ChangeDoneView, ChangePageView, ChangePriceView
from buyer_portal.views.obstacles import obstacle_text
from buyer_portal.views.phase import Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    client: BuyerClient
    order_id: str
    command: ChangeOrder
    key: str
    may_have_happened: bool


class ChangeState(rx.State):
    """One thing of the order in the address, being changed."""

    phase: rx.Field[Phase] = rx.field(default=Phase.LOADING)
    page: rx.Field[ChangePageView | None] = rx.field(default=None)
    order_key: rx.Field[str] = rx.field(default="")
    price: rx.Field[ChangePriceView | None] = rx.field(default=None)
    is_pricing: rx.Field[bool] = rx.field(default=False)
    can_save: rx.Field[bool] = rx.field(default=False)
    can_cancel: rx.Field[bool] = rx.field(default=False)
    errors: rx.Field[list[FieldErrorView]] = rx.field(default_factory=list)
    done: rx.Field[ChangeDoneView | None] = rx.field(default=None)
    answer: rx.Field[int] = rx.field(default=0)
    """Rises with each word of the server; the browser then stops saying that it sends."""
    outcome: rx.Field[str] = rx.field(default="none")

    _choices: OrderChoices | None = None
    _kind: ChangeKind = ChangeKind.ADDRESS
    _wish: ChangeWish = ChangeWish()
    _preview: ChangePreview | None = None
    _address: Address = Address()
    _key: str = ""
    _sent: ChangeOrder | None = None
    _is_unknown: bool = False
    _is_sending: bool = False
    _read_at: float = 0.0

    @rx.var
    def shown_phase(self) -> Phase:
        """The phase of the order in the address; a full load brings what the last one left."""
        return self.phase if _order_in(self.router.url.path) == self.order_key else Phase.LOADING

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Read what of the order in the address can be changed."""
        order_id = _order_in(self.router.url.path)
        is_other = self.page is None or order_id != self.order_key
        if is_other:
            self.page = self.price = self.done = None
            self.order_key = order_id
            self.phase = Phase.LOADING
            yield
        kind = _kind_in(self.router.url.query_parameters.get("kind", ""))
        if is_other or kind is not self._kind:
            self._wish, self._preview, self._sent = ChangeWish(), None, None
            self.errors, self.done = [], None
        await self._read(order_id, kind)

    @rx.event
    async def refresh(self) -> None:
        """Read the order again, because something changed; what was chosen stays."""
        if self.done is None and not self._is_sending:
            await self._read(_order_in(self.router.url.path), self._kind)

    @rx.event
    async def use_address(self, place: str) -> None:
        """Fill the form with an address of another order."""
        choices, at = self._choices, count_of(place) if place != "0" else 0
        if choices is not None and at is not None and at < len(choices.addresses):
            self._address = choices.addresses[at]
            await self._show()

    @rx.event(supersedes=True)
    async def choose_variant(self, line_id: str, variant_id: str) -> AsyncGenerator[None]:
        """Ask what another variant of a line would cost."""
        if isinstance(line_id, str) and isinstance(variant_id, str):
            async for _ in self._wish_line(line_id, variant_id=variant_id[:64]):
                yield

    @rx.event(supersedes=True)
    async def choose_quantity(self, line_id: str, quantity: str) -> AsyncGenerator[None]:
        """Ask what another number of pieces would cost."""
        pieces = count_of(quantity)
        if isinstance(line_id, str) and pieces is not None:
            async for _ in self._wish_line(line_id, quantity=pieces):
                yield

    @rx.event(supersedes=True)
    async def choose_coupon(self, code: str) -> AsyncGenerator[None]:
        """Ask what the order costs with a coupon; empty: without."""
        if isinstance(code, str):
            async for _ in self._wish_for(coupon_code=code[:40]):
                yield

    @rx.event(supersedes=True)
    async def choose_cash(self, is_cash: str) -> AsyncGenerator[None]:
        """Ask for paying at the door, or take that back."""
        method = PaymentMethod.CASH_ON_DELIVERY if is_cash == "cash" else None
        async for _ in self._wish_for(payment_method=method):
            yield

    @rx.event(supersedes=True)
    async def add(self, variant_id: str) -> AsyncGenerator[None]:
        """Add one piece of something, or take it out again."""
        if not isinstance(variant_id, str):
            return
        added = tuple(one for one in self._wish.added if one.variant_id != variant_id)
        if len(added) == len(self._wish.added):
            added = (*added, PiecesSent(variant_id=variant_id[:64] or "-"))
        async for _ in self._wish_for(added=added[:20]):
            yield

    @rx.event(background=True, temporal=True)
    async def send(self, form_data: dict[str, Any]) -> AsyncGenerator[Any]:
        """Check the form, then change the order and follow that to its end."""
        async with self:
            task = await self._prepare(form_data)
        if task is None:
            return
        try:
            answer = await follow_to_end(
                lambda: task.client.change_order(task.order_id, task.command, task.key),
                may_have_happened=task.may_have_happened,
            )
        except NotSignedInError:
            async with self:
                self._is_sending = False  # the guard leads to the login page
        except OrderServiceError as error:
            async with self:
                self._is_sending = False
                await self._fail(error)
        else:
            async with self:
                self._is_sending = False
                await self._succeed(answer)
        yield

    async def _wish_line(self, line_id: str, **wanted: Any) -> AsyncGenerator[None]:  # noqa: ANN401 - fields of a wish
        lines = {line.line_id: line for line in self._wish.lines}
        choices = self._choices
        if choices is None or all(line.id != line_id for line in choices.order.lines):
            return
        before = lines.get(line_id) or LineSent(line_id=line_id)
        lines[line_id] = before.model_copy(update=wanted)
        async for _ in self._wish_for(lines=tuple(lines.values())):
            yield

    async def _wish_for(self, **wanted: Any) -> AsyncGenerator[None]:  # noqa: ANN401 - fields of a wish
        if self._choices is None or self._is_sending:
            return
        self._wish = self._wish.model_copy(update=wanted)
        self._sent, self._is_unknown, self._key = None, False, uuid4().hex
        self.is_pricing = True
        yield
        await self._price()
        await self._show()

    async def _read(self, order_id: str, kind: ChangeKind | None) -> None:
        client = await buyer_client(self)
        try:
            choices = await client.choices(order_id)
            detail = await client.order(order_id)
        except NotSignedInError:
            return
        except OrderNotFoundError:
            self.page = None
            self.phase = Phase.MISSING
            return
        except OrderServiceError:
            self.phase = Phase.READY if self.page else Phase.FAILED
            return
        is_new = self._choices is None or self._choices.order.version != choices.order.version
        is_other = self._choices is None or self._choices.order.id != choices.order.id
        self._choices, self._read_at = choices, time.time()
        self._kind = kind or next(
            (one for one in ChangeKind if one not in choices.obstacles), ChangeKind.ADDRESS
        )
        if is_other:
            self._address = choices.order.address
        if is_other or is_new:
            self._key, self._sent, self._is_unknown = uuid4().hex, None, False
        await self._price()
        await self._show()
        self.phase = Phase.READY
        await offer_cancelling(self, detail)
        self.can_cancel = detail.decision.outcome.rank > 1

    async def _price(self) -> None:
        """Ask what the wish comes to; the last answer stays where nobody answers."""
        choices = self._choices
        if choices is None:
            return
        try:
            if self._wish == ChangeWish():
                self._preview = None
            else:
                client = await buyer_client(self)
                self._preview = await client.preview_change(choices.order.id, self._wish)
                await keep_wish(self, choices.order.id, self._wish)
        except OrderServiceError:
            pass  # saving is checked against what was shown
        self.is_pricing = False

    async def _show(self) -> None:
        choices, preview = self._choices, self._preview
        if choices is None:
            return
        printer = await printer_of(self, choices.server_now)
        self.page = ChangePageView.of(
            choices,
            self._kind,
            self._wish,
            printer,
            address=self._address,
            portal_now_ms=int(time.time() * 1000),
        )
        self.price = (
            ChangePriceView.still(choices.order, self._kind, printer)
            if preview is None
            else ChangePriceView.of(preview, choices, printer)
        )
        is_address = self._kind is ChangeKind.ADDRESS
        is_fine = is_address or (preview is not None and preview.obstacle is None)
        self.can_save = is_fine and self._kind not in choices.obstacles

    async def _prepare(self, form_data: object) -> _Task | None:
        """Return the command to send; None when something is missing or it came too late."""
        choices = self._choices
        if choices is None or self._is_sending or not isinstance(form_data, dict):
            return None
        if self._kind is ChangeKind.ADDRESS and not await self._take_address(form_data):
            return None
        if is_late(sent_at_of(form_data)):
            await self._say_wrong("changing.failed.late")
            return None
        total = choices.order.total_minor
        if self._preview is not None:
            total = self._preview.order.total_minor
        now = choices.server_now + timedelta(seconds=time.time() - self._read_at)
        if self._sent is None or not self._is_unknown:
            self._sent = ChangeOrder(
                order_version=choices.order.version,
                expires_at=now + LIFETIME,
                wish=self._wish,
                seen_total_minor=total,
            )
        self.errors = []
        self._is_sending = True
        return _Task(
            client=await buyer_client(self),
            order_id=choices.order.id,
            command=self._sent,
            key=self._key,
            may_have_happened=self._is_unknown,
        )

    async def _take_address(self, form_data: dict[str, Any]) -> bool:
        """Take over what was typed; False, with the errors shown, where a field is wrong."""
        typed = typed_address(form_data)
        wrong = address_errors(typed)
        if wrong:
            printer = await self._printer()
            self.errors = [
                FieldErrorView(field_id=field_id, text=printer.say(key)) for field_id, key in wrong
            ]
            self._say("errors")
            return False
        sent = sent_address(typed)
        if sent is None:
            await self._say_wrong("changing.failed.refused")
            return False
        order = self._choices.order if self._choices else None
        if order and (sent.name, sent.phone, sent.lines) == (
            order.address.name,
            order.address.phone,
            order.address.lines,
        ):
            await self._say_wrong("obstacle.nothing")
            return False
        if not self._is_unknown and sent != self._wish.address:
            self._key = uuid4().hex
        self._wish = ChangeWish(address=sent)
        if self._choices is not None:
            await keep_wish(self, self._choices.order.id, self._wish)
        return True

    async def _succeed(self, answer: ChangeAnswer) -> None:
        choices = self._choices
        if choices is None:
            return
        printer = await printer_of(self, answer.server_now)
        self.done = ChangeDoneView.of(answer, choices.seller.name, printer)
        await keep_wish(self, answer.order.id, ChangeWish())
        self._wish, self._preview, self._sent, self._choices = ChangeWish(), None, None, None
        self._is_unknown = False
        self._say("done")

    async def _fail(self, error: OrderServiceError) -> None:
        """Say why it was not saved, with the order as it stands now."""
        key = failure_key(error)
        self._is_unknown = key == "unknown"
        if not self._is_unknown:
            self._key, self._sent = uuid4().hex, None
            await self._read(self.order_key, self._kind)
        if isinstance(error, ChangeRefusedError) and self._choices is not None:
            printer = await self._printer()
            text = obstacle_text(error.obstacle, self._choices.order, printer)
            self.errors = [FieldErrorView(field_id="", text=text)]
            self._say("errors")
        elif isinstance(error, OrderNotFoundError):
            self.phase = Phase.MISSING
        else:
            await self._say_wrong(f"changing.failed.{key}")

    async def _say_wrong(self, key: str) -> None:
        printer = await self._printer()
        self.errors = [FieldErrorView(field_id="", text=printer.say(key))]
        self._say("errors")

    async def _printer(self) -> Any:  # noqa: ANN401 - a Printer; named where it is used
        now = self._choices.server_now if self._choices else None
        if now is None:
            raise RuntimeError("nothing was read yet")
        return await printer_of(self, now)

    def _say(self, outcome: str) -> None:
        self.outcome = outcome
        self.answer += 1


def _order_in(path: str) -> str:
    """Return the order's id in a path such as ``/vi/orders/0198/change/``; empty for others."""
    parts = path.strip("/").split("/")
    return unquote(parts[-2]) if parts[-3:-2] == ["orders"] and parts[-1] == "change" else ""


def _kind_in(text: str) -> ChangeKind | None:
    try:
        return ChangeKind(text)
    except ValueError:
        return None
