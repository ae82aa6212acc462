"""Change here how a policy is named on the command line: a preset, a file, a preset with a file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from buyer_portal.domain.policy import Policy
from buyer_portal.policies.errors import PolicyError
from buyer_portal.policies.loader import market_policy, merged_policy, seller_policy


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPolicy:
    """A policy as somebody named it: ``until-packed``, ``mine.toml``, ``until-packed+mine.toml``.

    A file alone is a market layer over the floor; after a preset it is a seller's own table.
    """

    name: str
    preset: str = ""
    file: str = ""
    table: Mapping[str, object] | None = None

    @classmethod
    def read(cls, name: str) -> "NamedPolicy":
        """Return what a name means.

        Raises:
            PolicyError: No such preset, no such file, or not TOML.
        """
        preset, joint, file = name.partition("+")
        if not joint:
            preset, file = ("", name) if name.endswith(".toml") else (name, "")
        named = cls(name=name, preset=preset, file=file, table=_table(file) if file else None)
        if preset:
            merged_policy(preset)
        return named

    def of_market(self, market: str) -> Policy:
        """Return the policy for orders of a market, whatever is wrong with it."""
        return self._merged(market)[0]

    def problems(self) -> tuple[PolicyError, ...]:
        """Return all that is wrong with it."""
        return self._merged("")[1]

    def _merged(self, market: str) -> tuple[Policy, tuple[PolicyError, ...]]:
        if self.table is None:
            return merged_policy(self.preset, market), ()
        if self.preset:
            return seller_policy(self.preset, market, self.table, self.file)
        return market_policy(self.table, Path(self.file).stem, market, self.file)


def _table(file: str) -> dict[str, object]:
    try:
        return tomllib.loads(Path(file).read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(file, "", f"is not TOML: {error}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(file, "", f"cannot be read: {error}") from None
