"""Change here how a file comes from the browser in parts: studio.js packs it, this joins it.

A socket takes 64 KB at a time, so a file is compressed, written as base64 and sent in parts.
"""

import base64
import binascii
import zlib
from dataclasses import dataclass, replace
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

MOST_BYTES: Final = 8 * 1024 * 1024
"""Of the file itself."""
MOST_PARTS: Final = 100
MOST_PART: Final = 45_000
_GZIP: Final = 31


class FilePart(BaseModel):
    """A part as studio.js sends it, counted from 0."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: str = Field(max_length=300)
    at: int = Field(ge=0, lt=MOST_PARTS)
    of: int = Field(ge=1, le=MOST_PARTS)
    part: str = Field(max_length=MOST_PART, pattern=r"^[A-Za-z0-9+/=]*$")


class BrokenFileError(ValueError):
    """Parts that make no file, or one that is too large."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedFile:
    """A file as far as it has come."""

    name: str = ""
    of: int = 0
    parts: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether every part is there."""
        return self.of > 0 and len(self.parts) == self.of

    def with_part(self, text: str) -> "PackedFile":
        """Return the same with what the browser sent; its first part begins a file anew.

        Raises:
            BrokenFileError: It is no part, or not the one that comes next.
        """
        try:
            part = FilePart.model_validate_json(text)
        except ValidationError:
            raise BrokenFileError from None
        if part.at == 0:
            return PackedFile(name=part.name, of=part.of, parts=(part.part,))
        if (part.name, part.of, part.at) != (self.name, self.of, len(self.parts)):
            raise BrokenFileError
        return replace(self, parts=(*self.parts, part.part))

    def content(self) -> bytes:
        """Return the file.

        Raises:
            BrokenFileError: It is torn, or larger than ``MOST_BYTES``.
        """
        unpacker = zlib.decompressobj(wbits=_GZIP)
        try:
            packed = base64.b64decode("".join(self.parts), validate=True)
            found = unpacker.decompress(packed, MOST_BYTES)
        except (binascii.Error, zlib.error):
            raise BrokenFileError from None
        if not unpacker.eof:
            raise BrokenFileError
        return found
