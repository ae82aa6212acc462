"""Change here how a return is asked for, what is refused, and how it starts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.orders import Order
from buyer_portal.domain.policy import Permission
from buyer_portal.domain.refunds import preview_refund, refund_of
from buyer_portal.domain.return_rules import ReturnableLine, ReturnObstacle
from buyer_portal.domain.returns import (
    Return,
    ReturnKind,
    ReturnOutcome,
    ReturnStatus,
    days_to_ship,
    ship_until,
)
from buyer_portal.domain.sellers import seller_of
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.returns import RequestReturn, ReturnAnswer
from buyer_portal.order_service.answers import CREATED, Answer, good, invalid, problem
from buyer_portal.order_service.commands.expiry import refuse_late
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.pieces import pieces_of
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.returns import photos
from buyer_portal.order_service.returns.finding import (
    find_order_of_buyer,
    have_arrived,
    lines_now,
    needs_reason,
    permission_of,
)
from buyer_portal.order_service.returns.steps import names_of, open_return, priced
from buyer_portal.order_service.sessions.viewer import Viewer, World
from buyer_portal.policies import return_reasons


def request(
    transaction: Transaction, viewer: Viewer, order_id: str, command: RequestReturn
) -> Answer:
    """Ask each seller whose pieces these are; where nobody has a say, it is approved at once.

    A refusal is an answer and is kept as one.

    Raises:
        ProblemError: No such order, a command that came too late, or fields that are wrong.
    """
    stored = find_order_of_buyer(transaction.connection, viewer, order_id)
    refuse_late(command.expires_at, viewer.now)
    order = stored.order
    pieces = pieces_of(command.lines, order)
    lines = lines_now(transaction.connection, viewer, stored)
    obstacle = _obstacle(lines, pieces, command.kind)
    if obstacle is not None:
        return problem(
            ProblemCode.RETURN_REFUSED, return_obstacle=obstacle, order_version=order.version
        )
    total = preview_refund(order, pieces, stored.policy).total_minor
    if command.seen_refund_minor not in (None, total):
        return problem(ProblemCode.ORDER_CHANGED, order_version=order.version)
    permission = permission_of(lines, pieces, command.kind)
    _check_reason(command, permission, lines, pieces)
    photos.check_drafts(transaction.connection, viewer, order.id, command.photo_ids)
    made: list[Return] = []
    for seller_id, share in _by_seller(order, pieces).items():
        stored, new = start(
            transaction,
            viewer,
            stored,
            share,
            kind=command.kind,
            permission=permission_of(lines, share, command.kind),
            reason_key=command.reason_key,
            reason_text=command.reason_text.strip(),
            photo_ids=command.photo_ids,
            seller_id=seller_id,
            has_arrived=have_arrived(lines, share),
        )
        made.append(new)
    photos.keep(transaction, viewer, command.photo_ids, made[0].id)
    return good(
        ReturnAnswer(returns=tuple(made), order=stored.order, server_now=viewer.now), CREATED
    )


def start(
    transaction: Transaction,
    world: World,
    stored: StoredOrder,
    pieces: Mapping[str, int],
    *,
    kind: ReturnKind = ReturnKind.RETURN,
    permission: Permission = Permission.INSTANT,
    reason_key: str = "",
    reason_text: str = "",
    photo_ids: Sequence[str] = (),
    seller_id: str = "",
    has_arrived: bool = True,
) -> tuple[StoredOrder, Return]:
    """Start a return of one seller's pieces; ``instant`` needs no seller, and no reason.

    The caller has checked that these pieces can be returned.
    """
    order = stored.order
    seller_id = seller_id or order.seller_id
    policy = stored.policy.of_seller(seller_id)
    return_id, reference = names_of(transaction, world, order)
    is_right = permission is Permission.INSTANT
    new = Return(
        id=return_id,
        reference=reference,
        order_id=order.id,
        seller_id=seller_id,
        kind=kind,
        status=ReturnStatus.REQUESTED,
        reason_key=reason_key,
        reason_text=reason_text,
        photo_ids=tuple(photo_ids),
        is_right=is_right,
        is_free=policy.return_free,
        is_before_arrival=not has_arrived,
        requested_at=world.now,
        asked_at_version=order.version,
        answer_by=None if is_right else world.now + timedelta(hours=policy.answer_hours),
        answer_hours=policy.answer_hours,
        silence_approves=policy.silence_approves,
        ship_days=days_to_ship(policy.ship_back_days, is_right=is_right),
        confirm_days=policy.confirm_days,
        lines=priced(stored, pieces),
        refund_minor=refund_of(order, pieces, stored.policy)[0].total_minor,
        currency=order.currency,
    )
    if is_right:
        new = approved(new, world, Actor.SYSTEM)
    return open_return(transaction, world, stored, new)


def approved(found: Return, world: World, actor: Actor) -> Return:
    """Return a return that may go on: the goods are to be sent, or the money goes back now."""
    after = replace(found, status=ReturnStatus.APPROVED, answered_at=world.now, answered_by=actor)
    if found.kind is ReturnKind.REFUND:
        return replace(after, outcome=ReturnOutcome.KEPT)
    return replace(after, ship_by=ship_until(world.now, found.ship_days))


def _obstacle(
    lines: Sequence[ReturnableLine], pieces: Mapping[str, int], kind: ReturnKind
) -> ReturnObstacle | None:
    for line in lines:
        asked = pieces.get(line.line_id, 0)
        if not asked:
            continue
        if line.obstacle is not None:
            return line.obstacle
        if line.way(kind) is None:
            return ReturnObstacle.NOT_IN_POLICY
        if asked > line.quantity:
            return ReturnObstacle.RETURNED
    return None


def _check_reason(
    command: RequestReturn,
    permission: Permission,
    lines: Sequence[ReturnableLine],
    pieces: Mapping[str, int],
) -> None:
    known = return_reasons(command.kind, has_arrived=have_arrived(lines, pieces))
    if command.reason_key and command.reason_key not in known:
        raise invalid("/reason_key", "unknown")
    if not command.reason_key and needs_reason(permission):
        raise invalid("/reason_key", "missing")


def _by_seller(order: Order, pieces: Mapping[str, int]) -> dict[str, dict[str, int]]:
    shares: dict[str, dict[str, int]] = {}
    for line in order.lines:
        if pieces.get(line.id):
            shares.setdefault(seller_of(order, line), {})[line.id] = pieces[line.id]
    return shares
