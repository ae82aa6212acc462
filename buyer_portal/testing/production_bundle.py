"""Change here what must not be in the bundle of a production build: ``make proof`` looks for it.

The bundle is built as ``make run`` builds it. That the same marks are found in the build that the
tests use shows that looking for them can fail.
"""

import os
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from buyer_portal import routes
from buyer_portal.edge.frontend import ROOT, FrontendBuildError, ensure_frontend
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.settings import Settings
from buyer_portal.studio.screens import Screen

CODE: Final = (
    "studio",
    "portalWord",
    "portalUseWords",
    "portalVisits",
    "portalRecord",
    "portal_prototype",
    "prototype-mark",
)
"""Names of the studio's pages, states, scripts, styles and calls."""
_TEXT: Final = frozenset({".css", ".html", ".js", ".json", ".map", ".mjs", ".svg", ".txt"})
_PRODUCTION: Final = {
    "PORTAL_MODE": "production",
    "PORTAL_PUBLIC_URL": "https://orders.example.com",
    "PORTAL_PAYMENTS": "stripe",
    "STRIPE_API_KEY": "rk_live_of_nobody",
}


def marks() -> tuple[str, ...]:
    """Return what shows that something of the studio is in a bundle: its names, its helps."""
    helps = [
        words_of(locale)(f"studio.{screen}.help") for locale in routes.LOCALES for screen in Screen
    ]
    return (*CODE, *helps)


def found_in(bundle: Path, wanted: Iterable[str]) -> dict[str, list[str]]:
    """Return which marks are in a bundle, each with the files that have it; case does not count.

    Names of files count as well. Compressed siblings hold the same as their file.
    """
    looked_for = {mark: mark.casefold() for mark in wanted}
    found: dict[str, list[str]] = {}
    for path in sorted(bundle.rglob("*")):
        name = path.relative_to(bundle).as_posix()
        text = path.read_text("utf-8") if path.is_file() and path.suffix in _TEXT else ""
        said = f"{name}\n{text}".casefold()
        for mark, folded in looked_for.items():
            if folded in said:
                found.setdefault(mark, []).append(name)
    return found


def complaints(
    production: Mapping[str, list[str]], others: Mapping[str, list[str]], wanted: Iterable[str]
) -> list[str]:
    """Return what is wrong: marks of production, and marks that would be found nowhere."""
    leaks = [f"{mark!r} is in {', '.join(files[:3])}" for mark, files in production.items()]
    lost = [f"{mark!r} is not even in the build that has a studio" for mark in wanted]
    return [*leaks, *(said for mark, said in zip(wanted, lost, strict=True) if mark not in others)]


def main() -> int:
    """Build both bundles if needed and look; 0: production has nothing of the studio."""
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))  # rxconfig.py is there
    wanted = marks()
    try:
        others = ensure_frontend(Settings.load(), say=_say)
        with tempfile.TemporaryDirectory() as folder:
            secret = Path(folder) / "secret"
            secret.write_text("a-secret-of-nobody-0123456789-abcdef")
            secret.chmod(0o600)
            os.environ |= _PRODUCTION | {"PORTAL_SECRET_FILE": str(secret)}
            production = ensure_frontend(Settings.load(), say=_say)
    except FrontendBuildError as failure:
        _say(f"{failure}\nThe pages could not be built.")
        return 1
    wrong = complaints(found_in(production.files, wanted), found_in(others.files, wanted), wanted)
    files = sum(path.is_file() for path in production.files.rglob("*"))
    _say(
        "\n".join(wrong)
        or f"{files:,} files for production, and none has any of {len(wanted)} marks."
    )
    return 1 if wrong else 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
