"""Change here how the invoice of an order is read."""

from collections.abc import AsyncGenerator

import reflex as rx

from buyer_portal import routes
from buyer_portal.commands.printers import printer_of
from buyer_portal.commands.trying_again import TryingAgain
from buyer_portal.order_client.errors import OrderNotFoundError, OrderServiceError
from buyer_portal.session import buyer_client
from buyer_portal.views.invoice import InvoiceView
from buyer_portal.views.phase import Phase


class InvoiceState(TryingAgain, rx.State):
    """The invoice of the order in the address."""

    phase: rx.Field[Phase] = rx.field(default=Phase.LOADING)
    invoice: rx.Field[InvoiceView | None] = rx.field(default=None)
    order_key: rx.Field[str] = rx.field(default="")

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Read the order of the address; another one is not shown meanwhile."""
        order_id = routes.order_in(self.router.url.path)
        if self.invoice is None or order_id != self.order_key:
            self.invoice = None
            self.order_key = order_id
            self.phase = Phase.LOADING
            yield
        await self._read(order_id)

    @rx.event
    async def refresh(self) -> None:
        """Read it again, because something changed."""
        await self._read(routes.order_in(self.router.url.path))

    async def _read(self, order_id: str) -> None:
        try:
            detail = await (await buyer_client(self)).order(order_id)
        except OrderNotFoundError:
            self.invoice = None
            self.phase = Phase.MISSING
            return
        except OrderServiceError as error:
            self._note_failure(error)
            self.phase = Phase.READY if self.invoice else Phase.FAILED
            return
        self.invoice = InvoiceView.of(detail, await printer_of(self, detail.server_now))
        self._note_success()
        self.phase = Phase.READY
