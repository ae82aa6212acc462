"""Change here what happens while an order is being changed."""

import time
from collections.abc import AsyncGenerator
from typing import Any
from uuid import uuid4

import reflex as rx

from buyer_portal import routes
from buyer_portal.commands.cancel_state import offer_cancelling
from buyer_portal.commands.following import is_late
from buyer_portal.commands.printers import printer_of
from buyer_portal.commands.shop_form import count_of, sent_at_of
from buyer_portal.commands.shop_state import Sending, ShopFormState
from buyer_portal.commands.wishes import keep_wish
from buyer_portal.domain.changes import ChangeKind
from buyer_portal.domain.orders import PaymentMethod
from buyer_portal.order_client.errors import (
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
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.session import buyer_client
from buyer_portal.views.changing import ChangeDoneView, ChangePageView, ChangePriceView
from buyer_portal.views.phase import Phase


class ChangeState(ShopFormState, rx.State):
    """One thing of the order in the address, being changed."""

    page: rx.Field[ChangePageView | None] = rx.field(default=None)
    price: rx.Field[ChangePriceView | None] = rx.field(default=None)
    can_save: rx.Field[bool] = rx.field(default=False)
    can_cancel: rx.Field[bool] = rx.field(default=False)
    done: rx.Field[ChangeDoneView | None] = rx.field(default=None)

    _kind: ChangeKind = ChangeKind.ADDRESS
    _wish: ChangeWish = ChangeWish()
    _preview: ChangePreview | None = None

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Read what of the order in the address can be changed."""
        order_id = routes.order_in(self.router.url.path)
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
            await self._read(routes.order_in(self.router.url.path), self._kind)

    @rx.event
    async def choose_variant(self, line_id: str, variant_id: str) -> AsyncGenerator[None]:
        """Ask what another variant of a line would cost."""
        if isinstance(line_id, str) and isinstance(variant_id, str):
            async for _ in self._wish_line(line_id, variant_id=variant_id[:64]):
                yield

    @rx.event
    async def choose_quantity(self, line_id: str, quantity: str) -> AsyncGenerator[None]:
        """Ask what another number of pieces would cost."""
        pieces = count_of(quantity)
        if isinstance(line_id, str) and pieces is not None:
            async for _ in self._wish_line(line_id, quantity=pieces):
                yield

    @rx.event
    async def choose_coupon(self, code: str) -> AsyncGenerator[None]:
        """Ask what the order costs with a coupon; empty: without."""
        if isinstance(code, str):
            async for _ in self._wish_for(coupon_code=code[:40]):
                yield

    @rx.event
    async def choose_cash(self, is_cash: str) -> AsyncGenerator[None]:
        """Ask for paying at the door, or take that back."""
        method = PaymentMethod.CASH_ON_DELIVERY if is_cash == "cash" else None
        async for _ in self._wish_for(payment_method=method):
            yield

    @rx.event
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
            sending = await self._prepare(form_data)
        answer = await self._follow(sending) if sending else None
        if answer is not None:
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
        self._renew()
        self.is_pricing = True
        yield
        await self._price()
        await self._show()

    async def _read_again(self) -> None:
        await self._read(self.order_key, self._kind)

    async def _read(self, order_id: str, kind: ChangeKind | None) -> None:
        choices: OrderChoices | None = None
        detail: OrderDetail | None = None
        with self._reading():
            client = await buyer_client(self)
            choices = await client.choices(order_id)
            detail = await client.order(order_id)
        if choices is None or detail is None:
            return
        is_new = self._choices is None or self._choices.order.version != choices.order.version
        is_other = self._choices is None or self._choices.order.id != choices.order.id
        self._take(choices)
        self._kind = kind or next(
            (one for one in ChangeKind if one not in choices.obstacles), ChangeKind.ADDRESS
        )
        if is_other:
            self._address = choices.order.address
        if is_other or is_new:
            self._renew()
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

    async def _prepare(self, form_data: object) -> Sending[ChangeAnswer] | None:
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
        if self._sent is None or not self._is_unknown:
            self._sent = ChangeOrder(
                order_version=choices.order.version,
                expires_at=self._expires_at(choices),
                wish=self._wish,
                seen_total_minor=total,
            )
        self.errors = []
        self._is_sending = True
        client, command, key = await buyer_client(self), self._sent, self._key
        order_id = choices.order.id
        return Sending(
            send=lambda: client.change_order(order_id, command, key),
            may_have_happened=self._is_unknown,
        )

    async def _take_address(self, form_data: dict[str, Any]) -> bool:
        """Take over what was typed; False, with the errors shown, where a field is wrong."""
        sent = await self._typed_address(form_data)
        if sent is None:
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

    async def _say_failure(self, key: str) -> None:
        await self._say_wrong(f"changing.failed.{key}")


def _kind_in(text: str) -> ChangeKind | None:
    try:
        return ChangeKind(text)
    except ValueError:
        return None
