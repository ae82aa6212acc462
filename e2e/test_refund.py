"""Where the money is when it does not simply arrive; its whole way: test_journeys.py."""

from playwright.sync_api import expect

from buyer_portal.testing.accessibility import assert_accessible
from buyer_portal.testing.pages import RefundPage


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
