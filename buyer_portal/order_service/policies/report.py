"""Change here how the comparison of two policies is printed."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from buyer_portal.importers import Rejection
from buyer_portal.importers.command import sentence
from buyer_portal.policies.diff import Answer, Comparison
from buyer_portal.policies.markdown import WORD
from buyer_portal.policies.named import NamedPolicy

SHOWN: Final = 20
"""Orders that could not be read are listed up to this number."""


def show(
    found: Comparison,
    console: Console,
    *,
    old: NamedPolicy,
    new: NamedPolicy,
    rejected: Sequence[Rejection],
) -> None:
    """Print what changes, those who get less first."""
    console.print(
        f"{found.orders:,} orders: {found.changed:,} are answered differently"
        f" under {escape(new.name)} than under {escape(old.name)}.",
        highlight=False,
    )
    if found.changes:
        table = Table(
            "orders",
            Column("stage", no_wrap=True),
            escape(old.name),
            escape(new.name),
            Column("for example", no_wrap=True),
        )
        for change in found.ranked():
            table.add_row(
                f"{found.changes[change]:,}",
                change.stage,
                _said(change.before),
                _said(change.after),
                escape("\n".join(found.examples[change])),
                style="bold" if change.is_less else "",
            )
        console.print(table)
        if any(change.is_less for change in found.changes):
            console.print("Bold: the buyer may do less than before.")
    if found.besides:
        table = Table(
            "orders", Column("stage", no_wrap=True), "what changes though the answer stays"
        )
        for (stage, name), count in sorted(found.besides.items(), key=_frequent):
            table.add_row(f"{count:,}", stage, name)
        console.print(table)
    if rejected:
        console.print(f"{len(rejected):,} orders could not be read:")
        for one in rejected[:SHOWN]:
            console.print(f"  {escape(sentence(one))}", highlight=False)


def as_json(
    found: Comparison, *, old: NamedPolicy, new: NamedPolicy, now: datetime, rejected: int
) -> str:
    """Return the same as JSON."""
    return json.dumps(
        {
            "old": old.name,
            "new": new.name,
            "at": now.isoformat().replace("+00:00", "Z"),
            "orders": found.orders,
            "rejected": rejected,
            "changed": found.changed,
            "changes": [
                {
                    "stage": change.stage,
                    "before": _answer(change.before),
                    "after": _answer(change.after),
                    "is_less": change.is_less,
                    "count": found.changes[change],
                    "examples": found.examples[change],
                }
                for change in found.ranked()
            ],
            "besides": [
                {"stage": stage, "what": name, "count": count}
                for (stage, name), count in sorted(found.besides.items(), key=_frequent)
            ],
        },
        indent=2,
    )


def _frequent(entry: tuple[tuple[str, str], int]) -> tuple[int, tuple[str, str]]:
    return -entry[1], entry[0]


def _said(answer: Answer) -> str:
    causes = ", ".join(answer.causes)
    return f"{WORD[answer.outcome]}\n{causes}" if causes else WORD[answer.outcome]


def _answer(answer: Answer) -> dict[str, object]:
    return {"outcome": answer.outcome, "causes": [*answer.causes]}
