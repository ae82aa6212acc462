"""Change here which errors fail a test: the browser's console, its exceptions, the server's log."""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Page

from buyer_portal.testing.portal import Portal


@dataclass(slots=True)
class ErrorWatch:
    """Errors that browser and server reported, and the ones a test expects (regular expressions).

    Args:
        portal: Whose log is read from now on; none: the browser alone is watched.
    """

    portal: Portal | None = None
    seen: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    _start: int = field(init=False)

    def __post_init__(self) -> None:
        """Remember where the log ends now."""
        self._start = self.portal.log_size() if self.portal else 0

    def expect(self, pattern: str) -> None:
        """Announce errors that match ``pattern``; they do not fail the test."""
        self.expected.append(pattern)

    def unexpected(self) -> list[str]:
        """Return every error that no test announced."""
        logged = self.portal.errors_since(self._start) if self.portal else []
        return [
            error
            for error in [*self.seen, *logged]
            if not any(re.search(pattern, error) for pattern in self.expected)
        ]

    def watch(self, page: Page) -> None:
        """Note each error of ``page``: its console and its uncaught exceptions."""

        def note(message: ConsoleMessage) -> None:
            if message.type == "error":
                self.seen.append(f"console: {message.text} ({message.location.get('url', '')})")

        page.on("console", note)
        page.on("pageerror", lambda error: self.seen.append(f"page: {error}"))

    def assert_none(self) -> None:
        """Fail with every error until now that was not announced."""
        if unexpected := self.unexpected():
            raise AssertionError("browser or server reported errors:\n" + "\n".join(unexpected))


@contextlib.contextmanager
def no_errors(portal: Portal) -> Iterator[ErrorWatch]:
    """Watch ``portal`` and the pages that are given to the watch; fail on errors at the end."""
    watch = ErrorWatch(portal)
    yield watch
    watch.assert_none()
