"""Change here what counts as accessible: axe-core's WCAG 2.2 A and AA rules, no exceptions."""

from typing import Any, Final, cast

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES: Final = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}


def violations_on(page: Page) -> list[str]:
    """Return one line for each element that breaks a rule: rule, impact, element, what is wrong."""
    found = cast("dict[str, Any]", Axe().run(page, options=RULES).response)
    return [
        f"{rule['id']} ({rule['impact']}): {' '.join(node['target'])} - {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def assert_accessible(page: Page) -> None:
    """Fail with every violation on the page as it is now."""
    violations = violations_on(page)
    if violations:
        raise AssertionError(f"{page.url} is not accessible:\n" + "\n".join(violations))
