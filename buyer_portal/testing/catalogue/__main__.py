"""Print the screen catalogue; ``--write`` publishes it."""

import argparse
import json
import sys
from pathlib import Path

from buyer_portal import screens
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.routes import LOCALES
from buyer_portal.screens.catalogue import PROMISED, Catalogue, breaks, promised, to_json
from buyer_portal.testing.catalogue.reading import read_catalogue


def main() -> int:
    """Do what the arguments say; 1 when it would break a promise."""
    parser = argparse.ArgumentParser(prog="python -m buyer_portal.testing.catalogue")
    parser.add_argument("--write", action="store_true", help="publish what the pages are now")
    parser.add_argument("--words", action="store_true", help="with every text in each language")
    given = parser.parse_args()
    now = read_catalogue()
    if not given.write:
        sys.stdout.write(with_words(now) if given.words else to_json(now))
        return 0
    file = Path(screens.__path__[0]) / PROMISED
    if file.exists():
        broken = list(breaks(promised(), now))
        if broken and now.version <= promised().version:
            sys.stderr.write("\n".join([*broken, "Raise VERSION in catalogue/reading.py.\n"]))
            return 1
    file.write_text(to_json(now), "utf-8")
    return 0


def with_words(catalogue: Catalogue) -> str:
    """Return the catalogue with what each message id says, by language."""
    said = json.loads(to_json(catalogue))
    used = sorted({key for screen in catalogue.screens for key in screen.texts})
    said["words"] = {
        locale: {key: words_of(locale).forms(key)[0] for key in used} for locale in LOCALES
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.exit(main())
