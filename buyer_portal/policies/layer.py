"""Change here which keys a policy file may have, and how all that is wrong with one is found."""

from collections.abc import Mapping
from typing import Final, cast

from buyer_portal.domain.decision_facts import CLOSED_STAGES
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.policy import Permission
from buyer_portal.policies.errors import PolicyError
from buyer_portal.policies.values import (
    PLAIN,
    REASONS,
    STAGE,
    TABLES,
    Reader,
    WrongValueError,
    listed,
    one_of,
    reasons,
    text,
)

Layer = dict[str, object]
"""Dotted key (``stages.UNPAID.cancel``) → its value, already of the right type."""

SOURCES: Final = "sources."
"""Before the key of a fact: where the fact comes from."""

CHOICES: Final = "seller_choices."
"""Before the key of a fact: the values among which a seller of this market may choose."""

_KEYS: Final = (*PLAIN, "stages", "reasons", *TABLES, "sources", "seller_choices")


def read_layer(table: Mapping[str, object], file: str) -> Layer:
    """Return a layer from a parsed table.

    Raises:
        PolicyError: An unknown key, a wrong value, or a promise no policy can make; the first.
    """
    layer, problems = layer_and_problems(table, file)
    for problem in problems:
        raise problem
    return layer


def layer_and_problems(
    table: Mapping[str, object], file: str
) -> tuple[Layer, tuple[PolicyError, ...]]:
    """Return what of a parsed table can be used, and all that is wrong with the rest."""
    found = _Found(file)
    for key, value in table.items():
        found.add(key, value)
    return found.layer, tuple(found.problems)


class _Found:
    """A layer as far as it is read, and what was wrong on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.layer: Layer = {}
        self.problems: list[PolicyError] = []

    def add(self, key: str, value: object) -> None:
        """Read one key of the file."""
        if key in PLAIN:
            self._put(key, PLAIN[key], value)
        elif key not in _KEYS:
            self._wrong(key, f"unknown key; known are {listed(_KEYS)}")
        else:
            for name, inner in self._table(value, key):
                self._add_to(key, name, inner)

    def _add_to(self, table: str, name: str, value: object) -> None:
        match table:
            case "stages":
                self._stage(name, value)
            case "reasons":
                self._reason(name, value)
            case "sources":
                self._put(f"{SOURCES}{name}", text, value)
            case "seller_choices":
                self._put(f"{CHOICES}{name}", _choices(name), value)
            case _:
                self._entry(f"{table}.{name}", name, value, *TABLES[table])

    def _stage(self, name: str, value: object) -> None:
        stage = self._read(f"stages.{name}", one_of(OrderStatus), name)
        if stage is None:
            return
        for key, inner in self._table(value, f"stages.{name}"):
            path = f"stages.{name}.{key}"
            if key not in STAGE:
                self._wrong(path, f"unknown key; known are {listed(STAGE)}")
                continue
            read = self._read(path, STAGE[key], inner)
            is_cancel = key in {"cancel", "cancel_later"}
            if is_cancel and stage in CLOSED_STAGES and read not in {None, Permission.NONE}:
                self._wrong(path, "nothing can be cancelled once the carrier has the goods")
            elif read is not None:
                self.layer[path] = read

    def _reason(self, key: str, value: object) -> None:
        if key == "keys":
            for stage, keys in self._table(value, "reasons.keys"):
                self._entry(f"reasons.keys.{stage}", stage, keys, one_of(OrderStatus), reasons)
        elif key in REASONS:
            self._put(f"reasons.{key}", REASONS[key], value)
        else:
            self._wrong(f"reasons.{key}", f"unknown key; known are {listed([*REASONS, 'keys'])}")

    def _entry(
        self, path: str, name: str, value: object, read_name: Reader, read_value: Reader
    ) -> None:
        if self._read(path, read_name, name) is not None:
            self._put(path, read_value, value)

    def _put(self, path: str, reader: Reader, value: object) -> None:
        try:
            self.layer[path] = reader(value)
        except WrongValueError as error:
            self._wrong(path, str(error))

    def _read(self, path: str, reader: Reader, value: object) -> object:
        try:
            return reader(value)
        except WrongValueError as error:
            self._wrong(path, str(error))
            return None

    def _table(self, value: object, path: str) -> list[tuple[str, object]]:
        if not isinstance(value, Mapping):
            self._wrong(path, f"must be a table, not {value!r}")
            return []
        return [
            (str(name), inner) for name, inner in cast("Mapping[object, object]", value).items()
        ]

    def _wrong(self, path: str, reason: str) -> None:
        self.problems.append(PolicyError(self.file, path, reason))


def _choices(path: str) -> Reader:
    """Return what reads a list of values of the fact at ``path``."""
    reader = PLAIN.get(path) or STAGE.get(path.rpartition(".")[2])

    def read(value: object) -> object:
        if reader is None:
            raise WrongValueError("is no key of one value")
        if not isinstance(value, list | tuple) or not value:
            raise WrongValueError(f"must be a list of values, not {value!r}")
        return tuple(reader(entry) for entry in cast("list[object]", value))

    return read
