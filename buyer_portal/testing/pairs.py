"""Change here which languages and devices a journey is walked in: each once, not each with each."""

from typing import Final

LOCALE_AND_DEVICE: Final = (("en", "phone"), ("vi", "desktop"), ("id", "phone"))
"""What differs by language differs on one device as on the other; views are tested in all."""
