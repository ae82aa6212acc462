"""Change here what a service says of itself: which contract, which features, which form."""

from enum import StrEnum
from typing import Final

from buyer_portal.order_contract.base import Message

CONTRACT_VERSION: Final = "1.0"
"""Raise the first number when something is taken away or changes its meaning."""


class Feature(StrEnum):
    """A part of the contract that a service may leave out; it then answers 404 there.

    Sessions, the buyer, orders, cancellations, notifications, sellers and events it always has.
    """

    CONVERSATIONS = "conversations"
    CHANGES = "changes"
    PURCHASES = "purchases"
    RETURNS = "returns"
    REFUSALS = "refusals"
    REVIEWS = "reviews"
    ACCOUNT = "account"
    RECEIPTS = "receipts"
    STANDING = "standing"
    SUPPORT = "support"
    WEBHOOKS = "webhooks"
    TESTING = "testing"


class Health(Message):
    """Whether a probe succeeded."""

    status: str


class Readiness(Message):
    """What a service that can serve says of itself.

    ``schema_revision`` is the form of its database, in its own words; ``locales`` are the languages
    that a buyer may save.
    """

    status: str
    contract: str = CONTRACT_VERSION
    features: tuple[str, ...] = ()
    schema_revision: str = ""
    minimum_client_build: int = 1
    locales: tuple[str, ...] = ()
