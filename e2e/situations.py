"""Change here which screens and states are kept as accessibility snapshots (test_snapshots.py)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Page

from buyer_portal import routes
from buyer_portal.scenario.library import LIBRARY, Group
from buyer_portal.studio.screens import ADDRESSES, Screen
from buyer_portal.testing.pages import OrderDetailPage
from buyer_portal.testing.tenant import Tenant

NOT_KEPT: Final = frozenset({"refund-late", "refund-fails"})
"""Scenarios that read like another one until something is done in them."""
OF_TROUBLE: Final = frozenset({"stale-build", "wrong-account"})
"""What goes wrong and is there at once; the others of their group begin as an order like any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A screen in a state, as a scenario of the library makes it.

    Args:
        page: Its address, as in ``routes.py`` or of the studio.
        query: Starts with ``?``.
        before: What happens in the world before the page is opened.
        after: What the buyer does on the page.
    """

    scenario: str
    page: str
    query: str = ""
    needs_buyer: bool = True
    before: Callable[[Tenant], object] | None = None
    after: Callable[[Page], object] | None = None

    def address(self, tenant: Tenant, locale: str) -> str:
        """Return where the page of this situation is in a tenant."""
        order = LIBRARY[self.scenario].scenario.opening.order
        ids = {
            "order_id": tenant.orders.get(order) or next(iter(tenant.orders.values()), ""),
            "seller_id": next(iter(tenant.sellers.values()), ""),
            "ticket_id": next(iter(tenant.tickets.values()), ""),
        }
        if self.page == routes.RECEIPT:
            ids["receipt_id"] = tenant.order("order")["receipts"][0]["id"]
        return routes.href(self.page, locale, **ids) + self.query


def _of_library(name: str) -> Situation:
    opening = LIBRARY[name].scenario.opening
    return Situation(scenario=name, page=opening.page, needs_buyer=opening.needs_buyer)


def _dialog_of(name: str) -> Situation:
    return Situation(
        scenario=name, page=routes.ORDER, after=lambda page: OrderDetailPage(page).start_cancel()
    )


_STUDIO_QUERIES: Final = {
    Screen.BOARD: "?rows=stage:AWAITING_SHIPMENT&columns=policy:until-packed",
    Screen.STAGE: "?scenario=packed",
}
_OF_STUDIO: Final = {
    f"studio-{screen}": Situation(
        scenario="packed",
        page=address,
        query=_STUDIO_QUERIES.get(screen, ""),
        needs_buyer=False,
    )
    for screen, address in ADDRESSES.items()
    if screen is not Screen.FLOW  # which shows where its browser has been before
}

SITUATIONS: Final[Mapping[str, Situation]] = {
    **{
        name: _of_library(name)
        for name, one in LIBRARY.items()
        if name in OF_TROUBLE or (one.group is not Group.TROUBLE and name not in NOT_KEPT)
    },
    "receipt": Situation(
        scenario="requested",
        page=routes.RECEIPT,
        before=lambda tenant: tenant.seller_approves("order"),
    ),
    "dialog": _dialog_of("paid"),
    "dialog-parts": _dialog_of("two-sellers"),
    "dialog-request": _dialog_of("on-request"),
    "not-found": Situation(scenario="packed", page="/nowhere", needs_buyer=False),
    **_OF_STUDIO,
}
"""By the name of their files."""
