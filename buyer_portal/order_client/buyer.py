"""Change here what a signed-in buyer can ask: the methods that pages call."""

from collections.abc import Mapping, Sequence
from typing import Final

from buyer_portal.domain.orders import OrderTab
from buyer_portal.order_client.connection import Call, Connection
from buyer_portal.order_client.shopping import ShoppingQuestions
from buyer_portal.order_contract.cancellations import (
    CancellationAnswer,
    CancelOrder,
    WithdrawCancellation,
)
from buyer_portal.order_contract.conversations import (
    Conversation,
    ConversationsPage,
    MessageAnswer,
    ReadConversation,
    SendMessage,
    UnreadMessages,
)
from buyer_portal.order_contract.notifications import MarkRead, NotificationsPage, Unread
from buyer_portal.order_contract.orders import (
    DecisionAnswer,
    OrderDetail,
    OrdersPage,
    SellerPolicy,
)
from buyer_portal.order_contract.paths import (
    CLIENT_BUILD_HEADER,
    KEY_HEADER,
    SESSION_HEADER,
    segment,
)
from buyer_portal.order_contract.refusals import (
    RefusalAnswer,
    RefusalOffer,
    RefuseDelivery,
    WithdrawRefusal,
)
from buyer_portal.order_contract.sessions import BuyerChange, Devices, Me
from buyer_portal.order_contract.standing import AppealStrike, StandingAnswer, StrikeAnswer
from buyer_portal.order_contract.support import (
    CloseTicket,
    OpenTicket,
    TicketAnswer,
    TicketDraft,
    TicketsPage,
    WriteTicket,
)

PAGE_SIZE: Final = 20


