"""Change here when a buyer is asked how it went, and what an answer may say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from buyer_portal.domain.cancellations import RefundStatus

BEST_RATING: Final = 5
REVIEW_CHARACTERS: Final = 1000


class Improvement(StrEnum):
    """What a buyer says should be better."""

    FIND_CANCEL = "find_cancel"
    EXPLAIN_WHY = "explain_why"
    SELLER_ANSWER = "seller_answer"
    REFUND_SPEED = "refund_speed"
    REFUND_CLARITY = "refund_clarity"
    SUPPORT = "support"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a buyer said of one order's way out; ``rating`` from 1 to ``BEST_RATING``."""

    rating: int
    improvements: tuple[Improvement, ...] = ()
    text: str = ""
    given_at: datetime


def can_review(refunds: Iterable[RefundStatus]) -> bool:
    """Say whether the money is back: there was some, and all of it has arrived."""
    states = set(refunds)
    return states == {RefundStatus.SUCCEEDED}
