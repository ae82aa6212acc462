"""Change here what a payload of an order that is here already may still say."""

from collections.abc import Sequence
from dataclasses import replace

from buyer_portal.domain.cancellations import Cancellation, CancellationStatus
from buyer_portal.domain.orders import Order
from buyer_portal.importers import ImportedOrder, Refusal, Rejection
from buyer_portal.importers.command import Written
from buyer_portal.order_service.cancellations import repository as cancellations
from buyer_portal.order_service.database import DatabaseUnavailableError, Transaction
from buyer_portal.order_service.imports import repository
from buyer_portal.order_service.imports.adoption import (
    Adopted,
    Names,
    adopted,
    can_follow,
    fingerprint_of,
)
from buyer_portal.order_service.imports.repository import KnownOrder
from buyer_portal.order_service.orders.repository import find_order_of_tenant
from buyer_portal.order_service.sessions.viewer import World


def write_again(
    transaction: Transaction, world: World, one: ImportedOrder, there: KnownOrder
) -> Written | Rejection:
    """Write a payload of an order that is here, unless it says nothing new or is older.

    Raises:
        DatabaseUnavailableError: The order is gone within one transaction.
    """
    fingerprint = fingerprint_of(one)
    if there.fingerprint == fingerprint:
        return Written.UNCHANGED
    stored = find_order_of_tenant(transaction.connection, world.tenant, there.id)
    if stored is None:  # cannot be: found by the same transaction
        raise DatabaseUnavailableError
    names = Names(
        order_id=there.id,
        seller_id=stored.order.seller_id,
        buyer_id=there.buyer_id,
        at=stored.order.moments.placed_at,
    )
    new = adopted(one, world, names, stored.policy)
    is_ours = repository.was_changed_here(transaction.connection, world.tenant, there.id)
    refusal = _refusal(one, stored.order, new.order, is_ours=is_ours)
    if refusal is not None:
        return refusal
    if is_ours and _holds_ours(stored.order):
        repository.set_fingerprint(transaction, world.tenant, stored.order, fingerprint)
        return Written.UNCHANGED
    kept = cancellations.cancellations_of(
        transaction.connection, world.tenant, there.buyer_id, there.id
    )
    new = _with_ours(stored.order, new, kept)
    if new.order == stored.order:
        repository.set_fingerprint(transaction, world.tenant, stored.order, fingerprint)
        return Written.UNCHANGED
    after = replace(new.order, version=stored.order.version + 1)
    repository.replace_order(transaction, world, stored, after, fingerprint)
    _follow_cancellation(transaction, world, stored.order, kept, new.cancellation)
    return Written.UPDATED


def _follow_cancellation(
    transaction: Transaction,
    world: World,
    order: Order,
    kept: Sequence[Cancellation],
    found: Cancellation | None,
) -> None:
    """Store what became of an imported cancellation; a request that is gone was withdrawn."""
    for one in kept:
        is_gone = found is None or one.id != found.id
        if is_gone and one.status is CancellationStatus.PENDING:
            gone = replace(one, status=CancellationStatus.WITHDRAWN, answered_at=world.now)
            cancellations.change(transaction, world.tenant, gone)
    if found is None:
        return
    before = next((one for one in kept if one.id == found.id), None)
    if before is None:
        cancellations.add(transaction, world.tenant, order.buyer_id, found)
    elif before.status is CancellationStatus.PENDING:
        found = replace(found, reference=before.reference)
        cancellations.change(transaction, world.tenant, found)
        cancellations.add_refunds(transaction, world.tenant, order.buyer_id, found)


def _refusal(one: ImportedOrder, stored: Order, new: Order, *, is_ours: bool) -> Rejection | None:
    """Return why a payload must not replace what is stored; None when it may be looked at."""
    if stored.status is new.status:
        return None
    if is_ours and (_holds_ours(stored) or not can_follow(stored.status, new.status)):
        what = "has a request that waits here" if stored.open_requests else "was changed here"
        reason = (
            f"this order {what} and is {stored.status}; the payload says {new.status} "
            "and was not taken"
        )
        return rejection_of(one, Refusal.CHANGED_HERE, reason, "status")
    if not can_follow(stored.status, new.status):
        reason = (
            f"this order is {stored.status} already and cannot become {new.status}; "
            "the payload is older"
        )
        return rejection_of(one, Refusal.OLDER_STATUS, reason, "status")
    return None


def _holds_ours(stored: Order) -> bool:
    """Say whether an order that was changed here holds what a payload would undo."""
    return bool(stored.open_requests) or any(
        line.cancelled_quantity or line.returned_quantity for line in stored.lines
    )


def _with_ours(stored: Order, new: Adopted, kept: Sequence[Cancellation]) -> Adopted:
    """Keep what only we know of an order: unlocked, declined, how often it was cancelled."""
    order, cancellation, asked = new.order, new.cancellation, new.order.open_request
    ended = {one.id for one in kept if one.status is not CancellationStatus.PENDING}
    if asked is not None and asked.id in ended:  # answered or taken back here
        order, cancellation = replace(order, open_request=None), None
    elif asked is not None and stored.open_request and asked.id == stored.open_request.id:
        order = replace(order, open_request=stored.open_request)
        cancellation = next((one for one in kept if one.id == asked.id), cancellation)
    order = replace(
        order,
        version=stored.version,
        open_return=stored.open_return,
        rejected_request=stored.rejected_request,
        unlocked_at=stored.unlocked_at,
        cancellations_made=stored.cancellations_made,
    )
    return Adopted(order=order, cancellation=cancellation)


def rejection_of(one: ImportedOrder, code: Refusal, reason: str, path: str = "") -> Rejection:
    """Return that a record is not imported, and why."""
    return Rejection(
        place=one.place, code=code, reason=reason, field=path, external_id=one.external_id
    )
