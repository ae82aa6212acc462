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


def find_chromium() -> Path | None:
    """Return the browser to use: ``PORTAL_CHROMIUM``, then a system one; None: Playwright's own."""
    if named := os.environ.get("PORTAL_CHROMIUM"):
        return Path(named)
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return Path(found) if found else None


def launch_options() -> dict[str, object]:
    """Return what ``BrowserType.launch`` needs on this machine."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    switches = [*QUIET, f"--disable-features={','.join(WITHOUT)}"]
    options: dict[str, object] = {"args": [*switches, *(["--no-sandbox"] if is_root else [])]}
    if chromium := find_chromium():
        options["executable_path"] = str(chromium)
    return options


def _has_playwright_browser() -> bool:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only the installer asks

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def install() -> None:
    """Install a browser where there is none: Debian's as root, Playwright's own elsewhere."""
    if find_chromium() or _has_playwright_browser():
        return
    if os.geteuid() == 0 and (apt := shutil.which("apt-get")):
        subprocess.run([apt, "update", "-qq"], check=True)  # noqa: S603 - a fixed command
        subprocess.run([apt, "install", "-y", "-qq", "chromium"], check=True)  # noqa: S603
        return
    subprocess.run(
        [sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"], check=True
    )


if __name__ == "__main__":
    install()
