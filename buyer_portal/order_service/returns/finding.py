"""Change here how a command finds its order and return, and what holds for some pieces."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from buyer_portal.domain.policy import Permission
from buyer_portal.domain.return_rules import ARRIVED, ReturnableLine, returnable_lines
from buyer_portal.domain.returns import Return, ReturnKind
from buyer_portal.order_service.answers import not_found
from buyer_portal.order_service.orders.repository import StoredOrder, find_order
from buyer_portal.order_service.returns import repository
from buyer_portal.order_service.returns.steps import return_in
from buyer_portal.order_service.sessions.viewer import Viewer


def find_order_of_buyer(connection: Connection, viewer: Viewer, order_id: str) -> StoredOrder:
    """Return an order of the buyer.

    Raises:
        ProblemError: Unknown, or another buyer's.
    """
    stored = find_order(connection, viewer.tenant, viewer.buyer_id, order_id)
    if stored is None:
        raise not_found()
    return stored


def find_return(
    connection: Connection, viewer: Viewer, return_id: str
) -> tuple[StoredOrder, Return]:
    """Return a return of the buyer with its order.

    Raises:
        ProblemError: Unknown, or another buyer's.
    """
    scope = (viewer.tenant, viewer.buyer_id)
    order_id = repository.order_of_return(connection, *scope, return_id)
    if order_id is None:
        raise not_found()
    stored = find_order_of_buyer(connection, viewer, order_id)
    found = return_in(connection, viewer, stored.order, return_id)
    if found is None:
        raise not_found()
    return stored, found


def lines_now(
    connection: Connection, viewer: Viewer, stored: StoredOrder
) -> tuple[ReturnableLine, ...]:
    """Return what can be returned of each line now."""
    order = stored.order
    returns = repository.returns_of(connection, viewer.tenant, viewer.buyer_id, order.id)
    return returnable_lines(order, returns, stored.policy, viewer.now)


def permission_of(
    lines: Sequence[ReturnableLine], pieces: Mapping[str, int], kind: ReturnKind
) -> Permission:
    """Return what holds for all of some pieces: instant only where it is for each."""
    ways = [line.way(kind) for line in lines if pieces.get(line.line_id)]
    found = [way.permission for way in ways if way is not None]
    is_instant = found and all(one is Permission.INSTANT for one in found)
    return Permission.INSTANT if is_instant else Permission.REQUEST


def have_arrived(lines: Sequence[ReturnableLine], pieces: Mapping[str, int]) -> bool:
    """Say whether all of some pieces are with the buyer."""
    stages = [line.stage for line in lines if pieces.get(line.line_id)]
    return all(stage in ARRIVED for stage in stages)


def needs_reason(permission: Permission) -> bool:
    """Say whether somebody decides, who has to know why."""
    return permission is not Permission.INSTANT
