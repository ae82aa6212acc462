"""Change here what reviewing the experience sends and gets back."""

from datetime import datetime

from pydantic import Field

from buyer_portal.domain.reviews import BEST_RATING, REVIEW_CHARACTERS, Improvement, Review
from buyer_portal.order_contract.base import Message, Request


class GiveReview(Request):
    """Say how it went; sent with an ``Idempotency-Key`` header."""

    expires_at: datetime
    rating: int = Field(ge=1, le=BEST_RATING)
    improvements: tuple[Improvement, ...] = Field(default=(), max_length=len(Improvement))
    text: str = Field(default="", max_length=REVIEW_CHARACTERS)


class ReviewAnswer(Message):
    """The review of an order, None before it was given, and whether one can be given now."""

    order_id: str
    order_number: str
    seller_name: str
    review: Review | None = None
    can_review: bool = False
    server_now: datetime
