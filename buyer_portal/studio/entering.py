"""Change here the addresses by which prototypes are entered, and where an opening leads."""

from typing import Final
from urllib.parse import urlencode

from buyer_portal.order_contract.testing import NewTenant
from buyer_portal.scenario.scenario import Scenario

ENTER: Final = "/studio/enter"
PROBE: Final = "/studio/probe"
SHARED: Final = "/s"
LINK: Final = f"{SHARED}/[token]"
"""The address of a link to a prototype, as ``routes.py`` writes those of pages."""


def chosen_buyer(scenario: Scenario) -> str:
    """Return the key of who looks: as said, else who bought the order, else the first."""
    opening = scenario.opening
    if opening.buyer:
        return opening.buyer
    keys = chosen_order(scenario)
    bought = next(
        (
            order.buyer
            for at, order in enumerate(scenario.orders, start=1)
            if (order.key or f"order-{at}") == keys
        ),
        "",
    )
    return bought or scenario.all_buyers[0].key


def chosen_order(scenario: Scenario) -> str:
    """Return the key of the order that is looked at; empty where there is none."""
    if scenario.opening.order or not scenario.orders:
        return scenario.opening.order
    return scenario.orders[0].key or "order-1"


def living_in(zone: str, scenario: Scenario) -> Scenario:
    """Return a scenario whose buyers live in a time zone, unless it says where they do."""
    buyers = tuple(
        buyer.model_copy(update={"time_zone": buyer.time_zone or zone})
        for buyer in scenario.all_buyers
    )
    return scenario.model_copy(update={"buyers": buyers})


def href_of(scenario: Scenario, made: NewTenant) -> str:
    """Return the address of a scenario's opening in its tenant."""
    opening = scenario.opening
    seller = opening.seller or scenario.all_sellers[0].key
    ticket = opening.ticket or (scenario.tickets[0].key if scenario.tickets else "")
    address = opening.href(
        order_id=made.orders.get(chosen_order(scenario), ""),
        seller_id=made.sellers[seller],
        ticket_id=made.tickets.get(ticket, ""),
    )
    if opening.needs_buyer:
        return address
    return f"{address}?{urlencode({'ticket': made.ticket})}"


def theme_of(scenario: Scenario) -> str:
    """Return the theme to show: day, night, or auto, which follows the device."""
    return scenario.opening.theme or "auto"


def enter_href(scenario: Scenario, made: NewTenant, address: str = "", *, ticket: str = "") -> str:
    """Return the address by which a prototype is entered once: it signs in and goes on.

    Args:
        address: Where to; empty: to the opening.
        ticket: Signs the buyer in; empty: the one that the tenant was made with.
    """
    first = made.buyers[chosen_buyer(scenario)].ticket
    asked = {
        "tenant": made.tenant,
        "ticket": (ticket or first) if scenario.opening.needs_buyer else "",
        "theme": theme_of(scenario),
        "next": address or href_of(scenario, made),
    }
    return f"{ENTER}?{urlencode(asked)}"


def frame_href(origin: str, scenario: Scenario, made: NewTenant) -> str:
    """Return what a frame of the studio loads."""
    return origin + enter_href(scenario, made)


def ticket_href(scenario: Scenario, made: NewTenant, ticket: str) -> str:
    """Return the address that signs the buyer in by ``ticket``, without a mark on the pages."""
    page = href_of(scenario, made)
    if not scenario.opening.needs_buyer:
        return page
    return f"/auth/ticket?{urlencode({'ticket': ticket, 'next': page})}"
