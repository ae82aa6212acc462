"""Change here how figures are kept, judged against their aims and printed."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured figure. ``aim`` is as an engineer reads it; ``is_met`` None: no aim was set."""

    name: str
    value: str
    baseline: str = ""
    ratio: float | None = None
    aim: str = ""
    is_met: bool | None = None


def percentile(samples: Sequence[float], share: float) -> float:
    """Return the sample below which ``share`` (0..1) of all samples lie."""
    ordered = sorted(samples)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def milliseconds(samples: Sequence[float]) -> str:
    """Return p50 and p95 of samples in seconds, printed as milliseconds."""
    p50, p95 = statistics.median(samples) * 1000, percentile(samples, 0.95) * 1000
    return f"{p50:.1f} / {p95:.1f} ms"


def print_table(figures: Sequence[Figure], report: Path) -> None:
    """Print every figure and keep the same table as Markdown in ``report``."""
    table = Table(title="Buyer portal, measured beside a bare Reflex app")
    columns = ("what", "figure", "baseline", "ratio", "aim", "met")
    for column in columns:
        table.add_column(column)
    rows = [
        (
            figure.name,
            figure.value,
            figure.baseline,
            "" if figure.ratio is None else f"{figure.ratio:.2f}",
            figure.aim,
            {None: "", True: "yes", False: "NO"}[figure.is_met],
        )
        for figure in figures
    ]
    for row in rows:
        table.add_row(*row)
    Console(width=150).print(table)
    report.parent.mkdir(exist_ok=True)
    lines = [
        " | ".join(columns),
        " | ".join("---" for _ in columns),
        *(" | ".join(r) for r in rows),
    ]
    report.write_text("\n".join(f"| {line} |" for line in lines) + "\n")
