"""Change here what a buyer downloads: everything that is known of them, as JSON and as CSV."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Final, cast

from sqlalchemy import Connection, select

from buyer_portal.i18n.catalogue import words_of
from buyer_portal.order_service.account.personal import TREATMENTS, Scope, Treatment
from buyer_portal.order_service.account.rows import of_buyer, rows_of
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.returns.tables import PhotoRow
from buyer_portal.order_service.sessions.viewer import Viewer
from buyer_portal.order_service.tables import METADATA
from buyer_portal.routes import DEFAULT_LOCALE, LOCALES

_photos = table_of(PhotoRow)

MEDIA_TYPE: Final = "application/zip"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to a spreadsheet."""


def export(connection: Connection, viewer: Viewer) -> IO[bytes]:
    """Return a ZIP of everything that is known of a buyer, at its beginning; the caller closes it.

    Each kind of record is a JSON list and a table in CSV. Moments are RFC 3339, amounts in minor
    units beside their currency. It is written to the disk, so its size costs no memory.
    """
    file = TemporaryFile()  # noqa: SIM115 - the caller closes it when it was sent
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _about(viewer))
        for name, treatment in TREATMENTS.items():
            if treatment.file:
                _add(archive, connection, viewer, name, treatment)
        mine = of_buyer(_photos, Scope.BUYER, viewer.tenant, viewer.buyer_id)
        chosen = select(_photos.c.id, _photos.c.content).where(mine)
        for photo in connection.execute(chosen.execution_options(yield_per=1)):
            archive.writestr(f"photos/{photo.id}.jpg", photo.content, zipfile.ZIP_STORED)
    file.seek(0)
    return file


def _about(viewer: Viewer) -> str:
    locale = viewer.locale if viewer.locale in LOCALES else DEFAULT_LOCALE
    words = words_of(locale, viewer.skin)
    made = viewer.now.isoformat(timespec="seconds").replace("+00:00", "Z")
    return words("data.export.readme", login=viewer.login, moment=made) + "\n"


def _add(
    archive: zipfile.ZipFile,
    connection: Connection,
    viewer: Viewer,
    name: str,
    treatment: Treatment,
) -> None:
    """Add one kind of record; two passes, so that neither file is held in memory."""
    table = METADATA.tables[name]
    condition = of_buyer(table, treatment.scope, viewer.tenant, viewer.buyer_id)

    def records() -> Iterator[dict[str, object]]:
        for row in rows_of(connection, table, condition):
            yield _record(row, treatment)

    with archive.open(f"{treatment.file}.json", "w") as raw:
        _write_json(raw, records())
    with archive.open(f"{treatment.file}.csv", "w") as raw:
        _write_csv(raw, records())


def _record(row: Mapping[str, object], treatment: Treatment) -> dict[str, object]:
    """Return a row as a buyer reads it: the document's fields beside the columns."""
    record: dict[str, object] = {}
    for column, value in row.items():
        if column in treatment.hidden:
            continue
        if column in ("document", "parameters", "attached") and isinstance(value, str):
            fields = json.loads(value)
            if column == "document":
                record = cast("dict[str, object]", fields) | record
            else:
                record[column] = fields
        elif isinstance(value, datetime):
            record[column] = value.isoformat().replace("+00:00", "Z")
        else:
            record[column] = value
    return record


def _write_json(raw: IO[bytes], records: Iterator[dict[str, object]]) -> None:
    raw.write(b"[")
    for place, record in enumerate(records):
        raw.write(b",\n" if place else b"\n")
        raw.write(json.dumps(record, ensure_ascii=False).encode())
    raw.write(b"\n]\n")


def _write_csv(raw: IO[bytes], records: Iterator[dict[str, object]]) -> None:
    """Write a table with the first record's columns; a later one may lack some of them."""
    with io.TextIOWrapper(raw, "utf-8-sig", newline="", write_through=True) as text:
        writer: csv.DictWriter[str] | None = None
        for record in records:
            if writer is None:
                writer = csv.DictWriter(text, list(record), extrasaction="ignore")
                writer.writeheader()
            writer.writerow({column: _cell(value) for column, value in record.items()})


def _cell(value: object) -> object:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
