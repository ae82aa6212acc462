"""Change here which reasons are better served by changing the order than by cancelling it."""

from typing import Final

from buyer_portal.domain.changes import ChangeKind

__all__ = ["ChangeKind", "change_instead", "is_classified"]

_CHANGE_OF_WORD: Final = {
    "wrong_delivery_info": ChangeKind.ADDRESS,
    "wrong_item_variation": ChangeKind.VARIANT,
    "wrong_quantity": ChangeKind.QUANTITY,
    "coupon": ChangeKind.COUPON,
    "discount_not_expected": ChangeKind.COUPON,
    "add_items": ChangeKind.ITEMS,
    "payment_method": ChangeKind.PAYMENT_METHOD,
}
"""Part of a reason key → the change it asks for; markets spell the rest of the key differently."""

_NO_CHANGE: Final = (
    "better_price",
    "no_longer_needed",
    "created_by_mistakes",
    "high_delivery_costs",
    "not_shipped_on_time",
    "late_shipment",
    "reason_other",
)
"""Parts of the keys of reasons that no change of the order serves."""


def change_instead(reason_key: str) -> ChangeKind | None:
    """Return what to offer to change before cancelling for this reason; None for most reasons."""
    return next((kind for word, kind in _CHANGE_OF_WORD.items() if word in reason_key), None)


def is_classified(reason_key: str) -> bool:
    """Say whether somebody thought about which change serves a reason, if any."""
    served = change_instead(reason_key) is not None
    return served != any(word in reason_key for word in _NO_CHANGE)
