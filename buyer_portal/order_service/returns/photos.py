"""Change here how photos are kept, counted and handed out: to their own buyer alone."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select, update

from buyer_portal.domain.ids import id_of
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.returns import MOST_PHOTOS, Photo
from buyer_portal.order_service.answers import (
    CREATED,
    Answer,
    ProblemError,
    good,
    invalid,
    not_found,
)
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.repository import find_order
from buyer_portal.order_service.returns.pictures import Picture
from buyer_portal.order_service.returns.tables import PhotoRow
from buyer_portal.order_service.sessions.viewer import Viewer

DRAFTS_KEPT: Final = timedelta(days=1)
"""How long a photo waits for the return that it was taken for."""

_photos = table_of(PhotoRow)


def drafts_of(connection: Connection, viewer: Viewer, order_id: str) -> tuple[Photo, ...]:
    """Return the photos of an order that no return has yet, oldest first."""
    rows = connection.execute(
        select(_photos.c.id, _photos.c.width, _photos.c.height, _photos.c.size)
        .where(*_own(viewer), _photos.c.order_id == order_id, _photos.c.return_id == "")
        .order_by(_photos.c.id)
    )
    return tuple(
        Photo(id=row.id, width=row.width, height=row.height, size=row.size) for row in rows
    )


def add(transaction: Transaction, viewer: Viewer, order_id: str, picture: Picture) -> Answer:
    """Keep a photo for the next return of an order, and forget those of yesterday.

    Raises:
        ProblemError: No such order of this buyer.
    """
    connection = transaction.connection
    if find_order(connection, viewer.tenant, viewer.buyer_id, order_id) is None:
        raise not_found()
    connection.execute(
        delete(_photos).where(
            *_own(viewer),
            _photos.c.return_id == "",
            _photos.c.uploaded_at < viewer.now - DRAFTS_KEPT,
        )
    )
    number = connection.execute(
        select(func.count()).where(
            *_own(viewer), _photos.c.order_id == order_id, _photos.c.return_id == ""
        )
    ).scalar_one()
    if number >= MOST_PHOTOS:
        raise ProblemError(ProblemCode.TOO_MANY_PHOTOS)
    photo = Photo(
        id=id_of(viewer.seed, viewer.now, "photo", order_id, secrets.token_hex(8)),
        width=picture.width,
        height=picture.height,
        size=len(picture.content),
    )
    connection.execute(
        insert(_photos).values(
            tenant=viewer.tenant,
            id=photo.id,
            order_id=order_id,
            buyer_id=viewer.buyer_id,
            return_id="",
            uploaded_at=viewer.now,
            width=photo.width,
            height=photo.height,
            size=photo.size,
            content=picture.content,
        )
    )
    return good(photo, CREATED)


def content_of(connection: Connection, viewer: Viewer, photo_id: str) -> bytes:
    """Return a photo of this buyer.

    Raises:
        ProblemError: Unknown, or another buyer's.
    """
    found = connection.execute(
        select(_photos.c.content).where(*_own(viewer), _photos.c.id == photo_id)
    ).scalar_one_or_none()
    if found is None:
        raise not_found()
    return bytes(found)


def remove(transaction: Transaction, viewer: Viewer, photo_id: str) -> None:
    """Forget a photo that no return has; one that is gone is no mistake.

    Raises:
        ProblemError: A return has it already.
    """
    connection = transaction.connection
    mine = (*_own(viewer), _photos.c.id == photo_id)
    connection.execute(delete(_photos).where(*mine, _photos.c.return_id == ""))
    if connection.execute(select(_photos.c.id).where(*mine)).first() is not None:
        raise ProblemError(ProblemCode.ORDER_CHANGED)


def check_drafts(
    connection: Connection, viewer: Viewer, order_id: str, photo_ids: Sequence[str]
) -> None:
    """Refuse photos that were not uploaded for this order by this buyer, or twice the same.

    Raises:
        ProblemError: One of them is such.
    """
    if not photo_ids:
        return
    known = {photo.id for photo in drafts_of(connection, viewer, order_id)}
    if set(photo_ids) - known or len(set(photo_ids)) < len(photo_ids):
        raise invalid("/photo_ids", "unknown")


def keep(
    transaction: Transaction, viewer: Viewer, photo_ids: Sequence[str], return_id: str
) -> None:
    """Give photos to the return that they were taken for."""
    if photo_ids:
        transaction.connection.execute(
            update(_photos)
            .where(*_own(viewer), _photos.c.id.in_(photo_ids))
            .values(return_id=return_id)
        )


def _own(viewer: Viewer):  # noqa: ANN202 - SQLAlchemy's
    return (_photos.c.tenant == viewer.tenant, _photos.c.buyer_id == viewer.buyer_id)
