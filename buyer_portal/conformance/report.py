"""Change here how the kit's findings are printed, and written for machines."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.text import Text

from buyer_portal.conformance.running import Outcome, Verdict

_SIGN: Final = {
    Verdict.KEPT: "[green]✓[/]",
    Verdict.BROKEN: "[red bold]✗[/]",
    Verdict.NOT_CHECKED: "[yellow]–[/]",
}


def show(outcome: Outcome, console: Console) -> None:
    """Print one promise, and below it what was found."""
    console.print(f" {_SIGN[outcome.verdict]} {escape(outcome.check.promise)}", highlight=False)
    if outcome.verdict is Verdict.NOT_CHECKED:
        console.print(f"     [dim]not checked: {escape(outcome.why_not)}[/]", highlight=False)
    if outcome.finding is None:
        return
    finding = outcome.finding
    console.print(f"     expected  {escape(finding.expected)}", highlight=False, style="bold")
    console.print(f"     got       {escape(finding.got)}", highlight=False, style="bold red")
    for exchange in finding.exchanges:
        for sign, text in (("→", exchange.request), ("←", exchange.answer)):
            lines = [
                f"{sign if at == 0 else ' '} {line}" for at, line in enumerate(text.splitlines())
            ]
            console.print(Padding(Text("\n".join(lines), style="dim"), (0, 0, 0, 5)))


def summary(outcomes: Sequence[Outcome], console: Console) -> None:
    """Print how many promises are kept."""
    counts = dict.fromkeys(Verdict, 0)
    for outcome in outcomes:
        counts[outcome.verdict] += 1
    said = f"{counts[Verdict.KEPT]} promises kept, {counts[Verdict.BROKEN]} broken"
    if counts[Verdict.NOT_CHECKED]:
        said += f", {counts[Verdict.NOT_CHECKED]} not checked"
    style = "red bold" if counts[Verdict.BROKEN] else "green bold"
    console.print(f"\n{said}.", style=style, highlight=False)


def write_junit(outcomes: Sequence[Outcome], file: Path) -> None:
    """Write what CI servers read."""
    suites = ET.Element("testsuites", name="order service contract")
    for area in dict.fromkeys(outcome.check.area for outcome in outcomes):
        own = [outcome for outcome in outcomes if outcome.check.area is area]
        suite = ET.SubElement(
            suites,
            "testsuite",
            name=area,
            tests=str(len(own)),
            failures=str(sum(outcome.verdict is Verdict.BROKEN for outcome in own)),
            skipped=str(sum(outcome.verdict is Verdict.NOT_CHECKED for outcome in own)),
            time=f"{sum(outcome.seconds for outcome in own):.3f}",
        )
        for outcome in own:
            case = ET.SubElement(
                suite,
                "testcase",
                classname=area,
                name=outcome.check.name,
                time=f"{outcome.seconds:.3f}",
            )
            if outcome.why_not:
                ET.SubElement(case, "skipped", message=outcome.why_not)
            if outcome.finding is not None:
                failure = ET.SubElement(case, "failure", message=str(outcome.finding)[:500])
                failure.text = _printable(
                    "\n\n".join(
                        [outcome.check.promise, str(outcome.finding)]
                        + [f"{one.request}\n\n{one.answer}" for one in outcome.finding.exchanges]
                    )
                )
    file.parent.mkdir(parents=True, exist_ok=True)
    ET.ElementTree(suites).write(file, encoding="utf-8", xml_declaration=True)


def _printable(text: str) -> str:
    """Return text without what XML cannot hold."""
    return "".join(sign for sign in text if sign in "\n\t" or sign >= " ")
