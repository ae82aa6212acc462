"""Change here how conversations are found and stored; reads of a buyer filter by buyer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import (
    Connection,
    Integer,
    String,
    bindparam,
    case,
    func,
    insert,
    select,
    tuple_,
    update,
)

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.conversations import ANSWERS, Message, MessageKind
from buyer_portal.order_service.columns import Moment, table_of
from buyer_portal.order_service.conversations.tables import ConversationRow, MessageRow
from buyer_portal.order_service.database import StaleError, Transaction
from buyer_portal.order_service.orders.tables import OrderRow
from buyer_portal.order_service.sellers.tables import SellerRow
from buyer_portal.order_service.statements import Found, Prepared

_conversations = table_of(ConversationRow)
_messages = table_of(MessageRow)
_orders = table_of(OrderRow)
_sellers = table_of(SellerRow)

_THIS: Final = (
    _conversations.c.tenant == bindparam("the_tenant"),
    _conversations.c.order_id == bindparam("the_order"),
    _conversations.c.seller_id == bindparam("the_seller"),
)
_FIND: Final = Prepared(select(_conversations).where(*_THIS))
_ADD: Final = Prepared(insert(_conversations))
_ADD_MESSAGE: Final = Prepared(insert(_messages))
_HAS_NEW: Final = bindparam("has_new", type_=Integer)
_WAITING: Final = bindparam("waiting", type_=String)
_CONTINUE: Final = Prepared(
    update(_conversations)
    .where(*_THIS, _conversations.c.last_number == bindparam("seen_number"))
    .values(
        last_number=_conversations.c.last_number + 1,
        last_at=bindparam("at"),
        last_author=bindparam("author"),
        last_kind=bindparam("kind"),
        last_text=bindparam("text"),
        unread=_conversations.c.unread + _HAS_NEW,
        asked_at=case(
            (_WAITING == "yes", bindparam("at", type_=Moment)),
            (_WAITING == "no", None),
            else_=_conversations.c.asked_at,
        ),
    )
)
_READ: Final = Prepared(
    update(_conversations)
    .where(*_THIS, _conversations.c.read_number < bindparam("up_to"))
    .values(read_number=bindparam("up_to"), unread=bindparam("still_unread"))
)
_OTHERS_AFTER: Final = Prepared(
    select(func.count().label("lines")).where(
        _messages.c.tenant == bindparam("the_tenant"),
        _messages.c.order_id == bindparam("the_order"),
        _messages.c.seller_id == bindparam("the_seller"),
        _messages.c.number > bindparam("up_to"),
        _messages.c.author != str(Actor.BUYER),
    )
)
_SENT_SINCE: Final = Prepared(
    select(func.count().label("lines")).where(
        _messages.c.tenant == bindparam("the_tenant"),
        _messages.c.order_id == bindparam("the_order"),
        _messages.c.seller_id == bindparam("the_seller"),
        _messages.c.author == str(Actor.BUYER),
        _messages.c.at > bindparam("since", type_=Moment),
    )
)
_PAGE: Final = Prepared(
    select(_messages)
    .where(
        _messages.c.tenant == bindparam("the_tenant"),
        _messages.c.order_id == bindparam("the_order"),
        _messages.c.seller_id == bindparam("the_seller"),
        _messages.c.number < bindparam("before"),
    )
    .order_by(_messages.c.number.desc())
    .limit(bindparam("limit"))
)
_UNREAD: Final = Prepared(
    select(func.coalesce(func.sum(_conversations.c.unread), 0).label("lines")).where(
        _conversations.c.tenant == bindparam("tenant"),
        _conversations.c.buyer_id == bindparam("buyer_id"),
    )
)
_NEWEST: Final = (
    select(
        _conversations,
        _orders.c.number,
        _orders.c.summary,
        _sellers.c.name,
    )
    .join(
        _orders,
        (_orders.c.tenant == _conversations.c.tenant)
        & (_orders.c.id == _conversations.c.order_id)
        & (_orders.c.buyer_id == _conversations.c.buyer_id),
    )
    .join(
        _sellers,
        (_sellers.c.tenant == _conversations.c.tenant)
        & (_sellers.c.id == _conversations.c.seller_id),
    )
    .where(
        _conversations.c.tenant == bindparam("tenant"),
        _conversations.c.buyer_id == bindparam("buyer_id"),
    )
    .order_by(
        _conversations.c.last_at.desc(),
        _conversations.c.order_id.desc(),
        _conversations.c.seller_id.desc(),
    )
    .limit(bindparam("limit"))
)
_LIST: Final = Prepared(_NEWEST)
_LIST_AFTER: Final = Prepared(
    _NEWEST.where(
        tuple_(_conversations.c.last_at, _conversations.c.order_id, _conversations.c.seller_id)
        < tuple_(
            bindparam("after_at", type_=Moment), bindparam("after_order"), bindparam("after_seller")
        )
    )
)
_ENDLESS: Final = 2**31 - 1


def find_conversation(
    connection: Connection, tenant: str, order_id: str, seller_id: str
) -> Found | None:
    """Return what is kept of a conversation; None before its first line.

    The caller has checked whose order it is.
    """
    return _FIND.row(connection, _names(tenant, order_id, seller_id))


def add_line(
    transaction: Transaction,
    tenant: str,
    *,
    order_id: str,
    seller_id: str,
    buyer_id: str,
    author: Actor,
    kind: MessageKind,
    text: str,
    at: datetime,
) -> tuple[Message, bool]:
    """Add a line; return it, and whether it is the first that its buyer has not read.

    Two at once: the later one runs again and gets the next number.
    """
    connection = transaction.connection
    names = _names(tenant, order_id, seller_id)
    is_news = author is not Actor.BUYER
    kept = _FIND.row(connection, names)
    newest: dict[str, object] = {
        "author": str(author),
        "kind": str(kind),
        "text": text,
        "at": at,
    }
    if kept is None:
        number = 1
        _ADD.run(
            connection,
            {
                "tenant": tenant,
                "order_id": order_id,
                "seller_id": seller_id,
                "buyer_id": buyer_id,
                "last_number": number,
                "last_at": at,
                "last_author": str(author),
                "last_kind": str(kind),
                "last_text": text,
                "read_number": 0 if is_news else number,
                "unread": int(is_news),
                "asked_at": at if kind is MessageKind.ASK_CANCEL else None,
            },
        )
    else:
        number = kept.last_number + 1
        waiting = "yes" if kind is MessageKind.ASK_CANCEL else "no" if kind in ANSWERS else ""
        changed = _CONTINUE.run(
            connection,
            names
            | newest
            | {"seen_number": kept.last_number, "has_new": int(is_news), "waiting": waiting},
        )
        if changed != 1:
            raise StaleError
    _ADD_MESSAGE.run(
        connection,
        newest
        | {
            "tenant": tenant,
            "order_id": order_id,
            "seller_id": seller_id,
            "buyer_id": buyer_id,
            "number": number,
        },
    )
    message = Message(
        number=number, author=author, at=at, kind=kind, text=text, is_read=not is_news
    )
    return message, is_news and (kept is None or kept.unread == 0)


def mark_read(
    transaction: Transaction, tenant: str, order_id: str, seller_id: str, up_to: int
) -> None:
    """Count the others' lines up to a number as read; the caller has checked whose order it is."""
    names = _names(tenant, order_id, seller_id) | {"up_to": up_to}
    still_unread = _OTHERS_AFTER.value(transaction.connection, names) or 0
    _READ.run(transaction.connection, names | {"still_unread": still_unread})


