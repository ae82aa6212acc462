"""Change here what a buyer's announcing, and taking back, of a refused delivery does."""

from collections.abc import Collection
from dataclasses import replace

from pydantic import TypeAdapter
from sqlalchemy import Connection

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision_values import ActionKind, Verdict
from buyer_portal.domain.ids import id_of
from buyer_portal.domain.orders import OpenRefusal, Order
from buyer_portal.domain.refusals import (
    DeliveryRefusal,
    RefusalPreview,
    RefusalStatus,
    parcels_in_transit,
    preview_refusal,
    seller_of,
)
from buyer_portal.domain.standing import Standing
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.refusals import (
    RefusalAnswer,
    RefuseDelivery,
    WithdrawRefusal,
)
from buyer_portal.order_service.answers import (
    CREATED,
    OK,
    Answer,
    good,
    invalid,
    not_found,
    problem,
)
from buyer_portal.order_service.commands.expiry import refuse_late
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.changes import touched
from buyer_portal.order_service.orders.repository import StoredOrder, find_order
from buyer_portal.order_service.orders.summaries import buyers_decision
from buyer_portal.order_service.orders.use_cases import detail_of
from buyer_portal.order_service.orders.writing import Step, save
from buyer_portal.order_service.refusals import repository
from buyer_portal.order_service.refusals.changes import announced, without_refusals
from buyer_portal.order_service.sessions.viewer import Viewer, World
from buyer_portal.order_service.standing.repository import policy_of_seller, standing_of

_PARCELS_JSON: TypeAdapter[tuple[str, ...]] = TypeAdapter(tuple[str, ...])
_PREVIEW_JSON: TypeAdapter[RefusalPreview] = TypeAdapter(RefusalPreview)
_REFUSALS_JSON: TypeAdapter[tuple[DeliveryRefusal, ...]] = TypeAdapter(tuple[DeliveryRefusal, ...])


def offer(
    connection: Connection, viewer: Viewer, order_id: str, package_ids: Collection[str]
) -> Answer:
    """Return an order and exactly what refusing parcels of it now would do.

    Raises:
        ProblemError: Unknown, another buyer's, or a parcel that is not of this order.
    """
    stored = _find(connection, viewer, order_id)
    parcels = parcels_in_transit(stored.order)
    wanted = _known_parcels(stored.order, package_ids, "package") or parcels
    standing = standing_of(connection, viewer.tenant, viewer.buyer_id)
    preview = preview_of(connection, viewer, stored, wanted, standing)
    detail = detail_of(
        connection,
        viewer,
        stored,
        client_build=viewer.client_build,
        minimum_build=viewer.minimum_client_build,
    )
    refusals = repository.refusals_of(connection, viewer.tenant, viewer.buyer_id, stored.order.id)
    return Answer(
        OK,
        f'{{"detail":{detail.text},"parcels":{_PARCELS_JSON.dump_json(parcels).decode()},'
        f'"preview":{_PREVIEW_JSON.dump_json(preview).decode()},'
        f'"refusals":{_REFUSALS_JSON.dump_json(refusals).decode()}}}',
    )


def announce(
    transaction: Transaction, viewer: Viewer, order_id: str, command: RefuseDelivery
) -> Answer:
    """Note that parcels will be refused; a refusal of that is an answer and is kept as one.

    Raises:
        ProblemError: No such order, a command that came too late, or fields that are wrong.
    """
    connection = transaction.connection
    stored = _find(connection, viewer, order_id)
    refuse_late(command.expires_at, viewer.now)
    order = stored.order
    announced_already = {one.package_id for one in order.refusals}
    wanted = _known_parcels(order, command.package_ids, "/package_ids") or tuple(
        one for one in parcels_in_transit(order) if one not in announced_already
    )
    standing = standing_of(connection, viewer.tenant, viewer.buyer_id)
    decision = buyers_decision(
        order,
        None,
        now=viewer.now,
        policy=stored.policy,
        standing=standing,
        client_build=viewer.client_build,
        minimum_build=viewer.minimum_client_build,
    )
    if not any(action.kind is ActionKind.REFUSE_DELIVERY for action in decision.actions):
        closed = [step.at for step in decision.trace if step.verdict is not Verdict.ALLOWS]
        moments = [at for at in closed if at is not None]
        return problem(
            ProblemCode.NOT_REFUSABLE,
            causes=decision.causes,
            order_version=order.version,
            happened_at=moments[-1] if moments else None,
        )
    preview = preview_of(connection, viewer, stored, wanted, standing)
    if (
        not wanted
        or command.order_version != order.version
        or set(wanted) - set(preview.package_ids)
        or announced_already & set(wanted)
        or command.seen_strikes not in (None, preview.seen_after)
        or command.seen_refund_minor not in (None, preview.refund.total_minor)
    ):
        return problem(ProblemCode.ORDER_CHANGED, order_version=order.version)
    saved = note_refusal(transaction, viewer, stored, wanted)
    return _answer(transaction, viewer, saved.order, status=CREATED)


