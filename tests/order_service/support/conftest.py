"""Change here how a test asks support, and plays it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from buyer_portal.domain.returns import ReturnKind
from buyer_portal.order_contract.returns import PiecesToReturn, RequestReturn, ReturnAnswer
from buyer_portal.order_contract.support import (
    CloseTicket,
    OpenTicket,
    TicketAnswer,
    TicketsPage,
    WriteTicket,
)


@pytest.fixture
def ask(new_key) -> Callable[..., Any]:
    """Open a ticket as the form would."""

    async def do(buyer, order_id: str = "", *, key: str = "", **fields: Any) -> TicketAnswer:
        now = (await buyer.me()).server_now
        asked = {"about": "other", "text": "Please help", "expires_at": now + timedelta(minutes=2)}
        command = OpenTicket.model_validate({"order_id": order_id, **asked, **fields})
        return await buyer.open_ticket(command, key or new_key())

    return do


@pytest.fixture
def ask_to_return(new_key) -> Callable[..., Any]:
    """Ask the seller to take pieces back."""

    async def do(buyer, order_id: str, pieces: dict[str, int]) -> ReturnAnswer:
        offer = await buyer.return_offer(order_id, ReturnKind.RETURN, pieces)
        command = RequestReturn(
            order_version=offer.detail.order.version,
            expires_at=offer.detail.server_now + timedelta(minutes=2),
            lines=tuple(PiecesToReturn(line_id=key, quantity=n) for key, n in pieces.items()),
            reason_key=offer.reasons[0],
        )
        return await buyer.request_return(order_id, command, new_key())

    return do


@pytest.fixture
def reply(new_key) -> Callable[..., Any]:
    """Write into a ticket."""

    async def do(buyer, ticket_id: str, text: str, *, key: str = "") -> TicketAnswer:
        now = (await buyer.me()).server_now
        command = WriteTicket(text=text, expires_at=now + timedelta(minutes=2))
        return await buyer.write_ticket(ticket_id, command, key or new_key())

    return do


@pytest.fixture
def done(new_key) -> Callable[..., Any]:
    """Close a ticket as its buyer."""

    async def do(buyer, ticket_id: str) -> TicketAnswer:
        now = (await buyer.me()).server_now
        command = CloseTicket(expires_at=now + timedelta(minutes=2))
        return await buyer.close_ticket(ticket_id, command, new_key())

    return do


@pytest.fixture
def support() -> Callable[..., Any]:
    """Play support: ``answer``, ``close``, ``grant``, ``decline``."""

    async def do(world, ticket_id: str, step: str, text: str = "") -> TicketAnswer:
        return await world.support(ticket_id, step, text)

    return do


@pytest.fixture
def all_tickets() -> Callable[..., Any]:
    async def do(world) -> TicketsPage:
        return await world.tickets()

    return do
