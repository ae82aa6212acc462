"""Change here what the portal itself asks: signing in and out, sessions, events, readiness."""

from buyer_portal.order_client.connection import LONG_POLL, Call, Connection
from buyer_portal.order_client.errors import OrderServiceError
from buyer_portal.order_contract.events import EventsPage
from buyer_portal.order_contract.mails import MailReports, MailsToSend
from buyer_portal.order_contract.paths import SESSION_HEADER
from buyer_portal.order_contract.probes import Readiness
from buyer_portal.order_contract.receipts import SigningKeys
from buyer_portal.order_contract.sessions import (
    CurrentSession,
    DemoBuyers,
    DemoSignIn,
    NewSession,
    SignIn,
    TicketSignIn,
)
from buyer_portal.order_contract.withdrawals import DeclareWithdrawal, WithdrawalAnswer


class ServiceClient:
    """What only the portal may ask, by its service token."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def sign_in(self, credentials: SignIn) -> NewSession:
        """Return a new session.

        Raises:
            WrongCredentialsError: Name, password or tenant ticket is wrong.
            TooManyTriesError: For this account or from this address.
        """
        return await self._connection.ask(
            NewSession, Call("POST", "/v1/sessions", body=credentials)
        )

    async def sign_in_by_ticket(self, ticket: TicketSignIn) -> NewSession:
        """Return a new session for a one-use buyer ticket.

        Raises:
            WrongCredentialsError: Forged, expired or used before.
        """
        return await self._connection.ask(
            NewSession, Call("POST", "/v1/sessions/by-ticket", body=ticket)
        )

    async def demo_sign_in(self, demo: DemoSignIn) -> NewSession:
        """Return a new session of a demo buyer; demo mode only.

        Raises:
            WrongCredentialsError: No such demo buyer, or not in demo mode.
        """
        return await self._connection.ask(NewSession, Call("POST", "/v1/sessions/demo", body=demo))

    async def demo_buyers(self, ticket: str = "") -> DemoBuyers:
        """Return the one-click buyers (demo mode alone) and the skin of the ticket's shop."""
        query = {"ticket": ticket} if ticket else None
        return await self._connection.ask(DemoBuyers, Call("GET", "/v1/demo-buyers", query=query))

    async def session(self, session_hash: str) -> CurrentSession:
        """Return whose session this is.

        Raises:
            NotSignedInError: Unknown, expired or revoked.
        """
        return await self._connection.ask(
            CurrentSession,
            Call("GET", "/v1/sessions/current", headers={SESSION_HEADER: session_hash}),
        )

    async def sign_out(self, session_hash: str) -> None:
        """End a session; one that has ended already stays so."""
        await self._connection.tell(
            Call(
                "DELETE",
                "/v1/sessions/current",
                headers={SESSION_HEADER: session_hash},
                is_repeatable=True,
            )
        )

    async def withdraw_from_contract(self, statement: DeclareWithdrawal) -> WithdrawalAnswer:
        """Withdraw for somebody who is not signed in; said again it is acknowledged again.

        Raises:
            OrderNotFoundError: Name, order number and e-mail do not belong together.
            WithdrawalRefusedError: They do, but there is no such right (any more).
            TooManyTriesError: For this order or from this address.
        """
        return await self._connection.ask(
            WithdrawalAnswer,
            Call("POST", "/v1/withdrawals", body=statement, is_repeatable=True),
        )

    async def receipt_keys(self) -> SigningKeys:
        """Return the public keys that receipts are signed with."""
        return await self._connection.ask(SigningKeys, Call("GET", "/v1/receipt-keys"))

    async def events(self, after: int | None = None, wait: int = 20) -> EventsPage:
        """Return events after a cursor, waiting up to ``wait`` seconds for the first.

        ``after`` None asks where the feed stands now: no events, only ``last``.
        """
        query: dict[str, str | int | tuple[str, ...]] = {"wait": wait}
        if after is not None:
            query["after"] = after
        return await self._connection.ask(
            EventsPage, Call("GET", "/v1/events", query=query, limits=LONG_POLL)
        )

    async def readiness(self) -> Readiness | None:
        """Return what the service says of itself; None: it cannot serve anybody now."""
        try:
            return await self._connection.ask(Readiness, Call("GET", "/readyz"))
        except OrderServiceError:
            return None

    async def take_mails(self) -> MailsToSend:
        """Return e-mails that are due; they are somebody else's when nobody reports on them."""
        return await self._connection.ask(MailsToSend, Call("POST", "/v1/mails/take"))

    async def report_mails(self, reports: MailReports) -> None:
        """Say what became of e-mails."""
        await self._connection.tell(
            Call("POST", "/v1/mails/reports", body=reports, is_repeatable=True)
        )

    async def ready(self) -> bool:
        """Say whether the service answers and its database does too."""
        return await self.readiness() is not None
