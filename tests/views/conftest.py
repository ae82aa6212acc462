from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from buyer_portal.views.printing import Printer


@pytest.fixture
def printer_in():
    """Return what makes a printer of a language, on a Sunday afternoon in Saigon."""

    def make(locale: str = "en") -> Printer:
        return Printer(
            locale=locale,
            zone=ZoneInfo("Asia/Ho_Chi_Minh"),
            now=datetime(2026, 11, 22, 7, 0, tzinfo=UTC),
        )

    return make
