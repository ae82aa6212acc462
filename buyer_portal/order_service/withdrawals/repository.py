"""Change here how withdrawals, and the orders that strangers name, are found."""

from typing import Final, NamedTuple

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, insert, select

from buyer_portal.domain.withdrawal import Withdrawal
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.me.tables import BuyerRow
from buyer_portal.order_service.orders.tables import OrderRow
from buyer_portal.order_service.receipts.tables import ReceiptRow
from buyer_portal.order_service.statements import Prepared
from buyer_portal.order_service.withdrawals.tables import WithdrawalRow

MOST_NAMED: Final = 20
"""Orders of one number that are compared; other systems' numbers may repeat."""

_JSON: Final = TypeAdapter(Withdrawal)
_withdrawals = table_of(WithdrawalRow)
_orders = table_of(OrderRow)
_receipts = table_of(ReceiptRow)
_buyers = table_of(BuyerRow)

_FIND: Final = Prepared(
    select(_withdrawals.c.receipt_id, _withdrawals.c.document).where(
        _withdrawals.c.tenant == bindparam("tenant"),
        _withdrawals.c.order_id == bindparam("order_id"),
    )
)
_DOCUMENT: Final = Prepared(
    select(_receipts.c.document)
    .join(
        _withdrawals,
        (_withdrawals.c.tenant == _receipts.c.tenant)
        & (_withdrawals.c.receipt_id == _receipts.c.id),
    )
    .where(
        _withdrawals.c.tenant == bindparam("tenant"),
        _withdrawals.c.order_id == bindparam("order_id"),
    )
)
_ADD: Final = Prepared(insert(_withdrawals))
_NAMED: Final = Prepared(
    select(_orders.c.id, _orders.c.buyer_id, _buyers.c.name, _buyers.c.login)
    .join(_buyers, (_buyers.c.tenant == _orders.c.tenant) & (_buyers.c.id == _orders.c.buyer_id))
    .where(_orders.c.tenant == bindparam("tenant"), _orders.c.number == bindparam("number"))
    .order_by(_orders.c.id)
    .limit(MOST_NAMED)
)


class Found(NamedTuple):
    """A withdrawal and its receipt."""

    withdrawal: Withdrawal
    receipt_id: str


class NamedOrder(NamedTuple):
    """An order of the number that somebody gave, and whose it is."""

    order_id: str
    buyer_id: str
    name: str
    login: str


def find(connection: Connection, tenant: str, order_id: str) -> Found | None:
    """Return the withdrawal of an order; the caller has checked whose it is."""
    row = _FIND.row(connection, {"tenant": tenant, "order_id": order_id})
    return None if row is None else Found(_JSON.validate_json(row.document), row.receipt_id)


def given_address(connection: Connection, tenant: str, order_id: str) -> str:
    """Return the e-mail address that a withdrawal wants its acknowledgement at; empty for none."""
    found = find(connection, tenant, order_id)
    return "" if found is None else found.withdrawal.email.strip()


def acknowledgement_in(connection: Connection, tenant: str, order_id: str) -> str:
    """Return the signed acknowledgement of an order's withdrawal; empty where there is none."""
    asked = {"tenant": tenant, "order_id": order_id}
    return str(_DOCUMENT.value(connection, asked) or "")


def add(
    transaction: Transaction, tenant: str, buyer_id: str, withdrawal: Withdrawal, receipt_id: str
) -> None:
    """Store a withdrawal; a second one of the order collides."""
    _ADD.run(
        transaction.connection,
        {
            "tenant": tenant,
            "order_id": withdrawal.order_id,
            "id": withdrawal.id,
            "buyer_id": buyer_id,
            "reference": withdrawal.reference,
            "received_at": withdrawal.received_at,
            "receipt_id": receipt_id,
            "document": _JSON.dump_json(withdrawal).decode(),
        },
    )


def orders_numbered(connection: Connection, tenant: str, number: str) -> list[NamedOrder]:
    """Return the orders of a number, whoever's they are; what was found is never told."""
    rows = _NAMED.rows(connection, {"tenant": tenant, "number": number})
    return [NamedOrder(row.id, row.buyer_id, row.name, row.login) for row in rows]
