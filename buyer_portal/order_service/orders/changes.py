"""Change here how a step changes an order: pure, from one value to the next, version plus one.

``seller_id`` says whose part of an order of several sellers a step is about; empty is its own.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from buyer_portal.domain.decision_rules import stage_of
from buyer_portal.domain.decision_values import RefundPart
from buyer_portal.domain.lifecycle import has_left, may_become, order_status_of
from buyer_portal.domain.orders import (
    OpenRequest,
    Order,
    OrderLine,
    OrderStatus,
    Package,
    Payment,
    PaymentMethod,
    PaymentState,
    RejectedRequest,
)
from buyer_portal.domain.sellers import part_of, parts_of, seller_of, with_part

_S = OrderStatus
_PACKABLE: Final = frozenset({_S.ON_HOLD, _S.AWAITING_SHIPMENT})
_COLLECTABLE: Final = frozenset({_S.AWAITING_SHIPMENT, _S.AWAITING_COLLECTION})


class StepError(Exception):
    """The step does not fit the order as it stands."""


def cancelled(
    order: Order, pieces: Mapping[str, int], parts: Sequence[RefundPart], now: datetime
) -> Order:
    """Return the order without ``pieces`` (line id → open pieces), ``parts`` on their way back.

    Requests to sellers whose pieces these are, or who have nothing left, are no longer open.
    """
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
    )
    if status is _S.CANCELLED:
        after = _without_requests(after)
    else:
        for seller_id in {seller_of(order, line) for line in order.lines if line.id in pieces}:
            after = with_part(after, seller_id, open_request=None)
    return replace(after, payment_state=_payment_state_of(after)) if parts else after


def paid_back(
    order: Order, pieces: Mapping[str, int], parts: Sequence[RefundPart], now: datetime
) -> Order:
    """Return the order whose ``pieces`` (line id → pieces) were given up, their money on its way.

    Those that have arrived count as returned and stay where they are; those that have not are
    cancelled, and their parcels travel back.
    """
    here = {
        line.id
        for line in order.lines
        if line.id in pieces and stage_of(order, line) in (_S.DELIVERED, _S.COMPLETED)
    }
    after = cancelled(
        order, {key: count for key, count in pieces.items() if key not in here}, parts, now
    )
    if after.status is not _S.CANCELLED:  # what else sellers were asked to cancel is still asked
        for part in parts_of(order):
            seller_id = part.seller_id if order.further else ""
            after = with_part(after, seller_id, open_request=part.open_request)
    lines = tuple(
        replace(line, returned_quantity=line.returned_quantity + pieces[line.id])
        if line.id in here
        else line
        for line in after.lines
    )
    after = replace(
        after, lines=lines, packages=tuple(_stopped(package, lines) for package in after.packages)
    )
    return replace(after, payment_state=_payment_state_of(after)) if parts else after


def counted(order: Order, seller_ids: Iterable[str] = ("",)) -> Order:
    """Return the order with one cancellation more made by its buyer; the version stays."""
    for seller_id in seller_ids:
        made = part_of(order, seller_id).cancellations_made
        order = with_part(order, seller_id, cancellations_made=made + 1)
    return order


def requested(order: Order, request: OpenRequest) -> Order:
    """Return the order with a request that waits for its seller's answer."""
    return with_part(_next(order), request.seller_id, open_request=request)


def touched(order: Order) -> Order:
    """Return the order when something happened to it that its own fields do not say."""
    return _next(order)


def withdrawn(order: Order, seller_id: str = "") -> Order:
    """Return the order without the open request to a seller."""
    return with_part(_next(order), seller_id, open_request=None)


def rejected(order: Order, rejection: RejectedRequest, seller_id: str = "") -> Order:
    """Return the order whose open request a seller declined."""
    return with_part(_next(order), seller_id, open_request=None, rejected_request=rejection)


def unlocked(order: Order, now: datetime, seller_id: str = "") -> Order:
    """Return the order whose cancel option a seller opened for their lines.

    Raises:
        StepError: It is unlocked already, or nothing of it can be unlocked any more.
    """
    part = part_of(order, seller_id)
    if part.unlocked_at is not None or has_left(part.status) or part.status is _S.CANCELLED:
        raise StepError
    return with_part(_next(order), seller_id, unlocked_at=now)


def held(order: Order, now: datetime, seller_id: str = "") -> Order:
    """Return the order whose parcel waits for the decision on the open request.

    Raises:
        StepError: No request is open, or the parcel waits already.
    """
    request = part_of(order, seller_id).open_request
    if request is None or request.held_at is not None:
        raise StepError
    return with_part(_next(order), seller_id, open_request=replace(request, held_at=now))


