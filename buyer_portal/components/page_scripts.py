"""Change here which scripts of ``assets`` every page loads in its head, in their order."""

from typing import Final

IN_PROTOTYPES: Final = (
    "/studio/prototype.js",
    "/studio/words.js",
    "/studio/record.js",
    "/studio/visits.js",
)
"""Outside production alone."""
EVERYWHERE: Final = ("/portal.js", "/recovery.js", "/photos.js")
