"""Pictures for tests, drawn on the spot."""

from io import BytesIO
from typing import Any

from PIL import Image


def a_picture(
    kind: str = "JPEG", size: tuple[int, int] = (60, 40), colour: str = "teal", **options: Any
) -> bytes:
    """Return a file of one colour."""
    drawn = BytesIO()
    Image.new("RGB", size, colour).save(drawn, kind, **options)
    return drawn.getvalue()
