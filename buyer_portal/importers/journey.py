"""Change here which moments an order of a status may have, and how its buyer is reached."""

import re
from dataclasses import replace
from typing import Final

from buyer_portal.domain.orders import Moments, OrderStatus
from buyer_portal.importers.fields import Fields
from buyer_portal.importers.outcomes import Caution
from buyer_portal.importers.sums import Cautions

_REACHED: Final[dict[OrderStatus, tuple[str, ...]]] = {
    OrderStatus.UNPAID: (),
    OrderStatus.ON_HOLD: ("paid_at",),
    OrderStatus.AWAITING_SHIPMENT: ("paid_at",),
    OrderStatus.AWAITING_COLLECTION: ("paid_at", "packed_at"),
    OrderStatus.PARTIALLY_SHIPPING: ("paid_at", "packed_at", "collected_at"),
    OrderStatus.IN_TRANSIT: ("paid_at", "packed_at", "collected_at"),
    OrderStatus.DELIVERED: ("paid_at", "packed_at", "collected_at", "delivered_at"),
    OrderStatus.COMPLETED: (
        "paid_at",
        "packed_at",
        "collected_at",
        "delivered_at",
        "completed_at",
    ),
    OrderStatus.CANCELLED: ("paid_at", "packed_at", "collected_at", "cancelled_at"),
}
_STEPS: Final = (
    "paid_at",
    "packed_at",
    "collected_at",
    "delivered_at",
    "completed_at",
    "cancelled_at",
)
_EMAIL: Final = re.compile(r"[^\s@<>\"(),;:\\]{1,64}@[a-z0-9.-]{1,189}", re.ASCII | re.IGNORECASE)
_LOCALES: Final = {"VN": "vi", "ID": "id"}
_MARKET_OF_CURRENCY: Final = {
    "VND": "VN",
    "IDR": "ID",
    "USD": "US",
    "GBP": "GB",
    "THB": "TH",
    "PHP": "PH",
    "MYR": "MY",
    "SGD": "SG",
    "JPY": "JP",
    "EUR": "DE",
}


def reached(moments: Moments, status: OrderStatus, *, path: str, cautions: Cautions) -> Moments:
    """Return the moments without steps that an order of this status has not taken."""
    early = [
        step
        for step in _STEPS
        if getattr(moments, step) is not None and step not in _REACHED[status]
    ]
    if early:
        moments = replace(moments, **dict.fromkeys(early, None))
        cautions.add(
            Caution.MOMENT_IGNORED,
            path,
            f"an order that is {status} cannot have these times, which were left out: "
            + ", ".join(step.removesuffix("_at") for step in early),
        )
    start, end = moments.expected_from, moments.expected_until
    if start and end and start > end:
        moments = replace(moments, expected_from=None)
    return moments


def locale_of(market: str) -> str:
    """Return the language to greet a buyer of this market in."""
    return _LOCALES.get(market, "en")


def market_of(region: str, currency: str) -> str:
    """Return the country of an order, by its address, else by its currency; empty if neither."""
    return region or _MARKET_OF_CURRENCY.get(currency, "")


def email_of(record: Fields, name: str, cautions: Cautions) -> str:
    """Return an e-mail address in small letters, empty with a warning when it cannot be one."""
    email = record.text(name, limit=254).lower()
    if email and not _EMAIL.fullmatch(email):
        cautions.add(
            Caution.EMAIL_IGNORED, record.path(name), "this is not an e-mail address; left out"
        )
        return ""
    return email
