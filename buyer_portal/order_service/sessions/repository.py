"""Change here how sessions, tries and tickets are found and stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Integer, bindparam, case, delete, insert, select, text, update

from buyer_portal.domain.skins import STANDARD_SKIN
from buyer_portal.order_service.columns import Moment, RowLike, table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.me.tables import BuyerRow
from buyer_portal.order_service.orders.tables import OrderRow
from buyer_portal.order_service.sessions.tables import SessionRow, TryRow, UsedTicketRow
from buyer_portal.order_service.tenants.tables import TenantRow

_sessions = table_of(SessionRow)
_tries = table_of(TryRow)
_tickets = table_of(UsedTicketRow)
_buyers = table_of(BuyerRow)
_tenants = table_of(TenantRow)
_orders = table_of(OrderRow)

_ADD: Final = insert(_sessions)
_SKIN: Final = select(_tenants.c.skin).where(_tenants.c.id == bindparam("tenant"))
_NEWEST: Final = (
    select(_orders.c.id)
    .where(_orders.c.tenant == bindparam("tenant"), _orders.c.buyer_id == bindparam("buyer_id"))
    .order_by(_orders.c.placed_at.desc(), _orders.c.id.desc())
    .limit(1)
)
_ADD_TICKET: Final = insert(_tickets)
_OF_BUYER: Final = (
    select(
        _sessions.c.id_hash,
        _sessions.c.key,
        _sessions.c.user_agent,
        _sessions.c.signed_in_at,
        _sessions.c.last_seen_at,
    )
    .where(
        _sessions.c.tenant == bindparam("tenant"),
        _sessions.c.buyer_id == bindparam("buyer_id"),
        _sessions.c.revoked_at.is_(None),
        _sessions.c.expires_at > bindparam("real", type_=Moment),
    )
    .order_by(_sessions.c.signed_in_at.desc(), _sessions.c.key)
)
_BY_KEY: Final = select(_sessions.c.id_hash, _sessions.c.revoked_at).where(
    _sessions.c.tenant == bindparam("tenant"),
    _sessions.c.buyer_id == bindparam("buyer_id"),
    _sessions.c.key == bindparam("key"),
)
_REVOKE: Final = (
    update(_sessions)
    .where(_sessions.c.id_hash == bindparam("the_hash"), _sessions.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("revoked_at"))
    .returning(_sessions.c.tenant, _sessions.c.buyer_id)
)
_TOUCH: Final = (
    update(_sessions)
    .where(_sessions.c.id_hash == bindparam("the_hash"))
    .values(last_seen_at=bindparam("last_seen_at"))
)
_LOGIN: Final = select(_buyers.c.id, _buyers.c.password_hash).where(
    _buyers.c.tenant == bindparam("tenant"), _buyers.c.login == bindparam("login")
)
_PHONE: Final = select(_buyers.c.id, _buyers.c.password_hash).where(
    _buyers.c.tenant == bindparam("tenant"),
    _buyers.c.phone == bindparam("login"),
    _buyers.c.phone != "",
)
_DEMO: Final = (
    select(
        _buyers.c.id,
        _buyers.c.demo_key,
        _buyers.c.name,
        _buyers.c.login,
        _buyers.c.market,
        _buyers.c.about_key,
    )
    .where(_buyers.c.tenant == bindparam("tenant"), _buyers.c.demo_key != "")
    .order_by(_buyers.c.demo_place, _buyers.c.demo_key)
)
_BUYER: Final = select(_buyers.c.id).where(
    _buyers.c.tenant == bindparam("tenant"), _buyers.c.id == bindparam("id")
)
_COUNT_TRY: Final = text(
    """
    INSERT INTO sign_in_tries (tenant, kind, subject, count, since)
    VALUES (:tenant, :kind, :subject, 1, :now)
    ON CONFLICT (tenant, kind, subject) DO UPDATE SET
        count = CASE WHEN sign_in_tries.since <= :expired THEN 1
                     ELSE sign_in_tries.count + 1 END,
        since = CASE WHEN sign_in_tries.since <= :expired THEN :now
                     ELSE sign_in_tries.since END
    RETURNING count AS number, since
    """
).bindparams(bindparam("now", type_=Moment), bindparam("expired", type_=Moment))
_COUNT_TRY_ROW: Final = _COUNT_TRY.columns(number=Integer, since=Moment)
_FORGIVE: Final = (
    update(_tries)
    .where(
        _tries.c.tenant == bindparam("the_tenant"),
        _tries.c.kind == bindparam("the_kind"),
        _tries.c.subject == bindparam("the_subject"),
    )
    .values(
        count=case(
            (_tries.c.count > bindparam("less"), _tries.c.count - bindparam("less")), else_=0
        )
    )
)
_DROP_OLD_TRIES: Final = delete(_tries).where(_tries.c.since < bindparam("now"))
_DROP_OLD_TICKETS: Final = delete(_tickets).where(_tickets.c.expires_at < bindparam("now"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Whom a login names, and the hash their password is compared with."""

    buyer_id: str
    password_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """Failed tries since a moment."""

    count: int
    since: datetime


