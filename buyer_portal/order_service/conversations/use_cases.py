"""Change here what a buyer reads and writes in conversations."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.conversations import (
    BURST,
    BURST_SECONDS,
    Message,
    MessageKind,
    quick_requests_for,
)
from buyer_portal.domain.sellers import part_of
from buyer_portal.order_contract.conversations import (
    Conversation,
    ConversationsPage,
    ConversationSummary,
    MessageAnswer,
    ReadConversation,
    SendMessage,
    UnreadMessages,
)
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.orders import OrderSummary, Seller
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import (
    CREATED,
    Answer,
    ProblemError,
    good,
    invalid,
    not_found,
)
from buyer_portal.order_service.conversations import repository
from buyer_portal.order_service.conversations.sellers import seller_in, sellers_in
from buyer_portal.order_service.cursors import cursor_after, read_cursor
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.events.repository import append
from buyer_portal.order_service.orders.repository import StoredOrder, find_order
from buyer_portal.order_service.sessions.viewer import Viewer
from buyer_portal.order_service.statements import Found

LINES: Final = 50
ROWS: Final = 30


def conversation(
    connection: Connection, viewer: Viewer, order_id: str, seller_id: str, before: int | None
) -> Conversation:
    """Return the newest lines below a number; a conversation nobody has begun is empty.

    Raises:
        ProblemError: No such order of this buyer, or no such seller of it.
    """
    stored, seller = _find(connection, viewer, order_id, seller_id)
    names = (connection, viewer.tenant, order_id, seller.id)
    kept = repository.find_conversation(*names)
    lines = repository.messages_before(
        *names,
        before=before,
        limit=LINES,
        read_number=kept.read_number if kept is not None else 0,
    )
    return Conversation(
        order_id=order_id,
        seller=seller,
        sellers=sellers_in(stored),
        messages=lines,
        older_before=lines[0].number if lines and lines[0].number > 1 else None,
        unread=kept.unread if kept is not None else 0,
        asked_at=kept.asked_at if kept is not None else None,
        quick=quick_requests_for(part_of(stored.order, seller.id)),
        server_now=viewer.now,
    )


def send(transaction: Transaction, viewer: Viewer, order_id: str, command: SendMessage) -> Answer:
    """Write the buyer's line down; other tabs of the buyer learn of it.

    Raises:
        ProblemError: No such order or seller, a command that came too late, a request that makes
            no sense any more, or too many lines in a short time.
    """
    stored, seller = _find(transaction.connection, viewer, order_id, command.seller_id)
    if command.expires_at.tzinfo is None:
        raise invalid("/expires_at", "timezone_aware")
    if command.expires_at <= viewer.now:
        raise ProblemError(ProblemCode.COMMAND_EXPIRED)
    kind = command.kind
    if kind is not MessageKind.TEXT and kind not in quick_requests_for(
        part_of(stored.order, seller.id)
    ):
        kind = MessageKind.TEXT  # its moment has passed; the words still say what they say
    since = viewer.now - timedelta(seconds=BURST_SECONDS)
    sent = repository.sent_since(transaction.connection, viewer.tenant, order_id, seller.id, since)
    if sent >= BURST:
        raise ProblemError(ProblemCode.TOO_MANY_TRIES, retry_after_seconds=BURST_SECONDS)
    message, _ = repository.add_line(
        transaction,
        viewer.tenant,
        order_id=order_id,
        seller_id=seller.id,
        buyer_id=viewer.buyer_id,
        author=Actor.BUYER,
        kind=kind,
        text=command.text,
        at=viewer.now,
    )
    append(
        transaction,
        viewer.tenant,
        EventType.MESSAGE_SENT,
        viewer.now,
        buyer_id=viewer.buyer_id,
        order_id=order_id,
        parameters={"number": stored.order.number, "seller_id": seller.id, "kind": str(kind)},
    )
    return good(MessageAnswer(message=message, server_now=viewer.now), CREATED)


def read(
    transaction: Transaction, viewer: Viewer, order_id: str, marked: ReadConversation
) -> UnreadMessages:
    """Count lines as read and return how many still wait in all conversations.

    Raises:
        ProblemError: No such order of this buyer, or no such seller of it.
    """
    connection = transaction.connection
    _, seller = _find(connection, viewer, order_id, marked.seller_id)
    kept = repository.find_conversation(connection, viewer.tenant, order_id, seller.id)
    if kept is not None and kept.unread:
        up_to = min(marked.up_to, kept.last_number)
        repository.mark_read(transaction, viewer.tenant, order_id, seller.id, up_to)
    return UnreadMessages(unread=repository.unread_of(connection, viewer.tenant, viewer.buyer_id))


def conversations_page(connection: Connection, viewer: Viewer, cursor: str) -> ConversationsPage:
    """Return a page of the buyer's conversations, newest first.

    Raises:
        ProblemError: The cursor is none of ours.
    """
    rows = repository.find_conversations(
        connection,
        viewer.tenant,
        viewer.buyer_id,
        after=_after(cursor) if cursor else None,
        limit=ROWS + 1,
    )
    shown = rows[:ROWS]
    return ConversationsPage(
        conversations=tuple(_summary_of(row) for row in shown),
        unread=repository.unread_of(connection, viewer.tenant, viewer.buyer_id),
        next_cursor=_cursor(shown[-1]) if len(rows) > ROWS else "",
        server_now=viewer.now,
    )


def _find(
    connection: Connection, viewer: Viewer, order_id: str, seller_id: str
) -> tuple[StoredOrder, Seller]:
    stored = find_order(connection, viewer.tenant, viewer.buyer_id, order_id)
    seller = seller_in(stored, seller_id) if stored is not None else None
    if stored is None or seller is None:
        raise not_found()
    return stored, seller


def _summary_of(row: Found) -> ConversationSummary:
    return ConversationSummary(
        order=OrderSummary.model_validate_json(row.summary),
        seller=Seller(id=row.seller_id, name=row.name),
        last=Message(
            number=row.last_number,
            author=Actor(row.last_author),
            at=row.last_at,
            kind=MessageKind(row.last_kind),
            text=row.last_text,
            is_read=row.unread == 0,
        ),
        unread=row.unread,
        asked_at=row.asked_at,
    )


def _cursor(row: Found) -> str:
    return cursor_after(row.last_at, row.order_id, row.seller_id)


def _after(cursor: str) -> tuple[datetime, str, str]:
    moment, [order_id, seller_id] = read_cursor(cursor, 2)
    return moment, order_id, seller_id
