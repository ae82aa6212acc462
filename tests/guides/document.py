"""Change here how ``docs/guides.md`` is made of the statements and the tests that prove them.

``python -m tests.guides.document`` writes it; a test fails when it is out of date.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.guides.statements import CONTRADICTIONS, GUIDES, STATEMENTS, Statement

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ROOT / "docs" / "guides.md"
_FILES: Final = ("tests/guides/test_*.py", "e2e/test_guides_*.py")
_HEAD: Final = """\
# The guides as tests

Made by `python -m tests.guides.document` from `tests/guides/statements.toml` and the tests that
name a statement; a test compares it. Each guide is true under its own preset and label skin:

| guide | what it is | preset | skin |
| --- | --- | --- | --- |
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A test that proves a statement; ``preset`` is empty where it is the guide's own."""

    statement: str
    guides: tuple[str, ...]
    preset: str
    file: str
    test: str


def proofs() -> tuple[Proof, ...]:
    """Return every test that names a statement, as written in the files."""
    return tuple(
        proof
        for pattern in _FILES
        for path in sorted(ROOT.glob(pattern))
        for proof in _proofs_in(path)
    )


def _proofs_in(path: Path) -> Iterator[Proof]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for mark in node.decorator_list:
            if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.statement":
                said = {word.arg: ast.literal_eval(word.value) for word in mark.keywords}
                yield Proof(
                    statement=ast.literal_eval(mark.args[0]),
                    guides=tuple(said["guides"]),
                    preset=said.get("preset", ""),
                    file=path.relative_to(ROOT).as_posix(),
                    test=node.name,
                )


def document() -> str:
    """Return the page."""
    known = proofs()
    rows = [
        f"| {one.number} | {one.title} | `{one.preset}` | `{one.skin}` |" for one in GUIDES.values()
    ]
    parts = [_HEAD + "\n".join(rows), "## Statements", *_statements(known), *_waiting()]
    parts += ["## Where the guides contradict each other", _contradictions()]
    return "\n\n".join(parts) + "\n"


def _statements(known: tuple[Proof, ...]) -> list[str]:
    lines = ["| | what the guides say | guides | proved by |", "| --- | --- | --- | --- |"]
    for one in STATEMENTS.values():
        if one.waits:
            continue
        mine = [proof for proof in known if proof.statement == one.number]
        guides = ", ".join(one.guides)
        lines.append(f"| {one.number} | {_said(one)} | {guides} | {_proved(mine)} |")
    return ["\n".join(lines)]


def _said(one: Statement) -> str:
    labels = ", ".join(f"“{label}”" for label in one.labels)
    return f"{one.says} Quoted: {labels}." if labels else one.says


def _proved(mine: list[Proof]) -> str:
    told: list[str] = []
    for proof in mine:
        link = f"[{proof.test}](../{proof.file})"
        under = ", ".join(
            dict.fromkeys(
                f"`{proof.preset or GUIDES[guide].preset}`/`{GUIDES[guide].skin}`"
                for guide in proof.guides
            )
        )
        told.append(f"{link} ({under})")
    return "<br>".join(told)


def _waiting() -> list[str]:
    waiting = [one for one in STATEMENTS.values() if one.waits]
    if not waiting:
        return []
    lines = ["| | what the guides say | waits for |", "| --- | --- | --- |"]
    lines += [f"| {one.number} | {_said(one)} | the issue on {one.waits} |" for one in waiting]
    return ["## Statements on refunds and returns, which wait", "\n".join(lines)]


def _contradictions() -> str:
    lines = [
        "| | the guides | how one engine holds them | statements |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        f"| {one.number} | {one.between} | {one.held} | {', '.join(one.statements)} |"
        for one in CONTRADICTIONS
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(document(), encoding="utf-8")
