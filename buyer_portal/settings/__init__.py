"""What the environment can set; others import it from here."""

from buyer_portal.settings.addresses import LOOPBACK_HOSTS, origin_of
from buyer_portal.settings.given import TEST_SECRET, Mode, Payments
from buyer_portal.settings.portal import MAX_BOARDS, MAX_FRAMES, MAX_STAGES, Settings
from buyer_portal.settings.problems import SettingProblem, SettingsError

__all__ = [
    "LOOPBACK_HOSTS",
    "MAX_BOARDS",
    "MAX_FRAMES",
    "MAX_STAGES",
    "TEST_SECRET",
    "Mode",
    "Payments",
    "SettingProblem",
    "Settings",
    "SettingsError",
    "origin_of",
]
