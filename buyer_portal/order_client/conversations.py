"""Change here what a buyer asks about conversations with sellers."""

from buyer_portal.order_client.questions import Questions
from buyer_portal.order_contract.conversations import (
    Conversation,
    ConversationsPage,
    MessageAnswer,
    ReadConversation,
    SendMessage,
    UnreadMessages,
)
from buyer_portal.order_contract.paths import segment


class ConversationQuestions(Questions):
    """Talking with sellers."""

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
        return await self._read(
            Conversation, f"/v1/orders/{segment(order_id)}/conversation", asked or None
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
        return await self._command(
            MessageAnswer, f"/v1/orders/{segment(order_id)}/conversation", command, key
        )

    async def read_conversation(self, order_id: str, up_to: int, seller_id: str = "") -> int:
        """Count lines up to a number as read; return how many wait in all conversations.

        Raises:
            OrderNotFoundError: Unknown, another buyer's, or no seller of this order.
        """
        answer = await self._post(
            UnreadMessages,
            f"/v1/orders/{segment(order_id)}/conversation/read",
            ReadConversation(seller_id=seller_id, up_to=up_to),
        )
        return answer.unread

    async def conversations(self, cursor: str = "") -> ConversationsPage:
        """Return a page of conversations, newest first."""
        return await self._read(
            ConversationsPage, "/v1/conversations", {"cursor": cursor} if cursor else None
        )