def sent_since(
    connection: Connection, tenant: str, order_id: str, seller_id: str, since: datetime
) -> int:
    """Return how many lines the buyer wrote after a moment."""
    names = _names(tenant, order_id, seller_id)
    return int(_SENT_SINCE.value(connection, names | {"since": since}) or 0)


def messages_before(
    connection: Connection,
    tenant: str,
    order_id: str,
    seller_id: str,
    *,
    before: int | None,
    limit: int,
    read_number: int,
) -> tuple[Message, ...]:
    """Return the newest lines below a number, oldest first; None is from the end."""
    names = _names(tenant, order_id, seller_id)
    rows = _PAGE.rows(
        connection, names | {"before": _ENDLESS if before is None else before, "limit": limit}
    )
    return tuple(
        Message(
            number=row.number,
            author=Actor(row.author),
            at=row.at,
            kind=MessageKind(row.kind),
            text=row.text,
            is_read=row.author == Actor.BUYER or row.number <= read_number,
        )
        for row in reversed(rows)
    )


def unread_of(connection: Connection, tenant: str, buyer_id: str) -> int:
    """Return how many lines wait to be read by a buyer."""
    return int(_UNREAD.value(connection, {"tenant": tenant, "buyer_id": buyer_id}) or 0)


def find_conversations(
    connection: Connection,
    tenant: str,
    buyer_id: str,
    *,
    after: tuple[datetime, str, str] | None,
    limit: int,
) -> Sequence[Found]:
    """Return a buyer's conversations, newest first."""
    asked: dict[str, object] = {"tenant": tenant, "buyer_id": buyer_id, "limit": limit}
    if after is None:
        return _LIST.rows(connection, asked)
    asked["after_at"], asked["after_order"], asked["after_seller"] = after
    return _LIST_AFTER.rows(connection, asked)


def _names(tenant: str, order_id: str, seller_id: str) -> dict[str, object]:
    return {"the_tenant": tenant, "the_order": order_id, "the_seller": seller_id}
