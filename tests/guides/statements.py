"""Change here how a test says which statement of the guides it proves, and under which guide."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest

HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A public guide: the preset and the skin that make it true."""

    number: str
    title: str
    preset: str
    skin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What guides say, in our words; ``waits`` names the issue that has to come first.

    ``labels`` are quoted: each as spelled, with the guides that do.
    """

    number: str
    guides: tuple[str, ...]
    says: str
    labels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    waits: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Where guides differ, and how one engine holds both."""

    number: str
    between: str
    held: str
    statements: tuple[str, ...]


def _read() -> dict[str, Any]:
    return tomllib.loads((HERE / "statements.toml").read_text(encoding="utf-8"))


_TOLD: Final = _read()
GUIDES: Final = {number: Guide(number=number, **row) for number, row in _TOLD["guides"].items()}
STATEMENTS: Final = {
    number: Statement(
        number=number,
        guides=tuple(row["guides"]),
        says=row["says"],
        labels={text: tuple(quoted) for text, quoted in row.get("labels", {}).items()},
        waits=row.get("waits", ""),
    )
    for number, row in _TOLD["statements"].items()
}
CONTRADICTIONS: Final = tuple(
    Contradiction(
        number=number,
        between=row["between"],
        held=row["held"],
        statements=tuple(row["statements"]),
    )
    for number, row in _TOLD["contradictions"].items()
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for ``guide`` under each guide that its statements name.

    Guides with the same preset and the same skin are one run, named after both.
    """
    if "guide" not in metafunc.fixturenames:
        return
    named = {
        number
        for mark in metafunc.definition.iter_markers("statement")
        for number in mark.kwargs["guides"]
    }
    runs: dict[tuple[str, str], list[Guide]] = {}
    for number in sorted(named):
        guide = GUIDES[number]
        runs.setdefault((guide.preset, guide.skin), []).append(guide)
    metafunc.parametrize(
        "guide",
        [guides[0] for guides in runs.values()],
        ids=["guide-" + "-".join(guide.number for guide in guides) for guides in runs.values()],
    )
