"""Change here what ``python -m buyer_portal import`` prints; the writing itself is handed in."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from buyer_portal.importers.outcomes import (
    Caution,
    ImportedOrder,
    ImportNotice,
    Outcome,
    Place,
    Rejection,
    RepeatedOrder,
)
from buyer_portal.importers.reading import read


class Written(StrEnum):
    """What writing one order did."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(slots=True)
class Summary:
    """What an import did, over all its files."""

    counts: Counter[Written] = field(default_factory=Counter[Written])
    rejected: int = 0
    warnings: int = 0
    kinds: Counter[Caution] = field(default_factory=Counter[Caution])
    """How many warnings of each kind there were."""

    @property
    def exit_code(self) -> int:
        """Return 1 when anything was rejected, else 0."""
        return 1 if self.rejected else 0


BATCH: Final = 100
SHOWN_WARNINGS: Final = 20
"""Of each kind; the others are counted. Refusals are all told."""

Write = Callable[[Sequence[ImportedOrder]], Sequence[Written | Rejection]]
"""Writes up to ``BATCH`` orders of one file, each whole or not at all, and says what became of
each; a ``Rejection`` where the database has another opinion."""


def import_files(
    paths: Sequence[str | Path],
    *,
    format: str,  # noqa: A002  # as on the command line
    write: Write,
    console: Console,
    shows_warnings: bool = True,
) -> Summary:
    """Read every file and write its orders, with a progress bar, a line a refusal and the sums.

    A refused record or file stops nothing; ``Summary.exit_code`` tells afterwards.

    Args:
        console: Where to print; the bar shows on terminals only.
    """
    summary = Summary()
    for path in paths:
        _import_file(path, format, write, console, summary, shows_warnings=shows_warnings)
    if shows_warnings:
        for kind, count in summary.kinds.items():
            if count > SHOWN_WARNINGS:
                more = count - SHOWN_WARNINGS
                console.print(
                    f"[yellow]warning[/] {more} more {escape(f'[{kind}]')}", highlight=False
                )
    counts = summary.counts
    console.print(
        f"{counts[Written.CREATED]} created, {counts[Written.UPDATED]} updated, "
        f"{counts[Written.UNCHANGED]} unchanged, {summary.rejected} rejected, "
        f"{summary.warnings} warnings",
        highlight=False,
    )
    return summary


def sentence(found: Rejection | ImportNotice) -> str:
    """Return one line for a terminal: where, which order, which field, what and the code."""
    order = f"order {found.external_id}: " if found.external_id else ""
    at = f"{found.field}: " if found.field else ""
    return f"{_where(found.place)}: {order}{at}{found.reason} [{found.code}]"


def _import_file(  # one caller, which has all of it
    path: str | Path,
    payload_format: str,
    write: Write,
    console: Console,
    summary: Summary,
    *,
    shows_warnings: bool,
) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Progress(
        *columns,
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as progress:
        task = progress.add_task(escape(Path(path).name), total=_size(path))
        for outcomes in _batches(read(path, format=payload_format)):
            written = iter(write([each for each in outcomes if isinstance(each, ImportedOrder)]))
            for outcome in outcomes:
                found = next(written) if isinstance(outcome, ImportedOrder) else outcome
                told = _count(summary, found)
                notices = outcome.warnings if isinstance(outcome, ImportedOrder) else ()
                summary.warnings += len(notices)
                for line in (*told, *notices):
                    if isinstance(line, Rejection):
                        console.print(f"[red]rejected[/] {escape(sentence(line))}", highlight=False)
                        continue
                    summary.kinds[line.code] += 1
                    if shows_warnings and summary.kinds[line.code] <= SHOWN_WARNINGS:
                        console.print(
                            f"[yellow]warning[/] {escape(sentence(line))}", highlight=False
                        )
            progress.update(task, completed=outcomes[-1].place.offset)


def _batches(outcomes: Iterable[Outcome]) -> Iterator[list[Outcome]]:
    """Cut what is read into lists of at most ``BATCH``, none of them empty."""
    source = iter(outcomes)
    while batch := list(islice(source, BATCH)):
        yield batch


def _count(summary: Summary, found: Outcome | Written) -> tuple[Rejection | ImportNotice, ...]:
    """Add one outcome to the sums and return what is to be told of it."""
    if isinstance(found, Written):
        summary.counts[found] += 1
    elif isinstance(found, RepeatedOrder):
        summary.counts[Written.UNCHANGED] += 1
    elif isinstance(found, Rejection):
        summary.rejected += 1
        return (found,)
    elif isinstance(found, ImportNotice):
        summary.warnings += 1
        return (found,)
    return ()


def _size(path: str | Path) -> int | None:
    try:
        return Path(path).stat().st_size
    except (OSError, ValueError):
        return None


def _where(place: Place) -> str:
    """Return file, line, byte and record; the file alone when it is refused as a whole."""
    if not place.record:
        return place.file
    return f"{place.file}:{place.line} (byte {place.offset}, record {place.record})"
