"""Change here what a buyer asks about orders: the list, one of them, what may be done about it."""

from collections.abc import Mapping

from buyer_portal.domain.orders import OrderTab
from buyer_portal.order_client.questions import PAGE_SIZE, Questions
from buyer_portal.order_contract.orders import DecisionAnswer, OrderDetail, OrdersPage, SellerPolicy
from buyer_portal.order_contract.paths import segment


class OrderQuestions(Questions):
    """Orders, decisions, and the policies behind them."""

    async def orders(
        self,
        tab: OrderTab = OrderTab.ALL,
        *,
        query: str = "",
        cursor: str = "",
        limit: int = PAGE_SIZE,
    ) -> OrdersPage:
        """Return a page of orders, newest first; ``query`` looks in number, goods and seller."""
        asked: dict[str, str | int | tuple[str, ...]] = {"tab": str(tab), "limit": limit}
        if query:
            asked["q"] = query
        if cursor:
            asked["cursor"] = cursor
        return await self._read(OrdersPage, "/v1/orders", asked)

    async def order(self, order_id: str) -> OrderDetail:
        """Return one order with all that its page prints.

        Raises:
            OrderNotFoundError: Unknown, or another buyer's.
        """
        return await self._read(OrderDetail, f"/v1/orders/{segment(order_id)}")

    async def decision(
        self, order_id: str, lines: Mapping[str, int] | None = None
    ) -> DecisionAnswer:
        """Return what cancelling ``lines`` (line id → pieces; None: all open) would mean now.

        Raises:
            OrderNotFoundError: Unknown, or another buyer's.
            InvalidCommandError: A line or a quantity is not of this order.
        """
        asked = tuple(f"{line_id}:{quantity}" for line_id, quantity in (lines or {}).items())
        return await self._read(
            DecisionAnswer,
            f"/v1/orders/{segment(order_id)}/decision",
            {"line": asked} if asked else None,
        )

    async def seller_policy(self, seller_id: str) -> SellerPolicy:
        """Return a seller's current policy.

        Raises:
            OrderNotFoundError: No such seller.
        """
        return await self._read(SellerPolicy, f"/v1/sellers/{segment(seller_id)}/policy")
