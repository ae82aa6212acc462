"""Change here what a cancel command does: at once, or by asking a seller."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from buyer_portal.domain.cancellations import Actor, Cancellation, CancellationStatus, CancelledLine
from buyer_portal.domain.conversations import MessageKind
from buyer_portal.domain.decision_values import Decision, LineOutcome, SellerRequest
from buyer_portal.domain.orders import OpenRequest, Order, RequestKind
from buyer_portal.domain.sellers import seller_of
from buyer_portal.order_contract.cancellations import CancelOrder
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_service.cancellations import repository
from buyer_portal.order_service.cancellations.naming import (
    cancelled_type,
    ids_of,
    parameters_of,
    refunds_of,
)
from buyer_portal.order_service.conversations.lines import leave_line
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.changes import cancelled, requested
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.orders.writing import Step, save
from buyer_portal.order_service.receipts.issuing import receipt_for_cancellation
from buyer_portal.order_service.sessions.viewer import Viewer, World


class Job(NamedTuple):
    """A command that was let through, and what was decided about it."""

    transaction: Transaction
    viewer: Viewer
    command: CancelOrder
    decision: Decision

    def sellers_of(self, order: Order) -> tuple[str, ...]:
        """Return whose lines the command is about; each seller counts it once."""
        covered = {line.line_id for line in self.decision.lines if line.covered}
        return tuple(
            dict.fromkeys(seller_of(order, line) for line in order.lines if line.id in covered)
        )


def _new_cancellation(job: Job, order: Order, lines: Iterable[LineOutcome]) -> Cancellation:
    cancellation_id, reference = ids_of(job.transaction, job.viewer, order)
    return Cancellation(
        id=cancellation_id,
        reference=reference,
        order_id=order.id,
        status=CancellationStatus.PENDING,
        requested_by=Actor.BUYER,
        reason_key=job.command.reason_key,
        reason_text=job.command.reason_text.strip(),
        requested_at=job.viewer.now,
        lines=tuple(
            CancelledLine(
                line_id=line.line_id, quantity=line.quantity, refund_minor=line.refund_minor
            )
            for line in lines
        ),
        currency=order.currency,
    )


def cancel_now(job: Job, stored: StoredOrder) -> tuple[Cancellation, StoredOrder]:
    """Cancel what can be cancelled at once, with its refunds."""
    order, viewer, decision = stored.order, job.viewer, job.decision
    preview = decision.refund_preview
    lines = [line for line in decision.lines if line.covered and not _is_asked(line, decision)]
    asked = _new_cancellation(job, order, lines)
    done = replace(
        asked,
        status=CancellationStatus.SUCCESS,
        answered_at=viewer.now,
        refund_minor=preview.total_minor,
        refunds=refunds_of(viewer, asked.id, order.currency, preview.parts),
    )
    pieces = {line.line_id: line.quantity for line in done.lines}
    after = cancelled(order, pieces, preview.parts, viewer.now)
    step = Step(type=cancelled_type(after), actor=Actor.BUYER, parameters=parameters_of(done))
    saved = save(job.transaction, viewer, stored, after, step)
    repository.add(job.transaction, viewer.tenant, viewer.buyer_id, done)
    receipt_for_cancellation(job.transaction, viewer, saved, done)
    return done, saved


def ask_seller(
    job: Job, stored: StoredOrder, wanted: SellerRequest
) -> tuple[Cancellation, StoredOrder]:
    """Ask one seller to agree; the rest of the order stays as it is."""
    order, viewer = stored.order, job.viewer
    lines = [line for line in job.decision.lines if line.line_id in wanted.line_ids]
    answer_by = viewer.now + timedelta(hours=wanted.answer_hours)
    asked = replace(
        _new_cancellation(job, order, lines),
        refund_minor=wanted.refund_minor,
        answer_by=answer_by,
        silence_approves=wanted.silence_approves,
    )
    request = OpenRequest(
        id=asked.id,
        kind=RequestKind.CANCELLATION,
        requested_at=viewer.now,
        answer_by=answer_by,
        silence_approves=wanted.silence_approves,
        seller_id=wanted.seller_id if order.further else "",
        line_ids=wanted.line_ids,
    )
    step = Step(
        type=EventType.CANCELLATION_REQUESTED,
        actor=Actor.BUYER,
        parameters=parameters_of(asked),
    )
    saved = save(job.transaction, viewer, stored, requested(order, request), step)
    repository.add(job.transaction, viewer.tenant, viewer.buyer_id, asked)
    note_in_conversation(job.transaction, viewer, order, asked, MessageKind.REQUESTED)
    return asked, saved


def _is_asked(line: LineOutcome, decision: Decision) -> bool:
    return any(line.line_id in request.line_ids for request in decision.requests)


def note_in_conversation(
    transaction: Transaction, world: World, order: Order, request: Cancellation, kind: MessageKind
) -> None:
    """Write down in the conversation what the buyer asked, or took back."""
    leave_line(
        transaction,
        world,
        order,
        kind=kind,
        author=Actor.BUYER,
        text=request.reason_text if kind is MessageKind.REQUESTED else "",
        line_ids=request.line_ids,
    )
