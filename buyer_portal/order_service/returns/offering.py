"""Change here what a buyer is told can go back, and what that gives back."""

from collections.abc import Mapping, Sequence

from pydantic import TypeAdapter
from sqlalchemy import Connection

from buyer_portal.domain.policy import Permission
from buyer_portal.domain.refunds import preview_refund
from buyer_portal.domain.return_rules import returnable_lines
from buyer_portal.domain.returns import Return, ReturnKind, ReturnStatus
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_contract.returns import ReturnAppeal, ReturnOffer
from buyer_portal.order_service.answers import Answer, good, invalid
from buyer_portal.order_service.orders.use_cases import detail_of
from buyer_portal.order_service.returns import photos, repository
from buyer_portal.order_service.returns.finding import (
    find_order_of_buyer,
    have_arrived,
    needs_reason,
    permission_of,
)
from buyer_portal.order_service.sessions.viewer import Viewer
from buyer_portal.order_service.support.repository import return_appeals
from buyer_portal.policies import return_reasons

_DETAIL_JSON: TypeAdapter[OrderDetail] = TypeAdapter(OrderDetail)


def offer(
    connection: Connection,
    viewer: Viewer,
    order_id: str,
    kind: ReturnKind | None,
    pieces: Mapping[str, int] | None,
) -> Answer:
    """Return an order, what of it can be returned, and what returning ``pieces`` gives back.

    Raises:
        ProblemError: Unknown, another buyer's, or a line that is not of this order.
    """
    stored = find_order_of_buyer(connection, viewer, order_id)
    order = stored.order
    if set(pieces or ()) - {line.id for line in order.lines}:
        raise invalid("line", "unknown")
    returns = repository.returns_of(connection, viewer.tenant, viewer.buyer_id, order.id)
    lines = returnable_lines(order, returns, stored.policy, viewer.now)
    kinds = tuple(one for one in ReturnKind if any(line.way(one) for line in lines))
    kind = kind if kind is not None and kind in kinds else next(iter(kinds), ReturnKind.RETURN)
    left = {line.line_id: line.quantity for line in lines if line.way(kind)}
    chosen = {
        line_id: min(quantity, left[line_id])
        for line_id, quantity in (pieces or {}).items()
        if line_id in left
    }
    detail = detail_of(
        connection,
        viewer,
        stored,
        client_build=viewer.client_build,
        minimum_build=viewer.minimum_client_build,
    )
    permission = permission_of(lines, chosen or left, kind)
    return good(
        ReturnOffer(
            detail=_DETAIL_JSON.validate_json(detail.text),
            kinds=kinds,
            kind=kind,
            lines=lines,
            pieces=chosen,
            preview=preview_refund(order, chosen, stored.policy),
            reasons=return_reasons(kind, has_arrived=have_arrived(lines, chosen or left)),
            reason_required=needs_reason(permission),
            is_instant=permission is Permission.INSTANT,
            photos=photos.drafts_of(connection, viewer, order.id),
            appeals=_appeals(connection, viewer, order.id, returns),
        )
    )


def _appeals(
    connection: Connection, viewer: Viewer, order_id: str, returns: Sequence[Return]
) -> tuple[ReturnAppeal, ...]:
    if not any(found.status is ReturnStatus.REJECTED or found.is_overruled for found in returns):
        return ()
    return return_appeals(connection, viewer.tenant, viewer.buyer_id, order_id)
