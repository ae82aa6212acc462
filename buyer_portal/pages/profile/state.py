"""Change here what the profile page asks for."""

from collections.abc import AsyncGenerator

import reflex as rx

from buyer_portal.commands.trying_again import TryingAgain
from buyer_portal.i18n.formats import zone_of
from buyer_portal.order_client.errors import NotSignedInError, OrderServiceError
from buyer_portal.session import SessionState, buyer_client, locale_of_page
from buyer_portal.views.phase import Phase
from buyer_portal.views.printing import Printer
from buyer_portal.views.profile import ProfileView


class ProfileState(TryingAgain, rx.State):
    """Who is signed in, with the counters of the tabs."""

    phase: rx.Field[Phase] = rx.field(default=Phase.LOADING)
    profile: rx.Field[ProfileView | None] = rx.field(default=None)

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Ask who this is; when that fails, keep what was known."""
        if self.profile is None:
            self.phase = Phase.LOADING
            yield
        try:
            me = await (await buyer_client(self)).me()
        except NotSignedInError:
            return
        except OrderServiceError as error:
            self._note_failure(error)
            self.phase = Phase.FAILED
            return
        session = await self.get_state(SessionState)
        printer = Printer(
            locale=locale_of_page(self),
            zone=zone_of(session.time_zone),
            now=me.server_now,
            skin=session.skin,
        )
        self.profile = ProfileView.of(me, printer)
        self._note_success()
        self.phase = Phase.READY
