"""Change here what a withdrawal from a contract does; the law is in ``domain/withdrawal.py``."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection

from buyer_portal.domain.cancellations import Actor, Cancellation, CancellationStatus, Refund
from buyer_portal.domain.ids import id_of, reference_of
from buyer_portal.domain.receipts import (
    ReceiptDeadline,
    ReceiptKind,
    ReceiptStatement,
    ReceiptSubject,
)
from buyer_portal.domain.refunds import refund_of
from buyer_portal.domain.returns import Return
from buyer_portal.domain.sellers import part_of, seller_of
from buyer_portal.domain.withdrawal import (
    GoodsPlace,
    Withdrawal,
    WithdrawalLine,
    WithdrawalRight,
    goods_back_by,
    refund_by,
    right_of_withdrawal,
)
from buyer_portal.order_contract.cancellations import (
    CancellationAnswer,
    CancelOrder,
    LineQuantity,
)
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.withdrawals import DeclareWithdrawal, WithdrawalAnswer
from buyer_portal.order_service.answers import (
    CREATED,
    FIRST_REFUSAL,
    Answer,
    good,
    not_found,
    problem,
)
from buyer_portal.order_service.cancellations.use_cases import cancel
from buyer_portal.order_service.database import Database, Transaction
from buyer_portal.order_service.orders.changes import touched
from buyer_portal.order_service.orders.repository import StoredOrder, find_order
from buyer_portal.order_service.orders.writing import Step, save
from buyer_portal.order_service.receipts.issuing import Matter, issue
from buyer_portal.order_service.receipts.repository import find_receipt
from buyer_portal.order_service.returns.asking import start
from buyer_portal.order_service.sessions.tries import count_tries
from buyer_portal.order_service.sessions.viewer import Viewer, World
from buyer_portal.order_service.tenants.clock import real_now
from buyer_portal.order_service.tenants.repository import find_world
from buyer_portal.order_service.withdrawals import repository
from buyer_portal.order_service.withdrawals.matching import matching_order

TRIES: Final = {"withdrawal_order": 10, "withdrawal_address": 30}
"""So many statements of strangers in a quarter of an hour: per order number, per address."""

_EARLY: Final = frozenset({GoodsPlace.UNSENT, GoodsPlace.PACKED})
_AT_ONCE: Final = timedelta(minutes=1)


def declare(
    transaction: Transaction, viewer: Viewer, order_id: str, statement: DeclareWithdrawal
) -> Answer:
    """Withdraw from a contract of the buyer who is signed in.

    Raises:
        ProblemError: Unknown, or another buyer's.
    """
    stored = find_order(transaction.connection, viewer.tenant, viewer.buyer_id, order_id)
    if stored is None:
        raise not_found()
    # No build of a page is too old for a right.
    return _declare(
        transaction, replace(viewer, client_build=None, minimum_client_build=0), stored, statement
    )


async def declare_as_stranger(
    database: Database, tenant: str, statement: DeclareWithdrawal
) -> Answer:
    """Withdraw from the contract that name, number and e-mail name together, without a session.

    Raises:
        ProblemError: They do not belong together, or too many tries.
    """
    number = statement.order_number.strip().casefold().encode("utf-8", "replace")
    subjects = {
        "withdrawal_order": hashlib.sha256(number).hexdigest(),
        "withdrawal_address": statement.address,
    }
    await database.write(
        lambda transaction: count_tries(transaction, tenant, subjects, TRIES, real_now())
    )

    def work(transaction: Transaction) -> Answer:
        world = find_world(transaction.connection, tenant)
        stored = matching_order(transaction.connection, tenant, statement)
        if world is None or stored is None:
            raise not_found()
        viewer = _acting_for(world, stored.order.buyer_id)
        return _declare(transaction, viewer, stored, statement)

    return await database.write(work)


def _declare(
    transaction: Transaction, viewer: Viewer, stored: StoredOrder, statement: DeclareWithdrawal
) -> Answer:
    """Carry it out once; who says it again is shown the first acknowledgement."""
    order = stored.order
    found = repository.find(transaction.connection, viewer.tenant, order.id)
    if found is not None:
        return _answer(transaction.connection, viewer, found.withdrawal, found.receipt_id)
    right = right_of_withdrawal(
        order, stored.policy, viewer.now, informed_at=order.moments.placed_at
    )
    if right.obstacle is not None:
        return problem(
            ProblemCode.WITHDRAWAL_REFUSED, detail=right.obstacle.value, happened_at=right.ends_at
        )
    pieces = {line.line_id: line.quantity for line in right.covered}
    preview, refunds = refund_of(order, pieces, stored.policy)
    per_line = {
        line.id: amount
        for line, amount in zip(order.lines, refunds, strict=True)
        if line.id in pieces
    }
    made = _stop_what_has_not_left(transaction, viewer, stored, right)
    stored = find_order(transaction.connection, viewer.tenant, viewer.buyer_id, order.id) or stored
    stored, returns = _take_back_what_has_come(transaction, viewer, stored, right)
    paid_back = [refund for one in made for refund in one.refunds]
    back_now_minor = sum(refund.amount_minor for refund in paid_back)
    total_minor = max(preview.total_minor, back_now_minor)
    withdrawal = Withdrawal(
        id=id_of(viewer.seed, viewer.now, "withdrawal", order.id),
        reference=reference_of(viewer.seed, "W", order.id, str(transaction.attempt)),
        order_id=order.id,
        name=statement.name,
        email=statement.email,
        order_number=statement.order_number,
        text=statement.text,
        received_at=viewer.now,
        outcome=_outcome(right.covered, made),
        lines=right.covered,
        cancellation_ids=tuple(one.id for one in made),
        return_ids=tuple(one.id for one in returns),
        goods_back_by=goods_back_by(order, viewer.now)
        if any(line.place is GoodsPlace.ARRIVED for line in right.covered)
        else None,
        refund_by=refund_by(order, viewer.now),
        refund_minor=total_minor,
        promised_minor=total_minor - back_now_minor,
        currency=order.currency,
    )
    saved = save(
        transaction,
        viewer,
        stored,
        touched(stored.order),
        Step(
            type=EventType.CONTRACT_WITHDRAWN,
            actor=Actor.BUYER,
            parameters=_parameters(withdrawal),
        ),
    )
    receipt_id = issue(transaction, viewer, saved, _matter(withdrawal, per_line, paid_back))
    repository.add(transaction, viewer.tenant, order.buyer_id, withdrawal, receipt_id)
    return _answer(transaction.connection, viewer, withdrawal, receipt_id)


def _stop_what_has_not_left(
    transaction: Transaction, viewer: Viewer, stored: StoredOrder, right: WithdrawalRight
) -> tuple[Cancellation, ...]:
    """Cancel at once what can be, ask for what is packed; a no of that kind takes no right away."""
    early = [line for line in right.covered if line.place in _EARLY]
    if not early:
        return ()
    answer = cancel(
        transaction,
        viewer,
        stored.order.id,
        CancelOrder(
            order_version=stored.order.version,
            expires_at=viewer.now + _AT_ONCE,
            lines=tuple(
                LineQuantity(line_id=line.line_id, quantity=line.quantity) for line in early
            ),
        ),
    )
    if answer.status >= FIRST_REFUSAL:
        return ()
    return CancellationAnswer.model_validate_json(answer.text).cancellations


def _take_back_what_has_come(
    transaction: Transaction, viewer: Viewer, stored: StoredOrder, right: WithdrawalRight
) -> tuple[StoredOrder, tuple[Return, ...]]:
    """Start a return per seller of what has arrived; nobody is asked, and none is made twice."""
    order = stored.order
    arrived = {line.line_id for line in right.covered if line.place is GoodsPlace.ARRIVED}
    pieces: dict[str, dict[str, int]] = {}
    for line in order.lines:
        if line.id in arrived:
            pieces.setdefault(seller_of(order, line), {})[line.id] = line.kept_quantity
    made: list[Return] = []
    for seller_id, share in pieces.items():
        if part_of(stored.order, seller_id).open_return is None:
            stored, new = start(
                transaction, viewer, stored, share, seller_id=seller_id or order.seller_id
            )
            made.append(new)
    return stored, tuple(made)


def _outcome(lines: Sequence[WithdrawalLine], made: Sequence[Cancellation]) -> str:
    """Return what the buyer has to do with the goods, the most pressing first."""
    places = {line.place for line in lines}
    if GoodsPlace.ARRIVED in places:
        return "goods_back"
    if GoodsPlace.MOVING in places:
        return "goods_held"
    is_done = bool(made) and all(one.status is CancellationStatus.SUCCESS for one in made)
    return "cancelled" if is_done else "requested"


def _matter(
    withdrawal: Withdrawal, per_line: dict[str, int], paid_back: Sequence[Refund]
) -> Matter:
    dates = [("goods_back_by", withdrawal.goods_back_by), ("refund_by", withdrawal.refund_by)]
    return Matter(
        kind=ReceiptKind.WITHDRAWAL,
        subject=ReceiptSubject(
            id=withdrawal.id,
            reference=withdrawal.reference,
            asked_by=str(Actor.BUYER),
            asked_at=withdrawal.received_at,
            outcome=withdrawal.outcome,
        ),
        lines=[(line.line_id, line.quantity, per_line[line.line_id]) for line in withdrawal.lines],
        refunds=paid_back,
        total_minor=withdrawal.refund_minor,
        promised_minor=withdrawal.promised_minor,
        statement=ReceiptStatement(
            name=withdrawal.name,
            email=withdrawal.email,
            order_number=withdrawal.order_number,
            text=withdrawal.text,
            received_at=withdrawal.received_at,
        ),
        deadlines=tuple(
            ReceiptDeadline(kind=kind, at=at)
            for kind, at in dates
            if at and withdrawal.refund_minor
        ),
    )


def _parameters(withdrawal: Withdrawal) -> dict[str, str]:
    return {
        "withdrawal_id": withdrawal.id,
        "reference": withdrawal.reference,
        "refund_minor": str(withdrawal.refund_minor),
        "currency": withdrawal.currency,
    }


def _answer(
    connection: Connection, viewer: Viewer, withdrawal: Withdrawal, receipt_id: str
) -> Answer:
    row = find_receipt(connection, viewer.tenant, viewer.buyer_id, receipt_id)
    if row is None:
        raise not_found()
    answer = WithdrawalAnswer(
        withdrawal=withdrawal,
        receipt_id=receipt_id,
        document=row.document,
        server_now=viewer.now,
    )
    return good(answer, CREATED)


def _acting_for(world: World, buyer_id: str) -> Viewer:
    """Return a viewer for whom no session speaks: what a statement that matched may do."""
    return Viewer(
        tenant=world.tenant,
        seed=world.seed,
        now=world.now,
        buyer_id=buyer_id,
        session_hash="",
        session_key="",
        expires_at=world.now,
        name="",
        login="",
        locale="",
        time_zone="",
        theme="",
        market="",
        skin="",
        minimum_client_build=0,
    )
