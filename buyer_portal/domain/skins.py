"""Change here which label skins there are; their words: ``i18n/locales/*/LC_MESSAGES/skins.po``."""

from typing import Final

STANDARD_SKIN: Final = "standard"
SKINS: Final = (STANDARD_SKIN, "send", "history", "submit")
"""The portal's own labels, then those of guides 000 and 001, of guide 002, and of guide 003."""
