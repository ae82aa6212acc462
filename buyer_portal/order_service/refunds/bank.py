"""Change here what a test lets the simulated bank do, instead of waiting for its day."""

from buyer_portal.domain.cancellations import RefundFailure, RefundStatus
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import ProblemError
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.repository import StoredOrder, find_order_of_tenant
from buyer_portal.order_service.refunds import repository
from buyer_portal.order_service.refunds.payouts import PayoutState, PayoutStatus
from buyer_portal.order_service.refunds.simulated import decide_payout
from buyer_portal.order_service.refunds.use_cases import settle_by_report
from buyer_portal.order_service.sessions.viewer import World


def settle(transaction: Transaction, world: World, stored: StoredOrder) -> StoredOrder:
    """Pay out every refund of the order that the bank has.

    Raises:
        ProblemError: It has none.
    """
    return _decide(transaction, world, stored, PayoutState.SETTLED, None)


def fail(transaction: Transaction, world: World, stored: StoredOrder) -> StoredOrder:
    """Send every refund of the order back, because the account is closed.

    Raises:
        ProblemError: The bank has none.
    """
    return _decide(transaction, world, stored, PayoutState.FAILED, RefundFailure.ACCOUNT_CLOSED)


def _decide(
    transaction: Transaction,
    world: World,
    stored: StoredOrder,
    state: PayoutState,
    failure: RefundFailure | None,
) -> StoredOrder:
    connection, order_id = transaction.connection, stored.order.id
    sent = [
        seen
        for seen in repository.open_refunds_of(connection, world.tenant, order_id)
        if seen.refund.status is RefundStatus.PROCESSING
    ]
    if not sent:
        raise ProblemError(ProblemCode.WRONG_STATE)
    for seen in sent:
        decide_payout(transaction, world.tenant, seen.key, world.now, failure)
        status = PayoutStatus(
            state=state,
            payout_id=seen.payout_id,
            bank_reference=seen.refund.bank_reference,
            at=world.now,
            failure=failure,
        )
        settle_by_report(transaction, world, seen, status)
    return find_order_of_tenant(connection, world.tenant, order_id) or stored
