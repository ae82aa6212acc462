"""Change here what happens before a database is used: checks, the lock, the migrations.

Each migration runs in one transaction with its version number, so an interrupted one leaves the
form before it; what is found in any other form is refused with a sentence that says what to do.
"""

import fcntl
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from buyer_portal.order_service.database import Database
from buyer_portal.order_service.tables import METADATA

MIGRATIONS: Final = Path(__file__).parent / "migrations"
POSTGRES_LOCK: Final = 0x6F726465  # any number, the same in every process
CHECKED_BYTES: Final = 256 * 1024 * 1024  # a full check of a larger file would delay the start


class DatabaseRefusedError(Exception):
    """The database is not in a state to work with; the message says what to do."""


def prepare(database: Database) -> None:
    """Bring ``database`` to its present form, one process at a time.

    Raises:
        DatabaseRefusedError: Corrupt, half-made, somebody else's, or newer than this program.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    try:
        with _alone(database), database.engine.begin() as connection:
            _check(connection, database, script)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            missing = METADATA.tables.keys() - set(inspect(connection).get_table_names())
    except DBAPIError as error:
        said = str(error.orig).strip().splitlines()
        raise DatabaseRefusedError(_cannot_open(database, said[0] if said else "")) from error
    except CommandError as error:
        raise DatabaseRefusedError(_cannot_open(database, str(error))) from error
    if missing:
        raise DatabaseRefusedError(
            f"{_name_of(database)} lacks the tables {', '.join(sorted(missing))} although its "
            "migrations are done. Restore a backup, or set another DATABASE_URL."
        )


def schema_revision() -> str:
    """Return the form of the database that this program works with."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return ScriptDirectory.from_config(config).get_current_head() or ""


@contextmanager
def _alone(database: Database) -> Generator[None]:
    """Hold the lock under which one process migrates."""
    if database.is_sqlite:
        path = Path(database.url.database or "")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.with_name(path.name + ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        return
    with database.engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": POSTGRES_LOCK})
        connection.commit()
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": POSTGRES_LOCK})
            connection.commit()


def _check(connection: Connection, database: Database, script: ScriptDirectory) -> None:
    if database.is_sqlite:
        path = Path(database.url.database or "")
        if path.stat().st_size <= CHECKED_BYTES:
            found = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
            if found != "ok":
                raise DatabaseRefusedError(_cannot_open(database, str(found)))
    present = set(inspect(connection).get_table_names())
    current = MigrationContext.configure(connection).get_current_heads()
    known = {revision.revision for revision in script.walk_revisions()}
    if len(current) > 1 or (not current and present & METADATA.tables.keys()):
        raise DatabaseRefusedError(
            f"{_name_of(database)} is half migrated: it holds tables of the portal, but not which "
            "form they have. Restore a backup, or set another DATABASE_URL."
        )
    if set(current) - known:
        raise DatabaseRefusedError(
            f"{_name_of(database)} has the form {', '.join(current)}, which this version of the "
            "portal does not know. Start the newer version, or restore a backup made before it."
        )


def _cannot_open(database: Database, said: str) -> str:
    return (
        f"{_name_of(database)} cannot be used: {said}. "
        "Restore a backup, or set another DATABASE_URL."
    )


def _name_of(database: Database) -> str:
    return f"The database {database.url.render_as_string(hide_password=True)}"
