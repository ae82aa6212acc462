"""Change here what happens when a buyer says how it went."""

from sqlalchemy import Connection

from buyer_portal.domain.reviews import Review, can_review
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.reviews import GiveReview, ReviewAnswer
from buyer_portal.order_service.answers import CREATED, Answer, good, not_found, problem
from buyer_portal.order_service.commands.expiry import refuse_late
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.events.repository import append
from buyer_portal.order_service.orders.repository import StoredOrder, find_order
from buyer_portal.order_service.reviews import repository
from buyer_portal.order_service.sessions.viewer import Viewer


def read(connection: Connection, viewer: Viewer, order_id: str) -> ReviewAnswer:
    """Return the review of an order, and whether it can be given.

    Raises:
        ProblemError: Unknown, or another buyer's.
    """
    return _answer(connection, viewer, _find(connection, viewer, order_id))


def give(transaction: Transaction, viewer: Viewer, order_id: str, command: GiveReview) -> Answer:
    """Keep a review, or refuse it: given before, or the money is not back.

    Raises:
        ProblemError: Unknown, another buyer's, or a command that came too late.
    """
    connection = transaction.connection
    stored = _find(connection, viewer, order_id)
    refuse_late(command.expires_at, viewer.now)
    if not _answer(connection, viewer, stored).can_review:
        return problem(ProblemCode.WRONG_STATE, order_version=stored.order.version)
    review = Review(
        rating=command.rating,
        improvements=tuple(dict.fromkeys(command.improvements)),
        text=command.text.strip(),
        given_at=viewer.now,
    )
    repository.add(
        transaction,
        viewer.tenant,
        order_id=order_id,
        buyer_id=viewer.buyer_id,
        seller_id=stored.order.seller_id,
        review=review,
    )
    append(
        transaction,
        viewer.tenant,
        EventType.REVIEW_GIVEN,
        viewer.now,
        buyer_id=viewer.buyer_id,
        order_id=order_id,
        parameters={"rating": str(review.rating)},
    )
    return good(_answer(connection, viewer, stored), CREATED)


def _find(connection: Connection, viewer: Viewer, order_id: str) -> StoredOrder:
    stored = find_order(connection, viewer.tenant, viewer.buyer_id, order_id)
    if stored is None:
        raise not_found()
    return stored


def _answer(connection: Connection, viewer: Viewer, stored: StoredOrder) -> ReviewAnswer:
    order = stored.order
    review = repository.review_of(connection, viewer.tenant, order.id)
    refunds = repository.refunds_of(connection, viewer.tenant, order.id)
    return ReviewAnswer(
        order_id=order.id,
        order_number=order.number,
        seller_name=stored.seller.name,
        review=review,
        can_review=review is None and can_review(refunds),
        server_now=viewer.now,
    )
