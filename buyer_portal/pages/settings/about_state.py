"""Change here what "About" asks for: whether this page is current, and the policies in force."""

import asyncio
from typing import Final

import reflex as rx

from buyer_portal.i18n.formats import zone_of
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.errors import OrderNotFoundError, OrderServiceError
from buyer_portal.order_contract.orders import OrdersPage, SellerPolicy
from buyer_portal.session import SessionState, buyer_client, locale_of_page
from buyer_portal.views.about import PolicyLinkView
from buyer_portal.views.printing import Printer

MOST_POLICIES: Final = 5


class AboutState(rx.State):
    """The policies of the sellers that the buyer bought from last."""

    policies: rx.Field[list[PolicyLinkView]] = rx.field(default_factory=list)

    @rx.event
    async def load(self) -> None:
        """Ask for the policies; where that fails the old ones stay, and none is fine too."""
        try:
            client = await buyer_client(self)
            orders = await client.orders()
            answers = await _policies(client, orders)
        except OrderServiceError:
            return
        session = await self.get_state(SessionState)
        printer = Printer(
            locale=locale_of_page(self),
            zone=zone_of(session.time_zone),
            now=orders.server_now,
            skin=session.skin,
        )
        self.policies = [PolicyLinkView.of(answer, printer) for answer in answers]


async def _policies(client: BuyerClient, orders: OrdersPage) -> list[SellerPolicy]:
    """Return the policies of the sellers in ``orders``, the latest order's seller first."""
    sellers = list(dict.fromkeys(order.seller.id for order in orders.orders))[:MOST_POLICIES]
    answers = await asyncio.gather(
        *(client.seller_policy(seller) for seller in sellers), return_exceptions=True
    )
    found: list[SellerPolicy] = []
    for answer in answers:
        if isinstance(answer, SellerPolicy):
            found.append(answer)
        elif not isinstance(answer, OrderNotFoundError):
            raise answer
    return found
