"""Change here how a step changes an order: pure, from one value to the next, version plus one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from buyer_portal.domain.decision_values import RefundPart
from buyer_portal.domain.lifecycle import has_left, may_become, order_status_of
from buyer_portal.domain.orders import (
    OpenRequest,
    Order,
    OrderLine,
    OrderStatus,
    Package,
    PaymentState,
    RejectedRequest,
)

_S = OrderStatus
_PACKABLE: Final = frozenset({_S.ON_HOLD, _S.AWAITING_SHIPMENT})
_COLLECTABLE: Final = frozenset({_S.AWAITING_SHIPMENT, _S.AWAITING_COLLECTION})


class StepError(Exception):
    """The step does not fit the order as it stands."""


def cancelled(
    order: Order, pieces: Mapping[str, int], parts: Sequence[RefundPart], now: datetime
) -> Order:
    """Return the order without ``pieces`` (line id → open pieces), ``parts`` on their way back."""
    lines = tuple(_without(line, pieces.get(line.id, 0)) for line in order.lines)
    going_back = {part.payment_id: part.amount_minor for part in parts}
    payments = tuple(
        replace(payment, refunded_minor=payment.refunded_minor + going_back.get(payment.id, 0))
        for payment in order.payments
    )
    status = _status_after(order, lines)
    moments = order.moments
    if status is _S.CANCELLED:
        moments = replace(moments, cancelled_at=now)
    after = replace(
        order,
        version=order.version + 1,
        status=status,
        lines=lines,
        payments=payments,
        packages=tuple(_package_after(package, lines) for package in order.packages),
        moments=moments,
        open_request=None,
    )
    return replace(after, payment_state=_payment_state_of(after)) if parts else after


def counted(order: Order) -> Order:
    """Return the order with one cancellation more made by its buyer; the version stays."""
    return replace(order, cancellations_made=order.cancellations_made + 1)


def requested(order: Order, request: OpenRequest) -> Order:
    """Return the order with a request that waits for an answer."""
    return replace(order, version=order.version + 1, open_request=request)


def withdrawn(order: Order) -> Order:
    """Return the order without its open request."""
    return replace(order, version=order.version + 1, open_request=None)


def rejected(order: Order, rejection: RejectedRequest) -> Order:
    """Return the order whose open request was declined."""
    return replace(order, version=order.version + 1, open_request=None, rejected_request=rejection)


def unlocked(order: Order, now: datetime) -> Order:
    """Return the order whose cancel option the seller opened.

    Raises:
        StepError: It is unlocked already, or nothing of it can be unlocked any more.
    """
    if order.unlocked_at is not None or has_left(order.status) or order.status is _S.CANCELLED:
        raise StepError
    return replace(order, version=order.version + 1, unlocked_at=now)


def packed(order: Order, line_ids: Collection[str], now: datetime) -> Order:
    """Return the order with some lines packed, all that still can be when none are named.

    Raises:
        StepError: No such line can be packed.
    """
    after = _moved(order, line_ids, _PACKABLE, _S.AWAITING_COLLECTION)
    return replace(
        after,
        moments=replace(order.moments, packed_at=now),
        packages=tuple(
            replace(package, status=_S.AWAITING_COLLECTION, packed_at=now)
            if package.status in _PACKABLE
            else package
            for package in order.packages
        ),
    )


def collected(order: Order, line_ids: Collection[str], now: datetime) -> Order:
    """Return the order with some lines, or all that can be, in the carrier's hands.

    Raises:
        StepError: No such line can be collected.
    """
    after = _moved(order, line_ids, _COLLECTABLE, _S.IN_TRANSIT)
    leaving = {line.package_id for line in after.lines if line.status is _S.IN_TRANSIT}
    return replace(
        after,
        moments=replace(order.moments, packed_at=order.moments.packed_at or now, collected_at=now),
        packages=tuple(
            replace(
                package,
                status=_S.IN_TRANSIT,
                packed_at=package.packed_at or now,
                collected_at=now,
            )
            if package.id in leaving and package.status in _PACKABLE | _COLLECTABLE
            else package
            for package in order.packages
        ),
    )


def delivered(order: Order, now: datetime) -> Order:
    """Return the order with everything in transit delivered.

    Raises:
        StepError: Nothing is in transit.
    """
    after = _moved(order, (), frozenset({_S.IN_TRANSIT}), _S.DELIVERED)
    return replace(
        after,
        moments=replace(order.moments, delivered_at=now),
        packages=tuple(
            replace(package, status=_S.DELIVERED, delivered_at=now)
            if package.status is _S.IN_TRANSIT
            else package
            for package in order.packages
        ),
    )


def completed(order: Order, now: datetime) -> Order:
    """Return the order with nothing left to happen.

    Raises:
        StepError: It was not delivered.
    """
    after = _moved(order, (), frozenset({_S.DELIVERED}), _S.COMPLETED)
    return replace(after, moments=replace(order.moments, completed_at=now))


def _moved(
    order: Order, line_ids: Collection[str], movable: frozenset[OrderStatus], to: OrderStatus
) -> Order:
    lines = tuple(
        replace(line, status=to)
        if line.open_quantity and line.status in movable and (not line_ids or line.id in line_ids)
        else line
        for line in order.lines
    )
    if lines == order.lines:
        raise StepError
    status = order_status_of(lines)
    if status is not order.status and not may_become(order.status, status):
        raise StepError
    return replace(order, version=order.version + 1, lines=lines, status=status)


def _without(line: OrderLine, pieces: int) -> OrderLine:
    if not pieces:
        return line
    gone = line.cancelled_quantity + min(pieces, line.open_quantity)
    status = _S.CANCELLED if gone == line.quantity else line.status
    return replace(line, cancelled_quantity=gone, status=status)


def _status_after(order: Order, lines: tuple[OrderLine, ...]) -> OrderStatus:
    status = order_status_of(lines)
    return status if may_become(order.status, status) else order.status


def _package_after(package: Package, lines: tuple[OrderLine, ...]) -> Package:
    inside = [line for line in lines if line.package_id == package.id]
    if inside and not has_left(package.status) and not any(line.open_quantity for line in inside):
        return replace(package, status=_S.CANCELLED)
    return package


def _payment_state_of(order: Order) -> PaymentState:
    if order.refunded_minor >= order.paid_minor:
        return PaymentState.REFUNDED
    return PaymentState.PARTLY_REFUNDED
