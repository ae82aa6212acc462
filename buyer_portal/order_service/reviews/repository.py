"""Change here how reviews are found and stored."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, insert, select

from buyer_portal.domain.cancellations import RefundStatus
from buyer_portal.domain.reviews import Improvement, Review
from buyer_portal.order_service.cancellations.tables import RefundRow
from buyer_portal.order_service.columns import Moment, moment_of, table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.tables import OrderRow
from buyer_portal.order_service.reviews.tables import ReviewRow
from buyer_portal.order_service.sellers.tables import SellerRow
from buyer_portal.order_service.statements import Found, Prepared

_reviews = table_of(ReviewRow)
_refunds = table_of(RefundRow)
_orders = table_of(OrderRow)
_sellers = table_of(SellerRow)

_OF_ORDER: Final = Prepared(
    select(_reviews).where(
        _reviews.c.tenant == bindparam("tenant"), _reviews.c.order_id == bindparam("order_id")
    )
)
_REFUNDS: Final = Prepared(
    select(_refunds.c.status).where(
        _refunds.c.tenant == bindparam("tenant"), _refunds.c.order_id == bindparam("order_id")
    )
)
_ADD: Final = Prepared(insert(_reviews))
_ALL: Final = Prepared(
    select(
        _reviews.c.given_at,
        _reviews.c.rating,
        _reviews.c.improvements,
        _reviews.c.text,
        _orders.c.number,
        _sellers.c.name,
    )
    .join(_orders, (_orders.c.tenant == _reviews.c.tenant) & (_orders.c.id == _reviews.c.order_id))
    .join(
        _sellers,
        (_sellers.c.tenant == _reviews.c.tenant) & (_sellers.c.id == _reviews.c.seller_id),
    )
    .where(
        _reviews.c.tenant == bindparam("tenant"),
        _reviews.c.given_at >= bindparam("since", type_=Moment),
    )
    .order_by(_reviews.c.given_at.desc(), _reviews.c.order_id)
)


def review_of(connection: Connection, tenant: str, order_id: str) -> Review | None:
    """Return the review of an order; the caller has checked whose it is."""
    row = _OF_ORDER.row(connection, {"tenant": tenant, "order_id": order_id})
    return None if row is None else review_in(row)


def review_in(row: Found) -> Review:
    """Return a stored review."""
    return Review(
        rating=row.rating,
        improvements=tuple(Improvement(key) for key in row.improvements.split(",") if key),
        text=row.text,
        given_at=row.given_at,
    )


def refunds_of(connection: Connection, tenant: str, order_id: str) -> list[RefundStatus]:
    """Return where each refund of an order is."""
    rows = _REFUNDS.rows(connection, {"tenant": tenant, "order_id": order_id})
    return [RefundStatus(row.status) for row in rows]


def add(
    transaction: Transaction,
    tenant: str,
    *,
    order_id: str,
    buyer_id: str,
    seller_id: str,
    review: Review,
) -> None:
    """Store the one review of an order."""
    _ADD.run(
        transaction.connection,
        {
            "tenant": tenant,
            "order_id": order_id,
            "buyer_id": buyer_id,
            "seller_id": seller_id,
            "rating": review.rating,
            "improvements": ",".join(review.improvements),
            "text": review.text,
            "given_at": review.given_at,
        },
    )


def all_reviews(connection: Connection, tenant: str, since: datetime | None) -> Sequence[Found]:
    """Return the reviews of a tenant since a moment, newest first; for whoever runs it."""
    return _ALL.rows(connection, {"tenant": tenant, "since": since or moment_of(0)})
