"""Change here how statements run that are worth preparing.

SQLAlchemy builds them, once; the driver runs them. That costs a fifth of a run through the whole
stack, and a cancellation has fifteen of them. Only moments are converted on the way, so a statement
with any other special type does not belong here.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection, Delete, Insert, Select, Update
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.sql.compiler import SQLCompiler

from buyer_portal.order_service.columns import Moment, microseconds_of, moment_of

Parameters = Mapping[str, object]
Found: TypeAlias = Any
"""A row that was found; its columns are attributes."""


class _Compiled:
    """A statement in one database's words."""

    def __init__(self, statement: Any, connection: Connection) -> None:  # noqa: ANN401 - of any kind
        compiled = statement.compile(dialect=connection.dialect)
        if not isinstance(compiled, SQLCompiler) or compiled.post_compile_params:
            raise TypeError(f"cannot be prepared: {statement}")
        self.sql: Final = str(compiled)
        self.error: Final[type[Exception]] = connection.dialect.loaded_dbapi.Error
        binds = compiled.binds
        self._defaults: Final = {
            name: bind.value for name, bind in binds.items() if not bind.required
        }
        self._moments: Final = frozenset(
            name for name, bind in binds.items() if isinstance(bind.type, Moment)
        )
        names = compiled.positiontup
        self._names: Final = tuple(names if names is not None else binds)
        self._is_positional: Final = names is not None
        self.make_row: Final = _row_maker(statement)

    def bound(self, given: Parameters) -> Any:  # noqa: ANN401 - a tuple or a dict, as the driver wants
        """Return parameters as the driver takes them; one that is not given is null."""
        values: list[object] = []
        for name in self._names:
            value = given[name] if name in given else self._defaults.get(name)
            if name in self._moments and isinstance(value, datetime):
                value = microseconds_of(value)
            values.append(value)
        if self._is_positional:
            return tuple(values)
        return dict(zip(self._names, values, strict=True))


class Prepared:
    """A statement that is compiled at its first run on each kind of database."""

    def __init__(self, statement: Select[*tuple[Any, ...]] | Insert | Update | Delete) -> None:
        self.statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, connection: Connection, given: Parameters) -> list[Found]:
        """Return all rows; columns are attributes."""
        compiled, cursor = self._run(connection, given)
        make = compiled.make_row
        return [make(row) for row in cursor.fetchall()]

    def row(self, connection: Connection, given: Parameters) -> Found | None:
        """Return the one row, None when there is none."""
        compiled, cursor = self._run(connection, given)
        found = cursor.fetchone()
        return None if found is None else compiled.make_row(found)

    def value(self, connection: Connection, given: Parameters) -> Any | None:  # noqa: ANN401 - a column
        """Return the first column of the one row, None when there is none."""
        found = self.row(connection, given)
        return None if found is None else found[0]

    def run(self, connection: Connection, given: Parameters) -> int:
        """Change something and return how many rows it was."""
        _, cursor = self._run(connection, given)
        return int(cursor.rowcount)

    def add(self, connection: Connection, given: Parameters) -> int:
        """Insert a row and return the number it got: what is returned, else SQLite's row id."""
        _, cursor = self._run(connection, given)
        return int(cursor.fetchone()[0] if cursor.description else cursor.lastrowid)

    def run_many(self, connection: Connection, given: Sequence[Parameters]) -> None:
        """Change something once for each set of parameters."""
        if not given:
            return
        compiled = self._for(connection)
        cursor = _driver(connection).cursor()
        parameters = [compiled.bound(one) for one in given]
        try:
            cursor.executemany(compiled.sql, parameters)
        except compiled.error as error:
            raise wrapped(connection, compiled.sql, error) from error

    def _run(self, connection: Connection, given: Parameters) -> tuple[_Compiled, Any]:
        compiled = self._for(connection)
        cursor = _driver(connection).cursor()
        try:
            cursor.execute(compiled.sql, compiled.bound(given))
        except compiled.error as error:
            raise wrapped(connection, compiled.sql, error) from error
        return compiled, cursor

    def _for(self, connection: Connection) -> _Compiled:
        name = connection.dialect.name
        compiled = self._compiled.get(name)
        if compiled is None:
            compiled = self._compiled[name] = _Compiled(self.statement, connection)
        return compiled


def _driver(connection: Connection) -> Any:  # noqa: ANN401 - sqlite3's or psycopg's connection
    """Return the driver's own connection, in the transaction that is open on it."""
    return connection.connection.dbapi_connection


def wrapped(connection: Connection, sql: str, error: Exception) -> StatementError:
    """Return a driver's error as SQLAlchemy would raise it; parameters stay out of logs."""
    dialect = connection.dialect
    told: Any = error
    is_gone = bool(dialect.is_disconnect(told, _driver(connection), None))
    raised = DBAPIError.instance(
        sql,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=is_gone,
        dialect=dialect,
    )
    if is_gone:
        connection.invalidate(raised)
    return raised


def _row_maker(statement: Any) -> Callable[[tuple[Any, ...]], Found]:  # noqa: ANN401 - of any kind
    if not isinstance(statement, Select):
        return tuple
    columns = list(statement.selected_columns)
    names = [str(column.key) for column in columns]
    shape = namedtuple("Row", names)  # noqa: PYI024 # pyright: ignore[reportUntypedNamedTuple] - made at run time
    moments = [at for at, column in enumerate(columns) if isinstance(column.type, Moment)]
    if not moments:
        return shape._make

    def make(row: tuple[Any, ...]) -> Found:
        values = list(row)
        for at in moments:
            if values[at] is not None:
                values[at] = moment_of(values[at])
        return shape._make(values)

    return make
