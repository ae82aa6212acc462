"""Change here what happens to a refund between our word and the buyer's bank account.

    INITIATED ──submit──▶ PROCESSING ──look up──▶ SUCCEEDED
                              │  ▲
                              ▼  │ tried again the next day, once
                            FAILED ──▶ support

A refund that is not there at the end of its range is told to be late, once, and looked at daily.
Whoever carries a refund on may die at any point: nothing has happened, or it happens again with the
key that the payment system knows already.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from buyer_portal.domain.cancellations import (
    Actor,
    CancellationStatus,
    Refund,
    RefundFailure,
    RefundStatus,
)
from buyer_portal.domain.returns import ReturnStatus, may_step
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_service.cancellations import repository as cancellations
from buyer_portal.order_service.changes.repository import changes_of
from buyer_portal.order_service.database import Database, Transaction
from buyer_portal.order_service.orders.changes import touched
from buyer_portal.order_service.orders.repository import find_order_of_tenant
from buyer_portal.order_service.orders.writing import Step, save
from buyer_portal.order_service.receipts.issuing import receipt_for_refund
from buyer_portal.order_service.refunds import repository
from buyer_portal.order_service.refunds.payouts import (
    PaymentSystem,
    Payout,
    PayoutState,
    PayoutStatus,
)
from buyer_portal.order_service.refunds.repository import Payer, StoredRefund
from buyer_portal.order_service.returns import repository as returns
from buyer_portal.order_service.sessions.viewer import World
from buyer_portal.order_service.tenants.repository import find_world

LAST_ATTEMPT: Final = 2
RETRY_AFTER: Final = timedelta(days=1)
LOOK_EVERY: Final = timedelta(days=1)
UNHEARD_AFTER: Final = timedelta(minutes=5)
"""When a payment system that could not be reached is asked anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Move:
    """One step of a refund: what it is afterwards, who has it, when to look again, what to tell."""

    after: Refund
    payer: Payer
    check: datetime | None
    event: EventType
    at: datetime


async def carry_on(
    database: Database, bank: PaymentSystem, tenant: str, refund_id: str, due_at: datetime
) -> None:
    """Take a refund one step further, as of the moment when it was due.

    Raises:
        PaymentSystemUnavailableError: No answer; the refund is where it was.
    """

    def find(connection: Connection) -> tuple[StoredRefund | None, str]:
        found = repository.find_refund(connection, tenant, refund_id)
        return found, "" if found is None else _external_payment_of(connection, found)

    seen, external_id = await database.read(find)
    if seen is None or seen.check_at != due_at:
        return  # somebody else was faster
    if seen.refund.status is RefundStatus.PROCESSING:
        status = await bank.look_up(_payout(seen, external_id, due_at), seen.payout_id)
    else:
        status = await bank.submit(_payout(_again(seen), external_id, due_at))
    payer = Payer(bank.name, status.payout_id)
    await database.write(lambda transaction: _take_in(transaction, seen, status, payer, due_at))


async def put_off(database: Database, tenant: str, refund_id: str, due_at: datetime) -> None:
    """Look at a refund again later, because its payment system could not be reached for long."""

    def run(transaction: Transaction) -> None:
        seen = repository.find_refund(transaction.connection, tenant, refund_id)
        world = find_world(transaction.connection, tenant)
        if seen is not None and world is not None and seen.check_at == due_at:
            later = max(due_at, world.now) + UNHEARD_AFTER
            repository.move(transaction, seen, seen.refund, payer=seen.payer, check=later)

    await database.write(run)


def settle_by_report(
    transaction: Transaction, world: World, seen: StoredRefund, status: PayoutStatus
) -> None:
    """Believe a payment system that reports by itself."""
    _take_in(transaction, seen, status, seen.payer, world.now)


def _again(seen: StoredRefund) -> StoredRefund:
    """Return a refund as it is tried now: one that failed is a new payout with a new key."""
    if seen.refund.status is not RefundStatus.FAILED:
        return seen
    return replace(seen, refund=replace(seen.refund, attempt=seen.refund.attempt + 1))


def _external_payment_of(connection: Connection, seen: StoredRefund) -> str:
    """Return what the payment system calls the payment that the money was paid with."""
    stored = find_order_of_tenant(connection, seen.tenant, seen.order_id)
    payments = stored.order.payments if stored else ()
    named = {payment.id: payment.external_id for payment in payments}
    return named.get(seen.refund.payment_id, "")


def _payout(seen: StoredRefund, external_payment_id: str, at: datetime) -> Payout:
    refund = seen.refund
    return Payout(
        tenant=seen.tenant,
        key=seen.key,
        external_payment_id=external_payment_id,
        method=refund.method,
        amount_minor=refund.amount_minor,
        currency=refund.currency,
        asked_at=at,
        expected_from=refund.expected_from,
        expected_until=refund.expected_until,
    )


