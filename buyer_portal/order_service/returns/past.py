"""Change here how a return of a scenario, or of the demo, came to be as it is."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.policy import Permission
from buyer_portal.domain.return_rules import ARRIVED, ReturnableLine, returnable_lines
from buyer_portal.domain.returns import Return
from buyer_portal.domain.sellers import seller_of
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import ProblemError
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.returns import counterparts
from buyer_portal.order_service.returns.asking import start
from buyer_portal.order_service.returns.steps import return_in
from buyer_portal.order_service.returns.use_cases import send
from buyer_portal.order_service.sessions.viewer import World
from buyer_portal.policies import return_reasons
from buyer_portal.scenario.parts import ScenarioReturn

_WAY: Final = ("approved", "shipped", "arrived", "received")


def bring_about(
    transaction: Transaction,
    world: World,
    stored: StoredOrder,
    spec: ScenarioReturn,
    *,
    seller_id: str = "",
) -> StoredOrder:
    """Let a return be asked for in the past, and what followed, up to now.

    Raises:
        ProblemError: The order cannot have such a return.
    """
    order = stored.order
    seller_id = seller_id or order.seller_id
    asked_at = world.now - timedelta(hours=spec.hours_ago)
    lines = returnable_lines(order, (), stored.policy, asked_at)
    pieces = _pieces(stored, lines, spec, seller_id)
    ways = [line.way(spec.kind) for line in lines if line.line_id in pieces]
    if not pieces or None in ways:
        raise ProblemError(ProblemCode.WRONG_STATE)
    is_instant = all(way and way.permission is Permission.INSTANT for way in ways)
    has_arrived = all(line.stage in ARRIVED for line in lines if line.line_id in pieces)
    reasons = return_reasons(spec.kind, has_arrived=has_arrived)
    stored, found = start(
        transaction,
        replace(world, now=asked_at),
        stored,
        pieces,
        kind=spec.kind,
        permission=Permission.INSTANT if is_instant else Permission.REQUEST,
        reason_key=spec.reason_key or reasons[0],
        reason_text=spec.reason_text,
        seller_id=seller_id,
        has_arrived=has_arrived,
    )
    moments = [asked_at + (world.now - asked_at) * share for share in (0.25, 0.5, 0.75, 0.9)]
    if spec.state == "rejected":
        then = replace(world, now=moments[0])
        return counterparts.reject(transaction, then, stored, found, Actor.SELLER, spec.reason)
    if spec.state == "offered":
        then = replace(world, now=moments[0])
        amount = spec.offer_minor or found.refund_minor // 3
        return counterparts.offer_part(transaction, then, stored, found, amount, spec.words)
    reached = _WAY.index(spec.state) + 1 if spec.state in _WAY else 0
    for name, moment in zip(_WAY[:reached], moments, strict=False):
        stored = _step(transaction, replace(world, now=moment), stored, found.id, name, spec)
    return stored


def _step(  # noqa: PLR0917 - what happens to what
    transaction: Transaction,
    world: World,
    stored: StoredOrder,
    return_id: str,
    name: str,
    spec: ScenarioReturn,
) -> StoredOrder:
    found = return_in(transaction.connection, world, stored.order, return_id)
    if found is None:
        raise ProblemError(ProblemCode.WRONG_STATE)
    if name == "approved":
        return _approved(transaction, world, stored, found, spec)
    if name == "shipped":
        return send(
            transaction,
            world,
            stored,
            found,
            carrier=spec.carrier,
            tracking_number=spec.tracking_number,
        )
    if name == "arrived":
        return counterparts.arrive(transaction, world, stored, found)
    return counterparts.receive(transaction, world, stored, found, Actor.SELLER)


def _approved(
    transaction: Transaction,
    world: World,
    stored: StoredOrder,
    found: Return,
    spec: ScenarioReturn,
) -> StoredOrder:
    if found.is_right:  # it was from the start
        return stored
    said = (spec.words, spec.address)
    return counterparts.approve(transaction, world, stored, found, Actor.SELLER, *said)


def _pieces(
    stored: StoredOrder, lines: tuple[ReturnableLine, ...], spec: ScenarioReturn, seller_id: str
) -> dict[str, int]:
    order = stored.order
    return {
        line.id: spec.pieces.get(place, entry.quantity)
        for place, (line, entry) in enumerate(zip(order.lines, lines, strict=True), start=1)
        if (place in spec.pieces or not spec.pieces)
        and entry.way(spec.kind)
        and seller_of(order, line) == seller_id
    }
