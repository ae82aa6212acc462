"""Change here how the page about a buyer's own data is read."""

from typing import Final

import reflex as rx

from buyer_portal.commands.printers import printer_of
from buyer_portal.commands.trying_again import TryingAgain
from buyer_portal.order_client.errors import NotSignedInError, OrderServiceError
from buyer_portal.session import buyer_client
from buyer_portal.views.phase import Phase
from buyer_portal.views.your_data import YourDataView

PROBLEMS: Final = ("other", "busy", "unavailable")
"""What the deletion may come back with (edge/own_data.py)."""


class YourDataState(TryingAgain, rx.State):
    """What stands in the way of deleting the account, and how the last try went."""

    phase: rx.Field[Phase] = rx.field(default=Phase.LOADING)
    view: rx.Field[YourDataView | None] = rx.field(default=None)
    problem: rx.Field[str] = rx.field(default="")

    @rx.event
    async def load(self) -> None:
        """Read the address, then what is still open."""
        problem = self.router.url.query_parameters.get("problem", "")
        self.problem = problem if problem in PROBLEMS else ""
        await self._read()

    @rx.event
    async def refresh(self) -> None:
        """Read it again, because something changed."""
        await self._read()

    async def _read(self) -> None:
        try:
            facts = await (await buyer_client(self)).account()
        except NotSignedInError:
            return
        except OrderServiceError as error:
            self._note_failure(error)
            self.phase = Phase.READY if self.view else Phase.FAILED
            return
        self._note_success()
        printer = await printer_of(self, facts.server_now)
        self.view, self.phase = YourDataView.of(facts, printer), Phase.READY
