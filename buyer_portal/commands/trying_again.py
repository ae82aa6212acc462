"""Change here what a page remembers of failing to reach the order service."""

import time
from typing import Final

import reflex as rx

from buyer_portal.order_client.errors import OrderServiceError, OrderServiceUnavailableError
from buyer_portal.views.retry import RetryView, next_try

ONE_FAILURE_SECONDS: Final = 2
"""Failures so close together are one: a page reads several times when it is opened."""


class TryingAgain(rx.State, mixin=True):
    """Counts failures in a row and says when the browser tries again (portal.js)."""

    again: rx.Field[RetryView | None] = rx.field(default=None)
    """None while all is well."""

    _failures: int = 0
    _failed_at: float = 0.0

    def _note_failure(self, error: OrderServiceError) -> None:
        """Count a failure; the next try waits longer, and as long as the service asks."""
        if time.time() - self._failed_at > ONE_FAILURE_SECONDS or not self._failures:
            self._failures += 1
        self._failed_at = time.time()
        wait = (
            error.retry_after_seconds if isinstance(error, OrderServiceUnavailableError) else None
        )
        self.again = next_try(self._failures, retry_after_seconds=wait)

    def _note_success(self) -> None:
        """Forget the failures."""
        self._failures = 0
        self.again = None
