"""Change here when an account can be deleted, and what is left of it."""

import json
from typing import Final

from sqlalchemy import Connection, Table, bindparam, delete, func, select, update

from buyer_portal.domain.cancellations import RefundStatus
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.returns import RETURN_STEPS, ReturnStatus
from buyer_portal.order_contract.account import AccountFacts, DeleteAccount
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.account.personal import TREATMENTS, Erase, Treatment, blanked
from buyer_portal.order_service.account.rows import of_buyer, rows_of
from buyer_portal.order_service.answers import ProblemError, invalid
from buyer_portal.order_service.cancellations.tables import RefundRow
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.events.repository import append
from buyer_portal.order_service.me.logins import email_of, phone_of
from buyer_portal.order_service.me.tables import BuyerRow
from buyer_portal.order_service.orders.tables import OrderRow
from buyer_portal.order_service.returns.tables import ReturnRow
from buyer_portal.order_service.sessions import repository as sessions
from buyer_portal.order_service.sessions.use_cases import sign_out
from buyer_portal.order_service.sessions.viewer import Viewer
from buyer_portal.order_service.tables import METADATA
from buyer_portal.order_service.tenants.clock import real_now

AT_REST: Final = (OrderStatus.DELIVERED, OrderStatus.COMPLETED, OrderStatus.CANCELLED)
UNDER_WAY: Final = tuple(str(one) for one in ReturnStatus if RETURN_STEPS[one])
PAID_BACK: Final = (RefundStatus.SUCCEEDED,)
ERASED_LOGIN: Final = "deleted:"
"""Begins the login of an account that is gone; nobody can type one, it is no e-mail."""

_orders = table_of(OrderRow)
_refunds = table_of(RefundRow)
_returns = table_of(ReturnRow)
_buyers = table_of(BuyerRow)


def facts(connection: Connection, viewer: Viewer) -> AccountFacts:
    """Return what stands in the way of deleting the account."""

    def count(table: Table, *more: object) -> int:
        mine = of_buyer(table, TREATMENTS[table.name].scope, viewer.tenant, viewer.buyer_id)
        statement = select(func.count()).select_from(table).where(mine)
        for condition in more:
            statement = statement.where(condition)  # pyright: ignore[reportArgumentType]
        return int(connection.execute(statement).scalar_one())

    return AccountFacts(
        login=viewer.login,
        orders=count(_orders),
        open_orders=count(_orders, _orders.c.status.not_in([str(one) for one in AT_REST])),
        open_returns=count(_returns, _returns.c.status.in_(UNDER_WAY)),
        open_refunds=count(_refunds, _refunds.c.status.not_in([str(one) for one in PAID_BACK])),
        server_now=viewer.now,
    )


def delete_account(transaction: Transaction, viewer: Viewer, command: DeleteAccount) -> None:
    """Erase whoever bought; their orders and refunds stay as numbers that the law asks for.

    Raises:
        ProblemError: Another name was typed, or something is still open.
    """
    if not _is_same(command.login, viewer.login):
        raise invalid("/login", "other")
    if not facts(transaction.connection, viewer).can_delete:
        raise ProblemError(ProblemCode.WRONG_STATE)
    _sign_out_everywhere(transaction, viewer)
    # Rows that are found by way of others go first.
    for name, treatment in sorted(
        TREATMENTS.items(), key=lambda one: one[1].scope not in ("ticket_id", "order_id")
    ):
        _erase(transaction, viewer, METADATA.tables[name], treatment)
    transaction.connection.execute(
        update(_buyers)
        .where(_buyers.c.tenant == viewer.tenant, _buyers.c.id == viewer.buyer_id)
        .values(login=f"{ERASED_LOGIN}{viewer.buyer_id}")
    )
    append(
        transaction,
        viewer.tenant,
        EventType.ACCOUNT_DELETED,
        viewer.now,
        buyer_id=viewer.buyer_id,
    )


def _is_same(typed: str, login: str) -> bool:
    return email_of(typed) == login or (bool(phone_of(typed)) and phone_of(typed) == login)


def _sign_out_everywhere(transaction: Transaction, viewer: Viewer) -> None:
    """End every session, so that open pages close within a second."""
    scope = (transaction.connection, viewer.tenant, viewer.buyer_id)
    for session in list(sessions.sessions_of(*scope, real_now())):
        sign_out(transaction, session.id_hash)


def _erase(transaction: Transaction, viewer: Viewer, table: Table, treatment: Treatment) -> None:
    if treatment.erase is Erase.KEEP:
        return
    connection = transaction.connection
    mine = of_buyer(table, treatment.scope, viewer.tenant, viewer.buyer_id)
    if treatment.erase is Erase.DELETE:
        connection.execute(delete(table).where(mine))
        return
    if treatment.cleared:
        connection.execute(update(table).where(mine).values(dict(treatment.cleared)))
    if not treatment.documents:
        return
    key = [column.name for column in table.primary_key.columns]
    change = update(table).values({name: bindparam(f"new_{name}") for name in treatment.documents})
    for name in key:
        change = change.where(table.c[name] == bindparam(f"the_{name}"))
    changes: list[dict[str, object]] = []
    for row in list(rows_of(connection, table, mine)):
        new = {f"new_{name}": _blanked(str(row[name])) for name in treatment.documents}
        if any(new[f"new_{name}"] != row[name] for name in treatment.documents):
            changes.append(new | {f"the_{name}": row[name] for name in key})
    if changes:
        connection.execute(change, changes)


def _blanked(document: str) -> str:
    """Return a document without whoever bought; one without a trace of them stays as it is."""
    value = json.loads(document)
    kept = blanked(value)
    return document if kept == value else json.dumps(kept, ensure_ascii=False)
