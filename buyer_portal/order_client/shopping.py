"""Change here what a buyer asks about changing an order and about placing one."""

from buyer_portal.order_client.connection import Call, Connection
from buyer_portal.order_contract.changes import (
    ChangeAnswer,
    ChangeOrder,
    ChangePreview,
    ChangeWish,
    OrderChoices,
)
from buyer_portal.order_contract.paths import KEY_HEADER, segment
from buyer_portal.order_contract.purchases import Basket, BasketPrice, PlacedAnswer, PlaceOrder


class ShoppingQuestions:
    """The part of ``BuyerClient`` that changes orders and places new ones."""

    _connection: Connection
    _headers: dict[str, str]

    async def choices(self, order_id: str) -> OrderChoices:
        """Return what of an order can be changed, and what a new one like it can be made of.

        Raises:
            OrderNotFoundError: Unknown, or another buyer's.
        """
        return await self._connection.ask(
            OrderChoices,
            Call("GET", f"/v1/orders/{segment(order_id)}/choices", headers=self._headers),
        )

    async def preview_change(self, order_id: str, wish: ChangeWish) -> ChangePreview:
        """Return what a wish would make of an order; nothing is changed.

        Raises:
            OrderNotFoundError: Unknown, or another buyer's.
            InvalidCommandError: A line is not of this order, or a field is wrong.
        """
        return await self._connection.ask(
            ChangePreview,
            Call(
                "POST",
                f"/v1/orders/{segment(order_id)}/changes/preview",
                headers=self._headers,
                body=wish,
                is_repeatable=True,
            ),
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
        return await self._connection.ask(
            ChangeAnswer,
            Call(
                "POST",
                f"/v1/orders/{segment(order_id)}/changes",
                headers={**self._headers, KEY_HEADER: key},
                body=command,
                is_repeatable=True,
            ),
        )

    async def price_basket(self, basket: Basket) -> BasketPrice:
        """Return what a basket costs now; nothing is bought.

        Raises:
            OrderNotFoundError: No such order of this buyer to order again.
            InvalidCommandError: A field is wrong.
        """
        return await self._connection.ask(
            BasketPrice,
            Call(
                "POST",
                "/v1/orders/preview",
                headers=self._headers,
                body=basket,
                is_repeatable=True,
            ),
        )

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
        return await self._connection.ask(
            PlacedAnswer,
            Call(
                "POST",
                "/v1/orders",
                headers={**self._headers, KEY_HEADER: key},
                body=command,
                is_repeatable=True,
            ),
        )
