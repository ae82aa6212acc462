"""Change here which notifications go together when a buyer chooses what comes by e-mail."""

from enum import StrEnum
from typing import Final


class MailGroup(StrEnum):
    """Notifications that are chosen together."""

    CANCELLATIONS = "cancellations"
    REFUNDS = "refunds"
    RETURNS = "returns"
    MESSAGES = "messages"
    ORDERS = "orders"


USUAL_GROUPS: Final = tuple(group for group in MailGroup if group is not MailGroup.ORDERS)
"""What comes by e-mail until a buyer says otherwise: outcomes, not each step of a parcel."""

_OF_TYPE: Final = {
    "order.cancelled": MailGroup.CANCELLATIONS,
    "order.expired": MailGroup.CANCELLATIONS,
    "order.unlocked": MailGroup.CANCELLATIONS,
    "lines.cancelled": MailGroup.CANCELLATIONS,
    "delivery.refused": MailGroup.RETURNS,
}
_OF_NOUN: Final = {
    "cancellation": MailGroup.CANCELLATIONS,
    "ask": MailGroup.CANCELLATIONS,
    "contract": MailGroup.CANCELLATIONS,
    "refund": MailGroup.REFUNDS,
    "return": MailGroup.RETURNS,
    "refusal": MailGroup.RETURNS,
    "message": MailGroup.MESSAGES,
    "ticket": MailGroup.MESSAGES,
    "strike": MailGroup.MESSAGES,
}


def group_of(event_type: str) -> MailGroup:
    """Return the group of a notification by its type; what is of none is a step of an order."""
    noun = event_type.partition(".")[0]
    return _OF_TYPE.get(event_type) or _OF_NOUN.get(noun, MailGroup.ORDERS)
