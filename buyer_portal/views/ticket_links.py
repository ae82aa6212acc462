"""Change here how a link prefills the form of a new support ticket."""

from buyer_portal import routes


def new_ticket_href(locale: str, order_id: str = "", about: str = "") -> str:
    """Return the address of the form, about an order and a subject where they are known."""
    wanted = [f"{name}={text}" for name, text in (("order", order_id), ("about", about)) if text]
    address = routes.href(routes.SUPPORT_NEW, locale)
    return f"{address}?{'&'.join(wanted)}" if wanted else address
