"""Change here how a signed-in device is named and listed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from buyer_portal.i18n.catalogue import Words
from buyer_portal.i18n.formats import moment_text, relative_text
from buyer_portal.order_contract.sessions import Device

BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("CocCoc", "Cốc Cốc"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""A mark in the user agent and the browser it means; the first hit wins (most name others too)."""

SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)
PHONES: Final = frozenset({"iPhone", "iPad", "Android"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceView:
    """One row of the device list. ``sign_out_name`` says which device its button signs out."""

    key: str
    name: str
    since: str
    seen: str
    sign_out_name: str
    is_current: bool
    is_phone: bool

    @classmethod
    def of(cls, device: Device, words: Words, zone: ZoneInfo, *, now: datetime) -> "DeviceView":
        """Tell ``device`` in the language of ``words``."""
        name = device_name(device.user_agent, words)
        return cls(
            key=device.key,
            name=name,
            since=words(
                "settings.device.since",
                moment=moment_text(device.signed_in_at, zone, words.locale),
            ),
            seen=(
                words("settings.device.now")
                if device.is_current
                else words(
                    "settings.device.seen",
                    ago=relative_text(min(device.last_seen_at, now), now, words.locale),
                )
            ),
            sign_out_name=words("settings.device.sign_out.of", device=name),
            is_current=device.is_current,
            is_phone=_first(SYSTEMS, device.user_agent) in PHONES,
        )


def device_name(user_agent: str, words: Words) -> str:
    """Return browser and system in words; the user agent itself is never shown."""
    browser = _first(BROWSERS, user_agent)
    system = _first(SYSTEMS, user_agent)
    if not system:
        return browser or words("settings.device.unknown")
    return words(
        "settings.device.name", browser=browser or words("settings.device.browser"), system=system
    )


def _first(marks: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in marks if mark in user_agent), "")
