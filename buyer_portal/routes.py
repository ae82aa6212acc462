"""Change here the address of a page; every link and every page asks this module."""

from typing import Final
from urllib.parse import unquote

LOCALES: Final = ("en", "vi", "id")
DEFAULT_LOCALE: Final = "en"

LOGIN: Final = "/login"
PROFILE: Final = "/profile"
SETTINGS: Final = "/settings"
ORDERS: Final = "/orders"
ORDER: Final = "/orders/[order_id]"
NOTIFICATIONS: Final = "/notifications"
SELLER_POLICY: Final = "/sellers/[seller_id]/policy"
UPDATE: Final = "/update"
MESSAGES: Final = "/messages"
CONVERSATION: Final = "/orders/[order_id]/conversation"
REFUND: Final = "/orders/[order_id]/refund"
REFUSE: Final = "/orders/[order_id]/refuse"
RETURN: Final = "/orders/[order_id]/return"
AGAIN: Final = "/orders/[order_id]/again"
CHANGE: Final = "/orders/[order_id]/change"
REVIEW: Final = "/orders/[order_id]/review"
YOUR_DATA: Final = "/settings/data"
RECEIPT: Final = "/receipts/[receipt_id]"
WITHDRAWAL: Final = "/withdrawal"
INVOICE: Final = "/orders/[order_id]/invoice"
STANDING: Final = "/standing"
HELP: Final = "/help"
SUPPORT: Final = "/support"
SUPPORT_NEW: Final = "/support/new"
SUPPORT_TICKET: Final = "/support/[ticket_id]"


def prefix(locale: str) -> str:
    """Return what stands before every address of ``locale``; empty for the default language."""
    return "" if locale == DEFAULT_LOCALE else f"/{locale}"


def page_route(address: str, locale: str) -> str:
    """Return the address to register a page under, e.g. ``/vi/orders/[order_id]``."""
    return f"{prefix(locale)}{address}"


def href(address: str, locale: str, **parameters: str) -> str:
    """Return a link with its trailing slash, e.g. ``/vi/orders/0198/`` (a bare path redirects)."""
    path = address
    for name, text in parameters.items():
        path = path.replace(f"[{name}]", text)
    return f"{prefix(locale)}{path}/"


def locale_of(path: str) -> str:
    """Return the language of a path by its first part."""
    first = path.lstrip("/").split("/", 1)[0]
    return first if first in LOCALES and first != DEFAULT_LOCALE else DEFAULT_LOCALE


def order_in(path: str) -> str:
    """Return the order's id in a path such as ``/vi/orders/0198/review/``; empty for others."""
    parts = path.strip("/").split("/")
    return unquote(parts[-2]) if parts[-3:-2] == ["orders"] else ""


def in_locale(path: str, locale: str) -> str:
    """Return the same page in another language."""
    current = prefix(locale_of(path))
    return f"{prefix(locale)}{path.removeprefix(current) or '/'}"
