"""Change here what test authors read who installed this package without its extra ``testing``."""

from importlib.util import find_spec
from typing import Final

NEEDED: Final = ("playwright", "pytest_playwright", "axe_playwright_python")


def packages() -> list[str]:
    """Return the packages of the extra that are not installed."""
    return [name for name in NEEDED if find_spec(name) is None]


def advice() -> str:
    """Say what is missing and what to install."""
    lacking = ", ".join(packages())
    return f'{lacking} missing: testing against the portal needs "buyer-portal[testing]"'
