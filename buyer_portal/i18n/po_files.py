"""Change here how catalogues are handed to translators: which file has a message, and .po out."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from buyer_portal.i18n.catalogue import LOCALES_DIR

SOURCE: Final = "en"
_COMMON: Final = "common"


@cache
def domains() -> Mapping[str, tuple[str, ...]]:
    """Return the message ids of each catalogue file, by the file's name."""
    return {
        path.stem: tuple(_key(message.id) for message in _read(SOURCE, path.stem) if message.id)
        for path in sorted((LOCALES_DIR / SOURCE / "LC_MESSAGES").glob("*.po"))
    }


@cache
def domain_of(key: str) -> str:
    """Return the file that has a message; empty: none has."""
    return next((domain for domain, keys in domains().items() if key in keys), "")


def po_of(locale: str, domain: str, changed: Mapping[str, tuple[str, ...]]) -> bytes:
    """Return a catalogue file with some messages changed, as a translator takes it."""
    catalogue = _read(locale, domain)
    catalogue.revision_date = datetime.now(UTC)
    for message in catalogue:
        if message.id and (forms := changed.get(_key(message.id))):
            message.string = forms if isinstance(message.id, tuple | list) else forms[0]
    written = BytesIO()
    write_po(written, catalogue, width=0, sort_output=False)
    return written.getvalue()


def handed_over(
    locale: str, changed: Mapping[str, tuple[str, ...]], shown: Sequence[str]
) -> tuple[str, bytes]:
    """Return name and content of what a translator gets: the file of each message that changed.

    Several come as a ZIP; where none has changed, it is the file of what is shown.
    """
    keys = [*changed] or [*shown[:1]]
    touched = sorted({domain_of(key) for key in keys} - {""}) or [_COMMON]
    files = {f"{domain}.{locale}.po": po_of(locale, domain, changed) for domain in touched}
    if len(files) == 1:
        return next(iter(files.items()))
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return f"words.{locale}.zip", packed.getvalue()


def _read(locale: str, domain: str) -> Catalog:
    with (LOCALES_DIR / locale / "LC_MESSAGES" / f"{domain}.po").open("rb") as stream:
        return read_po(stream, locale=locale, abort_invalid=True)


def _key(message_id: object) -> str:
    return str(message_id[0] if isinstance(message_id, tuple | list) else message_id)  # pyright: ignore[reportUnknownArgumentType]
