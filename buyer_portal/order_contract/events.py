"""Change here what the global event feed carries (service token only)."""

from datetime import datetime

from pydantic import Field

from buyer_portal.order_contract.base import Message


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
