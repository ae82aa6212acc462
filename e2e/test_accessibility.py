"""Every screen and state, in both themes: axe finds nothing, and nothing runs off the side."""

from itertools import cycle

import pytest
from playwright.sync_api import Page, expect

from buyer_portal.domain.orders import OrderStatus
from buyer_portal.testing.accessibility import assert_accessible
from buyer_portal.testing.pages import CancelDialog, LoginPage, OrderDetailPage

THEMES = ("day", "night")
PAIRS = (("phone", "night"), ("desktop", "day"))
"""Device and theme together: all of both, at half the price."""
WIDEST_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def _assert_fine(page: Page) -> None:
    assert_accessible(page)
    assert page.evaluate(WIDEST_OVERFLOW) <= 0


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


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("query", ["", "?problem=wrong-credentials"])
def test_sign_in(buyer_page, words, theme, query):
    page = buyer_page.new_page(theme=theme)
    login = LoginPage(page, words("en"))

    login.open(query)
    expect(login.heading).to_be_visible()

    _assert_fine(page)


@pytest.mark.parametrize(("device", "theme"), PAIRS)
@pytest.mark.parametrize(
    "path",
    ["/profile/", "/settings/", "/orders/", "/orders/?tab=to-pay", "/notifications/", "/update/"],
)
def test_lists_and_settings(everything, buyer_page, theme, device, path):
    page = buyer_page(everything, "lan", device=device, theme=theme, path=path)

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)

    _assert_fine(page)


@pytest.mark.parametrize(("status", "theme"), list(zip(OrderStatus, cycle(THEMES), strict=False)))
def test_order_in_every_status(everything, buyer_page, words, theme, status):
    say = words("vi")
    page = buyer_page(everything, "lan", locale="vi", theme=theme)
    detail = OrderDetailPage(page, say)

    detail.open(everything.orders[status.lower()])
    expect(detail.title(f"status.{status}")).to_be_visible()

    _assert_fine(page)


@pytest.mark.parametrize("theme", THEMES)
def test_why_it_is_off(everything, buyer_page, words, theme):
    say = words("en")
    page = buyer_page(everything, "lan", theme=theme)
    detail = OrderDetailPage(page, say)
    detail.open(everything.orders["in_transit"])

    detail.why_button.first.click()
    expect(page.get_by_text(say("why.trace"))).to_be_visible()

    _assert_fine(page)


@pytest.mark.parametrize("theme", THEMES)
def test_dialog_result_and_failure(everything, buyer_page, words, theme):
    say = words("en")
    page = buyer_page(everything, "lan", theme=theme)
    detail, dialog = OrderDetailPage(page, say), CancelDialog(page, say)
    detail.open(everything.orders["awaiting_shipment"])
    detail.start_cancel()
    _assert_fine(page)
    dialog.send()
    expect(dialog.errors).to_be_visible()
    _assert_fine(page)
    dialog.choose_first_reason()
    everything.do("awaiting_shipment", "pack")
    dialog.send()

    expect(page.get_by_text(say("failure.title"), exact=True)).to_be_visible()
    _assert_fine(page)
    detail.open(everything.orders["on_hold"])
    detail.start_cancel()
    dialog.choose_first_reason()
    dialog.send()
    expect(detail.title("result.cancelled.title")).to_be_visible()
    _assert_fine(page)


@pytest.mark.parametrize("theme", THEMES)
def test_seller_policy_and_pages_that_are_not_there(everything, buyer_page, words, theme, errors):
    errors.expect("status of 404")  # the browser notes the page that is not there
    page = buyer_page(everything, "lan", theme=theme)

    page.goto(f"/sellers/{everything.sellers['gio']}/policy/")
    expect(page.get_by_role("table").first).to_be_visible()
    _assert_fine(page)
    page.goto("/orders/nothing-here/")
    expect(page.get_by_text(words("en")("order.missing.title"))).to_be_visible()
    _assert_fine(page)
    page.goto("/no/such/page/")
    expect(page.get_by_text(words("en")("errors.not_found.title"))).to_be_visible()
    _assert_fine(page)


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_nothing_runs_off_the_side(everything, buyer_page, words, width):
    page = buyer_page(everything, "lan", device="desktop")
    page.set_viewport_size({"width": width, "height": 800})

    for key in ("awaiting_shipment", "partially_shipping", "cancelled"):
        OrderDetailPage(page, words("en")).open(everything.orders[key])
        expect(page.get_by_role("heading", level=1)).to_be_visible()

        assert page.evaluate(WIDEST_OVERFLOW) <= 0
