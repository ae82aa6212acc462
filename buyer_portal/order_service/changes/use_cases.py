"""Change here what changing an order does: decided again, guarded, audited, paid back."""

from typing import Final

from sqlalchemy import Connection

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.change_values import (
    ChangeObstacle,
    ChangeOutcome,
    LineChange,
    OrderChange,
    Pieces,
)
from buyer_portal.domain.changes import ChangeKind
from buyer_portal.domain.ids import id_of, reference_of
from buyer_portal.domain.order_changes import change_order
from buyer_portal.domain.order_differences import AppliedChange, Difference, differences_of
from buyer_portal.domain.orders import Address, Order
from buyer_portal.order_contract.changes import (
    AddressSent,
    ChangeAnswer,
    ChangeOrder,
    ChangePreview,
    ChangeWish,
    OrderChoices,
)
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import (
    CREATED,
    Answer,
    good,
    invalid,
    not_found,
    problem,
)
from buyer_portal.order_service.cancellations.naming import refunds_of
from buyer_portal.order_service.catalogue.choices import (
    Market,
    market_of,
    obstacles_of,
    usable_coupons,
)
from buyer_portal.order_service.catalogue.repository import (
    addresses_of_buyer,
    take_stock,
    use_coupon,
)
from buyer_portal.order_service.changes import repository
from buyer_portal.order_service.commands.expiry import refuse_late
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.repository import StoredOrder, find_order
from buyer_portal.order_service.orders.writing import Step, save
from buyer_portal.order_service.sessions.viewer import Viewer, World

_LONGEST: Final = 500
"""Characters of an audit parameter."""
_OF_THE_WISH: Final = frozenset(
    {ChangeObstacle.NOTHING, ChangeObstacle.COUPON, ChangeObstacle.DEARER}
)
"""What stands in the way of this wish, perhaps only because the order moved on meanwhile."""


def choices(connection: Connection, viewer: Viewer, order_id: str) -> Answer:
    """Return what of an order can be chosen anew.

    Raises:
        ProblemError: Unknown, or another buyer's.
    """
    stored = find_order(connection, viewer.tenant, viewer.buyer_id, order_id)
    if stored is None:
        raise not_found()
    order = stored.order
    market = market_of(connection, viewer, order)
    return good(
        OrderChoices(
            order=order,
            seller=stored.seller,
            policy=stored.policy,
            obstacles=obstacles_of(stored, market, viewer),
            offers=market.offers,
            coupons=usable_coupons(order, market.coupons),
            addresses=addresses_of_buyer(connection, viewer.tenant, viewer.buyer_id, order.address),
            payment_methods=market.payment_methods,
            again_obstacle=ChangeObstacle.SELLER_DENIES if market.is_denied else None,
            server_now=viewer.now,
        )
    )


def preview(connection: Connection, viewer: Viewer, order_id: str, wish: ChangeWish) -> Answer:
    """Return what a wish would make of the order and of its money.

    Raises:
        ProblemError: Unknown, another buyer's, or a line that is not of this order.
    """
    stored = find_order(connection, viewer.tenant, viewer.buyer_id, order_id)
    if stored is None:
        raise not_found()
    outcome = _outcome(stored, market_of(connection, viewer, stored.order), wish, viewer)
    return good(
        ChangePreview(
            order=outcome.order,
            kinds=outcome.kinds,
            difference_minor=outcome.difference_minor,
            parts=outcome.parts,
            obstacle=outcome.obstacle,
            server_now=viewer.now,
        )
    )


