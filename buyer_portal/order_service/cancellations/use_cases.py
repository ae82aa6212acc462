"""Change here what a buyer's cancel and withdraw commands do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import Connection

from buyer_portal.domain.cancellations import (
    Actor,
    Cancellation,
    CancellationStatus,
    CancelledLine,
    Refund,
)
from buyer_portal.domain.conversations import MessageKind
from buyer_portal.domain.decision_values import (
    Cause,
    Decision,
    LineOutcome,
    RefundPart,
    SellerRequest,
    Verdict,
)
from buyer_portal.domain.ids import id_of, reference_of
from buyer_portal.domain.orders import OpenRequest, Order, OrderStatus, RequestKind
from buyer_portal.domain.policy import DayRange, Permission, ReasonMode
from buyer_portal.domain.refunds import expected_range
from buyer_portal.domain.sellers import seller_asked, seller_of
from buyer_portal.order_contract.cancellations import (
    CancellationAnswer,
    CancelOrder,
    WithdrawCancellation,
)
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import (
    CREATED,
    Answer,
    ProblemError,
    good,
    invalid,
    not_found,
    problem,
)
from buyer_portal.order_service.cancellations import repository
from buyer_portal.order_service.conversations.lines import leave_line
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.changes import cancelled, counted, requested, withdrawn
from buyer_portal.order_service.orders.repository import StoredOrder, digest_at, find_order
from buyer_portal.order_service.orders.summaries import buyers_decision, digest_of
from buyer_portal.order_service.orders.writing import Step, save
from buyer_portal.order_service.receipts.issuing import receipt_for_cancellation
from buyer_portal.order_service.sessions.viewer import Viewer, World

POSSIBLE: Final = frozenset({Permission.INSTANT, Permission.REQUEST})
_WITH_LIST: Final = frozenset({ReasonMode.LIST, ReasonMode.LIST_AND_TEXT})
_WITH_TEXT: Final = frozenset({ReasonMode.TEXT, ReasonMode.LIST_AND_TEXT})


def cancel(transaction: Transaction, viewer: Viewer, order_id: str, command: CancelOrder) -> Answer:
    """Cancel at once, ask each seller who must agree, or refuse.

    Lines with different outcomes are all done by one command. A refusal is an answer and is kept
    as one.

    Raises:
        ProblemError: No such order, a command that came too late, or fields that are wrong.
    """
    stored = find_order(transaction.connection, viewer.tenant, viewer.buyer_id, order_id)
    if stored is None:
        raise not_found()
    _check_expiry(command.expires_at, viewer.now)
    order = stored.order
    pieces = _pieces_of(command, order)
    build = viewer.client_build if command.client_build is None else command.client_build
    decision = buyers_decision(
        order,
        pieces,
        now=viewer.now,
        policy=stored.policy,
        client_build=build,
        minimum_build=viewer.minimum_client_build,
    )
    if decision.outcome not in POSSIBLE:
        return _refusal(order, decision)
    if _asks_too_much(order, pieces) or _is_other_than_seen(
        transaction, viewer, stored, command, decision
    ):
        return problem(ProblemCode.ORDER_CHANGED, order_version=order.version)
    _check_reason(command, decision)
    job = _Job(transaction, viewer, command, decision)
    stored = replace(stored, order=counted(order, job.sellers_of(order)))
    made: list[Cancellation] = []
    if decision.outcome is Permission.INSTANT:
        done, stored = _cancel_now(job, stored)
        made.append(done)
    for request in decision.requests:
        asked, stored = _ask_seller(job, stored, request)
        made.append(asked)
    return good(
        CancellationAnswer(
            cancellation=made[0], others=tuple(made[1:]), order=stored.order, server_now=viewer.now
        ),
        CREATED,
    )


def withdraw(
    transaction: Transaction, viewer: Viewer, cancellation_id: str, command: WithdrawCancellation
) -> Answer:
    """Take a pending request back, or refuse because it was answered.

    Raises:
        ProblemError: No such cancellation, or a command that came too late.
    """
    stored, cancellation = _find(transaction.connection, viewer, cancellation_id)
    _check_expiry(command.expires_at, viewer.now)
    if cancellation.status is not CancellationStatus.PENDING:
        return problem(ProblemCode.NOT_WITHDRAWABLE, order_version=stored.order.version)
    back, saved = take_back(transaction, viewer, stored, cancellation)
    return good(CancellationAnswer(cancellation=back, order=saved.order, server_now=viewer.now))


def take_back(
    transaction: Transaction, world: World, stored: StoredOrder, cancellation: Cancellation
) -> tuple[Cancellation, StoredOrder]:
    """Close a pending request in its buyer's name; return it and the order afterwards."""
    back = replace(
        cancellation,
        status=CancellationStatus.WITHDRAWN,
        answered_at=world.now,
        answered_by=Actor.BUYER,
    )
    repository.change(transaction, world.tenant, back)
    saved = save(
        transaction,
        world,
        stored,
        withdrawn(stored.order, seller_asked(stored.order, back.id)),
        Step(
            type=EventType.CANCELLATION_WITHDRAWN,
            actor=Actor.BUYER,
            parameters=parameters_of(back),
        ),
    )
    _leave_line(transaction, world, stored.order, back, MessageKind.WITHDRAWN)
    return back, saved


