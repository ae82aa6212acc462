"""Change here what a buyer asks about placing a new order."""

from buyer_portal.order_client.questions import Questions
from buyer_portal.order_contract.purchases import Basket, BasketPrice, PlacedAnswer, PlaceOrder


class PurchaseQuestions(Questions):
    """Placing orders."""

    async def price_basket(self, basket: Basket) -> BasketPrice:
        """Return what a basket costs now; nothing is bought.

        Raises:
            OrderNotFoundError: No such order of this buyer to order again.
            InvalidCommandError: A field is wrong.
        """
        return await self._post(BasketPrice, "/v1/orders/preview", basket)

    async def place_order(self, command: PlaceOrder, key: str) -> PlacedAnswer:
        """Place a new order; ``key`` is made once when the page opens.

        Raises:
            PurchaseRefusedError: It cannot be bought; ``obstacle`` says why.
            OrderChangedError: It would cost something else than the buyer saw.
            CommandExpiredError: A late replay.
            OrderNotFoundError: No such order of this buyer to order again.
            InvalidCommandError: A field is wrong, or the key served another command.
            OrderServiceUnavailableError: Not known whether it happened; the same ``key`` tells.
        """
        return await self._command(PlacedAnswer, "/v1/orders", command, key)
