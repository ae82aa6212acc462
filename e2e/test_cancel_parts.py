"""An order of two sellers and three parcels: one command, three ends side by side."""

import pytest
from playwright.sync_api import expect

from buyer_portal.testing.accessibility import assert_accessible
from buyer_portal.testing.pages import CancelDialog, OrderDetailPage, OrdersPage


@pytest.fixture
def three_ways(make_tenant):
    """Bags that can be cancelled now, a vase only if Mộc agrees, socks that are on their way."""
    return make_tenant(
        buyers=[{"key": "lan", "name": "Nguyễn Thị Lan", "email": "lan@example.vn"}],
        sellers=[
            {"key": "gio", "name": "Gió Sneakers", "preset": "until-packed"},
            {"key": "moc", "name": "Mộc Ceramics", "preset": "until-shipped"},
        ],
        orders=[
            {
                "key": "the-order",
                "buyer": "lan",
                "seller": "gio",
                "status": "PARTIALLY_SHIPPING",
                "lines": [
                    {
                        "product_name": "Shoe bag",
                        "quantity": 3,
                        "unit_price_minor": 90_000,
                        "parcel": "1",
                    },
                    {
                        "product_name": "Vase",
                        "unit_price_minor": 420_000,
                        "seller": "moc",
                        "status": "AWAITING_COLLECTION",
                        "parcel": "2",
                    },
                    {
                        "product_name": "Socks",
                        "unit_price_minor": 50_000,
                        "status": "IN_TRANSIT",
                        "parcel": "3",
                    },
                ],
                "charges": [],
            }
        ],
    )


def test_one_command_cancels_asks_and_leaves_and_the_answer_comes_live(
    three_ways, buyer_page, words
):
    say = words("en")
    page = buyer_page(three_ways, "lan")
    orders, detail, dialog = (
        OrdersPage(page, say),
        OrderDetailPage(page, say),
        CancelDialog(page, say),
    )
    orders.open_order("Gió Sneakers and 1 more")
    lines = page.get_by_role("main").get_by_role("listitem")
    expect(lines.filter(has_text="Shoe bag").first).to_contain_text(say("parts.now"))
    expect(lines.filter(has_text="Vase").first).to_contain_text("Mộc Ceramics must agree")
    expect(lines.filter(has_text="Socks").first).to_contain_text(say("parts.late"))
    assert_accessible(page)

    detail.start_cancel()
    expect(dialog.sum("now")).to_have_text("₫270,000")
    dialog.fewer("Shoe bag")
    expect(dialog.sum("now")).to_have_text("₫180,000")
    expect(dialog.sum("later")).to_have_text("₫420,000")
    expect(dialog.sum("stays")).to_have_text("₫140,000")
    assert_accessible(page)
    dialog.choose_first_reason()
    dialog.go_on()
    dialog.send()

    expect(detail.title("result.mixed.title")).to_be_visible()
    expect(detail.part("cancelled")).to_contain_text("2 × Shoe bag")
    expect(detail.part("requested")).to_contain_text("1 × Vase")
    expect(detail.part("left")).to_contain_text("1 × Socks")
    assert_accessible(page)
    after = three_ways.order("the-order")
    assert [line["cancelled_quantity"] for line in after["order"]["lines"]] == [2, 0, 0]
    assert [one["status"] for one in after["cancellations"]] == ["SUCCESS", "PENDING"]
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(detail.part("requested")).to_contain_text("Mộc Ceramics must agree")
    assert_accessible(page)

    three_ways.do("the-order", "seller-approve", seller_id=three_ways.sellers["moc"])

    expect(page.get_by_role("main")).not_to_contain_text("Mộc Ceramics must agree")
    after = three_ways.order("the-order")
    assert [one["status"] for one in after["cancellations"]] == ["SUCCESS", "SUCCESS"]
