"""Change here what a buyer asks about returns."""

from collections.abc import Mapping

from buyer_portal.domain.returns import ReturnKind
from buyer_portal.order_client.connection import Call
from buyer_portal.order_client.questions import Questions
from buyer_portal.order_contract.paths import segment
from buyer_portal.order_contract.returns import (
    AnswerOffer,
    RequestReturn,
    ReturnAnswer,
    ReturnOffer,
    ShipReturn,
    WithdrawReturn,
)


class ReturnQuestions(Questions):
    """The part of ``BuyerClient`` that is about goods that go back, and money for those that stay.

    Every command raises ``OrderChangedError`` where it is not possible as the buyer saw it,
    ``CommandExpiredError`` for a late replay, ``OrderNotFoundError`` for what is unknown or another
    buyer's, and ``OrderServiceUnavailableError`` where it is not known whether it happened.
    """

    async def return_offer(
        self,
        order_id: str,
        kind: ReturnKind | None = None,
        pieces: Mapping[str, int] | None = None,
    ) -> ReturnOffer:
        """Return what can be returned, and what ``pieces`` (line id → pieces) would give back.

        Raises:
            OrderNotFoundError: Unknown, or another buyer's.
            InvalidCommandError: A line or a quantity is not of this order.
        """
        query: dict[str, str | int | tuple[str, ...]] = {}
        if kind is not None:
            query["kind"] = str(kind)
        if pieces:
            query["line"] = tuple(f"{line_id}:{count}" for line_id, count in pieces.items())
        path = f"/v1/orders/{segment(order_id)}/return"
        return await self._read(ReturnOffer, path, query or None)

    async def request_return(self, order_id: str, command: RequestReturn, key: str) -> ReturnAnswer:
        """Ask to send pieces back, or for their money; the answer has one return per seller.

        Raises:
            ReturnRefusedError: They cannot be returned so (any more); ``obstacle`` says why.
            InvalidCommandError: A field is wrong, or a photo is not one of this order's.
        """
        return await self._command(
            ReturnAnswer, f"/v1/orders/{segment(order_id)}/returns", command, key
        )

    async def ship_return(self, return_id: str, command: ShipReturn, key: str) -> ReturnAnswer:
        """Say that the parcel is on its way, or correct its number."""
        return await self._command(
            ReturnAnswer, f"/v1/returns/{segment(return_id)}/shipment", command, key
        )

    async def answer_offer(self, return_id: str, command: AnswerOffer, key: str) -> ReturnAnswer:
        """Take or decline the part of the money that the seller offers."""
        return await self._command(
            ReturnAnswer, f"/v1/returns/{segment(return_id)}/offer", command, key
        )

    async def withdraw_return(
        self, return_id: str, command: WithdrawReturn, key: str
    ) -> ReturnAnswer:
        """Take a return back.

        Raises:
            NotWithdrawableError: It is on its way, or over.
        """
        return await self._command(
            ReturnAnswer, f"/v1/returns/{segment(return_id)}/withdrawal", command, key
        )

    async def remove_photo(self, photo_id: str) -> None:
        """Forget a photo that was not sent yet."""
        await self._connection.tell(
            Call(
                "DELETE",
                f"/v1/photos/{segment(photo_id)}",
                headers=self._headers,
                is_repeatable=True,
            )
        )
