"""Change here what each step of a return writes, and what it says to feed and notifications."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection

from buyer_portal.domain.cancellations import Actor, CancelledLine
from buyer_portal.domain.ids import id_of, reference_of
from buyer_portal.domain.money import share_out
from buyer_portal.domain.orders import OpenRequest, Order
from buyer_portal.domain.refunds import refund_of, refund_parts
from buyer_portal.domain.returns import Return, ReturnOutcome, ReturnStatus, may_step
from buyer_portal.domain.sellers import part_of, with_part
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import ProblemError
from buyer_portal.order_service.cancellations.naming import refunds_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.changes import paid_back, touched
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.orders.writing import Step, save
from buyer_portal.order_service.receipts.issuing import receipt_for_return
from buyer_portal.order_service.returns import repository
from buyer_portal.order_service.sessions.viewer import World

REFUND: Final = "refund"
KEPT: Final = "kept"
PART: Final = "part"
LATE: Final = "late"
UNANSWERED: Final = "unanswered"
ARRIVED: Final = "arrived"
CANCELLED: Final = "cancelled"
GOODS: Final = "goods"
LAPSED: Final = "lapsed"
OVERRULED: Final = "overruled"
OVERRULED_REFUND: Final = "overruled_refund"
"""Which words tell a step that can be come to in several ways."""


def names_of(transaction: Transaction, world: World, order: Order) -> tuple[str, str]:
    """Return id and reference of the return that this version of the order leads to."""
    names = (order.id, str(order.version))
    return (
        id_of(world.seed, world.now, "return", *names),
        reference_of(world.seed, "B", *names, str(transaction.attempt)),
    )


def open_return(
    transaction: Transaction, world: World, stored: StoredOrder, new: Return
) -> tuple[StoredOrder, Return]:
    """Write a return that was asked for, or that needs nobody's yes."""
    order = stored.order
    if new.outcome is not ReturnOutcome.NONE:
        after, new = _with_money(world, stored, new)
        event = EventType.RETURN_APPROVED
    else:
        after = with_part(touched(order), _asked(order, new), open_return=_request(order, new))
        is_asked = new.status is ReturnStatus.REQUESTED
        event = EventType.RETURN_REQUESTED if is_asked else EventType.RETURN_APPROVED
    step = Step(type=event, actor=Actor.BUYER, parameters=parameters_of(new, _code_of(new)))
    saved = save(transaction, world, stored, after, step)
    repository.add(transaction, world.tenant, order.buyer_id, new)
    if new.paid_back_at is not None:
        receipt_for_return(transaction, world, saved, new)
    return saved, new


def move(  # noqa: PLR0917 - what happens to what, who did it, and how it is told
    transaction: Transaction,
    world: World,
    stored: StoredOrder,
    before: Return,
    after: Return,
    event: EventType,
    actor: Actor,
    code: str = "",
) -> StoredOrder:
    """Write a step of a return, with its money where that goes back now.

    Raises:
        ProblemError: A return does not go this way.
    """
    if after.status is not before.status and not may_step(before.status, after.status):
        raise ProblemError(ProblemCode.WRONG_STATE)
    order = touched(stored.order)
    pays = after.outcome is not ReturnOutcome.NONE and before.paid_back_at is None
    if pays:
        order, after = _with_money(world, stored, after)
    if not after.is_running:
        order = _without_request(order, after)
    elif not pays and _may_show(order, after):
        order = with_part(order, _asked(order, after), open_return=_request(order, after))
    step = Step(type=event, actor=actor, parameters=parameters_of(after, code))
    every = repository.returns_of(transaction.connection, world.tenant, order.buyer_id, order.id)
    others = tuple(after if one.id == after.id else one for one in every)
    saved = save(transaction, world, stored, order, step, others)
    repository.change(transaction, world.tenant, order.buyer_id, before, after)
    if pays:
        receipt_for_return(transaction, world, saved, after)
    return saved


