"""Write the pages on policies: ``python -m buyer_portal.policies docs/policy``."""

import sys
from pathlib import Path

from buyer_portal.policies.pages import PAGES

if __name__ == "__main__":
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/policy")
    for name, page in PAGES.items():
        (folder / name).write_text(page(), "utf-8")
        sys.stdout.write(f"{folder / name}\n")
