"""Change here what a report of a payment system does to refunds; amounts must be ours exactly."""

from collections.abc import Collection
from typing import Final

from buyer_portal.domain.cancellations import RefundFailure, RefundStatus
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.refunds import repository as refunds
from buyer_portal.order_service.refunds.payouts import PayoutState, PayoutStatus
from buyer_portal.order_service.refunds.repository import StoredRefund
from buyer_portal.order_service.refunds.use_cases import settle_by_report
from buyer_portal.order_service.sessions.viewer import World
from buyer_portal.order_service.webhooks.meaning import (
    APPLIED,
    SAME,
    Told,
    Verdict,
    pending_because,
    refused_because,
)

UNKNOWN_REFUND: Final = "unknown-refund"
OTHER_AMOUNT: Final = "other-amount"
_ENDED: Final = frozenset({RefundStatus.SUCCEEDED, RefundStatus.FAILED})


def report_one(
    told: Told,
    refund_id: str,
    *,
    amount_minor: int | None,
    currency: str,
    failure: RefundFailure | None = None,
    bank_reference: str = "",
) -> Verdict:
    """Believe that one refund of the order has arrived, or failed."""
    seen = refunds.find_refund(told.transaction.connection, told.world.tenant, refund_id)
    if seen is None or seen.order_id != told.stored.order.id:
        return pending_because(UNKNOWN_REFUND)
    ours = (seen.refund.amount_minor, seen.refund.currency)
    if amount_minor is not None and (amount_minor, currency) != ours:
        return refused_because(OTHER_AMOUNT)
    if seen.refund.status in _ENDED:
        is_so = (seen.refund.status is RefundStatus.FAILED) == (failure is not None)
        return SAME if is_so else refused_because("refund-ended")
    _take_in(told.transaction, told.world, seen, failure, bank_reference)
    return APPLIED


def settle_sum(told: Told, amount_minor: int | None, currency: str) -> Verdict:
    """Believe that a sum has arrived: the one cancellation that is worth it, all of its refunds.

    Args:
        amount_minor: None where the report names no sum: then only one may be open.
    """
    open_refunds = refunds.open_refunds_of(
        told.transaction.connection, told.world.tenant, told.stored.order.id
    )
    if not open_refunds:
        return SAME if told.stored.order.refunded_minor else pending_because(UNKNOWN_REFUND)
    by_cause: dict[str, list[StoredRefund]] = {}
    for seen in open_refunds:
        by_cause.setdefault(seen.cause_id, []).append(seen)
    fitting = [
        chosen
        for chosen in by_cause.values()
        if amount_minor is None or _is_worth(chosen, amount_minor, currency)
    ]
    if len(fitting) != 1:
        return refused_because(OTHER_AMOUNT if amount_minor is not None else "several-refunds")
    for seen in fitting[0]:
        _take_in(told.transaction, told.world, seen, None, "")
    return APPLIED


def _is_worth(chosen: Collection[StoredRefund], amount_minor: int, currency: str) -> bool:
    total = sum(seen.refund.amount_minor for seen in chosen)
    return total == amount_minor and all(seen.refund.currency == currency for seen in chosen)


def _take_in(
    transaction: Transaction,
    world: World,
    seen: StoredRefund,
    failure: RefundFailure | None,
    bank_reference: str,
) -> None:
    status = PayoutStatus(
        state=PayoutState.SETTLED if failure is None else PayoutState.FAILED,
        payout_id=seen.payout_id,
        bank_reference=bank_reference or seen.refund.bank_reference,
        at=world.now,
        failure=failure,
    )
    settle_by_report(transaction, world, seen, status)
