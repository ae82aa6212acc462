"""Change here what a buyer asks about withdrawing from a contract."""

from buyer_portal.order_client.questions import Questions
from buyer_portal.order_contract.paths import segment
from buyer_portal.order_contract.withdrawals import DeclareWithdrawal, WithdrawalAnswer


class WithdrawalQuestions(Questions):
    """Withdrawing from a contract by law."""

    async def withdraw_from_contract(
        self, order_id: str, statement: DeclareWithdrawal, key: str
    ) -> WithdrawalAnswer:
        """Withdraw from the contract of an order; said again it is acknowledged as the first time.

        Raises:
            WithdrawalRefusedError: There is no such right (any more).
            OrderNotFoundError: Unknown, or another buyer's.
            OrderServiceUnavailableError: Not known whether it happened; the same ``key`` tells.
        """
        path = f"/v1/orders/{segment(order_id)}/withdrawal"
        return await self._command(WithdrawalAnswer, path, statement, key)
