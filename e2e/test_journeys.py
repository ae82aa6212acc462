"""Whole ways of a buyer's money, each walked once; goods going back: test_return.py."""

from playwright.sync_api import expect

from buyer_portal.testing.pages import (
    CancelDialog,
    NotificationsPage,
    OrderDetailPage,
    OrdersPage,
    RefundPage,
    RefusePage,
    ReviewPage,
    SupportPage,
)

DAY = 86_400


def test_cancelled_refunded_and_reviewed(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_SHIPMENT", lines=[{"product_name": "Giày vải"}])
    say = words("vi")
    page = buyer_page(tenant, "lan", locale="vi")
    orders, detail, dialog = (
        OrdersPage(page, say),
        OrderDetailPage(page, say),
        CancelDialog(page, say),
    )
    told, refund, review = (
        NotificationsPage(page, say),
        RefundPage(page, say),
        ReviewPage(page, say),
    )
    orders.open_order("Giày vải")
    detail.start_cancel()
    dialog.choose_first_reason()
    dialog.send()
    expect(detail.title("result.cancelled.title")).to_be_visible()
    page.wait_for_url("**cancellation=**")  # the address that shows the result again

    result = page.locator("[data-result=cancelled]")
    result.get_by_role("link", name=say("orders.see_refund"), exact=True).click()
    expect(refund.headline("approved")).to_be_visible()
    tenant.advance(1)
    expect(refund.headline("sent")).to_be_visible()
    review.open(tenant.orders["the-order"])
    expect(review.state("early")).to_be_visible()
    tenant.do("the-order", "bank-settle")
    expect(review.state("open")).to_be_visible()

    orders.open()
    orders.card("Giày vải").get_by_role("link", name=say("orders.see_refund")).click()
    expect(refund.headline("received")).to_be_visible()
    expect(refund.steps("done")).to_have_count(4)
    told.open()
    told.about("refund.settled").click()
    page.get_by_role("link", name=say("review.invite")).click()
    review.rate(5)
    review.text.fill("Nhanh và rõ ràng.")
    review.send()

    expect(review.state("given")).to_be_visible()
    expect(page.get_by_text("Nhanh và rõ ràng.")).to_be_visible()
    assert [one["type"] for one in tenant.events()][-1] == "review.given"


def test_refused_at_the_door_and_refunded(one_order, buyer_page, words):
    tenant = one_order(status="IN_TRANSIT", payment_method="e_wallet", payment_label="GoPay")
    say = words("id")
    page = buyer_page(tenant, "lan", locale="id", device="desktop")
    detail, refuse, refund = (
        OrderDetailPage(page, say),
        RefusePage(page, say),
        RefundPage(page, say),
    )
    detail.open(tenant.orders["the-order"])
    detail.why_button.first.click()
    page.get_by_role("dialog").get_by_role("link", name=say("action.refuse_delivery")).click()
    refuse.refuse()
    expect(refuse.title("announced")).to_be_visible()
    refund.open(tenant.orders["the-order"])
    expect(refund.headline("nothing")).to_be_visible()

    tenant.do("the-order", "bring-back")

    expect(refund.headline("approved")).to_be_visible()
    tenant.advance(10 * DAY)
    expect(refund.headline("received")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(say("refunds.step.sent_wallet"))
    expect(page.get_by_role("main")).to_contain_text(say("refunds.last_leg.e_wallet"))
    order = tenant.order("the-order")["order"]
    assert order["status"] == "CANCELLED"
    assert 0 < order["payments"][0]["refunded_minor"] <= order["payments"][0]["amount_minor"]


def test_late_refund_goes_to_support_with_everything_filled_in(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_SHIPMENT")
    tenant.set_faults(bank={"late_days": 9})
    tenant.do("the-order", "seller-cancel", reason="Sold out.")
    say = words("en")
    page = buyer_page(tenant, "lan", device="desktop")
    told, refund, support = (
        NotificationsPage(page, say),
        RefundPage(page, say),
        SupportPage(page, say),
    )
    refund.open(tenant.orders["the-order"])
    expect(refund.headline("approved")).to_be_visible()
    tenant.advance(15 * DAY)
    expect(refund.headline("late")).to_be_visible()

    told.open()
    told.about("refund.late").click()
    refund.support_link.click()
    number = tenant.order("the-order")["order"]["number"]
    expect(support.attached).to_contain_text(number)
    expect(page.locator("input[name=about][value=refund_late]")).to_be_checked()
    expect(page.locator("#ticket-order")).to_have_value(tenant.orders["the-order"])
    support.send("It is still not there.")
    expect(support.sent).to_be_visible()
    [ticket] = tenant.support_tickets()
    tenant.support(ticket["id"], "answer", text="The bank had a holiday.")
    expect(support.thread).to_contain_text("The bank had a holiday.")

    assert (ticket["about"], ticket["order_id"]) == ("refund_late", tenant.orders["the-order"])
    tenant.advance(30 * DAY)
    refund.open(tenant.orders["the-order"])
    expect(refund.headline("received")).to_be_visible()
