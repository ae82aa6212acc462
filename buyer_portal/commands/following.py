"""Change here how any command of a buyer is followed until it is known how it ended.

A command is sent with one idempotency key for as long as its answer may be lost, so that asking
again does nothing twice::

    answer = await follow_to_end(lambda: client.cancel(order_id, command, key))
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final, TypeVar

from buyer_portal.order_client.errors import OrderServiceUnavailableError

LIFETIME: Final = timedelta(seconds=30)
"""How long after it was sent a command may still be carried out."""
PAUSES_SECONDS: Final = (0.3, 0.7, 1.5, 3, 5, 8, 10, 10, 10)
"""Between tries to learn what became of a command whose answer was lost; all with one key."""

Answer = TypeVar("Answer")


async def follow_to_end(
    send: Callable[[], Awaitable[Answer]], *, may_have_happened: bool = False
) -> Answer:
    """Return the service's word; send again while an answer may be lost.

    Args:
        send: Sends the same command with the same key, each time it is called.
        may_have_happened: Whether an answer to it was lost before.

    Raises:
        OrderServiceError: It was not carried out, or nobody answered in the end
            (``may_have_happened`` tells).
    """
    for pause in (*PAUSES_SECONDS, None):
        try:
            return await send()
        except OrderServiceUnavailableError as error:
            # A reply that was lost once stays lost, whatever the next try meets.
            may_have_happened = error.may_have_happened = (
                may_have_happened or error.may_have_happened
            )
            if not may_have_happened or pause is None:
                raise
            await asyncio.sleep(pause)
    raise OrderServiceUnavailableError("no answer", may_have_happened=may_have_happened)


def is_late(sent_at_ms: int | None) -> bool:
    """Say whether a press arrived so late that the buyer cannot mean it any more.

    Args:
        sent_at_ms: When it was pressed, by the portal's clock; None when the browser did not say.
    """
    return sent_at_ms is not None and time.time() - sent_at_ms / 1000 > LIFETIME.total_seconds()
