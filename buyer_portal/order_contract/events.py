"""Change here what the global event feed carries (service token only)."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from pydantic import Field

from buyer_portal.order_contract.base import Message


class EventType(StrEnum):
    """What can happen; also the type of history entries and notifications.

    Each one is the whole transition: ``order.cancelled`` with its refunds, say. Parameters are
    texts: ``cancellation_id``, ``reference``, ``refund_minor``, ``currency``, ``number``,
    ``reason`` (the seller's words), ``cause`` and ``pieces``, where they apply. Those of a ticket:
    ``ticket_id``, ``reference``, ``about`` and ``code``. Those of a return: ``return_id``,
    ``offer_minor``, and ``code`` where there are several ways to come to it.
    """

    ORDER_PLACED = "order.placed"
    ORDER_IMPORTED = "order.imported"
    ORDER_PAID = "order.paid"
    ORDER_CONFIRMED = "order.confirmed"  # it was on hold
    ADDRESS_UPDATED = "address.updated"  # at the marketplace, which does not say to what
    ORDER_CHANGED = "order.changed"  # by its buyer: address, variant, number, coupon, goods
    ORDER_PACKED = "order.packed"
    ORDER_COLLECTED = "order.collected"
    ORDER_DELIVERED = "order.delivered"
    ORDER_COMPLETED = "order.completed"
    ORDER_CANCELLED = "order.cancelled"
    LINES_CANCELLED = "lines.cancelled"  # some lines or pieces; the rest still comes
    ORDER_EXPIRED = "order.expired"  # unpaid for too long
    ORDER_UNLOCKED = "order.unlocked"  # the seller opened the cancel option
    CANCELLATION_REQUESTED = "cancellation.requested"
    CANCELLATION_APPROVED = "cancellation.approved"
    CANCELLATION_REJECTED = "cancellation.rejected"
    CANCELLATION_WITHDRAWN = "cancellation.withdrawn"
    CANCELLATION_RECEIVED = "cancellation.received"  # the seller's side got the request
    CANCELLATION_HELD = "cancellation.held"  # the parcel waits for the decision
    CANCELLATION_OVERTAKEN = "cancellation.overtaken"  # the carrier was faster
    ASK_DECLINED = "ask.declined"  # the seller said no to what was asked in the conversation
    PICKUP_REFUSED = "pickup.refused"  # a carrier came for what does not leave any more
    MESSAGE_SENT = "message.sent"
    MESSAGE_RECEIVED = "message.received"
    REFUSAL_ANNOUNCED = "refusal.announced"  # the buyer will not take a parcel at the door
    REFUSAL_WITHDRAWN = "refusal.withdrawn"
    DELIVERY_REFUSED = "delivery.refused"  # the carrier brings it back, with refunds and strike
    RETURN_REQUESTED = "return.requested"
    RETURN_REVIEWED = "return.reviewed"  # decided on the other side; how is not told yet
    RETURN_APPROVED = "return.approved"  # with its refunds where nothing has to be sent back
    RETURN_REJECTED = "return.rejected"
    RETURN_WITHDRAWN = "return.withdrawn"
    RETURN_EXPIRED = "return.expired"  # nobody answered or sent it in time, or it came too late
    RETURN_SHIPPED = "return.shipped"  # by its buyer, with a tracking number
    RETURN_ARRIVED = "return.arrived"  # the carrier says so
    RETURN_RECEIVED = "return.received"  # the seller says so, with its refunds
    OFFER_MADE = "offer.made"  # a part of the money for keeping the goods
    OFFER_DECLINED = "offer.declined"
    STRIKE_APPEALED = "strike.appealed"
    STRIKE_REMOVED = "strike.removed"
    STRIKE_UPHELD = "strike.upheld"
    CONTRACT_WITHDRAWN = "contract.withdrawn"  # by law; with what that cancels, asks, promises
    REFUND_SENT = "refund.sent"  # the payment system has it
    REFUND_SETTLED = "refund.settled"
    REFUND_FAILED = "refund.failed"
    REFUND_LATE = "refund.late"
    TICKET_OPENED = "ticket.opened"
    TICKET_WRITTEN = "ticket.written"  # by its buyer
    TICKET_ANSWERED = "ticket.answered"
    TICKET_CLOSED = "ticket.closed"
    REVIEW_GIVEN = "review.given"  # how the buyer says it went
    ACCOUNT_DELETED = "account.deleted"
    SESSION_REVOKED = "session.revoked"


SILENT_EVENTS: Final = frozenset(
    {
        EventType.SESSION_REVOKED,
        EventType.MESSAGE_SENT,
        EventType.TICKET_WRITTEN,
        EventType.REVIEW_GIVEN,
        EventType.ACCOUNT_DELETED,
    }
)
"""Events that nobody is notified of; they only wake open pages."""

STEPLESS_EVENTS: Final = SILENT_EVENTS | {
    EventType.MESSAGE_RECEIVED,
    EventType.TICKET_OPENED,
    EventType.TICKET_ANSWERED,
    EventType.TICKET_CLOSED,
}
"""Events that are no step of an order, so that its history has no line of them."""


class Event(Message):
    """Something that was committed. ``feed_id`` rises in commit order, ``sequence`` per order.

    ``session.revoked`` carries ``session_hash`` in its parameters and no order.
    """

    feed_id: int
    tenant: str
    type: str
    at: datetime
    buyer_id: str = ""
    order_id: str = ""
    sequence: int = 0
    parameters: dict[str, str] = Field(default_factory=dict[str, str])


class EventsPage(Message):
    """Events after the cursor asked for; ``last`` is the cursor for the next call."""

    events: tuple[Event, ...]
    last: int
