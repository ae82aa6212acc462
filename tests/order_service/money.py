"""What must be true of an order's money after every step, and of both ledgers at rest."""

from collections import Counter

from sqlalchemy import select

from buyer_portal.domain.cancellations import CancellationStatus, Refund, RefundStatus
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.returns import ReturnOutcome
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.refunds.tables import SimulatedPayoutRow

DONE = frozenset({CancellationStatus.SUCCESS, CancellationStatus.COMPLETE})


def refunds_in(detail: OrderDetail) -> list[Refund]:
    """Return every refund of an order, whatever it is owed for."""
    causes = (*detail.cancellations, *detail.changes, *detail.returns)
    return [refund for cause in causes for refund in cause.refunds]


def check_conserved(detail: OrderDetail) -> None:
    """Paid is what is kept, what arrived and what is on its way; nothing goes back twice."""
    order = detail.order
    settled: Counter[str] = Counter()
    pending: Counter[str] = Counter()
    refunds = refunds_in(detail)
    for refund in refunds:
        assert refund.amount_minor > 0
        assert refund.currency == order.currency
        arrived = refund.status is RefundStatus.SUCCEEDED
        (settled if arrived else pending)[refund.payment_id] += refund.amount_minor
    assert len({refund.id for refund in refunds}) == len(refunds)
    assert {refund.payment_id for refund in refunds} <= {one.id for one in order.payments}
    for payment in order.payments:
        kept = payment.amount_minor - payment.refunded_minor
        assert kept >= 0
        assert payment.amount_minor == kept + settled[payment.id] + pending[payment.id]
        assert payment.paid_at is not None or not payment.refunded_minor
    _check_causes(detail)
    _check_pieces(detail)


def _check_causes(detail: OrderDetail) -> None:
    """Each cause pays once by each payment, exactly what it said, and only once it took effect."""
    for change in detail.changes:
        assert sum(one.amount_minor for one in change.refunds) <= max(0, -change.difference_minor)
    for cancellation in detail.cancellations:
        given = sum(one.amount_minor for one in cancellation.refunds)
        assert given == (cancellation.refund_minor if cancellation.status in DONE else 0)
    for found in detail.returns:
        given = sum(one.amount_minor for one in found.refunds)
        assert given == (found.refund_minor if found.paid_back_at else 0)
        if found.outcome is ReturnOutcome.PART and found.offer is not None:
            assert given <= found.offer.amount_minor
    for cause in (*detail.cancellations, *detail.changes, *detail.returns):
        by_payment = Counter(refund.payment_id for refund in cause.refunds)
        assert set(by_payment.values()) <= {1}


def _check_pieces(detail: OrderDetail) -> None:
    """No piece is paid back by two causes, and none is asked for twice at a time."""
    order = detail.order
    paid: Counter[str] = Counter()
    for cancellation in detail.cancellations:
        if cancellation.status in DONE:
            paid.update({line.line_id: line.quantity for line in cancellation.lines})
    for found in detail.returns:
        if found.paid_back_at:
            paid.update(found.pieces)
    for line in order.lines:
        assert paid[line.id] <= line.quantity
    waiting = [
        {line.line_id for line in one.lines}
        for one in detail.cancellations
        if one.status is CancellationStatus.PENDING
    ] + [set(one.pieces) for one in detail.returns if one.is_running]
    assert sum(map(len, waiting)) == len(set().union(*waiting))
    is_over = order.status is OrderStatus.CANCELLED and not order.moments.refused_at
    is_all_back = bool(order.lines) and not any(line.kept_quantity for line in order.lines)
    if is_over or (is_all_back and not order.moments.refused_at):
        assert order.refunded_minor == order.paid_minor


async def check_ledgers(world, database, key: str) -> None:
    """Hold what the bank paid out against what we say that arrived."""
    table = table_of(SimulatedPayoutRow)
    statement = select(table).where(table.c.tenant == world.made.tenant)
    rows = await database.read(lambda connection: connection.execute(statement).all())
    paid_out = {row.key: (row.amount_minor, row.currency) for row in rows if not row.failure}

    refunds = refunds_in(await world.detail(key))

    arrived = [one for one in refunds if one.status is RefundStatus.SUCCEEDED]
    assert len(paid_out) == len(arrived)
    assert sorted(paid_out.values()) == sorted((one.amount_minor, one.currency) for one in arrived)
    for refund in refunds:
        tried = [row for row in rows if row.key.startswith(refund.id)]
        assert len(tried) == refund.attempt
        assert [row.amount_minor for row in tried] == [refund.amount_minor] * refund.attempt
        assert refund.status is RefundStatus.SUCCEEDED or (
            refund.status is RefundStatus.FAILED and all(row.failure for row in tried)
        )
