"""Change here how pytest-playwright's browser is launched: a plugin of its own.

It is registered after all others, so that its fixture comes after pytest-playwright's.
"""

from typing import Any

import pytest

from buyer_portal.testing.browser import launch_options


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Launch the Chromium of this machine, without its calls home."""
    with_window = browser_type_launch_args.get("headless") is False  # --headed
    return {**browser_type_launch_args, **launch_options(with_window=with_window)}
