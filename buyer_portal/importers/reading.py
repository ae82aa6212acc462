"""Change here how a file is read record by record: who maps it, what counts as a repetition."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from buyer_portal.importers import shopify, tiktok_shop
from buyer_portal.importers.fields import Fields
from buyer_portal.importers.outcomes import (
    ImportedOrder,
    ImportNotice,
    Outcome,
    PayloadFormat,
    Place,
    Refusal,
    RefusedError,
    Rejection,
    RepeatedOrder,
)
from buyer_portal.importers.records import Record, records
from buyer_portal.importers.sums import Cautions

_MAPPERS: Final[dict[PayloadFormat, Callable[[Fields, Place, Cautions], ImportedOrder]]] = {
    PayloadFormat.TIKTOK_SHOP: tiktok_shop.order_of,
    PayloadFormat.SHOPIFY: shopify.order_of,
}


def read(path: str | Path, *, format: str) -> Iterator[Outcome]:  # noqa: A002  # as on the command line
    """Read a file of orders, one outcome a record, in the file's order and in little memory.

    Args:
        format: ``tiktok-shop`` or ``shopify``.

    Raises:
        ValueError: Another ``format``; whatever is wrong with the file is a ``Rejection``.
    """
    payload_format = PayloadFormat(format)
    file = str(path)
    if "\0" in file:
        yield _unreadable(file, "its name holds a NUL")
        return
    try:
        with Path(path).open("rb") as stream:
            yield from read_stream(stream, file=file, format=payload_format)
    except OSError as error:
        yield _unreadable(file, (error.strerror or "unknown cause").lower())


def read_bytes(content: bytes, *, file: str, format: str) -> Iterator[Outcome]:  # noqa: A002  # as above
    """Read orders that are in memory already; ``file`` names them in refusals."""
    return read_stream(BytesIO(content), file=file, format=PayloadFormat(format))


def read_stream(
    stream: BinaryIO,
    *,
    file: str,
    format: PayloadFormat,  # noqa: A002  # as above
) -> Iterator[Outcome]:
    """Read orders from an open binary stream, from where it stands to its end."""
    seen: dict[str, bytes] = {}
    for found in records(stream, file=file):
        if isinstance(found, Record):
            yield _told_apart(order_of(found, format), seen)
        else:
            yield found


def order_of(record: Record, payload_format: PayloadFormat) -> ImportedOrder | Rejection:
    """Return the order of one record with its warnings, or why there is none."""
    fields = Fields(record.members)
    cautions = Cautions()
    try:
        order = _MAPPERS[payload_format](fields, record.place, cautions)
    except RefusedError as error:
        return Rejection(
            place=record.place,
            code=error.code,
            reason=error.reason,
            field=error.field,
            external_id=_external_id(fields),
        )
    return replace(
        order,
        warnings=tuple(
            ImportNotice(
                place=record.place,
                code=code,
                field=path,
                reason=reason,
                external_id=order.external_id,
            )
            for code, path, reason in cautions.found
        ),
    )


def _unreadable(file: str, cause: str) -> Rejection:
    return Rejection(
        place=Place(file=file),
        code=Refusal.UNREADABLE_FILE,
        reason=f"the file cannot be read: {cause}",
    )


def _told_apart(found: ImportedOrder | Rejection, seen: dict[str, bytes]) -> Outcome:
    """Return the outcome, or that this order stood in the file before: the same or another."""
    if isinstance(found, Rejection):
        return found
    content = replace(found, place=Place(file=""), warnings=())
    digest = blake2b(repr(content).encode(errors="replace"), digest_size=16).digest()
    before = seen.setdefault(found.external_id, digest)
    if before is digest:
        return found
    if before == digest:
        return RepeatedOrder(place=found.place, external_id=found.external_id)
    return Rejection(
        place=found.place,
        code=Refusal.CONFLICTING_DUPLICATE,
        reason="this order stood in the file before, with other content; the first one counts",
        field="id",
        external_id=found.external_id,
    )


def _external_id(fields: Fields) -> str | None:
    try:
        return fields.external_id("id") or None
    except RefusedError:
        return None
