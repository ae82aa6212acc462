"""Change here what a buyer asks about cancelling: to do it, to see how it goes, to take it back."""

from buyer_portal.order_client.questions import Questions
from buyer_portal.order_contract.cancellations import (
    CancellationAnswer,
    CancelOrder,
    WithdrawCancellation,
)
from buyer_portal.order_contract.paths import segment


class CancellationQuestions(Questions):
    """Cancelling, and asking sellers to."""

    async def cancel(self, order_id: str, command: CancelOrder, key: str) -> CancellationAnswer:
        """Cancel, or ask the seller to; ``key`` is made once when the dialog opens.

        The answer's ``cancellation.status`` tells which: SUCCESS at once, PENDING when asked.

        Raises:
            CancellationRefusedError: It is not possible (any more).
            OrderChangedError: It is, but with another outcome or refund than the buyer saw.
            CommandExpiredError: A late replay.
            OrderNotFoundError: Unknown, or another buyer's.
            InvalidCommandError: A reason, line or quantity is wrong, or the key served another
                command.
            OrderServiceUnavailableError: Not known whether it happened; the same ``key`` tells.
        """
        return await self._command(
            CancellationAnswer, f"/v1/orders/{segment(order_id)}/cancellations", command, key
        )

    async def cancellation(self, cancellation_id: str) -> CancellationAnswer:
        """Return a cancellation as it stands, with its order.

        Raises:
            OrderNotFoundError: Unknown, or another buyer's.
        """
        return await self._read(CancellationAnswer, f"/v1/cancellations/{segment(cancellation_id)}")

    async def withdraw(
        self, cancellation_id: str, command: WithdrawCancellation, key: str
    ) -> CancellationAnswer:
        """Take a pending request back.

        Raises:
            NotWithdrawableError: It was answered or withdrawn before.
            CommandExpiredError: A late replay.
            OrderNotFoundError: Unknown, or another buyer's.
        """
        return await self._command(
            CancellationAnswer,
            f"/v1/cancellations/{segment(cancellation_id)}/withdrawal",
            command,
            key,
        )