class BuyerClient(ShoppingQuestions):
    """Everything that one session may ask; the service authorises each call again.

    Args:
        session_hash: SHA-256 of the session id as 64 hex digits, never the id itself.
        client_build: The build of the page that asks, None when it is not known.
    """

    def __init__(
        self, connection: Connection, session_hash: str, *, client_build: int | None = None
    ) -> None:
        self._connection = connection
        self._headers = {SESSION_HEADER: session_hash}
        if client_build is not None:
            self._headers[CLIENT_BUILD_HEADER] = str(client_build)

    async def me(self) -> Me:
        """Return the buyer, the counters of the tabs and the service's clock."""
        return await self._connection.ask(Me, Call("GET", "/v1/me", headers=self._headers))

    async def change_me(self, change: BuyerChange) -> Me:
        """Save language, time zone or theme.

        Raises:
            InvalidCommandError: One of them does not exist.
        """
        return await self._connection.ask(
            Me, Call("PATCH", "/v1/me", headers=self._headers, body=change, is_repeatable=True)
        )

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
        return await self._connection.ask(
            OrdersPage, Call("GET", "/v1/orders", query=asked, headers=self._headers)
        )

    async def order(self, order_id: str) -> OrderDetail:
        """Return one order with all that its page prints.

        Raises:
            OrderNotFoundError: Unknown, or another buyer's.
        """
        return await self._connection.ask(
            OrderDetail, Call("GET", f"/v1/orders/{segment(order_id)}", headers=self._headers)
        )

    async def decision(
        self, order_id: str, lines: Mapping[str, int] | None = None
    ) -> DecisionAnswer:
        """Return what cancelling ``lines`` (line id → pieces; None: all open) would mean now.

        Raises:
            OrderNotFoundError: Unknown, or another buyer's.
            InvalidCommandError: A line or a quantity is not of this order.
        """
        asked = tuple(f"{line_id}:{quantity}" for line_id, quantity in (lines or {}).items())
        return await self._connection.ask(
            DecisionAnswer,
            Call(
                "GET",
                f"/v1/orders/{segment(order_id)}/decision",
                query={"line": asked} if asked else None,
                headers=self._headers,
            ),
        )

    async def cancel(self, order_id: str, command: CancelOrder, key: str) -> CancellationAnswer:
        """Cancel, or ask the seller to; ``key`` is made once when the dialog opens.

        The answer's ``cancellation.status`` tells which: SUCCESS at once, PENDING when asked.

        Raises:
            CancellationRefusedError: It is not possible (any more).
            OrderChangedError: It is, but with another outcome or refund than the buyer saw.
            CommandExpiredError: A late replay.
            OrderNotFoundError: Unknown, or another buyer's.
            InvalidCommandError: A reason, line or quantity is wrong, or the key served another
                command.
            OrderServiceUnavailableError: Not known whether it happened; the same ``key`` tells.
        """
        return await self._connection.ask(
            CancellationAnswer,
            Call(
                "POST",
                f"/v1/orders/{segment(order_id)}/cancellations",
                headers={**self._headers, KEY_HEADER: key},
                body=command,
                is_repeatable=True,
            ),
        )

    async def cancellation(self, cancellation_id: str) -> CancellationAnswer:
        """Return a cancellation as it stands, with its order.

        Raises:
            OrderNotFoundError: Unknown, or another buyer's.
        """
        return await self._connection.ask(
            CancellationAnswer,
            Call("GET", f"/v1/cancellations/{segment(cancellation_id)}", headers=self._headers),
        )

    async def withdraw(
        self, cancellation_id: str, command: WithdrawCancellation, key: str
    ) -> CancellationAnswer:
        """Take a pending request back.

        Raises:
            NotWithdrawableError: It was answered or withdrawn before.
            CommandExpiredError: A late replay.
            OrderNotFoundError: Unknown, or another buyer's.
        """
        return await self._connection.ask(
            CancellationAnswer,
            Call(
                "POST",
                f"/v1/cancellations/{segment(cancellation_id)}/withdrawal",
                headers={**self._headers, KEY_HEADER: key},
                body=command,
                is_repeatable=True,
            ),
        )

    async def refusal(self, order_id: str, package_ids: Sequence[str] = ()) -> RefusalOffer:
        """Return what refusing some parcels of an order, or all in transit, would do now.

        Raises:
            OrderNotFoundError: Unknown, or another buyer's.
            InvalidCommandError: A parcel is not of this order.
        """
        return await self._connection.ask(
            RefusalOffer,
            Call(
                "GET",
                f"/v1/orders/{segment(order_id)}/refusal",
                query={"package": tuple(package_ids)} if package_ids else None,
                headers=self._headers,
            ),
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
        return await self._connection.ask(
            RefusalAnswer,
            Call(
                "POST",
                f"/v1/orders/{segment(order_id)}/refusals",
                headers={**self._headers, KEY_HEADER: key},
                body=command,
                is_repeatable=True,
            ),
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
        return await self._connection.ask(
            RefusalAnswer,
            Call(
                "POST",
                f"/v1/orders/{segment(order_id)}/refusals/withdrawal",
                headers={**self._headers, KEY_HEADER: key},
                body=command,
                is_repeatable=True,
            ),
        )

    async def standing(self) -> StandingAnswer:
        """Return the buyer's strikes and what they take away."""
        return await self._connection.ask(
            StandingAnswer, Call("GET", "/v1/standing", headers=self._headers)
        )

    async def appeal_strike(self, strike_id: str, command: AppealStrike, key: str) -> StrikeAnswer:
        """Ask support to remove a strike.

        Raises:
            NotAppealableError: Appealed against before, too late, or over.
            CommandExpiredError: A late replay.
            OrderNotFoundError: No such strike of this buyer.
        """
        return await self._connection.ask(
            StrikeAnswer,
            Call(
                "POST",
                f"/v1/standing/strikes/{segment(strike_id)}/appeal",
                headers={**self._headers, KEY_HEADER: key},
                body=command,
                is_repeatable=True,
            ),
        )

    async def conversation(
        self, order_id: str, seller_id: str = "", *, before: int | None = None
    ) -> Conversation:
        """Return the newest lines with a seller of an order, or those before a number.

        Raises:
            OrderNotFoundError: Unknown, another buyer's, or no seller of this order.
        """
        asked: dict[str, str | int | tuple[str, ...]] = {}
        if seller_id:
            asked["seller"] = seller_id
        if before is not None:
            asked["before"] = before
        return await self._connection.ask(
            Conversation,
            Call(
                "GET",
                f"/v1/orders/{segment(order_id)}/conversation",
                query=asked or None,
                headers=self._headers,
            ),
        )

    async def send_message(self, order_id: str, command: SendMessage, key: str) -> MessageAnswer:
        """Write to a seller of an order; ``key`` stays the same until it is known what happened.

        Raises:
            TooManyTriesError: Many lines in a short time.
            CommandExpiredError: A late replay.
            OrderNotFoundError: Unknown, another buyer's, or no seller of this order.
            InvalidCommandError: No words, too many, or the key served another command.
            OrderServiceUnavailableError: Not known whether it happened; the same ``key`` tells.
        """
        return await self._connection.ask(
            MessageAnswer,
            Call(
                "POST",
                f"/v1/orders/{segment(order_id)}/conversation",
                headers={**self._headers, KEY_HEADER: key},
                body=command,
                is_repeatable=True,
            ),
        )

    async def read_conversation(self, order_id: str, up_to: int, seller_id: str = "") -> int:
        """Count lines up to a number as read; return how many wait in all conversations.

        Raises:
            OrderNotFoundError: Unknown, another buyer's, or no seller of this order.
        """
        answer = await self._connection.ask(
            UnreadMessages,
            Call(
                "POST",
                f"/v1/orders/{segment(order_id)}/conversation/read",
                headers=self._headers,
                body=ReadConversation(seller_id=seller_id, up_to=up_to),
                is_repeatable=True,
            ),
        )
        return answer.unread

    async def conversations(self, cursor: str = "") -> ConversationsPage:
        """Return a page of conversations, newest first."""
        return await self._connection.ask(
            ConversationsPage,
            Call(
                "GET",
                "/v1/conversations",
                query={"cursor": cursor} if cursor else None,
                headers=self._headers,
            ),
        )

    async def notifications(self, cursor: str = "") -> NotificationsPage:
        """Return a page of notifications, newest first."""
        return await self._connection.ask(
            NotificationsPage,
            Call(
                "GET",
                "/v1/notifications",
                query={"cursor": cursor} if cursor else None,
                headers=self._headers,
            ),
        )

    async def mark_read(self, ids: Sequence[str] = ()) -> int:
        """Mark notifications as read, all of them when ``ids`` is empty; return what is unread."""
        answer = await self._connection.ask(
            Unread,
            Call(
                "POST",
                "/v1/notifications/read",
                headers=self._headers,
                body=MarkRead(ids=tuple(ids)),
                is_repeatable=True,
            ),
        )
        return answer.unread

    async def devices(self) -> Devices:
        """Return the buyer's signed-in sessions, newest first."""
        return await self._connection.ask(
            Devices, Call("GET", "/v1/sessions", headers=self._headers)
        )

    async def revoke_device(self, key: str) -> None:
        """Sign another device out; one that is already out stays out.

        Raises:
            OrderNotFoundError: Not one of this buyer's sessions.
        """
        await self._connection.tell(
            Call(
                "DELETE", f"/v1/sessions/{segment(key)}", headers=self._headers, is_repeatable=True
            )
        )

    async def tickets(self, cursor: str = "") -> TicketsPage:
        """Return a page of the buyer's support tickets, the last changed first."""
        return await self._connection.ask(
            TicketsPage,
            Call(
                "GET",
                "/v1/support/tickets",
                query={"cursor": cursor} if cursor else None,
                headers=self._headers,
            ),
        )

    async def ticket_draft(self, order_id: str = "") -> TicketDraft:
        """Return what a new ticket would hold; ``order_id`` empty: about no order.

        Raises:
            OrderNotFoundError: Unknown, or another buyer's.
        """
        return await self._connection.ask(
            TicketDraft,
            Call(
                "GET",
                "/v1/support/draft",
                query={"order_id": order_id} if order_id else None,
                headers=self._headers,
            ),
        )

    async def ticket(self, ticket_id: str) -> TicketAnswer:
        """Return a ticket with its messages and what was attached.

        Raises:
            OrderNotFoundError: Unknown, or another buyer's.
        """
        return await self._connection.ask(
            TicketAnswer,
            Call("GET", f"/v1/support/tickets/{segment(ticket_id)}", headers=self._headers),
        )

    async def open_ticket(self, command: OpenTicket, key: str) -> TicketAnswer:
        """Open a ticket; where one of its subject is open, the words go there.

        Raises:
            TooManyTriesError: Too many are open.
            CommandExpiredError: A late replay.
            OrderNotFoundError: Unknown, or another buyer's.
            InvalidCommandError: No words, or nothing to ask about this order.
            OrderServiceUnavailableError: Not known whether it happened; the same ``key`` tells.
        """
        return await self._tell_support("/v1/support/tickets", command, key)

    async def write_ticket(self, ticket_id: str, command: WriteTicket, key: str) -> TicketAnswer:
        """Write to support.

        Raises:
            TooManyTriesError: The ticket is full.
            CommandExpiredError: A late replay.
            OrderNotFoundError: Unknown, or another buyer's.
            InvalidCommandError: No words, or the ticket is closed.
        """
        path = f"/v1/support/tickets/{segment(ticket_id)}/messages"
        return await self._tell_support(path, command, key)

    async def close_ticket(self, ticket_id: str, command: CloseTicket, key: str) -> TicketAnswer:
        """Say that a ticket is done; one that is closed stays so.

        Raises:
            CommandExpiredError: A late replay.
            OrderNotFoundError: Unknown, or another buyer's.
        """
        path = f"/v1/support/tickets/{segment(ticket_id)}/closure"
        return await self._tell_support(path, command, key)

    async def _tell_support(
        self, path: str, command: OpenTicket | WriteTicket | CloseTicket, key: str
    ) -> TicketAnswer:
        headers = {**self._headers, KEY_HEADER: key}
        return await self._connection.ask(
            TicketAnswer,
            Call("POST", path, headers=headers, body=command, is_repeatable=True),
        )

    async def seller_policy(self, seller_id: str) -> SellerPolicy:
        """Return a seller's current policy.

        Raises:
            OrderNotFoundError: No such seller.
        """
        return await self._connection.ask(
            SellerPolicy,
            Call("GET", f"/v1/sellers/{segment(seller_id)}/policy", headers=self._headers),
        )
