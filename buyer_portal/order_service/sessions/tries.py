"""Change here how tries that may be guesses are counted, whatever is tried."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import ProblemError
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.sessions import repository

TRIES_WINDOW: Final = timedelta(minutes=15)


def count_tries(
    transaction: Transaction,
    tenant: str,
    subjects: Mapping[str, str],
    limits: Mapping[str, int],
    real: datetime,
) -> None:
    """Count a try for each subject by its kind, or refuse it.

    Raises:
        ProblemError: There were too many.
    """
    for kind, subject in subjects.items():
        tries = repository.count_try(
            transaction, tenant, kind, subject, now=real, expired=real - TRIES_WINDOW
        )
        if tries.count > limits[kind]:
            wait = (tries.since + TRIES_WINDOW - real).total_seconds()
            raise ProblemError(
                ProblemCode.TOO_MANY_TRIES, retry_after_seconds=max(1, int(wait) + 1)
            )
