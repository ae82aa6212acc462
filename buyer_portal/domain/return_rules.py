"""Change here which pieces of an order can be returned or refunded, until when, and why not.

The rules look at the policy that the order was bought under (``return`` and ``refund`` per stage,
``return_days``, exclusions), at when the line's own parcel arrived, and at the returns before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from buyer_portal.domain.decision_facts import RANK
from buyer_portal.domain.decision_rules import stage_of
from buyer_portal.domain.orders import OpenRequest, Order, OrderLine, OrderStatus
from buyer_portal.domain.policy import Permission, Policy
from buyer_portal.domain.refunds import refundable_minor
from buyer_portal.domain.returns import UNDONE, Return, ReturnKind, ReturnOutcome, ReturnStatus
from buyer_portal.domain.sellers import part_of, seller_of

_S = OrderStatus
ARRIVED: Final = frozenset({_S.DELIVERED, _S.COMPLETED})
UNDER_WAY: Final = frozenset({_S.AWAITING_COLLECTION, _S.IN_TRANSIT})
ASKABLE: Final = frozenset({Permission.REQUEST, Permission.INSTANT})


class ReturnObstacle(StrEnum):
    """Why no piece of a line can be returned or refunded now. Stable codes."""

    CANCELLED = "cancelled"
    NOT_SENT = "not_sent"
    NOT_ARRIVED = "not_arrived"
    NOT_IN_POLICY = "not_in_policy"
    GOODS = "goods"
    TOO_LATE = "too_late"
    RETURNED = "returned"
    DECLINED = "declined"
    SETTLED = "settled"
    REQUEST_OPEN = "request_open"
    NOTHING_PAID = "nothing_paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnWay:
    """One way to get money for a line: what may be done, and whether the seller has a say."""

    kind: ReturnKind
    permission: Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnableLine:
    """What holds for a line. ``ways`` is empty where there is an ``obstacle``, and only there.

    ``until`` is the moment from which on nothing can be asked any more, where it is known.
    """

    line_id: str
    quantity: int
    ways: tuple[ReturnWay, ...] = ()
    obstacle: ReturnObstacle | None = None
    stage: OrderStatus
    until: datetime | None = None

    def way(self, kind: ReturnKind) -> ReturnWay | None:
        """Return the way of a kind; None where there is none."""
        return next((way for way in self.ways if way.kind is kind), None)


def returnable_lines(
    order: Order, returns: Sequence[Return], policy: Policy, now: datetime
) -> tuple[ReturnableLine, ...]:
    """Return what can be done about each line now, in the order's order.

    Args:
        returns: All returns of the order so far, however they ended.
    """
    return tuple(_line(order, line, returns, policy, now) for line in order.lines)


def return_ends_at(order: Order, line: OrderLine, policy: Policy) -> datetime | None:
    """Return from when on a line cannot be returned any more; None before it has arrived."""
    arrived_at = arrived_at_of(order, line)
    if arrived_at is None:
        return None
    own = policy.of_seller(seller_of(order, line))
    return arrived_at + timedelta(days=own.return_days)


def arrived_at_of(order: Order, line: OrderLine) -> datetime | None:
    """Return when a line's own parcel, or else the order, arrived."""
    for package in order.packages:
        if package.id == line.package_id and package.delivered_at is not None:
            return package.delivered_at
    return order.moments.delivered_at


def barred_pieces(line_id: str, returns: Sequence[Return]) -> int:
    """Return how many pieces stay with their buyer whatever happens.

    The seller declined them after they had arrived, or gave a part of the money for keeping them.
    """
    return sum(
        one.pieces.get(line_id, 0)
        for one in returns
        if (one.status is ReturnStatus.REJECTED and not one.is_before_arrival)
        or (one.outcome is ReturnOutcome.PART and one.status not in UNDONE)
    )


