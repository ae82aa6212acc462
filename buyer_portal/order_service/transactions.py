"""Change here what a transaction is to those who work in it, and how one fails."""

import itertools
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from buyer_portal.receipts.seal import Sealer

ATTEMPTS: Final = 4

_log = logging.getLogger(__name__)


class DatabaseUnavailableError(Exception):
    """The database does not answer, is locked or full; nothing was done."""


class StaleError(Exception):
    """Somebody was faster: run the work again on what is there now."""


@dataclass(frozen=True, slots=True)
class Transaction:
    """An open transaction.

    ``attempt`` counts from 0 and salts references that collided; ``numbers`` counts its events.
    ``sealer`` signs its receipts; None where nothing is done that has one, as in an import.
    """

    connection: Connection
    attempt: int = 0
    numbers: Iterator[int] = field(default_factory=itertools.count)
    sealer: Sealer | None = None

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite, for the few statements that differ."""
        return self.connection.dialect.name == "sqlite"


def unavailable(error: Exception) -> Exception:
    """Return what is told of a failure: that the database is away, or the failure itself."""
    if not isinstance(error, (OperationalError, PoolTimeoutError)):
        return error
    said = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    _log.error("database unavailable: %s", said.strip().splitlines()[:1])
    told = DatabaseUnavailableError()
    told.__cause__ = error
    return told
