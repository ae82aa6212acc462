"""Change here what happens when a deadline passes.

``process_due`` may run as often as one likes: each deadline is worked off in a transaction that
also removes its row, and a row whose order has moved on does nothing but go.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import BigInteger, Connection, bindparam, delete, select, type_coerce

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision_values import DeadlineKind
from buyer_portal.domain.orders import RequestKind
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import ProblemError
from buyer_portal.order_service.cancellations.seller_answers import approve, reject
from buyer_portal.order_service.cancellations.whole_orders import expire_unpaid
from buyer_portal.order_service.columns import Moment, table_of
from buyer_portal.order_service.database import Database, Transaction
from buyer_portal.order_service.deadlines.tables import DeadlineRow
from buyer_portal.order_service.orders.repository import StoredOrder, find_order_of_tenant
from buyer_portal.order_service.returns.counterparts import pass_due
from buyer_portal.order_service.returns.repository import DUE_PREFIX
from buyer_portal.order_service.sessions.viewer import World
from buyer_portal.order_service.tenants.repository import find_world
from buyer_portal.order_service.tenants.tables import TenantRow

BATCH: Final = 100

_deadlines = table_of(DeadlineRow)
_tenants = table_of(TenantRow)

_DUE: Final = (
    select(_deadlines.c.order_id, _deadlines.c.kind, _deadlines.c.at)
    .where(
        _deadlines.c.tenant == bindparam("tenant"),
        _deadlines.c.at <= bindparam("now", type_=Moment),
    )
    .order_by(_deadlines.c.at, _deadlines.c.order_id)
    .limit(BATCH)
)
_DROP: Final = delete(_deadlines).where(
    _deadlines.c.tenant == bindparam("the_tenant"),
    _deadlines.c.order_id == bindparam("the_id"),
    _deadlines.c.kind == bindparam("the_kind"),
    _deadlines.c.at == bindparam("the_moment", type_=Moment),
)
_WAITING: Final = select(_tenants.c.id).where(
    _tenants.c.frozen_at.is_(None),
    select(_deadlines.c.order_id)
    .where(
        _deadlines.c.tenant == _tenants.c.id,
        type_coerce(_deadlines.c.at, BigInteger)
        <= bindparam("real", type_=BigInteger) + _tenants.c.clock_offset,
    )
    .exists(),
)


def tenants_with_due(connection: Connection, real_microseconds: int) -> list[str]:
    """Return the tenants whose running clock has passed a deadline."""
    return list(connection.execute(_WAITING, {"real": real_microseconds}).scalars())


async def process_due(database: Database, tenant: str, now: datetime) -> int:
    """Work off what was due at ``now``, in its order, each at its own moment; return how many."""
    done = 0

    def find(connection: Connection) -> list[tuple[str, str, datetime]]:
        rows = connection.execute(_DUE, {"tenant": tenant, "now": now})
        return [(row.order_id, row.kind, row.at) for row in rows]

    while due := await database.read(find):
        for order_id, kind, at in due:
            # What happens because of a deadline happens at the deadline, however late we look.
            await database.write(
                lambda transaction, order_id=order_id, kind=kind, at=at: _work_off(
                    transaction, tenant, order_id, kind, at
                )
            )
        done += len(due)
    return done


def _work_off(
    transaction: Transaction, tenant: str, order_id: str, kind: str, at: datetime
) -> None:
    dropped = transaction.connection.execute(
        _DROP,
        {"the_tenant": tenant, "the_id": order_id, "the_kind": kind, "the_moment": at},
    )
    world = find_world(transaction.connection, tenant)
    if dropped.rowcount != 1 or world is None:
        return
    stored = find_order_of_tenant(transaction.connection, tenant, order_id)
    if stored is None:
        return
    then = World(tenant=tenant, seed=world.seed, now=at)
    try:
        if kind == DeadlineKind.PAY_BY:
            expire_unpaid(transaction, then, stored)
        elif kind == DeadlineKind.SELLER_ANSWERS_BY:
            _answer_for_sellers(transaction, then, stored)
        elif kind.startswith(DUE_PREFIX):
            pass_due(transaction, then, stored, kind.removeprefix(DUE_PREFIX))
    except ProblemError as error:
        if error.code is not ProblemCode.WRONG_STATE:
            raise


def _answer_for_sellers(transaction: Transaction, world: World, stored: StoredOrder) -> None:
    """Let silence speak for each seller of an order whose time is up; most orders have one."""
    for request in stored.order.open_requests:
        is_meant = request.kind is RequestKind.CANCELLATION  # returns have deadlines of their own
        if request.answer_by != world.now or not is_meant:
            continue
        if request.silence_approves:
            stored = approve(transaction, world, stored, Actor.SYSTEM, request.seller_id)
        else:
            stored = reject(transaction, world, stored, Actor.SYSTEM, "", request.seller_id)
