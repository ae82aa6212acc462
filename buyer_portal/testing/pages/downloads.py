"""Change here how page objects take a file home."""

from pathlib import Path

from playwright.sync_api import Locator, Page


def taken_home(page: Page, button: Locator, folder: Path) -> Path:
    """Press what hands a file over, keep it in ``folder`` and return where it is."""
    with page.expect_download() as downloaded:
        button.click()
    file = folder / downloaded.value.suggested_filename
    downloaded.value.save_as(file)
    return file
