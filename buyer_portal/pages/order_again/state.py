"""Change here what happens while a new order is made from an old one."""

import contextlib
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import reflex as rx

from buyer_portal import routes
from buyer_portal.commands.address_form import address_errors, sent_address, typed_address
from buyer_portal.commands.following import LIFETIME, follow_to_end, is_late
from buyer_portal.commands.printers import printer_of
from buyer_portal.commands.shop_form import count_of, failure_key, sent_at_of
from buyer_portal.commands.wishes import keep_wish, wish_for
from buyer_portal.components.form_errors import FieldErrorView
from buyer_portal.domain.change_values import Pieces
from buyer_portal.domain.orders import Address, PaymentMethod
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.errors import (
    NotSignedInError,
    OrderNotFoundError,
    OrderServiceError,
    PurchaseRefusedError,
)
from buyer_portal.order_contract.changes import AddressSent, ChangeWish, OrderChoices
from buyer_portal.order_contract.purchases import Basket, BasketPrice, PlaceOrder
from buyer_portal.session import buyer_client, locale_of_page
from buyer_portal.views.obstacles import obstacle_text
from buyer_portal.views.order_again import AgainPageView, BasketPriceView, PlacedView, prefilled
from buyer_portal.views.phase import Phase
from buyer_portal.views.printing import Printer

MOST_LINES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    client: BuyerClient
    command: PlaceOrder
    key: str
    may_have_happened: bool


