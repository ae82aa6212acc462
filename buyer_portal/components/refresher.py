"""Change here how a page is read again when the browser learns that something changed."""

from typing import Final

import reflex as rx

from buyer_portal.session import SessionState
from buyer_portal.settings import Mode, Settings

SAYS_WHEN_IDLE: Final = Settings.load().mode is not Mode.PRODUCTION
"""Whether a page says how far it has read, for tests; nobody in production waits for that."""


def refresher(on_refresh: "rx.event.EventCallback[()]") -> rx.Component:
    """Draw the hidden button that portal.js presses; people never meet it.

    Once the page was read, it has read all that the buyer's counters knew at the press.
    """
    noting = [SessionState.note_shown(SessionState.feed_id)] if SAYS_WHEN_IDLE else []
    return rx.el.button(
        type="button",
        on_click=[on_refresh, *noting],
        custom_attrs={
            "hidden": True,
            "data-refresh": "",
            "aria-hidden": "true",
            "tabIndex": -1,
        },
    )