def _take_in(
    transaction: Transaction,
    seen: StoredRefund,
    status: PayoutStatus,
    payer: Payer,
    now: datetime,
) -> None:
    """Write down what the payment system said, step by step, each with its event."""
    refund, check = _again(seen).refund, seen.check_at
    if refund.status in (RefundStatus.INITIATED, RefundStatus.FAILED):
        refund = replace(
            refund,
            status=RefundStatus.PROCESSING,
            sent_at=now,
            failed_at=None,
            failure=None,
            bank_reference=status.bank_reference,
        )
        check = _next_look(refund, status, now)
        sent = _Move(after=refund, payer=payer, check=check, event=EventType.REFUND_SENT, at=now)
        if not _step(transaction, seen, sent):
            return
        seen = replace(
            seen,
            refund=refund,
            provider=payer.provider,
            payout_id=payer.payout_id,
            check_at=check,
        )
    elif status.bank_reference:
        refund = replace(refund, bank_reference=status.bank_reference)
    move = _outcome(refund, status, payer, now)
    if move is not None:
        if _step(transaction, seen, move) and move.event is EventType.REFUND_SETTLED:
            _complete(transaction, seen)
    elif check is not None and check <= now:
        later = _next_look(refund, status, now)
        repository.move(transaction, seen, refund, payer=payer, check=later)


def _outcome(refund: Refund, status: PayoutStatus, payer: Payer, now: datetime) -> _Move | None:
    """Return what the payment system's word means for a refund it has; None for nothing new."""
    at = max(min(status.at or now, now), refund.sent_at or now)
    if status.state is PayoutState.SETTLED:
        done = replace(refund, status=RefundStatus.SUCCEEDED, settled_at=at)
        return _Move(after=done, payer=payer, check=None, event=EventType.REFUND_SETTLED, at=at)
    if status.state is PayoutState.FAILED:
        failure = status.failure or RefundFailure.PROVIDER_ERROR
        failed = replace(refund, status=RefundStatus.FAILED, failed_at=at, failure=failure)
        again = at + RETRY_AFTER if refund.attempt < LAST_ATTEMPT else None
        return _Move(after=failed, payer=payer, check=again, event=EventType.REFUND_FAILED, at=at)
    if refund.late_at is None and now >= refund.expected_until:
        late = replace(refund, late_at=now)
        check = _next_look(late, status, now)
        return _Move(after=late, payer=payer, check=check, event=EventType.REFUND_LATE, at=now)
    return None


def _next_look(refund: Refund, status: PayoutStatus, now: datetime) -> datetime:
    """Return when to look again: when the payment system says, and at the end of the range."""
    looks = [now + LOOK_EVERY]
    if status.look_again_at is not None and status.look_again_at > now:
        looks = [status.look_again_at]
    if refund.late_at is None and refund.expected_until > now:
        looks.append(refund.expected_until)
    return min(looks)


def _step(transaction: Transaction, seen: StoredRefund, move: _Move) -> bool:
    """Move a refund on, with audit, event and notification; False when somebody was faster."""
    connection = transaction.connection
    world = find_world(connection, seen.tenant)
    stored = find_order_of_tenant(connection, seen.tenant, seen.order_id)
    if world is None or stored is None:
        return False
    if not repository.move(transaction, seen, move.after, payer=move.payer, check=move.check):
        return False
    then = World(tenant=world.tenant, seed=world.seed, now=move.at)
    step = Step(type=move.event, actor=Actor.SYSTEM, parameters=_parameters(move.after))
    saved = save(transaction, then, stored, touched(stored.order), step)
    if move.event is EventType.REFUND_SETTLED:
        reference = _reference_of_cause(transaction, seen)
        receipt_for_refund(transaction, then, saved, move.after, reference)
    return True


def _reference_of_cause(transaction: Transaction, seen: StoredRefund) -> str:
    """Return the reference of the cancellation, change or return that the money is owed for."""
    names = (transaction.connection, seen.tenant, seen.buyer_id, seen.order_id)
    causes = (
        *cancellations.cancellations_of(*names),
        *changes_of(*names),
        *returns.returns_of(*names),
    )
    return next((cause.reference for cause in causes if cause.id == seen.cause_id), "")


def _complete(transaction: Transaction, seen: StoredRefund) -> None:
    """Close the cancellation, or the return, whose last refund has arrived."""
    connection = transaction.connection
    if repository.has_unsettled(connection, seen.tenant, seen.cause_id):
        return
    for cancellation in cancellations.cancellations_of(
        connection, seen.tenant, seen.buyer_id, seen.order_id
    ):
        is_meant = cancellation.id == seen.cause_id
        if is_meant and cancellation.status is CancellationStatus.SUCCESS:
            done = replace(cancellation, status=CancellationStatus.COMPLETE)
            cancellations.change(transaction, seen.tenant, done)
    scope = (seen.tenant, seen.buyer_id)
    for found in returns.returns_of(connection, *scope, seen.order_id):
        if found.id == seen.cause_id and may_step(found.status, ReturnStatus.COMPLETED):
            over = replace(found, status=ReturnStatus.COMPLETED)
            returns.change(transaction, *scope, found, over)


def _parameters(refund: Refund) -> dict[str, str]:
    said = {
        "refund_id": refund.id,
        "refund_minor": str(refund.amount_minor),
        "currency": refund.currency,
        "method": str(refund.method),
        "label": refund.label,
    }
    if refund.bank_reference:
        said["reference"] = refund.bank_reference
    if refund.failure is not None:
        said["failure"] = str(refund.failure)
        said["is_last"] = "1" if refund.attempt >= LAST_ATTEMPT else ""
    return said
