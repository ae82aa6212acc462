"""Change here how long pictures of the studio are kept, how many, and what they are called.

Who knows a picture's name may see it: the page that asked is told, and nobody else.
"""

import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Final

PICTURES: Final = "/studio/pictures"
KEPT_SECONDS: Final = 3600.0
MOST_BYTES: Final = 512 * 1024 * 1024
_NAME: Final = re.compile(r"[\w-]{43}\.(?:png|zip)", re.ASCII)


def picture_href(name: str, *, saved_as: str = "") -> str:
    """Return the address of a file of the album; one that is saved gets a name for people."""
    return f"{PICTURES}/{name}" + (f"?as={saved_as}" if saved_as else "")


@dataclass(slots=True)
class Album:
    """Files of a folder, each for an hour; past the bound the oldest go first."""

    folder: Path
    most_bytes: int = MOST_BYTES
    clock: Callable[[], float] = monotonic
    _made: dict[str, float] = field(default_factory=dict[str, float])

    def page(self, suffix: str = ".png") -> Path:
        """Return where a new file goes; its name cannot be guessed."""
        self._tidy()
        name = secrets.token_urlsafe(32) + suffix
        self._made[name] = self.clock()
        return self.folder / name

    def find(self, name: str) -> Path | None:
        """Return the file of a name; None where there is none, or none any more."""
        if _NAME.fullmatch(name) is None:
            return None
        self._tidy()
        path = self.folder / name
        return path if name in self._made and path.is_file() else None

    def forget(self, names: Iterable[str]) -> None:
        """Remove files that nobody looks at any more."""
        for name in names:
            if self._made.pop(name, None) is not None:
                (self.folder / name).unlink(missing_ok=True)

    def _tidy(self) -> None:
        now = self.clock()
        self.forget([name for name, at in self._made.items() if now - at >= KEPT_SECONDS])
        sizes = {name: _size(self.folder / name) for name in self._made}
        total = sum(sizes.values())
        for name in list(self._made):  # in the order in which they were made
            if total <= self.most_bytes:
                return
            total -= sizes[name]
            self.forget([name])


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