def add_session(transaction: Transaction, row: dict[str, object]) -> None:
    """Store a new session."""
    transaction.connection.execute(_ADD, row)


def sessions_of(
    connection: Connection, tenant: str, buyer_id: str, real: datetime
) -> Iterable[RowLike]:
    """Return a buyer's sessions that hold, newest first."""
    asked = {"tenant": tenant, "buyer_id": buyer_id, "real": real}
    return connection.execute(_OF_BUYER, asked).all()


def session_by_key(
    connection: Connection, tenant: str, buyer_id: str, key: str
) -> tuple[str, bool] | None:
    """Return hash and whether it was revoked, of a session of this buyer; None: not theirs."""
    asked = {"tenant": tenant, "buyer_id": buyer_id, "key": key}
    row = connection.execute(_BY_KEY, asked).one_or_none()
    return None if row is None else (row.id_hash, row.revoked_at is not None)


def revoke(transaction: Transaction, id_hash: str, real: datetime) -> tuple[str, str] | None:
    """End a session; return tenant and buyer, None when there was none to end."""
    asked = {"the_hash": id_hash, "revoked_at": real}
    row = transaction.connection.execute(_REVOKE, asked).one_or_none()
    return None if row is None else (row.tenant, row.buyer_id)


def touch(transaction: Transaction, seen: dict[str, datetime]) -> None:
    """Note when sessions were last used."""
    if seen:
        transaction.connection.execute(
            _TOUCH, [{"the_hash": one, "last_seen_at": at} for one, at in seen.items()]
        )


def account_of(connection: Connection, tenant: str, login: str, phone: str) -> Account | None:
    """Return the account of an e-mail or a phone, as stored; both are asked for every time."""
    row = connection.execute(_LOGIN, {"tenant": tenant, "login": login}).one_or_none()
    by_phone = connection.execute(_PHONE, {"tenant": tenant, "login": phone}).one_or_none()
    found = row or by_phone
    if found is None:
        return None
    return Account(buyer_id=found.id, password_hash=found.password_hash)


def has_buyer(connection: Connection, tenant: str, buyer_id: str) -> bool:
    """Say whether a buyer exists."""
    asked = {"tenant": tenant, "id": buyer_id}
    return connection.execute(_BUYER, asked).one_or_none() is not None


def demo_buyers(connection: Connection, tenant: str) -> Iterable[RowLike]:
    """Return the one-click buyers in the order to show them."""
    return connection.execute(_DEMO, {"tenant": tenant}).all()


def newest_order_of(connection: Connection, tenant: str, buyer_id: str) -> str:
    """Return the id of a buyer's newest order, empty where there is none."""
    asked = {"tenant": tenant, "buyer_id": buyer_id}
    return connection.execute(_NEWEST, asked).scalar_one_or_none() or ""


def skin_of(connection: Connection, tenant: str) -> str:
    """Return the skin of a tenant; the standard one where there is no such tenant."""
    found = connection.execute(_SKIN, {"tenant": tenant}).scalar_one_or_none()
    return found or STANDARD_SKIN


def use_ticket(transaction: Transaction, tenant: str, nonce: str, expires_at: datetime) -> bool:
    """Use a ticket up; False when it was used before."""
    used = select(_tickets.c.nonce).where(_tickets.c.tenant == tenant, _tickets.c.nonce == nonce)
    if transaction.connection.execute(used).one_or_none() is not None:
        return False
    transaction.connection.execute(
        _ADD_TICKET, {"tenant": tenant, "nonce": nonce, "expires_at": expires_at}
    )
    return True


def count_try(
    transaction: Transaction,
    tenant: str,
    kind: str,
    subject: str,
    *,
    now: datetime,
    expired: datetime,
) -> Tries:
    """Count a try in one statement, so that many at once are all counted; return the sum.

    Args:
        expired: A count that began then or before begins anew.
    """
    asked = {
        "tenant": tenant,
        "kind": kind,
        "subject": subject,
        "now": now,
        "expired": expired,
    }
    row = transaction.connection.execute(_COUNT_TRY_ROW, asked).one()
    return Tries(count=row.number, since=row.since)


def forgive(transaction: Transaction, tenant: str, kind: str, subject: str, less: int) -> None:
    """Take some tries off an account or an address."""
    transaction.connection.execute(
        _FORGIVE,
        {"the_tenant": tenant, "the_kind": kind, "the_subject": subject, "less": less},
    )


def forget_old(transaction: Transaction, tries_before: datetime, real: datetime) -> None:
    """Drop tries and used tickets whose time is over."""
    transaction.connection.execute(_DROP_OLD_TRIES, {"now": tries_before})
    transaction.connection.execute(_DROP_OLD_TICKETS, {"now": real})
