"""Change it instead, or cancel and order again."""

from playwright.sync_api import expect

from buyer_portal.domain.changes import ChangeKind
from buyer_portal.testing.accessibility import BOTH_THEMES, assert_accessible
from buyer_portal.testing.buyer_pages import wait_until_ready
from buyer_portal.testing.pages import (
    CancelDialog,
    ChangePage,
    OrderAgainPage,
    OrderDetailPage,
)

ADDRESS = "ecom_order_to_ship_canceled_reason_wrong_delivery_info"
VARIANT = "buyer_cancel_wrong_item_variation_(colour,_size,_etc.)"
SHOE = {"product_name": "Canvas low-tops", "variant": "EU 41", "unit_price_minor": 590_000}


def test_a_wrong_address_is_changed_from_the_cancel_dialog(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_SHIPMENT")
    say = words("id")
    page = buyer_page(tenant, "lan", locale="id", device="desktop")
    detail, dialog, change = (
        OrderDetailPage(page, say),
        CancelDialog(page, say),
        ChangePage(page, say),
    )
    detail.open(tenant.orders["the-order"])
    detail.start_cancel()

    dialog.choose_reason(ADDRESS)
    dialog.change_instead.click()
    expect(change.field("name")).to_have_value("Nguyễn Thị Lan")
    change.field("phone").fill("+84 90 123 4567")
    change.field("street").fill("1 Nguyễn Huệ")
    change.save()

    expect(change.done).to_be_focused()
    order = tenant.order("the-order")["order"]
    assert (order["address"]["lines"], order["status"]) == (["1 Nguyễn Huệ"], "AWAITING_SHIPMENT")


def test_a_dearer_variant_is_cancelled_and_ordered_again(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_SHIPMENT", lines=[SHOE])
    say = words("en")
    page = buyer_page(tenant, "lan")
    detail, dialog, change, again = (
        OrderDetailPage(page, say),
        CancelDialog(page, say),
        ChangePage(page, say),
        OrderAgainPage(page, say),
    )
    change.open(tenant.orders["the-order"], ChangeKind.VARIANT)

    change.choose_variant("Canvas low-tops", "Large")
    expect(page.get_by_text("₫147,500 more")).to_be_visible()
    change.cancel_then_again.click()
    dialog.choose_reason(VARIANT)
    dialog.send()
    expect(detail.title("result.cancelled.title")).to_be_visible()
    page.get_by_role("link", name=say("again.title"), exact=True).first.click()

    expect(again.variant_of("Canvas low-tops").locator("option:checked")).to_contain_text("Large")
    again.field("phone").fill("+84 90 123 4567")
    again.place()
    expect(again.placed).to_be_focused()
    again.new_order.click()
    expect(detail.title("status.UNPAID")).to_be_visible()
    assert tenant.order("the-order")["order"]["status"] == "CANCELLED"


def test_what_the_seller_packed_says_so_and_changes_nothing(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_SHIPMENT")
    say = words("en")
    page = buyer_page(tenant, "lan")
    change = ChangePage(page, say)
    change.open(tenant.orders["the-order"], ChangeKind.ADDRESS)
    expect(change.save_button).to_be_visible()

    tenant.do("the-order", "carrier-scan")

    expect(page.get_by_role("heading", name=say("changing.closed.title"))).to_be_visible()
    expect(change.save_button).to_be_hidden()


def test_what_was_typed_outlives_wrong_fields_and_a_reload(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_SHIPMENT")
    say = words("en")
    page = buyer_page(tenant, "lan")
    change = ChangePage(page, say)
    change.open(tenant.orders["the-order"], ChangeKind.ADDRESS)

    change.field("street").fill("1 Nguyễn Huệ")
    change.field("phone").fill("")
    change.save()
    expect(change.errors).to_contain_text(say("address.error.phone"))
    page.reload()

    expect(change.field("street")).to_have_value("1 Nguyễn Huệ")


def test_both_pages_are_accessible(one_order, buyer_page, words):
    tenant = one_order(status="UNPAID", lines=[SHOE])
    say = words("vi")
    page = buyer_page(tenant, "lan", locale="vi")
    change, again = ChangePage(page, say), OrderAgainPage(page, say)

    for kind in ChangeKind:
        change.open(tenant.orders["the-order"], kind)
        wait_until_ready(page)  # until then it may be another kind's
        expect(page.locator("[data-phase=ready]")).to_be_visible()
        assert_accessible(page, themes=BOTH_THEMES)
    again.open(tenant.orders["the-order"])
    expect(again.place_button).to_be_visible()
    assert_accessible(page, themes=BOTH_THEMES)
    again.field("phone").fill("")
    again.place()
    expect(again.errors).to_contain_text(say("address.error.phone"))
    assert_accessible(page, themes=BOTH_THEMES)
