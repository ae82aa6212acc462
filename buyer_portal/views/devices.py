"""Change here how a signed-in device is named and listed."""

from dataclasses import dataclass
from typing import Final

from buyer_portal.order_contract.sessions import Device
from buyer_portal.views.printing import Printer
from buyer_portal.views.since import ago_text

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
    def of(cls, device: Device, printer: Printer) -> "DeviceView":
        """Tell ``device`` for its reader."""
        name = device_name(device.user_agent, printer)
        return cls(
            key=device.key,
            name=name,
            since=printer.say(
                "settings.device.since",
                moment=printer.moment(device.signed_in_at),
            ),
            seen=(
                printer.say("settings.device.now")
                if device.is_current
                else printer.say(
                    "settings.device.seen",
                    ago=ago_text(device.last_seen_at, printer),
                )
            ),
            sign_out_name=printer.say("settings.device.sign_out.of", device=name),
            is_current=device.is_current,
            is_phone=_first(SYSTEMS, device.user_agent) in PHONES,
        )


def device_name(user_agent: str, printer: Printer) -> str:
    """Return browser and system in words; the user agent itself is never shown."""
    browser = _first(BROWSERS, user_agent)
    system = _first(SYSTEMS, user_agent)
    if not system:
        return browser or printer.say("settings.device.unknown")
    return printer.say(
        "settings.device.name",
        browser=browser or printer.say("settings.device.browser"),
        system=system,
    )


def _first(marks: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in marks if mark in user_agent), "")
