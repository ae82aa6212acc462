"""Change here how the page of one order is read."""

from collections.abc import AsyncGenerator
from urllib.parse import unquote

import reflex as rx

from buyer_portal.commands.cancel_state import forget_outcome, offer_cancelling
from buyer_portal.commands.printers import printer_of
from buyer_portal.commands.trying_again import TryingAgain
from buyer_portal.order_client.errors import (
    OrderNotFoundError,
    OrderServiceError,
)
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.session import buyer_client
from buyer_portal.views.order_detail import OrderDetailView, open_request_of, result_of
from buyer_portal.views.phase import Phase
from buyer_portal.views.result import ResultView
from buyer_portal.views.why import WhyView, why_of


class OrderDetailState(TryingAgain, rx.State):
    """The order in the address."""

    phase: rx.Field[Phase] = rx.field(default=Phase.LOADING)
    order: rx.Field[OrderDetailView | None] = rx.field(default=None)
    order_key: rx.Field[str] = rx.field(default="")
    why: rx.Field[WhyView | None] = rx.field(default=None)
    request: rx.Field[ResultView | None] = rx.field(default=None)
    """The cancellation that waits for an answer."""
    result: rx.Field[ResultView | None] = rx.field(default=None)
    """The cancellation that the address names."""
    has_failed_late: rx.Field[bool] = rx.field(default=False)
    stale_text: rx.Field[str] = rx.field(default="")

    @rx.var
    def shown_phase(self) -> Phase:
        """The phase of the order in the address; a full load brings what the last one left."""
        is_of_address = order_in(self.router.url.path) == self.order_key
        return self.phase if is_of_address else Phase.LOADING

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Read the order of the address; another order is not shown meanwhile."""
        order_id = order_in(self.router.url.path)
        if self.order is None or order_id != self.order_key:
            self.order = self.why = self.request = self.result = None
            self.order_key = order_id
            self.has_failed_late = False
            self.phase = Phase.LOADING
            yield
        await self._read(order_id)

    @rx.event
    async def refresh(self) -> None:
        """Read the order again, because something changed."""
        await self._read(order_in(self.router.url.path))

    async def _read(self, order_id: str) -> None:
        try:
            detail = await (await buyer_client(self)).order(order_id)
        except OrderNotFoundError:
            self.order = self.why = self.request = self.result = None
            await forget_outcome(self)
            self.phase = Phase.MISSING
            return
        except OrderServiceError as error:
            self._note_failure(error)
            self.has_failed_late = self.order is not None
            self.phase = Phase.READY if self.order else Phase.FAILED
            return
        await self._show(detail)

    async def _show(self, detail: OrderDetail) -> None:
        printer = await printer_of(self, detail.server_now)
        named = self.router.url.query_parameters.get("cancellation", "")
        self.order = OrderDetailView.of(detail, printer)
        self.order_key = detail.order.id
        self.why = why_of(detail, printer)
        self.request = open_request_of(detail, printer)
        self.result = result_of(named, detail, printer) if named else None
        self.stale_text = printer.say("failed.stale", time=printer.clock(detail.server_now))
        self.has_failed_late = False
        self._note_success()
        self.phase = Phase.READY
        await offer_cancelling(self, detail)


def order_in(path: str) -> str:
    """Return the order's id in a path such as ``/vi/orders/0198/``; empty for others."""
    parts = path.strip("/").split("/")
    return unquote(parts[-1]) if parts[-2:-1] == ["orders"] else ""
