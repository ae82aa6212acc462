"""Change here which screens and states are kept as accessibility snapshots (test_snapshots.py)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from playwright.sync_api import Page

from buyer_portal import routes
from buyer_portal.scenario.library import LIBRARY
from buyer_portal.studio.entering import LINK
from buyer_portal.studio.screens import ADDRESSES, Screen
from buyer_portal.testing.pages import CancelDialog, FailurePanel, OrderDetailPage
from buyer_portal.testing.pages.studio import BoardPage, FlowMapPage, StagePage, WordsPage
from buyer_portal.testing.pages.studio.opening import wait_until_it_knows_frames
from buyer_portal.testing.tenant import Tenant

OF_THE_NETWORK: Final = frozenset({"offline", "half-open", "lost-request", "lost-reply", "slow"})
"""Scenarios that read like others but for a while: what happens then is in ``test_network.py``."""
MONTH: Final = 30 * 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A screen in a state, as a scenario of the library makes it.

    Args:
        page: Its address, as in ``routes.py`` or of the studio.
        query: Starts with ``?``.
        before: What happens in the world before the page is opened.
        after: What the buyer does on the page.
        happens_once: What is done changes the world, so each language has one of its own.
        without: A selector of what differs from run to run.
        expected: A pattern of the errors that belong to it.
        is_plain: The server draws it by itself, in the language that the browser asks for.
    """

    scenario: str
    page: str
    query: str = ""
    needs_buyer: bool = True
    before: Callable[[Tenant], object] | None = None
    after: Callable[[Page], object] | None = None
    happens_once: bool = False
    without: str = ""
    expected: str = ""
    is_plain: bool = False

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
        if self.is_plain:
            return re.sub(r"\[\w+\]", "nothing", self.page)
        return routes.href(self.page, locale, **ids) + self.query


def _of_library(name: str) -> Situation:
    opening = LIBRARY[name].scenario.opening
    return Situation(scenario=name, page=opening.page, needs_buyer=opening.needs_buyer)


def _dialog_of(name: str) -> Situation:
    return Situation(
        scenario=name, page=routes.ORDER, after=lambda page: OrderDetailPage(page).start_cancel()
    )


def _cancelled(page: Page) -> None:
    """Cancel for the first reason."""
    OrderDetailPage(page).start_cancel()
    dialog = CancelDialog(page)
    dialog.choose_first_reason()
    dialog.send()


def _ends_well(page: Page) -> None:
    _cancelled(page)
    OrderDetailPage(page).title("result.cancelled.title").wait_for()


def _ends_badly(page: Page) -> None:
    _cancelled(page)
    FailurePanel(page).title.wait_for()


def _is_counted_down(page: Page) -> None:
    _cancelled(page)
    FailurePanel(page).countdown.wait_for()


def _refunded_later(tenant: Tenant) -> None:
    """Cancel for the buyer and let the bank have its time."""
    tenant.do("order", "seller-cancel", reason="Sold out.")
    tenant.advance(1)
    tenant.advance(MONTH)


_DONE: Final = {
    "result": Situation(scenario="paid", page=routes.ORDER, after=_ends_well, happens_once=True),
    "carrier-faster": Situation(
        scenario="carrier-faster", page=routes.ORDER, after=_ends_badly, happens_once=True
    ),
    "system-error": Situation(
        scenario="system-error",
        page=routes.ORDER,
        after=_is_counted_down,
        happens_once=True,
        without="[role=timer]",
        expected="system-error|system_error|500|fault",
    ),
    "refund-late": Situation(scenario="refund-late", page=routes.REFUND, before=_refunded_later),
    "refund-fails": Situation(scenario="refund-fails", page=routes.REFUND, before=_refunded_later),
}
"""What is there only once something was done."""


def _forget(page: Page) -> None:
    """Let the map show what a browser sees that has been nowhere."""
    wait_until_it_knows_frames(page)
    FlowMapPage(page).forget()


def _walk(page: Page) -> None:
    """Look at one screen of the map, whose first situation opens then: only there somebody was."""
    _forget(page)
    flow = FlowMapPage(page)
    flow.screen("standing").click()
    flow.current.wait_for()


_STUDIO_QUERIES: Final = {
    Screen.BOARD: "?rows=stage:AWAITING_SHIPMENT&columns=policy:until-packed",
    Screen.STAGE: "?scenario=packed",
}
_STUDIO_AFTER: Final[Mapping[Screen, Callable[[Page], object]]] = {
    Screen.BOARD: lambda page: BoardPage(page).ready_frames.wait_for(),
    Screen.STAGE: lambda page: StagePage(page).ready_frame.wait_for(),
    Screen.WORDS: lambda page: WordsPage(page).ready_frame.wait_for(),
    Screen.FLOW: _forget,
}
"""What their frames show takes its time."""
_OF_STUDIO: Final = {
    f"studio-{screen}": Situation(
        scenario="packed",
        page=address,
        query=_STUDIO_QUERIES.get(screen, ""),
        needs_buyer=False,
        after=_STUDIO_AFTER.get(screen),
    )
    for screen, address in ADDRESSES.items()
}

SITUATIONS: Final[Mapping[str, Situation]] = {
    **{
        name: _of_library(name)
        for name in LIBRARY
        if name not in OF_THE_NETWORK and name not in _DONE
    },
    **_DONE,
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
    "studio-flow-walked": replace(_OF_STUDIO[f"studio-{Screen.FLOW}"], after=_walk),
    "studio-link-refused": Situation(
        scenario="packed", page=LINK, needs_buyer=False, is_plain=True
    ),
}
"""By the name of their files."""
