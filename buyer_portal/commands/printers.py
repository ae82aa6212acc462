"""Change here how a state gets what prints for its reader."""

from datetime import datetime

import reflex as rx

from buyer_portal.i18n.formats import zone_of
from buyer_portal.session import SessionState, locale_of_page
from buyer_portal.views.printing import Printer


async def printer_of(state: rx.State, now: datetime) -> Printer:
    """Return the printer of a tab: its page's language, its buyer's zone, the service's clock."""
    session = await state.get_state(SessionState)
    return Printer(
        locale=locale_of_page(state),
        zone=zone_of(session.time_zone),
        now=now,
        skin=session.skin,
    )
