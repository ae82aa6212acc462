"""Change here what a buyer asks about reviewing the experience."""

from buyer_portal.order_client.questions import Questions
from buyer_portal.order_contract.paths import segment
from buyer_portal.order_contract.reviews import GiveReview, ReviewAnswer


class ReviewQuestions(Questions):
    """How it went, once the money is back."""

    async def review(self, order_id: str) -> ReviewAnswer:
        """Return what was said of an order, and whether it can be said now.

        Raises:
            OrderNotFoundError: Unknown, or another buyer's.
        """
        return await self._read(ReviewAnswer, f"/v1/orders/{segment(order_id)}/review")

    async def give_review(self, order_id: str, command: GiveReview, key: str) -> ReviewAnswer:
        """Say how it went; ``key`` is made once per form.

        Raises:
            InvalidCommandError: The money is not back, it was said before, or a field is wrong.
            CommandExpiredError: A late replay.
            OrderNotFoundError: Unknown, or another buyer's.
            OrderServiceUnavailableError: Not known whether it happened; the same ``key`` tells.
        """
        return await self._command(
            ReviewAnswer, f"/v1/orders/{segment(order_id)}/review", command, key
        )
