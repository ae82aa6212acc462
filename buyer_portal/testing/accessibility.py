"""Change here what counts as accessible: axe-core's WCAG 2.2 A and AA rules, no exceptions."""

from collections.abc import Iterable
from typing import Any, Final, Literal, cast

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES: Final = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}
BOTH_THEMES: Final = ("day", "night")
_SCHEME: Final[dict[str, Literal["light", "dark"]]] = {"day": "light", "night": "dark"}
# A colour that is still fading in has no contrast yet; what goes round for ever cannot be finished.
# What fades because of the last change begins with the next frame, which a hidden page never draws.
_FINISH_FADES: Final = """async () => {
  const frame = () => new Promise((drawn) => {
    requestAnimationFrame(drawn);
    setTimeout(drawn, 100);
  });
  await frame();
  await frame();
  document.getAnimations()
    .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity)
    .forEach((one) => one.finish());
}"""


def violations_on(page: Page) -> list[str]:
    """Return one line for each element that breaks a rule: rule, impact, element, what is wrong."""
    page.evaluate(_FINISH_FADES)
    found = cast("dict[str, Any]", Axe().run(page, options=RULES).response)
    return [
        f"{rule['id']} ({rule['impact']}): {' '.join(node['target'])} - {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def assert_accessible(page: Page, *, themes: Iterable[str] = ()) -> None:
    """Fail with every violation on the page as it is now.

    Args:
        themes: ``BOTH_THEMES`` looks at it in each theme, as a device that changes shows it;
            none: as it is.
    """
    found = violations_on(page) if not themes else []
    for theme in themes:
        page.emulate_media(color_scheme=_SCHEME[theme])
        found += [f"{theme}: {one}" for one in violations_on(page)]
    if found:
        raise AssertionError(f"{page.url} is not accessible:\n" + "\n".join(found))
