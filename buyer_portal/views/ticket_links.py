"""Change here how a link prefills the form of a new support ticket."""

from buyer_portal import routes


def new_ticket_href(locale: str, order_id: str = "", about: str = "", return_id: str = "") -> str:
    """Return the address of the form, about an order, a subject and a return where known."""
    known = (("order", order_id), ("about", about), ("return", return_id))
    wanted = [f"{name}={text}" for name, text in known if text]
    address = routes.href(routes.SUPPORT_NEW, locale)
    return f"{address}?{'&'.join(wanted)}" if wanted else address
