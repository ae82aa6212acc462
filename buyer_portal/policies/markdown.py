"""Change here how the pages on policies are written as Markdown."""

from collections.abc import Iterable, Sequence
from typing import Final

from buyer_portal.domain.policy import Permission

WORD: Final = {
    Permission.NONE: "no",
    Permission.SELLER_UNLOCK: "seller unlocks",
    Permission.REQUEST: "request",
    Permission.INSTANT: "at once",
}


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table."""
    return [_row(heads), _row(["---"] * len(heads)), *(_row(row) for row in rows)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
