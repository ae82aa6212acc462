"""The money: from Cancel to the bank account, followed on an open page."""

from playwright.sync_api import expect

from buyer_portal.testing.accessibility import assert_accessible
from buyer_portal.testing.pages import CancelDialog, OrderDetailPage, RefundPage

DAY = 86_400


def test_cancel_then_follow_the_refund_until_it_arrives(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_SHIPMENT")
    say = words("vi")
    page = buyer_page(tenant, "lan", locale="vi")
    detail, dialog, refund = (
        OrderDetailPage(page, say),
        CancelDialog(page, say),
        RefundPage(page, say),
    )
    detail.open(tenant.orders["the-order"])
    detail.start_cancel()
    dialog.choose_first_reason()
    dialog.send()
    expect(detail.title("result.cancelled.title")).to_be_visible()

    page.get_by_role("link", name=say("orders.see_refund")).first.click()
    expect(refund.headline("approved")).to_be_visible()
    tenant.advance(1)
    expect(refund.headline("sent")).to_be_visible()
    tenant.do("the-order", "bank-settle")

    expect(refund.headline("received")).to_be_visible()
    expect(refund.steps("done")).to_have_count(4)


def test_late_refund_leads_to_support_with_the_order(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_SHIPMENT")
    tenant.set_faults(bank={"late_days": 9})
    tenant.do("the-order", "seller-cancel", reason="Sold out.")
    say = words("en")
    page = buyer_page(tenant, "lan", locale="en")
    refund = RefundPage(page, say)
    refund.open(tenant.orders["the-order"])
    expect(refund.headline("approved")).to_be_visible()

    tenant.advance(15 * DAY)

    expect(refund.headline("late")).to_be_visible()
    address = f"/support/?order={tenant.orders['the-order']}&about=refund_late"
    expect(refund.support_link).to_have_attribute("href", address)


def test_failed_refund_says_what_happens_next(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_SHIPMENT")
    tenant.do("the-order", "seller-cancel", reason="Sold out.")
    tenant.advance(1)
    say = words("en")
    page = buyer_page(tenant, "lan", locale="en")
    refund = RefundPage(page, say)
    refund.open(tenant.orders["the-order"])
    expect(refund.headline("sent")).to_be_visible()

    tenant.do("the-order", "bank-fail")

    expect(refund.headline("failed")).to_be_visible()
    expect(page.get_by_text(say("refunds.failure.account_closed"))).to_be_visible()
    expect(page.get_by_text(say("refunds.failure.again"))).to_be_visible()


def test_unpaid_order_has_nothing_to_refund(one_order, buyer_page, words):
    tenant = one_order(status="UNPAID")
    say = words("en")
    page = buyer_page(tenant, "lan", locale="en")
    refund = RefundPage(page, say)

    refund.open(tenant.orders["the-order"])

    expect(refund.headline("nothing")).to_be_visible()
    assert_accessible(page)
