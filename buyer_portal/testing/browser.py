"""Change here which Chromium runs the tests and with which switches."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

NAMES: Final = (
    "chromium-headless-shell",  # a browser without a window: half the work
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
QUIET: Final = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""A test browser talks to the portal and to nobody else."""
WITHOUT: Final = (
    # Chromium draws its address bar with web pages of its own: two for each window, although
    # nobody sees one. They took as long as the portal's page.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "PreloadTopChromeWebUI",
    # What Playwright turns off itself: of two such switches the browser obeys the last.
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "TcpPortRandomizationWin",
    "ThirdPartyStoragePartitioning",
    "msEdgeUpdateLaunchServicesPreferredVersion",
    "msForceBrowserSignIn",
)


SHELL: Final = NAMES[0]
APT_SECONDS: Final = 300


def find_chromium(*, with_window: bool = False) -> Path | None:
    """Return the browser to use: ``PORTAL_CHROMIUM``, then a system one; None: Playwright's own."""
    if named := os.environ.get("PORTAL_CHROMIUM"):
        return Path(named)
    names = [name for name in NAMES if not with_window or name != SHELL]
    found = next((path for name in names if (path := shutil.which(name))), None)
    return Path(found) if found else None


def launch_options(*, with_window: bool = False) -> dict[str, object]:
    """Return what ``BrowserType.launch`` needs on this machine."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    switches = [*QUIET, f"--disable-features={','.join(WITHOUT)}"]
    options: dict[str, object] = {"args": [*switches, *(["--no-sandbox"] if is_root else [])]}
    if chromium := find_chromium(with_window=with_window):
        options["executable_path"] = str(chromium)
    return options


def _has_playwright_browser() -> bool:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only the installer asks

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def _apt(*words: str) -> bool:
    """Run Debian's package manager; return whether it did what it was asked."""
    command = ["apt-get", "-qq", "-o", "Acquire::Retries=1", *words]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=environment, check=False, timeout=APT_SECONDS)  # noqa: S603 - fixed commands
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def install() -> None:
    """See that there is a browser: on Debian, as root, the one without a window.

    That one does the same in three quarters of the time, so it comes beside another browser too.
    What cannot be had is no failure as long as there is a browser.
    """
    chosen = find_chromium()
    if chosen and (chosen.name == SHELL or "PORTAL_CHROMIUM" in os.environ):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _apt("update")
        if _apt("install", "-y", "--no-remove", SHELL) or chosen:
            return
        if _apt("install", "-y", "chromium"):
            return
    if chosen or _has_playwright_browser():
        return
    subprocess.run(
        [sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"], check=True
    )


if __name__ == "__main__":
    install()
