"""Change here what a buyer asks of support: tickets."""

from buyer_portal.order_client.questions import Questions
from buyer_portal.order_contract.paths import segment
from buyer_portal.order_contract.support import (
    CloseTicket,
    OpenTicket,
    TicketAnswer,
    TicketDraft,
    TicketsPage,
    WriteTicket,
)


class SupportQuestions(Questions):
    """Tickets."""

    async def tickets(self, cursor: str = "") -> TicketsPage:
        """Return a page of the buyer's support tickets, the last changed first."""
        return await self._read(
            TicketsPage, "/v1/support/tickets", {"cursor": cursor} if cursor else None
        )

    async def ticket_draft(self, order_id: str = "") -> TicketDraft:
        """Return what a new ticket would hold; ``order_id`` empty: about no order.

        Raises:
            OrderNotFoundError: Unknown, or another buyer's.
        """
        return await self._read(
            TicketDraft, "/v1/support/draft", {"order_id": order_id} if order_id else None
        )

    async def ticket(self, ticket_id: str) -> TicketAnswer:
        """Return a ticket with its messages and what was attached.

        Raises:
            OrderNotFoundError: Unknown, or another buyer's.
        """
        return await self._read(TicketAnswer, f"/v1/support/tickets/{segment(ticket_id)}")

    async def open_ticket(self, command: OpenTicket, key: str) -> TicketAnswer:
        """Open a ticket; where one of its subject is open, the words go there.

        Raises:
            TooManyTriesError: Too many are open.
            CommandExpiredError: A late replay.
            OrderNotFoundError: Unknown, or another buyer's.
            InvalidCommandError: No words, or nothing to ask about this order.
            OrderServiceUnavailableError: Not known whether it happened; the same ``key`` tells.
        """
        return await self._command(TicketAnswer, "/v1/support/tickets", command, key)

    async def write_ticket(self, ticket_id: str, command: WriteTicket, key: str) -> TicketAnswer:
        """Write to support.

        Raises:
            TooManyTriesError: The ticket is full.
            CommandExpiredError: A late replay.
            OrderNotFoundError: Unknown, or another buyer's.
            InvalidCommandError: No words, or the ticket is closed.
        """
        path = f"/v1/support/tickets/{segment(ticket_id)}/messages"
        return await self._command(TicketAnswer, path, command, key)

    async def close_ticket(self, ticket_id: str, command: CloseTicket, key: str) -> TicketAnswer:
        """Say that a ticket is done; one that is closed stays so.

        Raises:
            CommandExpiredError: A late replay.
            OrderNotFoundError: Unknown, or another buyer's.
        """
        path = f"/v1/support/tickets/{segment(ticket_id)}/closure"
        return await self._command(TicketAnswer, path, command, key)
