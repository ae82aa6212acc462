"""Change here how accessibility snapshots are compared: files of YAML, a unified diff, accepting.

``pytest --accept-snapshots`` writes what there is now; look at what git says then.
"""

import difflib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from buyer_portal.testing.buyer_pages import wait_until_ready

SETTLED: Final = """() => !document.querySelector(
  '[aria-busy=true], [data-phase=loading], [data-arrive=now], [data-frame]:not([data-ready=true])'
)"""
"""Whether the page was read, and whose it is."""
QUIET_MS: Final = 150
MOST_LOOKS: Final = 40
_VOLATILE: Final = (
    re.compile(r"(?<=/url: )\S*ticket=\S+"),
    re.compile(r"(?<=[?]shared=)\S+"),
    re.compile(r"""(?<=: )"?[\w-]{43}"?(?=\n)"""),
)
"""What differs from run to run: one-use tickets, sealed links, fingerprints of salted receipts."""


class SnapshotDiffersError(AssertionError):
    """A page is not what it was; the message is the difference and what to do."""


@dataclass(frozen=True, slots=True)
class Snapshots:
    """The snapshots of a folder."""

    folder: Path
    accepts: bool

    def check(self, page: Page, name: str, *, without: str = "", is_plain: bool = False) -> None:
        """Compare the page as a screen reader finds it with what was accepted.

        Args:
            without: A selector of what differs from run to run.
            is_plain: Whether it is all there once it is loaded: no app is in it.

        Raises:
            SnapshotDiffersError: It differs, or there is none yet.
        """
        if not is_plain:
            wait_until_ready(page)
            page.wait_for_function(SETTLED)
        if without:
            page.add_style_tag(content=f"{without} {{ display: none !important }}")
        if not self.accepts and self._is_as_accepted(page, name):
            return
        self.compare(name, _quiet(page))

    def _is_as_accepted(self, page: Page, name: str) -> bool:
        """Say whether the page comes to read as accepted; it may still be reading something."""
        accepted = self._accepted(name)
        for _ in range(MOST_LOOKS):
            if _reading(page) == accepted:
                return True
            page.wait_for_timeout(QUIET_MS)
        return False

    def compare(self, name: str, now: str) -> None:
        """Compare a snapshot with its file, or write the file.

        Raises:
            SnapshotDiffersError: It differs, or there is none yet.
        """
        if self.accepts:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._file(name).write_text(now, "utf-8")
            return
        before = self._accepted(name)
        if before != now:
            lines = difflib.unified_diff(
                before.splitlines(),
                now.splitlines(),
                f"accepted/{name}",
                f"now/{name}",
                lineterm="",
            )
            told = "\n".join(lines)
            raise SnapshotDiffersError(f"{told}\n\nIf that is right: make snapshots")

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.yaml"

    def _accepted(self, name: str) -> str:
        file = self._file(name)
        return file.read_text("utf-8") if file.exists() else ""

    def strangers(self, names: set[str]) -> set[str]:
        """Return the files that belong to none of ``names``."""
        return {file.stem for file in self.folder.glob("*.yaml")} - names


def _quiet(page: Page) -> str:
    """Return the snapshot once it stays the same: what was read again has been drawn then."""
    before = _reading(page)
    for _ in range(MOST_LOOKS):
        page.wait_for_timeout(QUIET_MS)
        now = _reading(page)
        if now == before:
            break
        before = now
    return before


def _reading(page: Page) -> str:
    """Return the page as a screen reader finds it, without what differs from run to run."""
    now = page.locator("body").aria_snapshot()
    for pattern in _VOLATILE:
        now = pattern.sub("…", now)
    return f"{now}\n"
