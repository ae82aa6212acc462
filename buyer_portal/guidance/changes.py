"""Change here which reasons are better served by changing the order than by cancelling it."""

from typing import Final

from buyer_portal.domain.changes import ChangeKind

__all__ = ["ChangeKind", "change_instead"]

_CHANGE_OF_WORD: Final = {
    "wrong_delivery_info": ChangeKind.ADDRESS,
    "wrong_item_variation": ChangeKind.VARIANT,
    "coupon": ChangeKind.COUPON,
    "add_items": ChangeKind.ITEMS,
    "payment_method": ChangeKind.PAYMENT_METHOD,
}
"""Part of a reason key → the change it asks for; markets spell the rest of the key differently."""


def change_instead(reason_key: str) -> ChangeKind | None:
    """Return what to offer to change before cancelling for this reason; None for most reasons."""
    return next((kind for word, kind in _CHANGE_OF_WORD.items() if word in reason_key), None)
