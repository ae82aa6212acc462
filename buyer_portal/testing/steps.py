"""Change here how the steps of a walk are written down: a Markdown list with a picture each."""

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page


@dataclass(slots=True)
class StepList:
    """Steps in a folder: ``steps.md`` and a numbered screenshot each."""

    folder: Path
    told: list[str] = field(default_factory=list[str])

    def add(self, page: Page, step: str) -> None:
        """Write down what was done, and how the page looks then."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.told.append(step)
        picture = f"{len(self.told):02}.png"
        page.screenshot(path=self.folder / picture)
        lines = [
            f"{number}. {one}\n\n   ![{one}]({number:02}.png)\n"
            for number, one in enumerate(self.told, start=1)
        ]
        (self.folder / "steps.md").write_text("\n".join(lines), "utf-8")
