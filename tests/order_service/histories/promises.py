"""Change here what must hold of an order after any step of a history."""

from collections import Counter

from buyer_portal.domain.cancellations import CANCELLATION_STEPS, CancellationStatus, RefundStatus
from buyer_portal.domain.lifecycle import STATUS_STEPS
from buyer_portal.domain.orders import Order, OrderStatus
from buyer_portal.domain.receipts import ReceiptKind
from buyer_portal.domain.returns import RETURN_STEPS, ReturnOutcome, ReturnStatus
from buyer_portal.order_contract.orders import OrderDetail

TOOK_EFFECT = {CancellationStatus.SUCCESS, CancellationStatus.COMPLETE}


def check_money(detail: OrderDetail) -> None:
    order = detail.order
    total = sum(line.total_minor for line in order.lines)
    assert total + sum(charge.amount_minor for charge in order.charges) == order.total_minor
    assert 0 <= order.refunded_minor <= order.paid_minor
    refunds = [refund for one in (*detail.cancellations, *detail.returns) for refund in one.refunds]
    by_payment: Counter[str] = Counter()
    for refund in refunds:
        assert refund.amount_minor > 0
        assert refund.currency == order.currency
        by_payment[refund.payment_id] += refund.amount_minor
    for payment in order.payments:
        assert by_payment[payment.id] == payment.refunded_minor <= payment.amount_minor
    for cancellation in detail.cancellations:
        took_effect = cancellation.status in TOOK_EFFECT
        given = sum(refund.amount_minor for refund in cancellation.refunds)
        assert given == (cancellation.refund_minor if took_effect else 0)
        assert sum(line.refund_minor for line in cancellation.lines) <= max(
            cancellation.refund_minor, 0
        )
    receipts = Counter((entry.kind, entry.subject_id) for entry in detail.receipts)
    assert receipts == Counter(
        [
            (ReceiptKind.CANCELLATION, cancellation.id)
            for cancellation in detail.cancellations
            if cancellation.status in TOOK_EFFECT
        ]
        + [(ReceiptKind.RETURN, one.id) for one in detail.returns if one.paid_back_at]
        + [
            (ReceiptKind.REFUND, refund.id)
            for refund in refunds
            if refund.status is RefundStatus.SUCCEEDED
        ]
    )
    if order.status is OrderStatus.CANCELLED and order.paid_minor and not order.moments.refused_at:
        assert order.refunded_minor == order.paid_minor
    gone, returned = _given_back(detail)
    for cancellation in detail.cancellations:
        if cancellation.status in TOOK_EFFECT:
            for line in cancellation.lines:
                gone[line.line_id] += line.quantity
    assert {line.id: line.returned_quantity for line in order.lines if line.returned_quantity} == {
        line_id: count for line_id, count in returned.items() if count
    }
    for line in order.lines:
        assert line.cancelled_quantity + line.returned_quantity <= line.quantity
    assert {
        line.id: line.cancelled_quantity for line in order.lines if line.cancelled_quantity
    } == {line_id: count for line_id, count in gone.items() if count}


def _given_back(detail: OrderDetail) -> tuple[Counter[str], Counter[str]]:
    """Return the pieces that returns cancelled on their way, and those that had arrived."""
    gone: Counter[str] = Counter()
    returned: Counter[str] = Counter()
    for one in detail.returns:
        given = sum(refund.amount_minor for refund in one.refunds)
        assert given == (one.refund_minor if one.paid_back_at else 0)
        assert bool(one.paid_back_at) is (one.outcome is not ReturnOutcome.NONE)
        if one.outcome in {ReturnOutcome.KEPT, ReturnOutcome.RETURNED}:
            counter = gone if one.is_before_arrival else returned
            counter.update(one.pieces)
    return gone, returned


def check_step(before: Order, after: Order) -> None:
    assert after.version >= before.version
    if after.version == before.version:
        assert after == before
        return
    if after.status is not before.status:
        reached, frontier = set(), {before.status}
        for _ in range(after.version - before.version):
            frontier = {step for status in frontier for step in STATUS_STEPS[status]} | frontier
            reached |= frontier
        assert after.status in reached
    for line, old in zip(after.lines, before.lines, strict=True):
        assert line.cancelled_quantity >= old.cancelled_quantity
        if old.status in {OrderStatus.IN_TRANSIT, OrderStatus.DELIVERED}:
            # What has left is not cancelled, but that it was refused at the door and comes back.
            was_refused = before.moments.refused_at != after.moments.refused_at
            is_back = old.status is OrderStatus.IN_TRANSIT and line.open_quantity == 0
            was_stopped = line.status is OrderStatus.CANCELLED and after.refunded_minor > 0
            assert line.cancelled_quantity == old.cancelled_quantity or (
                (was_refused and is_back) or (was_stopped and old.status is OrderStatus.IN_TRANSIT)
            )
        if old.status is OrderStatus.CANCELLED:
            assert line.status is OrderStatus.CANCELLED  # what is cancelled does not leave


def check_cancellations(before: OrderDetail, after: OrderDetail) -> None:
    known = {one.id: one for one in after.cancellations}
    for old in before.cancellations:
        new = known[old.id]
        assert new.reference == old.reference
        if new.status is not old.status:
            assert new.status in CANCELLATION_STEPS[old.status]
    pending = [one for one in after.cancellations if one.status is CancellationStatus.PENDING]
    waiting = [one for one in after.returns if one.is_running]
    asked, coming_back = after.order.open_request, after.order.open_return
    assert [one.id for one in pending] == ([asked.id] if asked else [])
    assert [one.id for one in waiting] == ([coming_back.id] if coming_back else [])
    returns = {one.id: one for one in after.returns}
    for old in before.returns:
        new = returns[old.id]
        assert new.reference == old.reference
        assert _leads_to(old.status, new.status)


def _leads_to(status: ReturnStatus, later: ReturnStatus) -> bool:
    """Say whether a return can have come from one status to another by several steps."""
    reached, ahead = {status}, [status]
    while ahead:
        new = RETURN_STEPS[ahead.pop()] - reached
        reached |= new
        ahead.extend(new)
    return later in reached
