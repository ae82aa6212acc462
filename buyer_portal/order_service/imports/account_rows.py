"""Change here how an import finds and stores the accounts of its buyers."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.me.tables import BuyerRow
from buyer_portal.order_service.orders.creation import add_counters

_buyers = table_of(BuyerRow)

_ACCOUNTS: Final = select(
    _buyers.c.id,
    _buyers.c.name,
    _buyers.c.login,
    _buyers.c.demo_key,
    _buyers.c.external_source,
    _buyers.c.external_id,
).where(_buyers.c.tenant == bindparam("tenant"))
_BY_ID: Final = _ACCOUNTS.where(_buyers.c.id.in_(bindparam("names", expanding=True)))
_BY_LOGIN: Final = _ACCOUNTS.where(_buyers.c.login.in_(bindparam("names", expanding=True)))
_BY_EXTERNAL: Final = _ACCOUNTS.where(
    _buyers.c.external_source == bindparam("source"),
    _buyers.c.external_id.in_(bindparam("names", expanding=True)),
    _buyers.c.external_id != "",
)
_ADD_ACCOUNTS: Final = insert(_buyers)
_NAME_ACCOUNT: Final = (
    update(_buyers)
    .where(_buyers.c.tenant == bindparam("the_tenant"), _buyers.c.id == bindparam("the_id"))
    .values(external_source=bindparam("external_source"), external_id=bindparam("external_id"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A buyer's account; the external id is empty for those that came by no import."""

    id: str
    name: str
    login: str
    is_demo: bool = False
    external_source: str = ""
    external_id: str = ""


def accounts_by_external_id(
    connection: Connection, tenant: str, source: str, names: Collection[str]
) -> dict[str, Account]:
    """Return the accounts of a source's buyers, by external id."""
    asked = {"tenant": tenant, "source": source, "names": list(names)}
    return {row.external_id: _account_of(row) for row in connection.execute(_BY_EXTERNAL, asked)}


def accounts_by_login(
    connection: Connection, tenant: str, logins: Collection[str]
) -> dict[str, Account]:
    """Return accounts by login, as stored."""
    asked = {"tenant": tenant, "names": list(logins)}
    return {row.login: _account_of(row) for row in connection.execute(_BY_LOGIN, asked)}


def accounts_by_id(connection: Connection, tenant: str, ids: Collection[str]) -> dict[str, Account]:
    """Return accounts by id."""
    asked = {"tenant": tenant, "names": list(ids)}
    return {row.id: _account_of(row) for row in connection.execute(_BY_ID, asked)}


def add_accounts(
    transaction: Transaction, tenant: str, rows: Iterable[Mapping[str, object]]
) -> None:
    """Store new accounts with their counters."""
    every = [{"tenant": tenant, **row} for row in rows]
    if every:
        transaction.connection.execute(_ADD_ACCOUNTS, every)
        add_counters(transaction.connection, tenant, [str(row["id"]) for row in every])


def name_account(transaction: Transaction, tenant: str, account: Account) -> None:
    """Note under which id another system knows an account."""
    transaction.connection.execute(
        _NAME_ACCOUNT,
        {
            "the_tenant": tenant,
            "the_id": account.id,
            "external_source": account.external_source,
            "external_id": account.external_id,
        },
    )


def _account_of(row: Row[*tuple[Any, ...]]) -> Account:
    return Account(
        id=row.id,
        name=row.name,
        login=row.login,
        is_demo=bool(row.demo_key),
        external_source=row.external_source,
        external_id=row.external_id,
    )
