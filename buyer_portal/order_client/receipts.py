"""Change here what a buyer asks about receipts."""

from buyer_portal.order_client.questions import Questions
from buyer_portal.order_contract.paths import segment
from buyer_portal.order_contract.receipts import AllReceipts, ReceiptAnswer


class ReceiptQuestions(Questions):
    """Receipts."""

    async def receipt(self, receipt_id: str) -> ReceiptAnswer:
        """Return one receipt with the document that was signed.

        Raises:
            OrderNotFoundError: Unknown, or another buyer's.
        """
        return await self._read(ReceiptAnswer, f"/v1/receipts/{segment(receipt_id)}")

    async def receipts(self) -> AllReceipts:
        """Return every receipt of the buyer as signed, from the first on."""
        return await self._read(AllReceipts, "/v1/receipts")
