"""Change here what each word of ``python -m buyer_portal webhooks`` works with."""

import argparse
from typing import TYPE_CHECKING

from rich.console import Console

from buyer_portal.settings import Settings

if TYPE_CHECKING:
    from buyer_portal.order_service.database import Database, Transaction
    from buyer_portal.order_service.webhooks.sealing import Seal
    from buyer_portal.order_service.webhooks.sources import Source


class CommandError(Exception):
    """What was asked for cannot be done; the message says why."""


class Job:
    """What a deed works with."""

    def __init__(
        self, given: argparse.Namespace, database: "Database", settings: Settings, seal: "Seal"
    ) -> None:
        self.given = given
        self.database = database
        self.settings = settings
        self.seal = seal
        self.console = Console(soft_wrap=True)

    @property
    def tenant(self) -> str:
        """Whose webhooks."""
        return str(self.given.tenant)

    def source(self, transaction: "Transaction") -> "Source":
        """Return the source that was named.

        Raises:
            CommandError: There is none.
        """
        from buyer_portal.order_service.webhooks.sources import find_source  # noqa: PLC0415

        found = find_source(transaction.connection, self.tenant, self.given.name)
        if found is None:
            raise CommandError(f"There is no source {self.given.name!r} in {self.tenant!r}.")
        return found

    def say(self, text: str) -> None:
        """Print plain text."""
        self.console.print(text, markup=False, highlight=False)

    def show_secret(self, secret: str) -> None:
        """Print a secret that was made here."""
        self.say(f"Its secret, shown this once: {secret}")
