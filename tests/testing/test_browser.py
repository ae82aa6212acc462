"""Which browser runs the tests, and that it starts as Playwright would have it."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import cast

import playwright
import pytest

from buyer_portal.testing.browser import WITHOUT, find_chromium, install, launch_options


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


@pytest.fixture
def apt(only, tmp_path, monkeypatch):  # noqa: ARG001 - the machine comes first
    """A package manager that can or cannot have what is named so; it remembers what it was told."""
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    log = tmp_path / "log"

    def make(fails: str) -> Callable[[], list[str]]:
        refuse = f'case "$*" in *{fails}*) exit 100;; esac' if fails else ""
        _put(tmp_path, "apt-get").write_text(f'#!/bin/sh\necho "$*" >> {log}\n{refuse}\n')
        return lambda: log.read_text().splitlines() if log.exists() else []

    return make


def test_the_named_browser_wins(only, monkeypatch):
    only("chromium")
    monkeypatch.setenv("PORTAL_CHROMIUM", "/opt/my-chromium")

    assert find_chromium() == Path("/opt/my-chromium")


def test_one_without_a_window_comes_before_one_with(only):
    found = only("google-chrome", "chromium", "chromium-headless-shell")

    assert find_chromium() == found["chromium-headless-shell"]


def test_whoever_wants_to_watch_gets_a_window(only):
    found = only("chromium", "chromium-headless-shell")

    assert find_chromium(with_window=True) == found["chromium"]


@pytest.mark.parametrize(
    ("there", "fails", "asked"),
    [
        (["chromium-headless-shell"], "", []),
        ([], "", ["update", "install -y --no-remove chromium-headless-shell"]),
        (["chromium"], "", ["update", "install -y --no-remove chromium-headless-shell"]),
        (["chromium"], "shell", ["update", "install -y --no-remove chromium-headless-shell"]),
        (
            [],
            "shell",
            [
                "update",
                "install -y --no-remove chromium-headless-shell",
                "install -y chromium",
            ],
        ),
    ],
)
def test_the_quick_browser_is_installed_where_it_can_be(only, apt, there, fails, asked):
    only(*there)
    told = apt(fails)

    install()

    assert [line.removeprefix("-qq -o Acquire::Retries=1 ") for line in told()] == asked


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
