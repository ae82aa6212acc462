"""Change here what a buyer asks about refusing a parcel at the door."""

from collections.abc import Sequence

from buyer_portal.order_client.questions import Questions
from buyer_portal.order_contract.paths import segment
from buyer_portal.order_contract.refusals import (
    RefusalAnswer,
    RefusalOffer,
    RefuseDelivery,
    WithdrawRefusal,
)


class RefusalQuestions(Questions):
    """Refusing deliveries."""

    async def refusal(self, order_id: str, package_ids: Sequence[str] = ()) -> RefusalOffer:
        """Return what refusing some parcels of an order, or all in transit, would do now.

        Raises:
            OrderNotFoundError: Unknown, or another buyer's.
            InvalidCommandError: A parcel is not of this order.
        """
        return await self._read(
            RefusalOffer,
            f"/v1/orders/{segment(order_id)}/refusal",
            {"package": tuple(package_ids)} if package_ids else None,
        )

    async def refuse(self, order_id: str, command: RefuseDelivery, key: str) -> RefusalAnswer:
        """Announce that parcels will be refused at the door; the carrier's event decides.

        Raises:
            NotRefusableError: No parcel can be refused (any more).
            OrderChangedError: One can, but with other consequences than the buyer saw.
            CommandExpiredError: A late replay.
            OrderNotFoundError: Unknown, or another buyer's.
            OrderServiceUnavailableError: Not known whether it happened; the same ``key`` tells.
        """
        return await self._command(
            RefusalAnswer, f"/v1/orders/{segment(order_id)}/refusals", command, key
        )

    async def withdraw_refusal(
        self, order_id: str, command: WithdrawRefusal, key: str
    ) -> RefusalAnswer:
        """Take back what was announced.

        Raises:
            NotWithdrawableError: The carrier was faster, or nothing was announced.
            CommandExpiredError: A late replay.
            OrderNotFoundError: Unknown, or another buyer's.
        """
        return await self._command(
            RefusalAnswer, f"/v1/orders/{segment(order_id)}/refusals/withdrawal", command, key
        )
