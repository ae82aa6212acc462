"""Which browser runs the tests, and that it starts as Playwright would have it."""

import re
from pathlib import Path
from typing import cast

import playwright
import pytest

from buyer_portal.testing.browser import WITHOUT, find_chromium, launch_options


def _put(folder: Path, name: str) -> Path:
    browser = folder / name
    browser.write_text("#!/bin/sh\n")
    browser.chmod(0o755)
    return browser


@pytest.fixture
def only(tmp_path, monkeypatch):
    """A machine that has these browsers and no others."""
    monkeypatch.delenv("PORTAL_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))

    def have(*names: str) -> dict[str, Path]:
        return {name: _put(tmp_path, name) for name in names}

    return have


def test_the_named_browser_wins(only, monkeypatch):
    only("chromium")
    monkeypatch.setenv("PORTAL_CHROMIUM", "/opt/my-chromium")

    assert find_chromium() == Path("/opt/my-chromium")


def test_one_without_a_window_comes_before_one_with(only):
    found = only("google-chrome", "chromium", "chromium-headless-shell")

    assert find_chromium() == found["chromium-headless-shell"]


def test_without_a_browser_playwright_brings_its_own(only):
    only()

    assert find_chromium() is None
    assert "executable_path" not in launch_options()


def test_nothing_that_playwright_turns_off_is_on_again():
    bundle = Path(playwright.__file__).parent / "driver" / "package" / "lib" / "coreBundle.js"
    [turned_off] = re.findall(
        r"disabledFeatures = \[(.*?)\]\.filter", bundle.read_text(), re.DOTALL
    )
    theirs = set(re.findall(r"\"(\w+)\"", re.sub(r"//.*", "", turned_off)))

    assert theirs
    assert theirs <= set(WITHOUT)
    switch = f"--disable-features={','.join(WITHOUT)}"
    assert [one for one in cast("list[str]", launch_options()["args"]) if "features" in one] == [
        switch
    ]
