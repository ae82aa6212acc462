"""Change here what the service knows of whoever asks: found by session alone, in one query."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, select

from buyer_portal.domain.mail_groups import USUAL_GROUPS, MailGroup
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import ProblemError
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.me.tables import BuyerRow
from buyer_portal.order_service.sessions.tables import SessionRow
from buyer_portal.order_service.statements import Prepared
from buyer_portal.order_service.tenants.clock import real_now, tenant_now
from buyer_portal.order_service.tenants.tables import TenantRow

HASH_DIGITS: Final = 64

_sessions = table_of(SessionRow)
_buyers = table_of(BuyerRow)
_tenants = table_of(TenantRow)

_FIND: Final = Prepared(
    select(
        _sessions.c.tenant,
        _sessions.c.buyer_id,
        _sessions.c.key,
        _sessions.c.expires_at,
        _sessions.c.revoked_at,
        _buyers.c.name,
        _buyers.c.login,
        _buyers.c.phone,
        _buyers.c.locale,
        _buyers.c.time_zone,
        _buyers.c.theme,
        _buyers.c.market,
        _buyers.c.mail_groups,
        _tenants.c.seed,
        _tenants.c.clock_offset,
        _tenants.c.frozen_at,
        _tenants.c.skin,
        _tenants.c.minimum_client_build,
    )
    .join(
        _buyers,
        (_buyers.c.tenant == _sessions.c.tenant) & (_buyers.c.id == _sessions.c.buyer_id),
    )
    .join(_tenants, _tenants.c.id == _sessions.c.tenant)
    .where(_sessions.c.id_hash == bindparam("id_hash"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The tenant that an effect happens in, and its time."""

    tenant: str
    seed: bytes
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer(World):
    """A signed-in buyer: tenant and buyer filter every query that is made for them."""

    buyer_id: str
    session_hash: str
    session_key: str
    expires_at: datetime
    name: str
    login: str
    locale: str
    time_zone: str
    theme: str
    market: str
    mail_groups: tuple[MailGroup, ...] = USUAL_GROUPS
    skin: str
    minimum_client_build: int
    client_build: int | None = None


def viewer_of(
    connection: Connection,
    session_hash: str,
    client_build: int | None = None,
    *,
    minimum_build: int = 0,
) -> Viewer:
    """Return whose session this is.

    Args:
        minimum_build: What this installation accepts; the tenant may ask for more.

    Raises:
        ProblemError: Unknown, expired or revoked.
    """
    if len(session_hash) != HASH_DIGITS or not session_hash.isalnum():
        raise ProblemError(ProblemCode.UNAUTHENTICATED)
    found = _FIND.row(connection, {"id_hash": session_hash})
    real = real_now()
    if found is None or found.revoked_at is not None or found.expires_at <= real:
        raise ProblemError(ProblemCode.UNAUTHENTICATED)
    return Viewer(
        tenant=found.tenant,
        seed=found.seed,
        now=tenant_now(real, found.clock_offset, found.frozen_at),
        buyer_id=found.buyer_id,
        session_hash=session_hash,
        session_key=found.key,
        expires_at=found.expires_at,
        name=found.name,
        login=found.login or found.phone,
        locale=found.locale,
        time_zone=found.time_zone,
        theme=found.theme,
        market=found.market,
        mail_groups=tuple(MailGroup(one) for one in found.mail_groups.split(",") if one),
        skin=found.skin,
        minimum_client_build=max(found.minimum_client_build, minimum_build),
        client_build=client_build,
    )