def return_in(connection: Connection, world: World, order: Order, return_id: str) -> Return | None:
    """Return one of an order's returns; None when it has no such one."""
    every = repository.returns_of(connection, world.tenant, order.buyer_id, order.id)
    return next((one for one in every if one.id == return_id), None)


def parameters_of(found: Return, code: str = "") -> dict[str, str]:
    """Return what events, history and notifications say of a return."""
    said = {
        "return_id": found.id,
        "reference": found.reference,
        "kind": str(found.kind),
        "pieces": str(sum(line.quantity for line in found.lines)),
        "refund_minor": str(found.refund_minor),
        "currency": found.currency,
    }
    if code:
        said["code"] = code
    if found.answer_reason:
        said["reason"] = found.answer_reason
    if found.open_offer is not None:
        said["offer_minor"] = str(found.open_offer.amount_minor)
    return said


def _code_of(new: Return) -> str:
    return REFUND if str(new.kind) == REFUND else ""


def priced(stored: StoredOrder, pieces: Mapping[str, int]) -> tuple[CancelledLine, ...]:
    """Return what each line of some pieces gives back, shipping and fees left out."""
    _, nets = refund_of(stored.order, pieces, stored.policy)
    return _lines(stored.order, pieces, nets)


def _lines(
    order: Order, pieces: Mapping[str, int], nets: Sequence[int]
) -> tuple[CancelledLine, ...]:
    return tuple(
        CancelledLine(line_id=line.id, quantity=pieces[line.id], refund_minor=net)
        for line, net in zip(order.lines, nets, strict=True)
        if pieces.get(line.id)
    )


def _with_money(world: World, stored: StoredOrder, found: Return) -> tuple[Order, Return]:
    """Return order and return with the money on its way, exactly as of now."""
    order = stored.order
    kept = {line.id: line.kept_quantity for line in order.lines}
    pieces = {key: min(count, kept.get(key, 0)) for key, count in found.pieces.items()}
    preview, nets = refund_of(order, pieces, stored.policy)
    total, parts = preview.total_minor, preview.parts
    if found.outcome is ReturnOutcome.PART and found.offer is not None:
        total = min(found.offer.amount_minor, total)
        parts = refund_parts(order, total, stored.policy)
        nets = share_out(total, nets) if any(nets) else nets
        pieces = {}
    refunds = refunds_of(world, found.id, order.currency, parts)
    is_done = not refunds and found.status in (ReturnStatus.APPROVED, ReturnStatus.RECEIVED)
    after = paid_back(order, pieces, parts, world.now)
    return after, replace(
        found,
        status=ReturnStatus.COMPLETED if is_done else found.status,
        lines=_lines(order, found.pieces, nets),
        refund_minor=total,
        refunds=refunds,
        paid_back_at=world.now,
    )


def _asked(order: Order, found: Return) -> str:
    """Return whose request it is; empty where the order has one seller."""
    return found.seller_id if order.further else ""


def _request(order: Order, found: Return) -> OpenRequest:
    waits = found.status is ReturnStatus.REQUESTED and found.open_offer is None
    return OpenRequest(
        id=found.id,
        kind=found.request_kind,
        requested_at=found.requested_at,
        answer_by=found.answer_by if waits else None,
        silence_approves=found.silence_approves,
        seller_id=_asked(order, found),
        line_ids=tuple(line.line_id for line in found.lines),
    )


def _may_show(order: Order, found: Return) -> bool:
    """Say whether the order can show this as its open request: it shows one a seller."""
    request = part_of(order, _asked(order, found)).open_return
    return request is None or request.id == found.id


def _without_request(order: Order, found: Return) -> Order:
    seller_id = _asked(order, found)
    request = part_of(order, seller_id).open_return
    if request is None or request.id != found.id:
        return order
    return with_part(order, seller_id, open_return=None)
