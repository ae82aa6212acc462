"""Change here how a receipt is read."""

from collections.abc import AsyncGenerator
from urllib.parse import unquote

import reflex as rx

from buyer_portal.commands.printers import printer_of
from buyer_portal.commands.trying_again import TryingAgain
from buyer_portal.order_client.errors import OrderNotFoundError, OrderServiceError
from buyer_portal.session import buyer_client
from buyer_portal.views.phase import Phase
from buyer_portal.views.receipt import ReceiptView


class ReceiptState(TryingAgain, rx.State):
    """The receipt in the address."""

    phase: rx.Field[Phase] = rx.field(default=Phase.LOADING)
    receipt: rx.Field[ReceiptView | None] = rx.field(default=None)

    _receipt_key: str = ""

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Read the receipt of the address; another one is not shown meanwhile."""
        receipt_id = receipt_in(self.router.url.path)
        if self.receipt is None or receipt_id != self._receipt_key:
            self.receipt = None
            self._receipt_key = receipt_id
            self.phase = Phase.LOADING
            yield
        await self._read(receipt_id)

    @rx.event
    async def refresh(self) -> None:
        """Print it again: the language or the time zone may have changed, the receipt has not."""
        await self._read(receipt_in(self.router.url.path))

    async def _read(self, receipt_id: str) -> None:
        try:
            answer = await (await buyer_client(self)).receipt(receipt_id)
        except OrderNotFoundError:
            self.receipt = None
            self.phase = Phase.MISSING
            return
        except OrderServiceError as error:
            self._note_failure(error)
            self.phase = Phase.READY if self.receipt else Phase.FAILED
            return
        self.receipt = ReceiptView.of(answer, await printer_of(self, answer.server_now))
        self._note_success()
        self.phase = Phase.READY


def receipt_in(path: str) -> str:
    """Return the receipt's id in a path such as ``/vi/receipts/0198/``; empty for others."""
    parts = path.strip("/").split("/")
    return unquote(parts[-1]) if parts[-2:-1] == ["receipts"] else ""
