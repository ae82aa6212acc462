"""Change here what the policy editor knows of a text that somebody is writing."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from importlib.resources import files
from typing import Final, cast

import tomlkit
from tomlkit.exceptions import TOMLKitError

from buyer_portal import policies
from buyer_portal.domain.policy import Policy
from buyer_portal.policies import PRESETS, PolicyError, merged_policy
from buyer_portal.policies.loader import market_policy, seller_policy

MAX_SOURCE: Final = 24_000
"""Characters; the longest preset has 5,000."""


class Kind(StrEnum):
    """What a text is: a market's whole policy, or what one seller gives on top of a preset."""

    MARKET = "market"
    SELLER = "seller"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: where (the file: the text as a whole) and why."""

    key: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A policy as far as it is written."""

    kind: Kind
    preset: str
    source: str

    @property
    def file(self) -> str:
        """The name that its problems are told under, and that it is saved as."""
        return f"{self.preset}-mine.toml"

    @cached_property
    def _table(self) -> "Mapping[str, object] | PolicyError":
        try:
            return tomllib.loads(self.source)
        except tomllib.TOMLDecodeError as error:
            return PolicyError(self.file, "", f"is not TOML: {error}")

    @property
    def table(self) -> "Mapping[str, object] | None":
        """What the text says, by its keys; None while it is no TOML."""
        return None if isinstance(self._table, PolicyError) else self._table

    @property
    def is_readable(self) -> bool:
        """Whether it is TOML, so that the form can write into it."""
        return not isinstance(self._table, PolicyError)

    def of_market(self, market: str) -> Policy:
        """Return the policy as far as it can be used; the preset's own while it is no TOML."""
        return self._merged(market)[0]

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """All that is wrong with it, as the loader says it."""
        found = self._merged("")[1]
        return tuple(Problem(key=one.key or self.file, reason=one.reason) for one in found)

    def _merged(self, market: str) -> tuple[Policy, tuple[PolicyError, ...]]:
        table = self._table
        if isinstance(table, PolicyError):
            return merged_policy(self.preset, market), (table,)
        if self.kind is Kind.SELLER:
            return seller_policy(self.preset, market, table, self.file)
        return market_policy(table, self.preset, market, self.file)

    def with_value(self, path: tuple[str, ...], value: object) -> "Draft":
        """Return the same with one key set, comments and order kept; None takes the key out.

        What cannot be written into stays as it is: the problems say why.
        """
        if not self.is_readable:
            return self
        try:
            document = tomlkit.parse(self.source)
            _put(document, path, value)
        except (TOMLKitError, TypeError):
            return self
        return Draft(kind=self.kind, preset=self.preset, source=tomlkit.dumps(document))


def preset_source(preset: str) -> str:
    """Return the text of a preset's file.

    Raises:
        PolicyError: There is no such preset.
    """
    if preset not in PRESETS:
        raise PolicyError(preset, "", "is no preset")
    return (files(policies) / f"{preset}.toml").read_text("utf-8")


def fresh(kind: Kind, preset: str) -> Draft:
    """Return what editing starts from: a preset's own text, or an empty table over it.

    Raises:
        PolicyError: There is no such preset.
    """
    whole = preset_source(preset)
    return Draft(kind=kind, preset=preset, source=whole if kind is Kind.MARKET else "")


def _put(document: tomlkit.TOMLDocument, path: tuple[str, ...], value: object) -> None:
    table = cast("dict[str, object]", document)
    for name in path[:-1]:
        if name not in table:
            if value is None:
                return
            table[name] = tomlkit.table(is_super_table=name == "stages")
        table = cast("dict[str, object]", table[name])
    if value is None:
        table.pop(path[-1], None)
    else:
        table[path[-1]] = value
