from datetime import UTC, datetime, timedelta

import pytest

from buyer_portal.order_contract.sessions import Device
from buyer_portal.views.devices import DeviceView, device_name

PIXEL = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0.0.0 Mobile Safari/537.36"
)
IPHONE_CHROME = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) CriOS/126.0 Mobile/15E148 Safari/604.1"
)
MAC_SAFARI = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/17.5 Safari/605.1.15"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/126.0 Safari/537.36 Edg/126.0"
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
COC_COC = (
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko)"
    " CocCocBrowser/127.0 Chrome/121.0 Safari/537.36"
)


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        pytest.param(PIXEL, "Chrome on Android", id="android"),
        pytest.param(IPHONE_CHROME, "Chrome on iPhone", id="chrome-on-iphone"),
        pytest.param(MAC_SAFARI, "Safari on Mac", id="mac"),
        pytest.param(EDGE, "Edge on Windows", id="edge-says-chrome-too"),
        pytest.param(FIREFOX, "Firefox on Linux", id="firefox"),
        pytest.param(COC_COC, "Cốc Cốc on Windows", id="coc-coc-says-chrome-too"),
        pytest.param("SomeApp/1 (Android 9)", "A browser on Android", id="system-alone"),
        pytest.param("Firefox/1", "Firefox", id="browser-alone"),
        pytest.param("<script>", "An unknown device", id="hostile"),
        pytest.param("", "An unknown device", id="empty"),
    ],
)
def test_devices_are_named_by_browser_and_system(user_agent, name, printer_in):
    assert device_name(user_agent, printer_in()) == name


def test_device_says_when_it_was_used(printer_in):
    now = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
    device = Device(
        key="k",
        user_agent=MAC_SAFARI,
        signed_in_at=now - timedelta(days=3),
        last_seen_at=now - timedelta(hours=5),
        is_current=False,
    )

    view = DeviceView.of(device, printer_in())

    assert view == DeviceView(
        key="k",
        name="Safari on Mac",
        since="Signed in Thu 19 Nov, 14:00",
        seen="Last seen 5 hours ago",
        sign_out_name="Sign out Safari on Mac",
        is_current=False,
        is_phone=False,
    )


def test_the_device_in_use_is_in_use_whatever_clocks_say(printer_in):
    later = datetime(2026, 11, 23, tzinfo=UTC)
    device = Device(
        key="k", user_agent=PIXEL, signed_in_at=later, last_seen_at=later, is_current=True
    )

    view = DeviceView.of(device, printer_in())

    assert (view.seen, view.is_phone) == ("In use now", True)
