"""Change here what the policy page asks for."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from urllib.parse import unquote

import reflex as rx

from buyer_portal.commands.trying_again import TryingAgain
from buyer_portal.i18n.formats import zone_of
from buyer_portal.order_client.errors import (
    NotSignedInError,
    OrderNotFoundError,
    OrderServiceError,
)
from buyer_portal.session import SessionState, buyer_client, locale_of_page
from buyer_portal.views.phase import Phase
from buyer_portal.views.policy import PolicyView
from buyer_portal.views.printing import Printer


class PolicyState(TryingAgain, rx.State):
    """The policy of the seller in the address."""

    phase: rx.Field[Phase] = rx.field(default=Phase.LOADING)
    policy: rx.Field[PolicyView | None] = rx.field(default=None)

    _seller_id: str = ""

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Ask for the policy; another seller's is not shown meanwhile."""
        seller_id = seller_in(self.router.url.path)
        if self.policy is None or seller_id != self._seller_id:
            self.policy = None
            self.phase = Phase.LOADING
            yield
        self._seller_id = seller_id
        try:
            answer = await (await buyer_client(self)).seller_policy(seller_id)
        except NotSignedInError:
            return
        except OrderNotFoundError:
            self.phase = Phase.MISSING
            return
        except OrderServiceError as error:
            self._note_failure(error)
            self.phase = Phase.FAILED
            return
        session = await self.get_state(SessionState)
        printer = Printer(
            locale=locale_of_page(self),
            zone=zone_of(session.time_zone),
            now=datetime.now(UTC),
            skin=session.skin,
        )
        self.policy = PolicyView.of(answer, printer)
        self._note_success()
        self.phase = Phase.READY


def seller_in(path: str) -> str:
    """Return the seller's id in a path such as ``/vi/sellers/0198/policy/``; empty for others."""
    parts = path.strip("/").split("/")
    return unquote(parts[-2]) if parts[-3:-2] == ["sellers"] else ""