def change(transaction: Transaction, viewer: Viewer, order_id: str, command: ChangeOrder) -> Answer:
    """Change an order, or refuse; a refusal is an answer and is kept as one.

    Raises:
        ProblemError: No such order, a command that came too late, or fields that are wrong.
    """
    connection = transaction.connection
    stored = find_order(connection, viewer.tenant, viewer.buyer_id, order_id)
    if stored is None:
        raise not_found()
    refuse_late(command.expires_at, viewer.now)
    order = stored.order
    market = market_of(connection, viewer, order)
    outcome = _outcome(stored, market, command.wish, viewer)
    is_other = command.order_version != order.version
    if outcome.obstacle is not None and not (is_other and outcome.obstacle in _OF_THE_WISH):
        if outcome.obstacle is ChangeObstacle.NOTHING:
            raise invalid("/wish", "nothing")
        return problem(
            ProblemCode.CHANGE_REFUSED, obstacle=outcome.obstacle, order_version=order.version
        )
    if is_other or command.seen_total_minor != outcome.order.total_minor:
        return problem(ProblemCode.ORDER_CHANGED, order_version=order.version)
    made = _made(transaction, viewer, order, outcome)
    after = save(
        transaction,
        viewer,
        stored,
        outcome.order,
        Step(
            type=EventType.ORDER_CHANGED,
            actor=Actor.BUYER,
            parameters=_parameters_of(made, outcome),
        ),
    ).order
    repository.add(transaction, viewer.tenant, viewer.buyer_id, made)
    repository.follow_in_search(transaction, viewer.tenant, after, stored.seller)
    take_stock(transaction, viewer.tenant, outcome.taken)
    if ChangeKind.COUPON in outcome.kinds:
        used = next(one for one in market.coupons if one.code == command.wish.coupon_code)
        use_coupon(transaction, viewer.tenant, viewer.buyer_id, used.id, order.id)
    return good(ChangeAnswer(change=made, order=after, server_now=viewer.now), CREATED)


def address_of(sent: AddressSent, region: str) -> Address:
    """Return an address as sent, in the region that it must be in."""
    return Address(name=sent.name, phone=sent.phone, lines=sent.lines, region=region)


def _outcome(
    stored: StoredOrder, market: Market, wish: ChangeWish, viewer: Viewer
) -> ChangeOutcome:
    order = stored.order
    known = {line.id for line in order.lines}
    seen: set[str] = set()
    for at, line in enumerate(wish.lines):
        if line.line_id not in known or line.line_id in seen:
            reason = "repeated" if line.line_id in seen else "unknown"
            raise invalid(f"/wish/lines/{at}/line_id", reason)
        seen.add(line.line_id)
    outcome = change_order(
        order,
        _change_of(wish, order),
        offers=market.offers,
        coupons=market.coupons,
        policy=stored.policy,
        now=viewer.now,
    )
    if ChangeKind.PAYMENT_METHOD in outcome.kinds and not market.has_cash:
        return _stopped(outcome, ChangeObstacle.CASH_OFF)
    return outcome


def _stopped(outcome: ChangeOutcome, obstacle: ChangeObstacle) -> ChangeOutcome:
    return ChangeOutcome(
        order=outcome.order,
        kinds=outcome.kinds,
        difference_minor=outcome.difference_minor,
        parts=outcome.parts,
        taken=outcome.taken,
        obstacle=outcome.obstacle or obstacle,
    )


def _change_of(wish: ChangeWish, order: Order) -> OrderChange:
    sent = wish.address
    return OrderChange(
        address=None if sent is None else address_of(sent, order.address.region),
        lines=tuple(
            LineChange(line_id=line.line_id, quantity=line.quantity, variant_id=line.variant_id)
            for line in wish.lines
        ),
        added=tuple(Pieces(variant_id=one.variant_id, quantity=one.quantity) for one in wish.added),
        coupon_code=wish.coupon_code,
        payment_method=wish.payment_method,
    )


def _made(
    transaction: Transaction, world: World, order: Order, outcome: ChangeOutcome
) -> AppliedChange:
    names = (order.id, str(order.version))
    change_id = id_of(world.seed, world.now, "change", *names)
    return AppliedChange(
        id=change_id,
        reference=reference_of(world.seed, "E", *names, str(transaction.attempt)),
        order_id=order.id,
        changed_at=world.now,
        differences=differences_of(order, outcome.order),
        difference_minor=outcome.difference_minor,
        currency=order.currency,
        refunds=refunds_of(world, change_id, order.currency, outcome.parts),
    )


def _parameters_of(made: AppliedChange, outcome: ChangeOutcome) -> dict[str, str]:
    """Return what audit, event and notification say: what it was and what it is."""
    return {
        "change_id": made.id,
        "reference": made.reference,
        "kinds": ",".join(outcome.kinds),
        "before": "; ".join(_said(one, one.before) for one in made.differences)[:_LONGEST],
        "after": "; ".join(_said(one, one.after) for one in made.differences)[:_LONGEST],
        "total_minor": str(outcome.order.total_minor),
        "difference_minor": str(made.difference_minor),
        "refund_minor": str(sum(refund.amount_minor for refund in made.refunds)),
        "currency": made.currency,
    }


def _said(difference: Difference, text: str) -> str:
    return f"{difference.subject}: {text}" if difference.subject else text
