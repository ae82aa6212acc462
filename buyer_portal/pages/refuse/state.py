"""Change here what happens between reading about refusing a delivery and knowing how it ended."""

import time
from collections.abc import AsyncGenerator
from typing import Any, Final
from uuid import uuid4

import reflex as rx

from buyer_portal import routes
from buyer_portal.commands.following import follow_to_end
from buyer_portal.commands.goods_form_state import GoodsFormState, problem_of, texts_in
from buyer_portal.commands.printers import printer_of
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.errors import (
    InvalidCommandError,
    NotSignedInError,
    NotWithdrawableError,
    OrderNotFoundError,
    OrderServiceError,
    OrderServiceUnavailableError,
)
from buyer_portal.order_contract.refusals import RefusalOffer, RefuseDelivery, WithdrawRefusal
from buyer_portal.session import buyer_client, locale_of_page
from buyer_portal.views.phase import Phase
from buyer_portal.views.refuse import RefuseView

AGREE_FIELD: Final = "refuse-agree"
PARCELS_FIELD: Final = "refuse-parcels"


class RefuseState(GoodsFormState, rx.State):
    """The delivery in the address: what refusing it would do, did, or will do."""

    page: rx.Field[RefuseView | None] = rx.field(default=None)
    is_withdrawing: rx.Field[bool] = rx.field(default=False)

    _offer: RefusalOffer | None = None
    _chosen: tuple[str, ...] | None = None
    """The parcels that the buyer picked; None while that is all of them."""
    _is_sending: bool = False

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Read the delivery of the address; another order's is not shown meanwhile."""
        order_id = routes.order_in(self.router.url.path)
        if self.page is None or order_id != self.order_key:
            self.page = None
            self._chosen = None
            self._start_over(order_id)
            yield
        self.problem = self.done = ""
        self.errors = []
        await self._read(order_id)

    @rx.event
    async def refresh(self) -> None:
        """Read it again, because something changed."""
        if not self._is_sending:
            await self._read(routes.order_in(self.router.url.path))

    @rx.event
    async def choose_parcel(self, package_id: str, is_in: bool) -> AsyncGenerator[None]:  # noqa: FBT001 - a browser's checkbox
        """Take or leave a parcel, and work out again what refusing would do."""
        offer = self._offer
        if offer is None or package_id not in offer.parcels or self._is_sending:
            return
        picked = offer.preview.package_ids if self._chosen is None else self._chosen
        chosen = set(picked)
        chosen = chosen | {package_id} if is_in is True else chosen - {package_id}
        self._chosen = tuple(one for one in offer.parcels if one in chosen)
        self.is_pricing = True
        yield
        if self._chosen:
            await self._read(self.order_key)
        self.is_pricing = False

    @rx.event(background=True, temporal=True)
    async def send(self, form_data: dict[str, Any]) -> AsyncGenerator[Any]:
        """Announce that the delivery will be refused, and follow it until that is known."""
        async with self:
            task = await self._prepare(form_data)
        if task is None:
            return
        client, command, key = task
        order_id = self.order_key
        problem = ""
        try:
            await follow_to_end(lambda: client.refuse(order_id, command, key))
        except NotSignedInError:
            async with self:
                self._is_sending = False  # the guard leads to the login page
            return
        except OrderServiceError as error:
            problem = problem_of(error)
        async with self:
            self._is_sending = False
            is_unknown = problem == "unknown"
            self._sent = command if is_unknown else None
            await self._read(order_id, keeps_key=is_unknown)
            say = words_of(locale_of_page(self))
            self.problem = say(f"refuse.problem.{problem}") if problem else ""
            if not problem:
                self.arrivals += 1
            self._say("failed" if problem else "done")
        yield

    @rx.event(background=True, temporal=True)
    async def withdraw(self) -> None:
        """Take back what was announced, then read the order again."""
        async with self:
            if self.is_withdrawing or self._offer is None:
                return
            self.is_withdrawing = True
            self.problem = self.done = ""
            client = await buyer_client(self)
            command = WithdrawRefusal(expires_at=self._expires_at())
            order_id = self.order_key
            say = words_of(locale_of_page(self))
        key = uuid4().hex
        problem = ""
        try:
            await follow_to_end(lambda: client.withdraw_refusal(order_id, command, key))
        except NotWithdrawableError:
            problem = say("refuse.withdraw.failed")
        except NotSignedInError:
            pass  # the guard leads to the login page
        except OrderServiceUnavailableError:
            problem = say("refuse.withdraw.unknown")
        except OrderServiceError:
            problem = say("refuse.problem.late")
        async with self:
            self.is_withdrawing = False
            await self._read(order_id)
            self.problem = problem
            self.done = "" if problem else say("refuse.withdrawn")
            if not problem:
                self.arrivals += 1

    async def _read(self, order_id: str, *, keeps_key: bool = False) -> None:
        try:
            offer = await (await buyer_client(self)).refusal(order_id, self._chosen or ())
        except OrderNotFoundError:
            self.page = None
            self.phase = Phase.MISSING
            return
        except InvalidCommandError:  # a parcel that was chosen is not of this order any more
            self._chosen = None
            self.phase = Phase.READY if self.page else Phase.FAILED
            return
        except OrderServiceError as error:
            self._note_unread(error, has_page=self.page is not None)
            return
        self._offer = offer
        if self._chosen is not None and set(self._chosen) - set(offer.parcels):
            self._chosen = None
        printer = await printer_of(self, offer.detail.server_now)
        self.page = RefuseView.of(offer, printer, portal_now_ms=int(time.time() * 1000))
        self._note_read(printer, keeps_key=keeps_key)

    async def _prepare(self, form_data: object) -> tuple[BuyerClient, RefuseDelivery, str] | None:
        """Return the command to send; None when something is missing or it came too late."""
        offer = self._offer
        if offer is None or self._is_sending:
            return None
        wrong: dict[str, str] = {}
        if self._chosen == ():
            wrong[PARCELS_FIELD] = "refuse.error.parcels"
        if texts_in(form_data).get("agree") != "yes":
            wrong[AGREE_FIELD] = "refuse.error.agree"
        if self._refuse_form(wrong, form_data, "refuse.problem.late"):
            return None
        self._is_sending = True
        command = self._sent or RefuseDelivery(
            order_version=offer.detail.order.version,
            expires_at=self._expires_at(),
            package_ids=offer.preview.package_ids,
            seen_strikes=offer.preview.seen_after,
            seen_refund_minor=offer.preview.refund.total_minor,
        )
        return await buyer_client(self), command, self._key