def note_refusal(
    transaction: Transaction, world: World, stored: StoredOrder, package_ids: Collection[str]
) -> StoredOrder:
    """Write that a buyer will refuse parcels that are in transit and not yet announced."""
    order = stored.order
    refusals = [
        DeliveryRefusal(
            id=refusal_id(world, order, package_id),
            order_id=order.id,
            package_id=package_id,
            status=RefusalStatus.ANNOUNCED,
            announced_at=world.now,
        )
        for package_id in package_ids
    ]
    after = announced(
        order,
        [
            OpenRefusal(id=one.id, package_id=one.package_id, announced_at=world.now)
            for one in refusals
        ],
    )
    step = Step(
        type=EventType.REFUSAL_ANNOUNCED,
        actor=Actor.BUYER,
        parameters={"parcels": str(len(refusals))},
    )
    saved = save(transaction, world, stored, after, step)
    for refusal in refusals:
        repository.add(transaction, world.tenant, order.buyer_id, refusal)
    return saved


def withdraw(
    transaction: Transaction, viewer: Viewer, order_id: str, command: WithdrawRefusal
) -> Answer:
    """Take back what was announced, or refuse because nothing is open any more.

    Raises:
        ProblemError: No such order, or a command that came too late.
    """
    stored = _find(transaction.connection, viewer, order_id)
    refuse_late(command.expires_at, viewer.now)
    order = stored.order
    open_ones = [one.package_id for one in order.refusals]
    wanted = [one for one in open_ones if not command.package_ids or one in command.package_ids]
    if not wanted:
        return problem(ProblemCode.NOT_WITHDRAWABLE, order_version=order.version)
    after = without_refusals(touched(order), wanted)
    step = Step(
        type=EventType.REFUSAL_WITHDRAWN,
        actor=Actor.BUYER,
        parameters={"parcels": str(len(wanted))},
    )
    save(transaction, viewer, stored, after, step)
    close(transaction, viewer, order, wanted, RefusalStatus.WITHDRAWN)
    return _answer(transaction, viewer, after)


def preview_of(
    connection: Connection,
    world: World,
    stored: StoredOrder,
    package_ids: Collection[str],
    standing: Standing,
) -> RefusalPreview:
    """Return what bringing these parcels back now would do."""
    seller_id = seller_of(stored.order, package_ids, stored.policy)
    current = policy_of_seller(connection, world.tenant, seller_id)
    return preview_refusal(
        stored.order,
        package_ids,
        policy=stored.policy,
        seller_policy=stored.policy if current is None else current,
        standing=standing,
        now=world.now,
    )


def close(
    transaction: Transaction,
    world: World,
    order: Order,
    package_ids: Collection[str],
    status: RefusalStatus,
    **led_to: str,
) -> frozenset[str]:
    """Write how the open refusals of some parcels ended, and return which parcels had one.

    Args:
        order: The order before its step.
        led_to: ``cancellation_id`` and ``strike_id`` where there are some.
    """
    ids = {one.id: one.package_id for one in order.refusals if one.package_id in package_ids}
    if not ids:
        return frozenset()
    for refusal in repository.refusals_of(
        transaction.connection, world.tenant, order.buyer_id, order.id
    ):
        if refusal.id in ids:
            ended = replace(refusal, status=status, decided_at=world.now, **led_to)
            repository.change(transaction, world.tenant, ended)
    return frozenset(ids.values())


def refusal_id(world: World, order: Order, package_id: str) -> str:
    """Return the id of the refusal that this version of the order leads to."""
    return id_of(world.seed, world.now, "refusal", order.id, package_id, str(order.version))


def _find(connection: Connection, viewer: Viewer, order_id: str) -> StoredOrder:
    stored = find_order(connection, viewer.tenant, viewer.buyer_id, order_id)
    if stored is None:
        raise not_found()
    return stored


def _known_parcels(order: Order, package_ids: Collection[str], pointer: str) -> tuple[str, ...]:
    """Return the parcels that were named, each once.

    Raises:
        ProblemError: One of them is not of this order.
    """
    if set(package_ids) - {line.package_id or "" for line in order.lines}:
        raise invalid(pointer, "unknown")
    return tuple(dict.fromkeys(package_ids))


def _answer(transaction: Transaction, viewer: Viewer, order: Order, *, status: int = OK) -> Answer:
    refusals = repository.refusals_of(
        transaction.connection, viewer.tenant, viewer.buyer_id, order.id
    )
    return good(RefusalAnswer(refusals=refusals, order=order, server_now=viewer.now), status)
