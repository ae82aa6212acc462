"""A buyer cancels, or learns why not: written against the portal's public plugin alone."""

import pytest
from playwright.sync_api import expect

from buyer_portal.testing.buyer_pages import wait_until_current
from buyer_portal.testing.pages import (
    CancelDialog,
    NotificationsPage,
    OrderDetailPage,
    OrdersPage,
    RefundPage,
)


def cancel(page, order_id):
    """Cancel an order for the first reason that is offered."""
    detail, dialog = OrderDetailPage(page), CancelDialog(page)
    detail.open(order_id)
    detail.start_cancel()
    dialog.choose_first_reason()
    dialog.send()
    return detail


@pytest.mark.scenario(orders=[{"key": "mug"}])
def test_an_order_is_cancelled(tenant, buyer_page):
    page = buyer_page()

    detail = cancel(page, tenant.orders["mug"])

    expect(detail.title("result.cancelled.title")).to_be_visible()
    assert tenant.order("mug")["order"]["status"] == "CANCELLED"


@pytest.mark.scenario(orders=[{"key": "mug"}])
def test_a_cancelled_order_is_in_the_notifications(tenant, buyer_page):
    page = buyer_page(device="desktop")
    detail = cancel(page, tenant.orders["mug"])
    expect(detail.title("result.cancelled.title")).to_be_visible()

    notifications = NotificationsPage(page)
    notifications.open()

    expect(notifications.about("order.cancelled")).to_have_count(1)


@pytest.mark.scenario("packed")  # of the library, which the portal's studio shows
def test_a_packed_order_says_why_it_cannot_be_cancelled(tenant, buyer_page, words):
    page = buyer_page(locale="vi")
    detail = OrderDetailPage(page)

    detail.open(next(iter(tenant.orders.values())))

    expect(detail.cancel_button).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_role("main")).to_contain_text(words("vi")("why.packed.title"))


@pytest.mark.scenario(orders=[{"key": "late", "status": "UNPAID"}])
def test_what_is_not_paid_in_time_is_cancelled_before_the_buyers_eyes(tenant, buyer_page):
    page = buyer_page()
    detail = OrderDetailPage(page)
    detail.open(tenant.orders["late"])
    expect(detail.title("status.UNPAID")).to_be_visible()

    tenant.advance(60 * 3600)

    wait_until_current(page, tenant)  # from here on nothing more comes by itself
    assert detail.title("status.CANCELLED").is_visible()


def test_a_refund_is_followed_to_the_bank(make_tenant, buyer_page):
    tenant = make_tenant(orders=[{"key": "mug"}])
    page = buyer_page(tenant)
    detail = cancel(page, tenant.orders["mug"])
    expect(detail.title("result.cancelled.title")).to_be_visible()
    page.wait_for_url("**cancellation=**")  # the address that shows the result again
    refund = RefundPage(page)
    refund.open(tenant.orders["mug"])

    tenant.advance(1)
    expect(refund.headline("sent")).to_be_visible()
    tenant.do("mug", "bank-settle")

    expect(refund.headline("received")).to_be_visible()


def test_two_buyers_do_not_see_each_other(make_tenant, buyer_page):
    tenant = make_tenant(
        buyers=[{"key": "mai"}, {"key": "budi"}], orders=[{"key": "hers", "buyer": "mai"}]
    )

    hers, his = buyer_page(tenant, "mai"), buyer_page(tenant, "budi", device="desktop")

    expect(OrdersPage(hers).cards).to_have_count(1)
    expect(OrdersPage(his).cards).to_have_count(0)