def turned_away(order: Order, now: datetime) -> Order:
    """Return the order whose carrier came in vain.

    Raises:
        StepError: That is known already.
    """
    if order.moments.pickup_refused_at is not None:
        raise StepError
    moments = replace(order.moments, pickup_refused_at=now)
    return replace(order, version=order.version + 1, moments=moments)


def paid(order: Order, payments: Sequence[Payment], now: datetime, status: OrderStatus) -> Order:
    """Return the order once its money has come; it then waits, at ``status``.

    Raises:
        StepError: It does not wait for money.
    """
    if order.status is not _S.UNPAID:
        raise StepError
    after = _moved(order, (), frozenset({_S.UNPAID}), status)
    return replace(
        after,
        payments=tuple(replace(payment, paid_at=now) for payment in payments),
        payment_state=PaymentState.PAID,
        packages=_packages_from(after, _S.UNPAID, status),
        moments=replace(after.moments, paid_at=now),
    )


def confirmed(order: Order) -> Order:
    """Return the order that waits for shipment from now on.

    Raises:
        StepError: It was not on hold.
    """
    after = _moved(order, (), frozenset({_S.ON_HOLD}), _S.AWAITING_SHIPMENT)
    packages = _packages_from(after, _S.ON_HOLD, _S.AWAITING_SHIPMENT)
    return replace(after, packages=packages)


def packed(order: Order, line_ids: Collection[str], now: datetime) -> Order:
    """Return the order with some lines packed, all that still can be when none are named.

    Raises:
        StepError: No such line can be packed.
    """
    after = _moved(order, line_ids, _PACKABLE, _S.AWAITING_COLLECTION)
    waiting = {line.package_id for line in after.lines if line.status in _PACKABLE}
    return replace(
        after,
        moments=replace(order.moments, packed_at=now),
        packages=tuple(
            replace(package, status=_S.AWAITING_COLLECTION, packed_at=now)
            if package.status in _PACKABLE and package.id not in waiting
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


def delivered(order: Order, now: datetime, line_ids: Collection[str] = ()) -> Order:
    """Return the order with some lines, or everything in transit, delivered.

    Raises:
        StepError: No such line is in transit.
    """
    after = _moved(order, line_ids, frozenset({_S.IN_TRANSIT}), _S.DELIVERED)
    moving = {line.package_id for line in after.lines if line.status is _S.IN_TRANSIT}
    is_last = after.status is _S.DELIVERED
    return replace(
        after,
        moments=replace(order.moments, delivered_at=now),
        payments=tuple(
            replace(payment, paid_at=now) if is_last and _is_due_at_door(payment) else payment
            for payment in order.payments
        ),
        packages=tuple(
            replace(package, status=_S.DELIVERED, delivered_at=now)
            if package.status is _S.IN_TRANSIT and package.id not in moving
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


def _is_due_at_door(payment: Payment) -> bool:
    is_cash = payment.method is PaymentMethod.CASH_ON_DELIVERY
    return is_cash and payment.paid_at is None and payment.amount_minor > 0


def _next(order: Order) -> Order:
    return replace(order, version=order.version + 1)


def _without_requests(order: Order) -> Order:
    """Return the order with no request open: there is nothing left to answer."""
    return replace(
        order,
        open_request=None,
        open_return=None,
        further=tuple(replace(part, open_request=None, open_return=None) for part in order.further),
    )


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


def _packages_from(order: Order, status: OrderStatus, to: OrderStatus) -> tuple[Package, ...]:
    return tuple(
        replace(package, status=to) if package.status is status else package
        for package in order.packages
    )


def _status_after(order: Order, lines: tuple[OrderLine, ...]) -> OrderStatus:
    status = order_status_of(lines)
    return status if may_become(order.status, status) else order.status


def _package_after(package: Package, lines: tuple[OrderLine, ...]) -> Package:
    inside = [line for line in lines if line.package_id == package.id]
    if inside and not has_left(package.status) and not any(line.open_quantity for line in inside):
        return replace(package, status=_S.CANCELLED)
    return package


def _stopped(package: Package, lines: tuple[OrderLine, ...]) -> Package:
    """Return a parcel that travels back because everything in it was paid back."""
    inside = [line for line in lines if line.package_id == package.id]
    if inside and all(line.status is _S.CANCELLED for line in inside):
        return replace(package, status=_S.CANCELLED)
    return package


def _payment_state_of(order: Order) -> PaymentState:
    if order.refunded_minor >= order.paid_minor:
        return PaymentState.REFUNDED
    return PaymentState.PARTLY_REFUNDED
