"""Change here how a prototype is opened in another tab: a link that signs its buyer in, once."""

from collections.abc import Mapping
from urllib.parse import urlencode

from buyer_portal import routes
from buyer_portal.order_contract.testing import NewTenant
from buyer_portal.scenario.scenario import Scenario


def first_buyer(scenario: Scenario, made: NewTenant) -> str:
    """Return the key of who looks: as the scenario says, else its first buyer."""
    return scenario.opening.buyer or next(iter(made.buyers))


def preview_links(
    scenario: Scenario, made: NewTenant, tickets: Mapping[str, str]
) -> dict[str, str]:
    """Return the link to the page of a scenario's opening, by language.

    Args:
        tickets: By the key of a buyer; each opens one link, once.
    """
    opening = scenario.opening
    ids = {
        "order_id": made.orders.get(opening.order) or next(iter(made.orders.values()), ""),
        "seller_id": next(iter(made.sellers.values()), ""),
        "ticket_id": next(iter(made.tickets.values()), ""),
    }
    ticket = tickets[first_buyer(scenario, made)]
    pages = {locale: routes.href(opening.page, locale, **ids) for locale in routes.LOCALES}
    return {
        locale: f"/auth/ticket?{urlencode({'ticket': ticket, 'next': page})}"
        for locale, page in pages.items()
    }
