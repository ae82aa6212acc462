"""Change here how the steps of a walk are written down: a Markdown list with a picture each."""

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

from buyer_portal.studio.recording import picture_file, steps_md


@dataclass(slots=True)
class StepList:
    """Steps in a folder: ``steps.md`` and a numbered screenshot each."""

    folder: Path
    told: list[str] = field(default_factory=list[str])

    def add(self, page: Page, step: str) -> None:
        """Write down what was done, and how the page looks then."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.told.append(step)
        page.screenshot(path=self.folder / picture_file(len(self.told)))
        (self.folder / "steps.md").write_text(steps_md(self.told), "utf-8")
