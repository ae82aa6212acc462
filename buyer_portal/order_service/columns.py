"""Change here how moments are stored, and how a table of SQLModel is reached by statements."""

from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Final, cast

from sqlalchemy import BigInteger, Dialect, Table, TypeDecorator
from sqlalchemy import Row as SqlRow
from sqlmodel import SQLModel

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def microseconds_of(moment: datetime) -> int:
    """Return the microseconds since 1970 of an aware moment, exactly."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(microseconds: int) -> datetime:
    """Return the aware UTC moment of microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=microseconds)


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment as whole microseconds: SQLite forgets time zones, PostgreSQL keeps them.

    Integers mean the same in both, sort as they should and are quick to read.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Return what is stored."""
        del dialect
        return None if value is None else microseconds_of(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ANN401 - SQLAlchemy's signature
        """Return what was stored."""
        del dialect
        return None if value is None else moment_of(value)


class Row(SQLModel):
    """What every table is made from."""

    __tablename__: ClassVar[str]  # pyright: ignore[reportIncompatibleVariableOverride] - a plain name


RowLike = SqlRow[*tuple[Any, ...]]
"""A row of a statement, read by the names of its columns."""


def table_of(model: type[Row]) -> Table:
    """Return the table of a SQLModel class, for statements that are built once."""
    return cast("Table", vars(model)["__table__"])