def read(connection: Connection, viewer: Viewer, cancellation_id: str) -> Answer:
    """Return a cancellation and its order as they stand.

    Raises:
        ProblemError: Unknown, or another buyer's.
    """
    stored, cancellation = _find(connection, viewer, cancellation_id)
    return good(
        CancellationAnswer(cancellation=cancellation, order=stored.order, server_now=viewer.now)
    )


def parameters_of(cancellation: Cancellation, **more: str) -> dict[str, str]:
    """Return what events, history and notifications say of a cancellation."""
    said = {
        "cancellation_id": cancellation.id,
        "reference": cancellation.reference,
        "pieces": str(sum(line.quantity for line in cancellation.lines)),
        "refund_minor": str(cancellation.refund_minor),
        "currency": cancellation.currency,
    }
    if cancellation.answer_reason:
        said["reason"] = cancellation.answer_reason
    return said | more


def refunds_of(
    world: World, cancellation_id: str, currency: str, parts: Sequence[RefundPart]
) -> tuple[Refund, ...]:
    """Return one refund per payment that money goes back by."""
    refunds: list[Refund] = []
    for part in parts:
        days = DayRange(at_least=part.days_at_least, at_most=part.days_at_most)
        expected_from, expected_until = expected_range(world.now, days)
        refunds.append(
            Refund(
                id=id_of(world.seed, world.now, "refund", cancellation_id, part.payment_id),
                payment_id=part.payment_id,
                method=part.method,
                label=part.label,
                amount_minor=part.amount_minor,
                currency=currency,
                requested_at=world.now,
                expected_from=expected_from,
                expected_until=expected_until,
            )
        )
    return tuple(refunds)


def ids_of(transaction: Transaction, world: World, order: Order) -> tuple[str, str]:
    """Return id and reference of the cancellation that this version of the order leads to."""
    names = (order.id, str(order.version))
    return (
        id_of(world.seed, world.now, "cancellation", *names),
        reference_of(world.seed, "C", *names, str(transaction.attempt)),
    )


def cancelled_type(after: Order) -> EventType:
    """Return whether this was the whole order or a part of it."""
    is_whole = after.status is OrderStatus.CANCELLED
    return EventType.ORDER_CANCELLED if is_whole else EventType.LINES_CANCELLED


def _find(
    connection: Connection, viewer: Viewer, cancellation_id: str
) -> tuple[StoredOrder, Cancellation]:
    scope = (viewer.tenant, viewer.buyer_id)
    order_id = repository.order_of_cancellation(connection, *scope, cancellation_id)
    stored = find_order(connection, *scope, order_id) if order_id else None
    if stored is None:
        raise not_found()
    every = repository.cancellations_of(connection, *scope, stored.order.id)
    return stored, next(one for one in every if one.id == cancellation_id)


