"""Change here when something that failed is tried again by itself, and when support comes first."""

import random
import time
from dataclasses import dataclass
from typing import Final

PAUSES_SECONDS: Final = (5, 15, 30, 60)
"""Before the next try, after the first, second, … failure; then the buyer decides."""
MOST_PAUSE_SECONDS: Final = 600
_JITTER: Final = 1.2
"""Many buyers meet one fault at one moment; they shall not all come back at one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryView:
    """When it is tried again. ``is_automatic`` False: it was tried often enough, people decide.

    ``deadline_ms`` and ``now_ms`` are by the portal's clock; the browser counts their difference.
    """

    is_automatic: bool
    deadline_ms: str
    now_ms: str


def next_try(failures: int, *, retry_after_seconds: int | None = None) -> RetryView:
    """Return when to try again after ``failures`` failures in a row, 1 or more.

    Args:
        retry_after_seconds: What the service asked us to wait; never tried before that.
    """
    now_ms = int(time.time() * 1000)
    is_automatic = failures <= len(PAUSES_SECONDS)
    pause = PAUSES_SECONDS[min(failures, len(PAUSES_SECONDS)) - 1]
    pause *= random.uniform(1, _JITTER)  # noqa: S311 - spreads load, guards nothing
    pause = min(max(pause, retry_after_seconds or 0), MOST_PAUSE_SECONDS)
    return RetryView(
        is_automatic=is_automatic,
        deadline_ms=str(now_ms + int(pause * 1000)),
        now_ms=str(now_ms),
    )
