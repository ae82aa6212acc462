"""Returning goods on a phone: asked with a photo, approved, sent, received, paid back."""

from io import BytesIO

from PIL import Image
from playwright.sync_api import expect

from buyer_portal.testing.accessibility import assert_accessible
from buyer_portal.testing.pages import OrderDetailPage, RefundPage, ReturnPage, ReviewPage

GOODS = "Canvas sneakers"
REASON = "ecom_order_delivered_refund_reason_damaged"
DELIVERED = {
    "status": "DELIVERED",
    "lines": [
        {"product_name": GOODS, "unit_price_minor": 390_000, "picture": "/goods/sneaker-low.svg"},
        {"product_name": "Laces", "unit_price_minor": 30_000, "picture": "/goods/tote.svg"},
    ],
}


def a_photo():
    drawn = BytesIO()
    Image.new("RGB", (400, 300), "teal").save(drawn, "PNG")
    return drawn.getvalue()


def test_asked_approved_sent_received_paid_back_and_reviewed(one_order, buyer_page, words):
    tenant = one_order(**DELIVERED)
    say = words("en")
    page = buyer_page(tenant, "lan")
    page.set_viewport_size({"width": 390, "height": 844})
    detail, back = OrderDetailPage(page, say), ReturnPage(page, say)
    refund, review = RefundPage(page, say), ReviewPage(page, say)
    detail.open(tenant.orders["the-order"])
    page.get_by_role("link", name=say("order.return.start")).click()

    expect(back.heading).to_have_text(say("returns.title.return"))
    back.ask()
    expect(back.alert.filter(has_text=say("returns.error.pieces"))).to_be_visible()
    back.take(GOODS)
    expect(page.get_by_text("390.000 ₫").or_(page.get_by_text("₫390,000")).first).to_be_visible()
    back.choose_reason(REASON)
    back.add_photo(a_photo())
    expect(back.photos).to_be_visible()
    assert_accessible(page)
    back.ask()
    expect(back.state("asked")).to_be_visible()

    tenant.do("the-order", "return-approve", text="Use the shoe box.", address="1 Depot Road")
    expect(back.state("to_send")).to_be_visible()
    expect(page.get_by_text("Use the shoe box.")).to_be_visible()
    assert_accessible(page)
    back.ship("Swift Post", "no")
    expect(back.alert.filter(has_text=say("returns.error.tracking"))).to_be_visible()
    back.ship("Swift Post", "SP-2026-17")
    expect(back.state("sent")).to_be_visible()

    tenant.do("the-order", "return-arrive")
    expect(back.state("arrived")).to_be_visible()
    tenant.do("the-order", "return-receive")
    expect(back.state("paid")).to_be_visible()
    page.get_by_role("link", name=say("returns.refund.see")).click()
    expect(refund.headline("approved")).to_be_visible()
    order = tenant.order("the-order")
    assert [one["status"] for one in order["returns"]] == ["RECEIVED"]
    assert order["order"]["payments"][0]["refunded_minor"] == 390_000

    tenant.advance(1)
    expect(refund.headline("sent")).to_be_visible()
    tenant.do("the-order", "bank-settle")
    expect(refund.headline("received")).to_be_visible()
    page.get_by_role("link", name=say("review.invite")).click()
    review.rate(3)
    review.text.fill("The courier came late.")
    review.send()
    expect(review.state("given")).to_be_visible()


def test_a_part_of_the_money_is_offered_and_taken(one_order, buyer_page, words):
    tenant = one_order(**DELIVERED, returning={"state": "offered", "offer_minor": 90_000})
    say = words("en")
    page = buyer_page(tenant, "lan")
    back = ReturnPage(page, say)
    back.open(tenant.orders["the-order"])

    expect(back.state("offered")).to_be_visible()
    page.get_by_role("button", name=say("returns.offer.accept", amount="")[:6]).click()

    expect(back.state("paid")).to_be_visible()
    assert tenant.order("the-order")["order"]["payments"][0]["refunded_minor"] == 90_000
