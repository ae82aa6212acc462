"""Change here how the refund tracker is read."""

from collections.abc import AsyncGenerator

import reflex as rx

from buyer_portal import routes
from buyer_portal.commands.printers import printer_of
from buyer_portal.commands.trying_again import TryingAgain
from buyer_portal.order_client.errors import OrderNotFoundError, OrderServiceError
from buyer_portal.session import buyer_client
from buyer_portal.views.phase import Phase
from buyer_portal.views.refund import RefundPageView


class RefundState(TryingAgain, rx.State):
    """The refunds of the order in the address."""

    phase: rx.Field[Phase] = rx.field(default=Phase.LOADING)
    refund: rx.Field[RefundPageView | None] = rx.field(default=None)
    order_key: rx.Field[str] = rx.field(default="")
    has_failed_late: rx.Field[bool] = rx.field(default=False)
    stale_text: rx.Field[str] = rx.field(default="")

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Read the refunds of the address; another order's are not shown meanwhile."""
        order_id = routes.order_in(self.router.url.path)
        if self.refund is None or order_id != self.order_key:
            self.refund = None
            self.order_key = order_id
            self.has_failed_late = False
            self.phase = Phase.LOADING
            yield
        await self._read(order_id)

    @rx.event
    async def refresh(self) -> None:
        """Read them again, because something changed."""
        await self._read(routes.order_in(self.router.url.path))

    async def _read(self, order_id: str) -> None:
        try:
            detail = await (await buyer_client(self)).order(order_id)
        except OrderNotFoundError:
            self.refund = None
            self.phase = Phase.MISSING
            return
        except OrderServiceError as error:
            self._note_failure(error)
            self.has_failed_late = self.refund is not None
            self.phase = Phase.READY if self.refund else Phase.FAILED
            return
        printer = await printer_of(self, detail.server_now)
        self.refund = RefundPageView.of(detail, printer)
        self.stale_text = printer.say("failed.stale", time=printer.clock(detail.server_now))
        self.has_failed_late = False
        self._note_success()
        self.phase = Phase.READY
