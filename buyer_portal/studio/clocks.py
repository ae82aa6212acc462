"""Change here which moments the clock of a prototype can jump to."""

from datetime import datetime, timedelta
from typing import Final

from buyer_portal.order_contract.orders import OrderDetail

HOUR: Final = timedelta(hours=1)
REFUND_DAYS: Final = timedelta(days=14)
JUST_AFTER: Final = timedelta(seconds=1)


def next_deadline(detail: OrderDetail) -> datetime | None:
    """Return the next moment at which something happens to an order by itself; None: nothing."""
    moments = [one.at for one in detail.decision.deadlines if one.at > detail.server_now]
    return min(moments, default=None)


def refund_day(detail: OrderDetail) -> datetime | None:
    """Return day 14 after the first refund was begun; None where none is, or it is over."""
    begun = [
        cancellation.answered_at or cancellation.requested_at
        for cancellation in detail.cancellations
        if cancellation.refunds
    ]
    at = min(begun, default=None)
    return at + REFUND_DAYS if at and at + REFUND_DAYS > detail.server_now else None
