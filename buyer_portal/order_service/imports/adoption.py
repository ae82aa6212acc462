"""Change here how a read order becomes one of ours: its ids, its request, its cancellation."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from pydantic import TypeAdapter

from buyer_portal.domain.cancellations import (
    Actor,
    Cancellation,
    CancellationStatus,
    CancelledLine,
    Refund,
    RefundStatus,
)
from buyer_portal.domain.ids import id_of, reference_of
from buyer_portal.domain.lifecycle import STATUS_STEPS
from buyer_portal.domain.money import share_out
from buyer_portal.domain.orders import OpenRequest, Order, OrderStatus
from buyer_portal.domain.policy import Policy
from buyer_portal.domain.refunds import DEFAULT_REFUND_DAYS, expected_range, refund_of
from buyer_portal.importers import ImportedCancellation, ImportedOrder
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_service.orders.creation import PastStep, past_of
from buyer_portal.order_service.sessions.viewer import World

_IMPORTED_JSON: Final[TypeAdapter[ImportedOrder]] = TypeAdapter(ImportedOrder)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The ids that an imported order is stored under.

    ``at`` is when the order was placed as first imported: the ids of its parts stay the same when a
    later payload corrects that. ``salt`` tells references apart that collided.
    """

    order_id: str
    seller_id: str
    buyer_id: str
    at: datetime
    salt: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """An order with our ids, and the cancellation that it came with."""

    order: Order
    cancellation: Cancellation | None


def order_id_of(found: ImportedOrder, world: World) -> str:
    """Return the id of an order that is not there yet: the same whenever it is imported."""
    placed_at = found.order.moments.placed_at
    return id_of(world.seed, placed_at, "order", str(found.source), found.external_id)


def fingerprint_of(found: ImportedOrder) -> str:
    """Return what tells two payloads of an order apart, wherever they stand."""
    content = _IMPORTED_JSON.dump_json(found, exclude={"place", "warnings"})
    return hashlib.sha256(content).hexdigest()


def adopted(found: ImportedOrder, world: World, names: Names, policy: Policy) -> Adopted:
    """Return the order under our ids."""
    order = _renamed(found.order, world, names)
    if found.cancellation is not None:
        done = _cancellation_of(order, found.cancellation, world, names, policy)
        return Adopted(order=order, cancellation=done)
    if order.open_request is not None:
        return _with_request(order, order.open_request, world, names, policy)
    return Adopted(order=order, cancellation=None)


def past_with_import(made: Adopted, world: World) -> list[PastStep]:
    """Return what had happened before, and then the import itself."""
    order, cancellation = made.order, made.cancellation
    past = past_of(order)
    if cancellation is not None and past[-1].type is EventType.ORDER_CANCELLED:
        past[-1] = replace(past[-1], actor=cancellation.requested_by)
    imported = PastStep(
        type=EventType.ORDER_IMPORTED, at=world.now, actor=Actor.SYSTEM, status=order.status
    )
    return [*past, imported]


def can_follow(status: OrderStatus, later: OrderStatus) -> bool:
    """Say whether an order at ``status`` may have got to ``later`` in any number of steps."""
    if status is later:
        return True
    return any(can_follow(step, later) for step in STATUS_STEPS[status])


def _renamed(order: Order, world: World, names: Names) -> Order:
    def id_for(kind: str, own: str) -> str:
        return id_of(world.seed, names.at, kind, names.order_id, own)

    return replace(
        order,
        id=names.order_id,
        seller_id=names.seller_id,
        buyer_id=names.buyer_id,
        lines=tuple(
            replace(
                line,
                id=id_for("line", line.id),
                package_id=None if line.package_id is None else id_for("package", line.package_id),
            )
            for line in order.lines
        ),
        payments=tuple(
            replace(payment, id=id_for("payment", payment.id)) for payment in order.payments
        ),
        packages=tuple(
            replace(package, id=id_for("package", package.id)) for package in order.packages
        ),
    )


def _with_request(
    order: Order, request: OpenRequest, world: World, names: Names, policy: Policy
) -> Adopted:
    """Give the request an id and, where that is still to come, a moment to answer it by.

    A deadline that passed before the import is the other system's affair: nothing happens at it.
    """
    asked_at = request.requested_at
    answer_by = asked_at + timedelta(hours=policy.answer_hours)
    pieces = {line.id: line.open_quantity for line in order.lines if line.open_quantity}
    preview, parts = refund_of(order, pieces, policy)
    cancellation_id, reference = _ids_of(world, names, asked_at)
    cancellation = Cancellation(
        id=cancellation_id,
        reference=reference,
        order_id=order.id,
        status=CancellationStatus.PENDING,
        requested_by=Actor.BUYER,
        requested_at=asked_at,
        answer_by=answer_by if answer_by > world.now else None,
        silence_approves=policy.silence_approves,
        lines=_covered(order, parts, pieces),
        refund_minor=preview.total_minor,
        currency=order.currency,
    )
    known = replace(
        request,
        id=cancellation_id,
        answer_by=cancellation.answer_by,
        silence_approves=cancellation.silence_approves,
    )
    return Adopted(order=replace(order, open_request=known), cancellation=cancellation)


def _cancellation_of(
    order: Order, found: ImportedCancellation, world: World, names: Names, policy: Policy
) -> Cancellation:
    """Return how the order was cancelled elsewhere; the money has gone back there as well."""
    asked_at = found.requested_at or found.cancelled_at
    cancellation_id, reference = _ids_of(world, names, asked_at)
    pieces = {line.id: line.quantity for line in order.lines}
    refunded = order.refunded_minor
    weights = [max(0, line.total_minor) for line in order.lines]
    return Cancellation(
        id=cancellation_id,
        reference=reference,
        order_id=order.id,
        status=CancellationStatus.COMPLETE,
        requested_by=found.by,
        reason_text=found.reason,
        requested_at=asked_at,
        answered_at=found.cancelled_at,
        lines=_covered(order, share_out(refunded, weights) if weights else (), pieces),
        refund_minor=refunded,
        currency=order.currency,
        refunds=tuple(_refunds_of(order, cancellation_id, found.cancelled_at, world, policy)),
    )


def _refunds_of(
    order: Order, cancellation_id: str, at: datetime, world: World, policy: Policy
) -> list[Refund]:
    refunds: list[Refund] = []
    for payment in order.payments:
        if not payment.refunded_minor:
            continue
        days = policy.refund_days.get(payment.method, DEFAULT_REFUND_DAYS)
        expected_from, expected_until = expected_range(at, days)
        refunds.append(
            Refund(
                id=id_of(world.seed, at, "refund", cancellation_id, payment.id),
                payment_id=payment.id,
                method=payment.method,
                label=payment.label,
                amount_minor=payment.refunded_minor,
                currency=order.currency,
                status=RefundStatus.SUCCEEDED,
                requested_at=at,
                expected_from=expected_from,
                expected_until=expected_until,
                settled_at=at,
            )
        )
    return refunds


def _covered(
    order: Order, refunds: Sequence[int], pieces: dict[str, int]
) -> tuple[CancelledLine, ...]:
    return tuple(
        CancelledLine(line_id=line.id, quantity=pieces[line.id], refund_minor=refund)
        for line, refund in zip(order.lines, refunds, strict=True)
        if line.id in pieces
    )


def _ids_of(world: World, names: Names, asked_at: datetime) -> tuple[str, str]:
    cancellation_id = id_of(world.seed, asked_at, "imported cancellation", names.order_id)
    salt = str(names.salt)
    return cancellation_id, reference_of(world.seed, "C", "imported", cancellation_id, salt)
