"""Change here what the review of an order's way out prints."""

from dataclasses import dataclass

from buyer_portal import routes
from buyer_portal.domain.reviews import BEST_RATING, Improvement
from buyer_portal.order_contract.reviews import ReviewAnswer
from buyer_portal.views.printing import Printer


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """The form, or what was said. ``is_open`` means that it can be said now.

    ``rating`` is 0 before it was given; ``improvements`` are ready texts.
    """

    order_text: str
    order_href: str
    refund_href: str
    headline: str
    lead: str
    is_open: bool
    is_given: bool
    rating: int
    rating_text: str
    improvements: list[str]
    text: str

    @classmethod
    def of(cls, answer: ReviewAnswer, printer: Printer) -> "ReviewView":
        """Print what was said of an order, or ask for it."""
        review = answer.review
        state = "given" if review else "open" if answer.can_review else "early"
        return cls(
            order_text=printer.say(
                "review.order", number=answer.order_number, seller=answer.seller_name
            ),
            order_href=printer.href(routes.ORDER, order_id=answer.order_id),
            refund_href=printer.href(routes.REFUND, order_id=answer.order_id),
            headline=printer.say(f"review.headline.{state}"),
            lead=printer.say(
                f"review.lead.{state}", moment=printer.moment(review.given_at) if review else ""
            ),
            is_open=answer.can_review,
            is_given=review is not None,
            rating=review.rating if review else 0,
            rating_text=rating_text(review.rating, printer) if review else "",
            improvements=[improvement_text(one, printer) for one in review.improvements]
            if review
            else [],
            text=review.text if review else "",
        )


def rating_text(rating: int, printer: Printer) -> str:
    """Return a rating in words, such as "4 of 5: good"."""
    word = printer.say(f"review.rating.{rating}")
    return printer.say("review.rating", rating=rating, best=BEST_RATING, word=word)


def improvement_text(improvement: Improvement, printer: Printer) -> str:
    """Return what should be better, in words."""
    return printer.say(f"review.improve.{improvement}")
