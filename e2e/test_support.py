"""From a button that is off to support, which knows everything already, and its answer live."""

import re

from playwright.sync_api import expect

from buyer_portal.routes import RETURN, href
from buyer_portal.testing.accessibility import BOTH_THEMES, assert_accessible
from buyer_portal.testing.buyer_pages import wait_until_ready
from buyer_portal.testing.pages import (
    CancelDialog,
    HelpPage,
    OrderDetailPage,
    ReturnPage,
    SupportPage,
)


def test_an_off_button_leads_to_support_with_everything_filled_in(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_COLLECTION")
    say = words("vi")
    page = buyer_page(tenant, "lan", locale="vi", device="desktop")
    detail, support = OrderDetailPage(page, say), SupportPage(page, say)
    detail.open(tenant.orders["the-order"])
    detail.why_button.first.click()
    page.get_by_role("dialog").get_by_role(
        "link", name=re.compile(re.escape(say("action.contact_support")))
    ).click()

    expect(support.attached).to_contain_text(say("why.packed.title"))
    support.send("Please stop the parcel")
    expect(support.sent).to_be_visible()
    [ticket] = tenant.support_tickets()
    tenant.support(ticket["id"], "answer", text="We asked the seller.")

    expect(support.thread).to_contain_text("We asked the seller.")
    assert ticket["about"] == "cancel_refused"
    assert ticket["order_id"] == tenant.orders["the-order"]


def test_what_was_refused_is_attached(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_COLLECTION", preset="until-carrier")
    say = words("en")
    page = buyer_page(tenant, "lan")
    detail, dialog, support = (
        OrderDetailPage(page, say),
        CancelDialog(page, say),
        SupportPage(page, say),
    )
    detail.open(tenant.orders["the-order"])
    detail.start_cancel()
    dialog.choose_first_reason()
    tenant.set_faults(carrier_scan_before_cancel=tenant.orders["the-order"])
    dialog.send()
    expect(page.get_by_text(say("failure.title"), exact=True)).to_be_visible()

    support.open_form(tenant.orders["the-order"], "cancel_refused")

    expect(support.attached).to_contain_text(say("support.attempt.cancel"))
    expect(support.attached).to_contain_text(say("why.in_transit.title"))


def test_a_granted_appeal_cancels_the_order_before_the_buyers_eyes(one_order, buyer_page, words):
    tenant = one_order(
        status="AWAITING_COLLECTION",
        preset="until-shipped",
        rejected={"reason": "It is ready to go."},
    )
    say = words("en")
    page = buyer_page(tenant, "lan")
    support = SupportPage(page, say)
    support.open_form(tenant.orders["the-order"], "appeal")
    support.send("It still stands in the shop")
    expect(support.sent).to_be_visible()

    tenant.support(tenant.support_tickets()[0]["id"], "grant", text="You are right.")

    expect(support.thread).to_contain_text("You are right.")
    expect(support.thread).to_contain_text("Appeal granted")
    assert tenant.order("the-order")["order"]["status"] == "CANCELLED"


def test_support_overrules_who_declined_a_return_before_the_buyers_eyes(
    make_tenant, buyer_page, words
):
    returning = {"state": "rejected", "reason": "It was worn."}
    tenant = make_tenant(orders=[{"status": "DELIVERED", "returning": returning}])
    say = words("id")
    page = buyer_page(tenant, locale="id", device="desktop", path=_return_of(tenant, "id"))
    ReturnPage(page, say).appeal()
    form = SupportPage(page, say)
    form.send("Masih baru, lihat fotonya.")
    expect(form.sent).to_be_visible()
    page.goto(_return_of(tenant, "id"))
    back = ReturnPage(page, say)
    expect(back.state("rejected")).to_be_visible()

    [ticket] = tenant.support_tickets()
    tenant.support(ticket["id"], "grant", text="Fotonya menunjukkan barang baru.")

    expect(back.state("to_send")).to_be_visible()
    expect(page.get_by_text(say("returns.appeal.overruled"))).to_be_visible()
    expect(page.get_by_text("Fotonya menunjukkan barang baru.")).to_be_visible()


def _return_of(tenant, locale):
    return href(RETURN, locale, order_id=next(iter(tenant.orders.values())))


def test_a_buyer_writes_back_and_closes(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_SHIPMENT")
    say = words("en")
    page = buyer_page(tenant, "lan")
    support = SupportPage(page, say)
    support.open()
    support.ask_button.click()
    support.choose("other")
    support.send()
    expect(support.errors).to_contain_text(say("support.error.text"))
    support.send("Is it blue?")
    expect(support.sent).to_be_visible()
    support.write("Or green?")
    expect(support.thread).to_contain_text("Or green?")
    expect(support.text).to_have_value("")

    support.close()

    expect(page.get_by_text(say("support.turn.CLOSED"))).to_be_visible()
    assert [ticket["status"] for ticket in tenant.support_tickets()] == ["CLOSED"]


def test_help_finds_the_refund_in_the_buyers_words(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_SHIPMENT")
    say = words("en")
    page = buyer_page(tenant, "lan")
    detail, dialog, help_ = (
        OrderDetailPage(page, say),
        CancelDialog(page, say),
        HelpPage(page, say),
    )
    detail.open(tenant.orders["the-order"])
    detail.start_cancel()
    dialog.choose_first_reason()
    dialog.send()
    expect(detail.title("result.cancelled.title")).to_be_visible()
    help_.link.click()

    help_.search.fill("i want my mony back")

    expect(help_.topics.first).to_have_attribute("id", "money")
    expect(page).to_have_url(re.compile(r"/help/\?q="))
    help_.topic("money").get_by_role(
        "link", name=re.compile(re.escape(say("help.target.refund")))
    ).click()
    expect(page).to_have_url(re.compile(f"/orders/{tenant.orders['the-order']}/refund/"))


def test_help_follows_the_order_and_leads_to_it(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_SHIPMENT")
    say = words("vi")
    page = buyer_page(tenant, "lan", locale="vi")
    help_ = HelpPage(page, say)
    help_.open("?topic=when_cancel")
    expect(help_.topic("when_cancel")).to_contain_text(say("help.line.cancel_now"))

    tenant.do("the-order", "pack")

    expect(help_.topic("when_cancel")).to_contain_text(say("why.packed.title"))


def test_who_is_not_signed_in_reads_the_general_answers(portal, buyer_page, words):
    del portal
    page = buyer_page.new_page()
    help_ = HelpPage(page, words("id"))
    help_.open()

    expect(help_.read("standing")).to_contain_text(words("id")("help.standing.answer"))
    expect(page.get_by_role("link", name=words("id")("help.sign_in"), exact=True)).to_be_visible()


def test_a_search_without_an_answer_leads_to_support(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_SHIPMENT")
    page = buyer_page(tenant, "lan")
    help_ = HelpPage(page, words("en"))
    help_.open("?q=pizza+recipe")

    help_.ask_support.click()

    expect(SupportPage(page, words("en")).attached).to_be_visible()


def test_help_and_support_are_accessible(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_COLLECTION")
    say = words("en")
    page = buyer_page(tenant, "lan")
    help_, support = HelpPage(page, say), SupportPage(page, say)

    support.open()
    assert_accessible(page, themes=BOTH_THEMES)
    support.open_form(tenant.orders["the-order"], "cancel_refused")
    support.send()
    expect(support.errors).to_be_visible()
    assert_accessible(page, themes=BOTH_THEMES)
    support.send("Please stop it")
    expect(support.sent).to_be_visible()
    tenant.support(tenant.support_tickets()[0]["id"], "answer", text="Done.")
    expect(support.thread).to_contain_text("Done.")
    assert_accessible(page, themes=BOTH_THEMES)
    support.open()
    assert_accessible(page, themes=BOTH_THEMES)
    help_.open("?topic=why_off")
    expect(help_.topic("why_off")).to_contain_text(say("why.packed.title"))
    assert_accessible(page, themes=BOTH_THEMES)
    help_.open("?q=pizza+recipe")
    wait_until_ready(page)
    assert_accessible(page, themes=BOTH_THEMES)
