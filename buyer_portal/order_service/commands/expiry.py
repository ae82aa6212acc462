"""Change here when a command came too late to be carried out."""

from datetime import datetime

from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import ProblemError, invalid


def refuse_late(expires_at: datetime, now: datetime) -> None:
    """Refuse a replay that its buyer cannot mean any more.

    Raises:
        ProblemError: It is past ``expires_at``, or that has no time zone.
    """
    if expires_at.tzinfo is None:
        raise invalid("/expires_at", "timezone_aware")
    if expires_at <= now:
        raise ProblemError(ProblemCode.COMMAND_EXPIRED)
