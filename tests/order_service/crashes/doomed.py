"""Runs the order service so that it dies, as by kill -9, the first time it comes to a point.

``python -m tests.order_service.crashes.doomed POINT MARKER …`` goes on with the service's
own arguments. The marker is a file that remembers that it has died, so that it dies once.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from buyer_portal.order_service import __main__ as program
from buyer_portal.order_service import service
from buyer_portal.order_service.commands import repository as commands
from buyer_portal.order_service.deadlines import use_cases as deadlines
from buyer_portal.order_service.mails import outbox as mails
from buyer_portal.order_service.refunds import durable, simulated, use_cases, work
from buyer_portal.order_service.webhooks import api, outbox, receiving, sending

POINTS: dict[str, tuple[Any, str]] = {
    # The bank has the payout, nothing here says so.
    "refund-sent-not-marked": (simulated.SimulatedBank, "submit"),
    "refund-before-commit": (use_cases, "_take_in"),
    "refund-committed-not-recorded": (work.RefundSteps, "carry_on"),
    "webhook-claim-before-commit": (outbox, "claim"),
    # The receiver has it, nothing here says so.
    "webhook-sent-not-marked": (sending.WebhookSender, "_try"),
    "webhook-mark-before-commit": (outbox, "end_try"),
    "webhook-marked": (sending.WebhookSender, "_send"),
    "received-before-commit": (receiving, "take_effect"),
    "received-before-reply": (api, "receive"),
    "command-before-commit": (commands, "remember"),
    "command-before-reply": (service.Service, "_carry_out"),
    "deadline-before-commit": (deadlines, "_work_off"),
    "deadline-worked-off": (service, "process_due"),
    "mail-claim-before-commit": (mails, "take"),
    # The reader has it, nothing here says so.
    "mail-sent-not-marked": (mails, "report"),
}
"""By name: after what it dies. the tests beside this walk every one of them."""

UPGRADED = "upgraded"
"""No point: another program, which waits otherwise between the tries of a refund."""


def dying(work_done: Callable[..., Any], marker: Path) -> Callable[..., Any]:
    """Return ``work_done`` that is followed by death, once."""

    def die() -> None:
        if not marker.exists():
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)

    if asyncio.iscoroutinefunction(work_done):

        async def run_async(*given: Any, **named: Any) -> Any:
            result = await work_done(*given, **named)
            die()
            return result

        return run_async

    def run(*given: Any, **named: Any) -> Any:
        result = work_done(*given, **named)
        die()
        return result

    return run


def main() -> int:
    """Prepare the end, then serve."""
    point, marker = sys.argv[1], Path(sys.argv[2])
    del sys.argv[1:3]
    if point == UPGRADED:
        durable.WAIT_SECONDS = (0.1, 0.1, 0.1)
    elif point in POINTS:
        where, name = POINTS[point]
        setattr(where, name, dying(getattr(where, name), marker))
    return program.main()


if __name__ == "__main__":
    sys.exit(main())
