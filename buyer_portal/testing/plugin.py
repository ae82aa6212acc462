"""Change here the options and marks of the pytest plugin; ``fixtures.py`` has its fixtures.

pytest finds it by itself where this package is installed with its extra ``testing``. Where the
extra is missing it does no harm, as an installation that just runs the portal may have pytest for
something else; a test that asks for one of the fixtures is told what to install.
"""

from collections.abc import Generator
from typing import Any, Final

import pytest

from buyer_portal.testing import lacking, missing

TESTING_TOKEN: Final = "a testing token for end-to-end tests"  # noqa: S105 - guards nothing real
MARK: Final = "scenario(name_or_scenario, **fields): the situation that the fixture tenant makes"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that point at a portal somebody else started."""
    group = parser.getgroup("buyer portal")
    group.addoption("--portal-url", help="use this running portal (test mode), start none")
    group.addoption("--portal-token", default=TESTING_TOKEN, help="its testing token")
    group.addoption(
        "--accept-snapshots", action="store_true", help="write accessibility snapshots anew"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark and, where all is there, the fixtures."""
    config.addinivalue_line("markers", MARK)
    if missing.packages():
        config.pluginmanager.register(lacking, "buyer_portal_lacking")
        return
    from buyer_portal.testing import fixtures, launching  # noqa: PLC0415 - need the extra

    config.pluginmanager.register(fixtures, "buyer_portal_fixtures")
    config.pluginmanager.register(launching, "buyer_portal_launching")


def pytest_report_header() -> list[str]:
    """Say when there are no fixtures, and why."""
    return [missing.advice()] if missing.packages() else []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, Any, Any]:
    """Add to a failure what each open page of the buyer showed."""
    report = yield
    pages = getattr(item, "funcargs", {}).get("buyer_page")
    if call.when == "call" and report.failed and pages is not None:
        from buyer_portal.testing.failures import shown_on  # noqa: PLC0415 - needs the extra

        report.sections += [(f"page {page.url}", shown_on(page)) for page in pages.open_pages()]
    return report
