"""Change here what the list, one order and its decision tell a buyer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import Connection

from buyer_portal.domain.cancellations import Cancellation
from buyer_portal.domain.decision_values import Decision
from buyer_portal.domain.order_differences import AppliedChange
from buyer_portal.domain.orders import OrderTab
from buyer_portal.domain.returns import Return
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.orders import DecisionAnswer, HistoryEntry, OrderSummary
from buyer_portal.order_contract.receipts import ReceiptEntry
from buyer_portal.order_service.answers import OK, Answer, good, invalid, not_found
from buyer_portal.order_service.cancellations.repository import cancellations_of
from buyer_portal.order_service.changes.repository import changes_of
from buyer_portal.order_service.cursors import cursor_after, read_cursor
from buyer_portal.order_service.orders import repository
from buyer_portal.order_service.orders.repository import UNREAD, CardRow, StoredOrder, counts_of
from buyer_portal.order_service.orders.summaries import (
    SUMMARY_FORM,
    buyers_decision,
    card_of,
    folded,
)
from buyer_portal.order_service.orders.writing import returns_beside
from buyer_portal.order_service.receipts.use_cases import entries_of
from buyer_portal.order_service.returns.repository import returns_of
from buyer_portal.order_service.sessions.viewer import Viewer, World
from buyer_portal.order_service.standing.repository import standing_of

_OF_RETURN: Final = "return."
_COUNTS_JSON: Final = TypeAdapter(dict[str, int])
_MOMENT_JSON: Final = TypeAdapter(datetime)
_DECISION_JSON: Final = TypeAdapter(Decision)
_CANCELLATIONS_JSON: Final = TypeAdapter(tuple[Cancellation, ...])
_RETURNS_JSON: Final = TypeAdapter(tuple[Return, ...])
_CHANGES_JSON: Final = TypeAdapter(tuple[AppliedChange, ...])
_RECEIPTS_JSON: Final = TypeAdapter(tuple[ReceiptEntry, ...])
_HISTORY_JSON: Final = TypeAdapter(tuple[HistoryEntry, ...])


def orders_page(
    connection: Connection, viewer: Viewer, *, tab: OrderTab, query: str, cursor: str, limit: int
) -> Answer:
    """Return a page of cards: three queries with the session's, however many orders there are.

    Cards are stored as JSON and joined as they are; only one whose permission has run out, or that
    another version of the program wrote, is drawn anew.

    Raises:
        ProblemError: The cursor is none of ours.
    """
    after = _after(cursor) if cursor else None
    rows = repository.find_cards(
        connection,
        viewer.tenant,
        viewer.buyer_id,
        tab=tab,
        query=folded(query),
        after=after,
        limit=limit + 1,
    )
    counts = counts_of(connection, viewer.tenant, viewer.buyer_id)
    counts.pop(UNREAD)
    shown = rows[:limit]
    next_cursor = _cursor(shown[-1]) if len(rows) > limit else ""
    cards = ",".join(_card(connection, viewer, row) for row in shown)
    return Answer(
        OK,
        f'{{"orders":[{cards}],"next_cursor":"{next_cursor}",'
        f'"counts":{_json(_COUNTS_JSON, counts)},"server_now":{_json(_MOMENT_JSON, viewer.now)}}}',
    )


def order_detail(connection: Connection, viewer: Viewer, order_id: str) -> Answer:
    """Return all that the page of one order prints; order and policy go out as they are stored.

    Raises:
        ProblemError: Unknown, or another buyer's.
    """
    stored = repository.find_order(connection, viewer.tenant, viewer.buyer_id, order_id)
    if stored is None:
        raise not_found()
    return detail_of(
        connection,
        viewer,
        stored,
        client_build=viewer.client_build,
        minimum_build=viewer.minimum_client_build,
    )


def detail_of(
    connection: Connection,
    world: World,
    stored: StoredOrder,
    *,
    client_build: int | None = None,
    minimum_build: int = 0,
) -> Answer:
    """Return an order that was found, as its buyer sees it; the caller has checked whose it is."""
    order = stored.order
    history = repository.history_of(connection, world.tenant, order.id)
    names = (world.tenant, order.buyer_id, order.id)
    has_returns = any(entry.type.startswith(_OF_RETURN) for entry in history)
    returns = returns_of(connection, *names) if has_returns else ()
    decision = buyers_decision(
        order,
        None,
        now=world.now,
        policy=stored.policy,
        standing=standing_of(connection, world.tenant, order.buyer_id),
        client_build=client_build,
        minimum_build=minimum_build,
        returns=returns,
    )
    cancellations = cancellations_of(connection, *names)
    is_changed = any(entry.type == EventType.ORDER_CHANGED for entry in history)
    made = changes_of(connection, *names) if is_changed else ()
    receipts = entries_of(connection, world, order.buyer_id, order.id)
    return Answer(
        OK,
        f'{{"order":{stored.document},"seller":{stored.seller.model_dump_json()},'
        f'"decision":{_json(_DECISION_JSON, decision)},"policy":{stored.policy_text},'
        f'"cancellations":{_json(_CANCELLATIONS_JSON, cancellations)},'
        f'"history":{_json(_HISTORY_JSON, history)},'
        f'"returns":{_json(_RETURNS_JSON, returns)},'
        f'"changes":{_json(_CHANGES_JSON, made)},'
        f'"receipts":{_json(_RECEIPTS_JSON, receipts)},'
        f'"server_now":{_json(_MOMENT_JSON, world.now)}}}',
    )


def order_decision(
    connection: Connection, viewer: Viewer, order_id: str, lines: Mapping[str, int] | None
) -> Answer:
    """Return what cancelling ``lines``, or everything open, would mean now.

    Raises:
        ProblemError: Unknown, another buyer's, or a line that is not of this order.
    """
    stored = repository.find_order(connection, viewer.tenant, viewer.buyer_id, order_id)
    if stored is None:
        raise not_found()
    order = stored.order
    if set(lines or ()) - {line.id for line in order.lines}:
        raise invalid("line", "unknown")
    decision = buyers_decision(
        order,
        lines,
        now=viewer.now,
        policy=stored.policy,
        standing=standing_of(connection, viewer.tenant, order.buyer_id),
        client_build=viewer.client_build,
        minimum_build=viewer.minimum_client_build,
        returns=returns_of(connection, viewer.tenant, viewer.buyer_id, order.id),
    )
    return good(
        DecisionAnswer(
            order_id=order.id,
            order_version=order.version,
            decision=decision,
            server_now=viewer.now,
        )
    )


def _card(connection: Connection, viewer: Viewer, row: CardRow) -> str:
    if row.form != SUMMARY_FORM:
        stored = repository.find_order(connection, viewer.tenant, viewer.buyer_id, row.order_id)
        if stored is not None:
            returns = returns_beside(connection, viewer.tenant, stored.order)
            return card_of(stored.order, stored.seller, stored.policy, viewer.now, returns).text
    if row.permission_until is None or viewer.now <= row.permission_until:
        return row.summary
    summary = OrderSummary.model_validate_json(row.summary)
    # What could be cancelled until a moment that has passed is now what comes after it.
    later = {"permission": row.permission_later, "deadline": None}
    return summary.model_copy(update=later).model_dump_json(warnings=False)


def _cursor(row: CardRow) -> str:
    return cursor_after(row.placed_at, row.order_id)


def _after(cursor: str) -> tuple[datetime, str]:
    moment, [order_id] = read_cursor(cursor)
    return moment, order_id


def _json(adapter: TypeAdapter[Any], value: object) -> str:
    return adapter.dump_json(value).decode()
