"""Change here which pictures are taken, and how they are made anew so that nothing hides in them.

What is kept is a JPEG drawn from the pixels alone: no place, no camera, no thumbnail, no second
file behind the picture. The kind is told by the content; names and headers are not looked at.
"""

import warnings
from io import BytesIO
from typing import Final, NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS: Final = ("JPEG", "PNG", "WEBP")
MOST_PIXELS: Final = 40_000_000
"""Phones take up to 50 million; what is larger is refused before it is unpacked."""
LONGEST_SIDE: Final = 1600
QUALITY: Final = 82
MEDIA_TYPE: Final = "image/jpeg"


class NotAPictureError(Exception):
    """Not a JPEG, PNG or WebP picture of a size that can be shown."""


class Picture(NamedTuple):
    """A picture made anew."""

    content: bytes
    width: int
    height: int


def made_anew(content: bytes) -> Picture:
    """Return a picture drawn again from the pixels of ``content``, upright, of bounded size.

    Raises:
        NotAPictureError: It cannot be read as one of ``FORMATS``, or is too large.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a bomb is only warned of
            with Image.open(BytesIO(content), formats=FORMATS) as found:
                if found.width * found.height > MOST_PIXELS:
                    raise NotAPictureError
                if found.format == "JPEG":
                    found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                upright = ImageOps.exif_transpose(found)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                flat = Image.new("RGB", upright.size, "white")
                flat.paste(upright.convert("RGBA"), mask=upright.convert("RGBA").getchannel("A"))
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError, Warning) as error:
        raise NotAPictureError from error
    except Image.DecompressionBombError as error:
        raise NotAPictureError from error
    drawn = BytesIO()
    flat.save(drawn, "JPEG", quality=QUALITY, optimize=True)
    return Picture(drawn.getvalue(), flat.width, flat.height)
