"""Change here what a buyer can do about returns: see what goes, ask, send, answer, take back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from pydantic import TypeAdapter
from sqlalchemy import Connection

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.orders import Order
from buyer_portal.domain.policy import Permission
from buyer_portal.domain.refunds import preview_refund, refund_of
from buyer_portal.domain.return_rules import (
    ARRIVED,
    ReturnableLine,
    ReturnObstacle,
    returnable_lines,
)
from buyer_portal.domain.returns import (
    OfferStatus,
    Return,
    ReturnKind,
    ReturnOutcome,
    ReturnStatus,
    confirm_until,
    days_to_ship,
    ship_until,
)
from buyer_portal.domain.sellers import seller_of
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.returns import (
    AnswerOffer,
    RequestReturn,
    ReturnAnswer,
    ReturnAppeal,
    ReturnOffer,
    ShipReturn,
    WithdrawReturn,
)
from buyer_portal.order_service.answers import CREATED, Answer, good, invalid, not_found, problem
from buyer_portal.order_service.commands.expiry import refuse_late
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.repository import StoredOrder, find_order
from buyer_portal.order_service.orders.use_cases import detail_of
from buyer_portal.order_service.returns import photos, repository
from buyer_portal.order_service.returns.steps import (
    PART,
    move,
    names_of,
    open_return,
    priced,
    return_in,
)
from buyer_portal.order_service.sessions.viewer import Viewer, World
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
    stored = _find(connection, viewer, order_id)
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
    permission = _permission(lines, chosen or left, kind)
    return good(
        ReturnOffer(
            detail=_DETAIL_JSON.validate_json(detail.text),
            kinds=kinds,
            kind=kind,
            lines=lines,
            pieces=chosen,
            preview=preview_refund(order, chosen, stored.policy),
            reasons=return_reasons(kind, has_arrived=_has_arrived(lines, chosen or left)),
            reason_required=_needs_reason(permission),
            is_instant=permission is Permission.INSTANT,
            photos=photos.drafts_of(connection, viewer, order.id),
            appeals=_appeals(connection, viewer, order.id, returns),
        )
    )


def request(
    transaction: Transaction, viewer: Viewer, order_id: str, command: RequestReturn
) -> Answer:
    """Ask each seller whose pieces these are; where nobody has a say, it is approved at once.

    A refusal is an answer and is kept as one.

    Raises:
        ProblemError: No such order, a command that came too late, or fields that are wrong.
    """
    stored = _find(transaction.connection, viewer, order_id)
    refuse_late(command.expires_at, viewer.now)
    order = stored.order
    pieces = _pieces_of(command, order)
    lines = _lines_now(transaction.connection, viewer, stored)
    obstacle = _obstacle(lines, pieces, command.kind)
    if obstacle is not None:
        return problem(
            ProblemCode.RETURN_REFUSED, return_obstacle=obstacle, order_version=order.version
        )
    total = preview_refund(order, pieces, stored.policy).total_minor
    if command.seen_refund_minor not in (None, total):
        return problem(ProblemCode.ORDER_CHANGED, order_version=order.version)
    permission = _permission(lines, pieces, command.kind)
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
            permission=_permission(lines, share, command.kind),
            reason_key=command.reason_key,
            reason_text=command.reason_text.strip(),
            photo_ids=command.photo_ids,
            seller_id=seller_id,
            has_arrived=_has_arrived(lines, share),
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


def ship(transaction: Transaction, viewer: Viewer, return_id: str, command: ShipReturn) -> Answer:
    """Note that the parcel is on its way, or correct its number while the seller waits for it.

    Raises:
        ProblemError: No such return, or a command that came too late.
    """
    stored, found = _find_return(transaction.connection, viewer, return_id)
    refuse_late(command.expires_at, viewer.now)
    is_correction = found.status is ReturnStatus.SHIPPED and found.arrived_at is None
    if not found.must_be_sent and not is_correction:
        return problem(ProblemCode.ORDER_CHANGED, order_version=stored.order.version)
    saved = send(
        transaction,
        viewer,
        stored,
        found,
        carrier=command.carrier,
        tracking_number=command.tracking_number,
    )
    return _answer(transaction, viewer, saved, return_id)


def send(
    transaction: Transaction,
    world: World,
    stored: StoredOrder,
    found: Return,
    *,
    carrier: str,
    tracking_number: str,
) -> StoredOrder:
    """Write that the goods are on their way back."""
    shipped_at = found.shipped_at or world.now
    after = replace(
        found,
        status=ReturnStatus.SHIPPED,
        shipped_at=shipped_at,
        carrier=carrier,
        tracking_number=tracking_number,
        confirm_by=confirm_until(shipped_at, found.confirm_days),
    )
    return move(transaction, world, stored, found, after, EventType.RETURN_SHIPPED, Actor.BUYER)


def answer_offer(
    transaction: Transaction, viewer: Viewer, return_id: str, command: AnswerOffer
) -> Answer:
    """Take a part of the money and keep the goods, or decline it and wait for the seller again.

    Raises:
        ProblemError: No such return, or a command that came too late.
    """
    stored, found = _find_return(transaction.connection, viewer, return_id)
    refuse_late(command.expires_at, viewer.now)
    offered = found.open_offer
    if offered is None or offered.amount_minor != command.seen_amount_minor:
        return problem(ProblemCode.ORDER_CHANGED, order_version=stored.order.version)
    if not command.accepts:
        saved = decline_offer(transaction, viewer, stored, found)
        return _answer(transaction, viewer, saved, return_id)
    after = replace(
        found,
        status=ReturnStatus.APPROVED,
        answered_at=viewer.now,
        answered_by=Actor.BUYER,
        outcome=ReturnOutcome.PART,
        offer=replace(offered, status=OfferStatus.ACCEPTED, answered_at=viewer.now),
    )
    saved = move(
        transaction,
        viewer,
        stored,
        found,
        after,
        EventType.RETURN_APPROVED,
        Actor.BUYER,
        PART,
    )
    return _answer(transaction, viewer, saved, return_id)


def decline_offer(
    transaction: Transaction,
    world: World,
    stored: StoredOrder,
    found: Return,
    *,
    actor: Actor = Actor.BUYER,
    code: str = "",
) -> StoredOrder:
    """Let the seller answer the request itself, with as much time as at first."""
    if found.offer is None:
        return stored
    status = OfferStatus.DECLINED if actor is Actor.BUYER else OfferStatus.LAPSED
    after = replace(
        found,
        offer=replace(found.offer, status=status, answered_at=world.now),
        answer_by=world.now + timedelta(hours=found.answer_hours),
    )
    return move(transaction, world, stored, found, after, EventType.OFFER_DECLINED, actor, code)


def withdraw(
    transaction: Transaction, viewer: Viewer, return_id: str, command: WithdrawReturn
) -> Answer:
    """Take a return back, or refuse because it is on its way or over.

    Raises:
        ProblemError: No such return, or a command that came too late.
    """
    stored, found = _find_return(transaction.connection, viewer, return_id)
    refuse_late(command.expires_at, viewer.now)
    if found.status is not ReturnStatus.REQUESTED and not found.must_be_sent:
        return problem(ProblemCode.NOT_WITHDRAWABLE, order_version=stored.order.version)
    after = replace(found, status=ReturnStatus.WITHDRAWN, ended_at=viewer.now)
    saved = move(transaction, viewer, stored, found, after, EventType.RETURN_WITHDRAWN, Actor.BUYER)
    return _answer(transaction, viewer, saved, return_id)


def _find(connection: Connection, viewer: Viewer, order_id: str) -> StoredOrder:
    stored = find_order(connection, viewer.tenant, viewer.buyer_id, order_id)
    if stored is None:
        raise not_found()
    return stored


def _find_return(
    connection: Connection, viewer: Viewer, return_id: str
) -> tuple[StoredOrder, Return]:
    scope = (viewer.tenant, viewer.buyer_id)
    order_id = repository.order_of_return(connection, *scope, return_id)
    if order_id is None:
        raise not_found()
    stored = _find(connection, viewer, order_id)
    found = return_in(connection, viewer, stored.order, return_id)
    if found is None:
        raise not_found()
    return stored, found


def _lines_now(
    connection: Connection, viewer: Viewer, stored: StoredOrder
) -> tuple[ReturnableLine, ...]:
    order = stored.order
    returns = repository.returns_of(connection, viewer.tenant, viewer.buyer_id, order.id)
    return returnable_lines(order, returns, stored.policy, viewer.now)


def _appeals(
    connection: Connection, viewer: Viewer, order_id: str, returns: Sequence[Return]
) -> tuple[ReturnAppeal, ...]:
    if not any(found.status is ReturnStatus.REJECTED or found.is_overruled for found in returns):
        return ()
    return return_appeals(connection, viewer.tenant, viewer.buyer_id, order_id)


def _answer(
    transaction: Transaction, viewer: Viewer, stored: StoredOrder, return_id: str
) -> Answer:
    found = return_in(transaction.connection, viewer, stored.order, return_id)
    return good(
        ReturnAnswer(
            returns=() if found is None else (found,),
            order=stored.order,
            server_now=viewer.now,
        )
    )


def _pieces_of(command: RequestReturn, order: Order) -> dict[str, int]:
    known = {line.id for line in order.lines}
    pieces: dict[str, int] = {}
    for at, asked in enumerate(command.lines):
        if asked.line_id not in known:
            raise invalid(f"/lines/{at}/line_id", "unknown")
        if asked.line_id in pieces:
            raise invalid(f"/lines/{at}/line_id", "repeated")
        pieces[asked.line_id] = asked.quantity
    return pieces


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


def _permission(
    lines: Sequence[ReturnableLine], pieces: Mapping[str, int], kind: ReturnKind
) -> Permission:
    """Return what holds for all of some pieces: instant only where it is for each."""
    ways = [line.way(kind) for line in lines if pieces.get(line.line_id)]
    found = [way.permission for way in ways if way is not None]
    is_instant = found and all(one is Permission.INSTANT for one in found)
    return Permission.INSTANT if is_instant else Permission.REQUEST


def _has_arrived(lines: Sequence[ReturnableLine], pieces: Mapping[str, int]) -> bool:
    stages = [line.stage for line in lines if pieces.get(line.line_id)]
    return all(stage in ARRIVED for stage in stages)


def _needs_reason(permission: Permission) -> bool:
    """Say whether somebody decides, who has to know why."""
    return permission is not Permission.INSTANT


def _check_reason(
    command: RequestReturn,
    permission: Permission,
    lines: Sequence[ReturnableLine],
    pieces: Mapping[str, int],
) -> None:
    known = return_reasons(command.kind, has_arrived=_has_arrived(lines, pieces))
    if command.reason_key and command.reason_key not in known:
        raise invalid("/reason_key", "unknown")
    if not command.reason_key and _needs_reason(permission):
        raise invalid("/reason_key", "missing")


def _by_seller(order: Order, pieces: Mapping[str, int]) -> dict[str, dict[str, int]]:
    shares: dict[str, dict[str, int]] = {}
    for line in order.lines:
        if pieces.get(line.id):
            shares.setdefault(seller_of(order, line), {})[line.id] = pieces[line.id]
    return shares
