"""Change here what a buyer asks about notifications."""

from collections.abc import Sequence

from buyer_portal.order_client.questions import Questions
from buyer_portal.order_contract.notifications import MarkRead, NotificationsPage, Unread


class NotificationQuestions(Questions):
    """What happened while the buyer was away."""

    async def notifications(self, cursor: str = "") -> NotificationsPage:
        """Return a page of notifications, newest first."""
        return await self._read(
            NotificationsPage, "/v1/notifications", {"cursor": cursor} if cursor else None
        )

    async def mark_read(self, ids: Sequence[str] = ()) -> int:
        """Mark notifications as read, all of them when ``ids`` is empty; return what is unread."""
        answer = await self._post(Unread, "/v1/notifications/read", MarkRead(ids=tuple(ids)))
        return answer.unread