class AgainState(rx.State):
    """The new order that is being made from the one in the address."""

    phase: rx.Field[Phase] = rx.field(default=Phase.LOADING)
    page: rx.Field[AgainPageView | None] = rx.field(default=None)
    order_key: rx.Field[str] = rx.field(default="")
    price: rx.Field[BasketPriceView | None] = rx.field(default=None)
    is_pricing: rx.Field[bool] = rx.field(default=False)
    can_place: rx.Field[bool] = rx.field(default=False)
    errors: rx.Field[list[FieldErrorView]] = rx.field(default_factory=list)
    placed: rx.Field[PlacedView | None] = rx.field(default=None)
    answer: rx.Field[int] = rx.field(default=0)
    """Rises with each word of the server; the browser then stops saying that it sends."""
    outcome: rx.Field[str] = rx.field(default="none")

    _choices: OrderChoices | None = None
    _basket: list[Pieces] = []  # noqa: RUF012 - Reflex copies it for each tab
    _coupon: str = ""
    _method: PaymentMethod = PaymentMethod.CARD
    _address: Address = Address()
    _price: BasketPrice | None = None
    _key: str = ""
    _sent: PlaceOrder | None = None
    _is_unknown: bool = False
    _is_sending: bool = False
    _read_at: float = 0.0

    @rx.var
    def shown_phase(self) -> Phase:
        """The phase of the order in the address; a full load brings what the last one left."""
        return self.phase if _order_in(self.router.url.path) == self.order_key else Phase.LOADING

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Read the old order and fill the new one with it; or show the one that was placed."""
        order_id = _order_in(self.router.url.path)
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
            await self._read(_order_in(self.router.url.path))

    @rx.event
    async def use_address(self, place: str) -> None:
        """Fill the form with an address of another order."""
        choices, at = self._choices, _place_of(place)
        if choices is not None and at is not None and at < len(choices.addresses):
            self._address = choices.addresses[at]
            await self._show()

    @rx.event(supersedes=True)
    async def choose_variant(self, place: str, variant_id: str) -> AsyncGenerator[None]:
        """Take another variant into the basket."""
        at = _place_of(place)
        if at is not None and at < len(self._basket) and isinstance(variant_id, str):
            changed = replace(self._basket[at], variant_id=variant_id[:64] or "-")
            self._basket = [*self._basket[:at], changed, *self._basket[at + 1 :]]
            async for _ in self._ask():
                yield

    @rx.event(supersedes=True)
    async def choose_quantity(self, place: str, quantity: str) -> AsyncGenerator[None]:
        """Take another number of pieces."""
        at, pieces = _place_of(place), count_of(quantity)
        if at is not None and at < len(self._basket) and pieces is not None:
            changed = replace(self._basket[at], quantity=pieces)
            self._basket = [*self._basket[:at], changed, *self._basket[at + 1 :]]
            async for _ in self._ask():
                yield

    @rx.event(supersedes=True)
    async def remove(self, place: str) -> AsyncGenerator[None]:
        """Take something out of the basket."""
        at = _place_of(place)
        if at is not None and at < len(self._basket):
            self._basket = [*self._basket[:at], *self._basket[at + 1 :]]
            async for _ in self._ask():
                yield

    @rx.event(supersedes=True)
    async def add(self, variant_id: str) -> AsyncGenerator[None]:
        """Add one piece of something the seller offers."""
        if isinstance(variant_id, str) and variant_id and len(self._basket) < MOST_LINES:
            self._basket = [*self._basket, Pieces(variant_id=variant_id[:64])]
            async for _ in self._ask():
                yield

    @rx.event(supersedes=True)
    async def choose_coupon(self, code: str) -> AsyncGenerator[None]:
        """Use a coupon, or (empty) none."""
        if isinstance(code, str):
            self._coupon = code[:40]
            async for _ in self._ask():
                yield

    @rx.event(supersedes=True)
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
            task = await self._prepare(form_data)
        if task is None:
            return
        try:
            answer = await follow_to_end(
                lambda: task.client.place_order(task.command, task.key),
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
                self._is_unknown, self._sent, self._key = False, None, uuid4().hex
                await keep_wish(self, self.order_key, ChangeWish())
                self._say("done")
                path = routes.href(routes.AGAIN, locale_of_page(self), order_id=self.order_key)
            yield rx.redirect(f"{path}?placed={answer.order.id}")

    async def _ask(self) -> AsyncGenerator[None]:
        """Ask what the basket costs, after something in it changed."""
        if self._choices is None or self._is_sending:
            return
        self._sent, self._is_unknown, self._key = None, False, uuid4().hex
        self.is_pricing = True
        yield
        await self._ask_price()
        await self._show()

    async def _read(self, order_id: str) -> None:
        try:
            choices = await (await buyer_client(self)).choices(order_id)
        except NotSignedInError:
            return
        except OrderNotFoundError:
            self.page = None
            self.phase = Phase.MISSING
            return
        except OrderServiceError:
            self.phase = Phase.READY if self.page else Phase.FAILED
            return
        is_first = self._choices is None
        self._choices, self._read_at = choices, time.time()
        if is_first:
            await self._fill(choices)
        await self._ask_price()
        await self._show()
        self.phase = Phase.READY

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
        self._key, self._sent, self._is_unknown = uuid4().hex, None, False

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
        printer = await self._printer(choices)
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
        try:
            detail = await (await buyer_client(self)).order(placed_id)
        except NotSignedInError:
            return
        except OrderNotFoundError:
            self.phase = Phase.MISSING
            return
        except OrderServiceError:
            self.phase = Phase.FAILED
            return
        printer = await printer_of(self, detail.server_now)
        self.placed = PlacedView.of(detail.order, detail.policy, printer)
        self.phase = Phase.READY

    async def _prepare(self, form_data: object) -> _Task | None:
        """Return the command to send; None when something is missing or it came too late."""
        choices, price = self._choices, self._price
        if choices is None or self._is_sending or not isinstance(form_data, dict):
            return None
        printer = await self._printer(choices)
        address = self._address_of(form_data, printer)
        if address is None:
            return None
        if price is None or not self._basket:
            self._say_wrong("again.goods.none", printer)
            return None
        if is_late(sent_at_of(form_data)):
            self._say_wrong("again.failed.late", printer)
            return None
        now = choices.server_now + timedelta(seconds=time.time() - self._read_at)
        if self._sent is None or not self._is_unknown:
            if self._sent is not None and self._sent.address != address:
                self._key = uuid4().hex
            self._sent = PlaceOrder(
                basket=self._asked(choices),
                address=address,
                expires_at=now + LIFETIME,
                seen_total_minor=price.total_minor,
            )
        self.errors = []
        self._is_sending = True
        return _Task(
            client=await buyer_client(self),
            command=self._sent,
            key=self._key,
            may_have_happened=self._is_unknown,
        )

    def _address_of(self, form_data: dict[str, Any], printer: Printer) -> AddressSent | None:
        """Return what was typed; None, with the errors shown, where a field is wrong."""
        typed = typed_address(form_data)
        self.errors = [
            FieldErrorView(field_id=field_id, text=printer.say(key))
            for field_id, key in address_errors(typed)
        ]
        if self.errors:
            self._say("errors")
            return None
        sent = sent_address(typed)
        if sent is None:
            self._say_wrong("changing.failed.refused", printer)
        return sent

    async def _fail(self, error: OrderServiceError) -> None:
        """Say why nothing was ordered, at today's price."""
        key = failure_key(error)
        self._is_unknown = key == "unknown"
        if not self._is_unknown:
            self._key, self._sent = uuid4().hex, None
            await self._read(self.order_key)
        choices = self._choices
        if choices is None:
            return
        printer = await self._printer(choices)
        if isinstance(error, PurchaseRefusedError):
            text = obstacle_text(error.obstacle, choices.order, printer)
            self.errors = [FieldErrorView(field_id="", text=text)]
            self._say("errors")
        else:
            self._say_wrong(
                "changing.failed.refused" if key == "refused" else f"again.failed.{key}", printer
            )

    def _say_wrong(self, key: str, printer: Printer) -> None:
        self.errors = [FieldErrorView(field_id="", text=printer.say(key))]
        self._say("errors")

    async def _printer(self, choices: OrderChoices) -> Printer:
        return await printer_of(self, choices.server_now)

    def _say(self, outcome: str) -> None:
        self.outcome = outcome
        self.answer += 1


def _place_of(text: object) -> int | None:
    is_number = isinstance(text, str) and text.isascii() and text.isdigit()
    return int(str(text)) if is_number and len(str(text)) <= 2 else None  # noqa: PLR2004 - 50 lines


def _order_in(path: str) -> str:
    """Return the order's id in a path such as ``/vi/orders/0198/again/``; empty for others."""
    parts = path.strip("/").split("/")
    return unquote(parts[-2]) if parts[-3:-2] == ["orders"] and parts[-1] == "again" else ""
