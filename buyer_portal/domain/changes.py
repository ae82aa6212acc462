"""Change here what of an order can be changed instead of cancelling it."""

from enum import StrEnum


class ChangeKind(StrEnum):
    """What a buyer wants to be different."""

    ADDRESS = "address"
    VARIANT = "variant"
    QUANTITY = "quantity"
    COUPON = "coupon"
    ITEMS = "items"
    PAYMENT_METHOD = "payment_method"
