"""Change here how the server leads to another address of the page that is open."""

import reflex as rx


def go_link(address: "rx.Var[str]") -> rx.Component:
    """Draw the hidden link that portal.js follows when ``address`` changes; empty: nowhere.

    A redirect would also come for a buyer who has gone to another page meanwhile, and lead back.
    """
    return rx.el.a(
        href=address,
        replace=True,
        custom_attrs={"hidden": True, "data-go": address, "aria-hidden": "true", "tabIndex": -1},
    )
