"""Change here where the front door leads."""

import reflex as rx

from buyer_portal import routes
from buyer_portal.session import locale_of_page


class HomeState(rx.State):
    """Sends people on."""

    @rx.event
    def enter(self) -> rx.event.EventSpec:
        """Go to the orders; the guard has sent those who are not signed in to the login page."""
        return rx.redirect(routes.href(routes.ORDERS, locale_of_page(self)), replace=True)
