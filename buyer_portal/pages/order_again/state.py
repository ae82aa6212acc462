"""Change here what happens while a new order is made from an old one."""

import contextlib
import time
from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import reflex as rx

from buyer_portal import routes
from buyer_portal.commands.following import is_late
from buyer_portal.commands.printers import printer_of
from buyer_portal.commands.shop_form import count_of, place_of, sent_at_of
from buyer_portal.commands.shop_state import Sending, ShopFormState
from buyer_portal.commands.wishes import keep_wish, wish_for
from buyer_portal.domain.change_values import Pieces
from buyer_portal.domain.orders import Address, PaymentMethod
from buyer_portal.order_client.errors import (
    OrderServiceError,
)
from buyer_portal.order_contract.changes import ChangeWish, OrderChoices
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_contract.purchases import Basket, BasketPrice, PlacedAnswer, PlaceOrder
from buyer_portal.session import buyer_client, locale_of_page
from buyer_portal.views.order_again import AgainPageView, BasketPriceView, PlacedView, prefilled
from buyer_portal.views.phase import Phase

MOST_LINES = 50


class AgainState(ShopFormState, rx.State):
    """The new order that is being made from the one in the address."""

    page: rx.Field[AgainPageView | None] = rx.field(default=None)
    price: rx.Field[BasketPriceView | None] = rx.field(default=None)
    can_place: rx.Field[bool] = rx.field(default=False)
    placed: rx.Field[PlacedView | None] = rx.field(default=None)

    _basket: list[Pieces] = []  # noqa: RUF012 - Reflex copies it for each tab
    _coupon: str = ""
    _method: PaymentMethod = PaymentMethod.CARD
    _price: BasketPrice | None = None

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Read the old order and fill the new one with it; or show the one that was placed."""
        order_id = routes.order_in(self.router.url.path)
        placed_id = self.router.url.query_parameters.get("placed", "")
        if self.page is None or order_id != self.order_key or (self.placed and not placed_id):
            self.page = self.price = self.placed = None
            self.errors = []
            self._choices, self._basket, self._coupon = None, [], ""
            self.order_key = order_id
            self.phase = Phase.LOADING
            yield
        if placed_id:
            await self._show_placed(placed_id)
        else:
            await self._read(order_id)

    @rx.event
    async def refresh(self) -> None:
        """Ask again what it costs, because something changed; what was chosen stays."""
        if self.placed is None and not self._is_sending:
            await self._read(routes.order_in(self.router.url.path))

    @rx.event
    async def choose_variant(self, place: str, variant_id: str) -> AsyncGenerator[None]:
        """Take another variant into the basket."""
        at = place_of(place)
        if at is not None and at < len(self._basket) and isinstance(variant_id, str):
            changed = replace(self._basket[at], variant_id=variant_id[:64] or "-")
            self._basket = [*self._basket[:at], changed, *self._basket[at + 1 :]]
            async for _ in self._ask():
                yield

    @rx.event
    async def choose_quantity(self, place: str, quantity: str) -> AsyncGenerator[None]:
        """Take another number of pieces."""
        at, pieces = place_of(place), count_of(quantity)
        if at is not None and at < len(self._basket) and pieces is not None:
            changed = replace(self._basket[at], quantity=pieces)
            self._basket = [*self._basket[:at], changed, *self._basket[at + 1 :]]
            async for _ in self._ask():
                yield

    @rx.event
    async def remove(self, place: str) -> AsyncGenerator[None]:
        """Take something out of the basket."""
        at = place_of(place)
        if at is not None and at < len(self._basket):
            self._basket = [*self._basket[:at], *self._basket[at + 1 :]]
            async for _ in self._ask():
                yield

    @rx.event
    async def add(self, variant_id: str) -> AsyncGenerator[None]:
        """Add one piece of something the seller offers."""
        if isinstance(variant_id, str) and variant_id and len(self._basket) < MOST_LINES:
            self._basket = [*self._basket, Pieces(variant_id=variant_id[:64])]
            async for _ in self._ask():
                yield

    @rx.event
    async def choose_coupon(self, code: str) -> AsyncGenerator[None]:
        """Use a coupon, or (empty) none."""
        if isinstance(code, str):
            self._coupon = code[:40]
            async for _ in self._ask():
                yield

    @rx.event
    async def choose_method(self, method: str) -> AsyncGenerator[None]:
        """Pay another way."""
        choices = self._choices
        known = {one.value: one for one in choices.payment_methods} if choices else {}
        if isinstance(method, str) and method in known:
            self._method = known[method]
            async for _ in self._ask():
                yield

    @rx.event(background=True, temporal=True)
    async def send(self, form_data: dict[str, Any]) -> AsyncGenerator[Any]:
        """Check the form, then place the order and follow that to its end."""
        async with self:
            sending = await self._prepare(form_data)
        answer = await self._follow(sending) if sending else None
        if answer is None:
            return
        async with self:
            self._is_sending = False
            self._renew()
            await keep_wish(self, self.order_key, ChangeWish())
            self._say("done")
            path = routes.href(routes.AGAIN, locale_of_page(self), order_id=self.order_key)
        yield rx.redirect(f"{path}?placed={answer.order.id}")

    async def _ask(self) -> AsyncGenerator[None]:
        """Ask what the basket costs, after something in it changed."""
        if self._choices is None or self._is_sending:
            return
        self._renew()
        self.is_pricing = True
        yield
        await self._ask_price()
        await self._show()

    async def _read(self, order_id: str) -> None:
        is_first = self._choices is None
        choices: OrderChoices | None = None
        with self._reading():
            choices = await (await buyer_client(self)).choices(order_id)
        if choices is None:
            return
        self._take(choices)
        if is_first:
            await self._fill(choices)
        await self._ask_price()
        await self._show()
        self.phase = Phase.READY

    async def _read_again(self) -> None:
        await self._read(self.order_key)

    async def _fill(self, choices: OrderChoices) -> None:
        """Start with the old order, and with what could not be changed about it."""
        wish = await wish_for(self, choices.order.id)
        order = choices.order
        self._basket = prefilled(choices, wish)
        self._coupon = wish.coupon_code
        self._address = order.address
        if wish.address is not None:
            self._address = Address(
                name=wish.address.name,
                phone=wish.address.phone,
                lines=wish.address.lines,
                region=order.address.region,
            )
        paid = order.payments[0].method if order.payments else PaymentMethod.CARD
        open_ = choices.payment_methods
        self._method = wish.payment_method or (paid if paid in open_ else PaymentMethod.CARD)
        self._renew()

    async def _ask_price(self) -> None:
        """Ask what the basket costs; the last answer stays where nobody answers."""
        choices = self._choices
        self.is_pricing = False
        if choices is None:
            return
        if not self._basket:
            self._price = None
            return
        with contextlib.suppress(OrderServiceError):  # placing is checked against what was shown
            self._price = await (await buyer_client(self)).price_basket(self._asked(choices))

    def _asked(self, choices: OrderChoices) -> Basket:
        return Basket.model_validate(
            {
                "again_of": choices.order.id,
                "lines": [
                    {"variant_id": one.variant_id, "quantity": one.quantity} for one in self._basket
                ],
                "coupon_code": self._coupon,
                "payment_method": self._method,
            }
        )

    async def _show(self) -> None:
        choices, price = self._choices, self._price
        if choices is None:
            return
        printer = await self._printer()
        self.page = AgainPageView.of(
            choices,
            self._basket,
            printer,
            coupon_code=self._coupon,
            method=self._method,
            address=self._address,
            portal_now_ms=int(time.time() * 1000),
        )
        self.price = BasketPriceView.of(price, choices.order, printer) if price else None
        self.can_place = price is not None and price.obstacle is None

    async def _show_placed(self, placed_id: str) -> None:
        """Show the new order; one that is not this buyer's is as if it were not there."""
        detail: OrderDetail | None = None
        with self._reading():
            detail = await (await buyer_client(self)).order(placed_id)
        if detail is None:
            return
        printer = await printer_of(self, detail.server_now)
        self.placed = PlacedView.of(detail.order, detail.policy, printer)
        self.phase = Phase.READY

    async def _prepare(self, form_data: object) -> Sending[PlacedAnswer] | None:
        """Return the command to send; None when something is missing or it came too late."""
        choices, price = self._choices, self._price
        if choices is None or self._is_sending or not isinstance(form_data, dict):
            return None
        address = await self._typed_address(form_data)
        if address is None:
            return None
        if price is None or not self._basket:
            await self._say_wrong("again.goods.none")
            return None
        if is_late(sent_at_of(form_data)):
            await self._say_wrong("again.failed.late")
            return None
        if self._sent is None or not self._is_unknown:
            if self._sent is not None and self._sent.address != address:
                self._key = uuid4().hex
            self._sent = PlaceOrder(
                basket=self._asked(choices),
                address=address,
                expires_at=self._expires_at(choices),
                seen_total_minor=price.total_minor,
            )
        self._is_sending = True
        client, command, key = await buyer_client(self), self._sent, self._key
        return Sending(
            send=lambda: client.place_order(command, key), may_have_happened=self._is_unknown
        )

    async def _say_failure(self, key: str) -> None:
        is_shared = key == "refused"
        await self._say_wrong("changing.failed.refused" if is_shared else f"again.failed.{key}")