def _check_expiry(expires_at: datetime, now: datetime) -> None:
    if expires_at.tzinfo is None:
        raise invalid("/expires_at", "timezone_aware")
    if expires_at <= now:
        raise ProblemError(ProblemCode.COMMAND_EXPIRED)


def _pieces_of(command: CancelOrder, order: Order) -> dict[str, int] | None:
    known = {line.id for line in order.lines}
    pieces: dict[str, int] = {}
    for at, asked in enumerate(command.lines):
        if asked.line_id not in known:
            raise invalid(f"/lines/{at}/line_id", "unknown")
        if asked.line_id in pieces:
            raise invalid(f"/lines/{at}/line_id", "repeated")
        pieces[asked.line_id] = asked.quantity
    return pieces or None


def _asks_too_much(order: Order, pieces: Mapping[str, int] | None) -> bool:
    return any(line.open_quantity < (pieces or {}).get(line.id, 0) for line in order.lines)


def _is_other_than_seen(
    transaction: Transaction,
    viewer: Viewer,
    stored: StoredOrder,
    command: CancelOrder,
    decision: Decision,
) -> bool:
    """Say whether the buyer agreed to something else than what would happen now.

    What the dialog promised decides where it was sent; otherwise a version that is not the current
    one is fine as long as it offered the same permission, refund and lines.
    """
    promised, amount = command.seen_permission, command.seen_refund_minor
    if promised is not None and promised is not decision.outcome:
        return True
    if amount is not None and amount != decision.refund_preview.total_minor:
        return True
    later = decision.request_preview
    asked = command.seen_request_minor
    if asked is not None and asked != (later.total_minor if later else 0):
        return True
    seen_of = {line.line_id: line.seen_permission for line in command.lines}
    for line in decision.lines:
        seen = seen_of.get(line.line_id)
        if seen is not None and seen is not line.permission:
            return True
    order = stored.order
    if (promised is not None and amount is not None) or command.order_version == order.version:
        return False
    seen = digest_at(transaction.connection, viewer.tenant, order.id, command.order_version)
    current = buyers_decision(order, None, now=viewer.now, policy=stored.policy)
    return seen != digest_of(order, current)


def _refusal(order: Order, decision: Decision) -> Answer:
    if decision.causes[:1] == (Cause.ORDER_CHANGED,):
        return problem(ProblemCode.ORDER_CHANGED, order_version=order.version)
    closed = [step.at for step in decision.trace if step.verdict is not Verdict.ALLOWS and step.at]
    return problem(
        ProblemCode.CANCELLATION_REFUSED,
        causes=decision.causes,
        order_version=order.version,
        happened_at=closed[-1] if closed else None,
    )


def _check_reason(command: CancelOrder, decision: Decision) -> None:
    mode = decision.reason_mode
    if command.reason_key and (
        mode not in _WITH_LIST or command.reason_key not in decision.reason_keys
    ):
        raise invalid("/reason_key", "unknown")
    if not decision.reason_required or mode is ReasonMode.NONE:
        return
    has_key = bool(command.reason_key) or mode not in _WITH_LIST or not decision.reason_keys
    has_text = bool(command.reason_text.strip())
    if mode is ReasonMode.TEXT and not has_text:
        raise invalid("/reason_text", "missing")
    if mode in _WITH_LIST and not has_key and not (mode in _WITH_TEXT and has_text):
        raise invalid("/reason_key", "missing")


class _Job(NamedTuple):
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


def _new_cancellation(job: _Job, order: Order, lines: Iterable[LineOutcome]) -> Cancellation:
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


def _cancel_now(job: _Job, stored: StoredOrder) -> tuple[Cancellation, StoredOrder]:
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


def _ask_seller(
    job: _Job, stored: StoredOrder, wanted: SellerRequest
) -> tuple[Cancellation, StoredOrder]:
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
    _leave_line(job.transaction, viewer, order, asked, MessageKind.REQUESTED)
    return asked, saved


def _is_asked(line: LineOutcome, decision: Decision) -> bool:
    return any(line.line_id in request.line_ids for request in decision.requests)


def _leave_line(
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
