"""Change here how a page is read again when the browser learns that something changed."""

import reflex as rx


def refresher(on_refresh: "rx.event.EventType[()]") -> rx.Component:
    """Draw the hidden button that portal.js presses; people never meet it."""
    return rx.el.button(
        type="button",
        on_click=on_refresh,
        custom_attrs={
            "hidden": True,
            "data-refresh": "",
            "aria-hidden": "true",
            "tabIndex": -1,
        },
    )
