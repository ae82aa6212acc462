"""Change here how often somebody may ask for what is dear."""

from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Final

MAX_KEYS: Final = 10_000


class RateLimit:
    """At most ``times`` within ``seconds`` for each key."""

    def __init__(
        self, times: int, seconds: float, *, clock: Callable[[], float] = monotonic
    ) -> None:
        self._times = times
        self._seconds = seconds
        self._clock = clock
        self._seen: dict[str, deque[float]] = {}

    def wait(self, key: str) -> float:
        """Count one use and return 0, or return the seconds until the next is allowed."""
        now = self._clock()
        if len(self._seen) > MAX_KEYS:
            self._seen.clear()
        seen = self._seen.setdefault(key, deque())
        while seen and now - seen[0] >= self._seconds:
            seen.popleft()
        if len(seen) >= self._times:
            return self._seconds - (now - seen[0])
        seen.append(now)
        return 0.0