def _taken(
    line: OrderLine, returns: Sequence[Return], *, has_arrived: bool
) -> Mapping[ReturnObstacle, int]:
    """Return the pieces that other returns are about, by what that means for them."""
    taken: dict[ReturnObstacle, int] = {}
    for one in returns:
        pieces = one.pieces.get(line.id, 0)
        # What was paid back before it arrived is cancelled, and counted as that; money that was
        # declined while the parcel was under way bars no return once it is there.
        is_past = one.is_before_arrival and (one.paid_back_at is not None or has_arrived)
        if not pieces or one.status in UNDONE or (is_past and not one.is_running):
            continue
        if one.status is ReturnStatus.REJECTED:
            what = ReturnObstacle.DECLINED
        elif one.outcome is ReturnOutcome.PART:
            what = ReturnObstacle.SETTLED
        elif one.is_running:
            what = ReturnObstacle.REQUEST_OPEN
        else:
            what = ReturnObstacle.RETURNED
        taken[what] = taken.get(what, 0) + pieces
    return taken


def _line(
    order: Order, line: OrderLine, returns: Sequence[Return], policy: Policy, now: datetime
) -> ReturnableLine:
    stage = stage_of(order, line)
    own = policy.of_seller(seller_of(order, line))
    until = return_ends_at(order, line, policy) if stage in ARRIVED else None
    taken = _taken(line, returns, has_arrived=stage in ARRIVED)
    left = max(0, line.open_quantity - sum(taken.values()))
    ways = _ways(order, line, stage, own, now)
    obstacle = _obstacle(order, line, stage, own)
    if line.open_quantity <= 0:
        obstacle = ReturnObstacle.CANCELLED
    elif left == 0 and taken:
        obstacle = next(iter(taken))
    elif obstacle is None and until is not None and now >= until:
        obstacle = ReturnObstacle.TOO_LATE
    elif obstacle is None and not ways:
        obstacle = _why_no_way(line, stage, own)
    elif obstacle is None and refundable_minor(order) == 0:
        obstacle = ReturnObstacle.NOTHING_PAID
    return ReturnableLine(
        line_id=line.id,
        quantity=0 if obstacle else left,
        ways=() if obstacle else ways,
        obstacle=obstacle,
        stage=stage,
        until=until,
    )


def _obstacle(
    order: Order, line: OrderLine, stage: OrderStatus, policy: Policy
) -> ReturnObstacle | None:
    part = part_of(order, seller_of(order, line))
    if part.open_return is not None or _is_asked(part.open_request, line):
        return ReturnObstacle.REQUEST_OPEN
    if stage in ARRIVED:
        return None
    if stage not in UNDER_WAY:
        return ReturnObstacle.NOT_SENT
    asks = policy.stage(stage).refund in ASKABLE
    return None if asks else ReturnObstacle.NOT_ARRIVED


def _is_asked(request: OpenRequest | None, line: OrderLine) -> bool:
    """Say whether a request is about a line; one that noted no lines is about all."""
    return request is not None and (not request.line_ids or line.id in request.line_ids)


def _ways(
    order: Order, line: OrderLine, stage: OrderStatus, policy: Policy, now: datetime
) -> tuple[ReturnWay, ...]:
    rule = policy.stage(stage)
    found = [
        ReturnWay(kind=ReturnKind.RETURN, permission=_returns(line, stage, policy)),
        ReturnWay(kind=ReturnKind.REFUND, permission=rule.refund),
    ]
    if stage is OrderStatus.AWAITING_COLLECTION and policy.late_shipment_is_instant:
        ship_by = order.moments.ship_by
        if rule.refund is Permission.REQUEST and ship_by is not None and now > ship_by:
            found[1] = ReturnWay(kind=ReturnKind.REFUND, permission=Permission.INSTANT)
    return tuple(way for way in found if way.permission in ASKABLE)


def _returns(line: OrderLine, stage: OrderStatus, policy: Policy) -> Permission:
    """Return what the policy says of sending a line back; excluded goods get what it leaves."""
    permission = policy.stage(stage).return_ if policy.return_days > 0 else Permission.NONE
    ceiling = policy.exclusions.get(line.goods)
    if ceiling is None or (policy.exclusion_stages and stage not in policy.exclusion_stages):
        return permission
    return permission if RANK[permission] <= RANK[ceiling] else ceiling


def _why_no_way(line: OrderLine, stage: OrderStatus, policy: Policy) -> ReturnObstacle:
    if policy.stage(stage).return_ in ASKABLE and policy.exclusions.get(line.goods) is not None:
        return ReturnObstacle.GOODS
    is_over = stage is OrderStatus.COMPLETED and policy.stage(_S.DELIVERED).return_ in ASKABLE
    return ReturnObstacle.TOO_LATE if is_over else ReturnObstacle.NOT_IN_POLICY
