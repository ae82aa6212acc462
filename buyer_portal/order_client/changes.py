"""Change here what a buyer asks about changing an order instead of cancelling it."""

from buyer_portal.order_client.questions import Questions
from buyer_portal.order_contract.changes import (
    ChangeAnswer,
    ChangeOrder,
    ChangePreview,
    ChangeWish,
    OrderChoices,
)
from buyer_portal.order_contract.paths import segment


class ChangeQuestions(Questions):
    """Changing orders."""

    async def choices(self, order_id: str) -> OrderChoices:
        """Return what of an order can be changed, and what a new one like it can be made of.

        Raises:
            OrderNotFoundError: Unknown, or another buyer's.
        """
        return await self._read(OrderChoices, f"/v1/orders/{segment(order_id)}/choices")

    async def preview_change(self, order_id: str, wish: ChangeWish) -> ChangePreview:
        """Return what a wish would make of an order; nothing is changed.

        Raises:
            OrderNotFoundError: Unknown, or another buyer's.
            InvalidCommandError: A line is not of this order, or a field is wrong.
        """
        return await self._post(
            ChangePreview, f"/v1/orders/{segment(order_id)}/changes/preview", wish
        )

    async def change_order(self, order_id: str, command: ChangeOrder, key: str) -> ChangeAnswer:
        """Change an order instead of cancelling it; ``key`` is made once when the page opens.

        Raises:
            ChangeRefusedError: It cannot be changed so; ``obstacle`` says why.
            OrderChangedError: It is not as the buyer saw it, or would cost something else.
            CommandExpiredError: A late replay.
            OrderNotFoundError: Unknown, or another buyer's.
            InvalidCommandError: A field is wrong, or the key served another command.
            OrderServiceUnavailableError: Not known whether it happened; the same ``key`` tells.
        """
        return await self._command(
            ChangeAnswer, f"/v1/orders/{segment(order_id)}/changes", command, key
        )
