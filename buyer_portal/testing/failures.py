"""Change here what a failed test tells of a page that was open."""

from typing import Final

from playwright.sync_api import Error, Page

PATIENCE_MS: Final = 2000


def shown_on(page: Page) -> str:
    """Return the page as assistive technology has it, and how far its state has come."""
    try:
        marks = page.evaluate(
            "[...document.querySelectorAll('[data-page], [data-phase], [data-connection]')]"
            ".map(one => JSON.stringify({...one.dataset})).join('\\n')",
        )
        return f"{marks}\n{page.locator('body').aria_snapshot(timeout=PATIENCE_MS)}"
    except Error as error:
        return f"it cannot be read: {error.message}"
