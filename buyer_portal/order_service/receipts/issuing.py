"""Change here what gets a receipt, and what it says: in the transaction of what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from buyer_portal.domain.cancellations import Actor, Cancellation, Refund
from buyer_portal.domain.ids import id_of, reference_of
from buyer_portal.domain.orders import Order, OrderStatus
from buyer_portal.domain.receipts import (
    Receipt,
    ReceiptAmounts,
    ReceiptDeadline,
    ReceiptKind,
    ReceiptLine,
    ReceiptOrder,
    ReceiptPolicy,
    ReceiptReason,
    ReceiptRefund,
    ReceiptStatement,
    ReceiptSubject,
)
from buyer_portal.domain.returns import Return, ReturnOutcome
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.receipts import repository
from buyer_portal.order_service.sessions.viewer import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a receipt is about, whatever its kind. ``total_minor`` includes ``promised_minor``."""

    kind: ReceiptKind
    subject: ReceiptSubject
    total_minor: int
    lines: Sequence[tuple[str, int, int]] = ()
    """Line id, pieces, and what they give back."""
    refunds: Sequence[Refund] = ()
    promised_minor: int = 0
    reason: ReceiptReason = field(default_factory=ReceiptReason)
    statement: ReceiptStatement | None = None
    deadlines: tuple[ReceiptDeadline, ...] = ()


def receipt_for_cancellation(
    transaction: Transaction, world: World, saved: StoredOrder, done: Cancellation
) -> str:
    """Issue the receipt of a cancellation that took effect; ``saved`` is the order after it."""
    is_whole = saved.order.status is OrderStatus.CANCELLED
    matter = Matter(
        kind=ReceiptKind.CANCELLATION,
        subject=ReceiptSubject(
            id=done.id,
            reference=done.reference,
            asked_by=str(done.requested_by),
            asked_at=done.requested_at,
            outcome="cancelled" if is_whole else "partly_cancelled",
        ),
        reason=ReceiptReason(key=done.reason_key, text=done.reason_text),
        lines=[(line.line_id, line.quantity, line.refund_minor) for line in done.lines],
        refunds=done.refunds,
        total_minor=done.refund_minor,
    )
    return issue(transaction, world, saved, matter)


def receipt_for_return(
    transaction: Transaction, world: World, saved: StoredOrder, done: Return
) -> str:
    """Issue the receipt of a return whose money is on its way, whether goods came back or not."""
    has_come = done.outcome is ReturnOutcome.RETURNED
    matter = Matter(
        kind=ReceiptKind.RETURN,
        subject=ReceiptSubject(
            id=done.id,
            reference=done.reference,
            asked_by=str(Actor.BUYER),
            asked_at=done.requested_at,
            outcome="received" if has_come else "refunded",
        ),
        reason=ReceiptReason(key=done.reason_key, text=done.reason_text),
        lines=[(line.line_id, line.quantity, line.refund_minor) for line in done.lines],
        refunds=done.refunds,
        total_minor=done.refund_minor,
    )
    return issue(transaction, world, saved, matter)


def receipt_for_refund(
    transaction: Transaction, world: World, saved: StoredOrder, refund: Refund, reference: str
) -> str:
    """Issue the receipt of money that has arrived; ``reference`` is of what it was owed for."""
    matter = Matter(
        kind=ReceiptKind.REFUND,
        subject=ReceiptSubject(
            id=refund.id,
            reference=reference,
            asked_by="system",
            asked_at=refund.requested_at,
            outcome="paid_out",
        ),
        refunds=(refund,),
        total_minor=refund.amount_minor,
    )
    return issue(transaction, world, saved, matter)


def issue(transaction: Transaction, world: World, stored: StoredOrder, matter: Matter) -> str:
    """Seal a receipt, put it at the end of its buyer's chain, and return its id.

    Raises:
        RuntimeError: Nobody who can seal opened the transaction.
    """
    if transaction.sealer is None:
        raise RuntimeError("a receipt needs a sealer: the database was opened without one")
    order = stored.order
    end = repository.last_of(transaction.connection, world.tenant, order.buyer_id)
    number = end.number + 1
    lines_minor = sum(refund_minor for _, _, refund_minor in matter.lines)
    receipt = Receipt(
        kind=matter.kind,
        reference=reference_of(world.seed, "R", order.buyer_id, str(number)),
        number=number,
        previous=end.hash,
        # What was due earlier may be worked off later; the chain goes on in time all the same.
        issued_at=max(world.now, end.issued_at or world.now),
        tenant=world.tenant,
        buyer=order.buyer_id,
        order=_order_of(stored),
        subject=matter.subject,
        reason=matter.reason,
        lines=tuple(_line_of(order, *line) for line in matter.lines),
        amounts=ReceiptAmounts(
            currency=order.currency,
            lines_minor=lines_minor,
            rest_minor=matter.total_minor - lines_minor,
            total_minor=matter.total_minor,
            promised_minor=matter.promised_minor,
        ),
        refunds=tuple(_refund_of(refund) for refund in matter.refunds),
        policy=ReceiptPolicy(
            preset=stored.policy.preset,
            market=stored.policy.market,
            version=stored.policy.version,
            source=stored.policy.source,
        ),
        statement=matter.statement,
        deadlines=matter.deadlines,
    )
    receipt_id = id_of(world.seed, world.now, "receipt", order.buyer_id, str(number))
    repository.append(transaction, receipt_id, receipt, transaction.sealer.seal(receipt))
    return receipt_id


def _order_of(stored: StoredOrder) -> ReceiptOrder:
    order = stored.order
    return ReceiptOrder(
        id=order.id,
        number=order.number,
        placed_at=order.moments.placed_at,
        currency=order.currency,
        total_minor=order.total_minor,
        sellers=(stored.seller.name, *(part.name for part in order.further)),
    )


def _line_of(order: Order, line_id: str, quantity: int, refund_minor: int) -> ReceiptLine:
    line = next(one for one in order.lines if one.id == line_id)
    return ReceiptLine(
        line_id=line_id,
        product_name=line.product_name,
        variant=line.variant,
        quantity=quantity,
        unit_price_minor=line.unit_price_minor,
        refund_minor=refund_minor,
    )


def _refund_of(refund: Refund) -> ReceiptRefund:
    return ReceiptRefund(
        id=refund.id,
        method=str(refund.method),
        label=refund.label,
        amount_minor=refund.amount_minor,
        currency=refund.currency,
        status=str(refund.status),
        expected_from=refund.expected_from,
        expected_until=refund.expected_until,
        sent_at=refund.sent_at,
        settled_at=refund.settled_at,
        bank_reference=refund.bank_reference,
    )
