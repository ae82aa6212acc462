"""Every screen and state, in both themes: axe finds nothing, and nothing runs off the side."""

import pytest
from playwright.sync_api import Page, expect

from buyer_portal.domain.orders import OrderStatus
from buyer_portal.testing.accessibility import BOTH_THEMES, assert_accessible
from buyer_portal.testing.buyer_pages import wait_until_ready
from buyer_portal.testing.pages import CancelDialog, LoginPage, NotFoundPage, OrderDetailPage

LISTS = (
    "/profile/",
    "/settings/",
    "/orders/",
    "/orders/?tab=to-pay",
    "/notifications/",
    "/update/",
)
WIDTHS = (320, 768, 1440)
WIDEST_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def _assert_fine(page: Page) -> None:
    assert_accessible(page, themes=BOTH_THEMES)
    assert page.evaluate(WIDEST_OVERFLOW) <= 0, page.url


@pytest.fixture
def everything(make_tenant):
    """One order in every status, long names included."""
    long_name = "Áo khoác gió hai lớp chống nước kiểu dáng thể thao dành cho mùa đông năm nay " * 2
    return make_tenant(
        buyers=[{"key": "lan", "name": "Nguyễn Thị Lan", "email": "lan@example.vn"}],
        sellers=[{"key": "gio", "name": "Gió Sneakers", "preset": "until-packed"}],
        orders=[
            {
                "key": status.lower(),
                "buyer": "lan",
                "seller": "gio",
                "status": status,
                "lines": [{"product_name": long_name.strip(), "unit_price_minor": 590_000}],
            }
            for status in OrderStatus
        ],
    )


def test_sign_in(buyer_page, words):
    page = buyer_page.new_page()
    login = LoginPage(page, words("en"))

    login.open()
    expect(login.heading).to_be_visible()
    _assert_fine(page)
    login.open("?problem=wrong-credentials")
    expect(login.problem).to_be_visible()
    _assert_fine(page)


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_lists_and_settings(everything, buyer_page, device):
    page = buyer_page(everything, "lan", device=device)

    for path in LISTS:
        page.goto(path)
        wait_until_ready(page)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        _assert_fine(page)


def test_order_in_every_status(everything, buyer_page, words):
    say = words("vi")
    page = buyer_page(everything, "lan", locale="vi")
    detail = OrderDetailPage(page, say)

    for status in OrderStatus:
        detail.open(everything.orders[status.lower()])
        expect(detail.title(f"status.{status}")).to_be_visible()
        _assert_fine(page)


def test_why_it_is_off(everything, buyer_page, words):
    say = words("en")
    page = buyer_page(everything, "lan")
    detail = OrderDetailPage(page, say)
    detail.open(everything.orders["in_transit"])

    detail.why_button.first.click()
    expect(page.get_by_text(say("why.trace"))).to_be_visible()

    _assert_fine(page)


def test_dialog_result_and_failure(everything, buyer_page, words):
    say = words("en")
    page = buyer_page(everything, "lan")
    detail, dialog = OrderDetailPage(page, say), CancelDialog(page, say)
    detail.open(everything.orders["awaiting_shipment"])
    detail.start_cancel()
    _assert_fine(page)
    dialog.send()
    expect(dialog.errors).to_be_visible()
    _assert_fine(page)
    dialog.choose_first_reason()
    everything.set_faults(carrier_scan_before_cancel=everything.orders["awaiting_shipment"])
    dialog.send()

    expect(page.get_by_text(say("failure.title"), exact=True)).to_be_visible()
    _assert_fine(page)
    detail.open(everything.orders["on_hold"])
    detail.start_cancel()
    dialog.choose_first_reason()
    dialog.send()
    expect(detail.title("result.cancelled.title")).to_be_visible()
    _assert_fine(page)


def test_seller_policy_and_pages_that_are_not_there(everything, buyer_page, words, errors):
    errors.expect("status of 404")  # the browser notes the page that is not there
    page = buyer_page(everything, "lan")

    page.goto(f"/sellers/{everything.sellers['gio']}/policy/")
    expect(page.get_by_role("table").first).to_be_visible()
    _assert_fine(page)
    page.goto("/orders/nothing-here/")
    expect(page.get_by_text(words("en")("order.missing.title"))).to_be_visible()
    _assert_fine(page)
    page.goto("/no/such/page/")
    expect(NotFoundPage(page).heading).to_be_visible()
    _assert_fine(page)


def test_nothing_runs_off_the_side(everything, buyer_page, words):
    page = buyer_page(everything, "lan", device="desktop")

    for key in ("awaiting_shipment", "partially_shipping", "cancelled"):
        OrderDetailPage(page, words("en")).open(everything.orders[key])
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(WIDEST_OVERFLOW) <= 0, (key, width)
