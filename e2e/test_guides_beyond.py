"""When cancelling is off or fails: what the guides say then, under the skin of each."""

import re

import pytest
from playwright.sync_api import expect

from buyer_portal.routes import AGAIN, CONVERSATION, ORDER, REFUSE, STANDING, href
from buyer_portal.testing.pages import CancelDialog, FailurePanel, OrderDetailPage, UpdatePage

FAULT = r"system-error|system_error|500|fault"
BY_ITSELF = 30_000


@pytest.fixture
def say(words, guide):
    """The words under the skin of the guide."""
    return words("en").in_skin(guide.skin)


@pytest.fixture
def opened(guide_shop, buyer_page, say):
    """Open the page of an order, or another address of it, and return tenant, page, its parts."""

    def make(address=ORDER, **order):
        tenant = guide_shop(**order)
        page = buyer_page(
            tenant, "lan", path=href(address, "en", order_id=tenant.orders["the-order"])
        )
        return tenant, page, OrderDetailPage(page, say), CancelDialog(page, say)

    return make


def cancellations(tenant) -> int:
    return sum(event["type"] == "order.cancelled" for event in tenant.events())


def status_of(tenant) -> str:
    return tenant.order("the-order")["order"]["status"]


@pytest.mark.statement("R29", guides=("001",))
def test_r29_packed_the_seller_is_asked_and_may_decline(opened, say):
    tenant, page, detail, _ = opened(status="AWAITING_COLLECTION")

    expect(detail.cancel_button.first).to_have_attribute("aria-disabled", "true")
    page.get_by_role("main").get_by_role("link", name=say("action.ask_seller")).first.click()
    field = page.get_by_role("textbox", name=say("conversation.label"))
    expect(field).to_have_value(re.compile("I would like to cancel order"))
    field.press("End")
    field.type("I moved house.")
    page.get_by_role("button", name=say("conversation.send")).click()
    expect(
        page.get_by_text(say("conversation.waiting.title", seller="Gió Sneakers"))
    ).to_be_visible()
    tenant.do("the-order", "seller-reject", reason="The courier is at the door.")

    declined = say("conversation.declined.title", seller="Gió Sneakers")
    expect(page.get_by_text(declined).first).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("The courier is at the door.")
    assert status_of(tenant) == "AWAITING_COLLECTION"


@pytest.mark.statement("R30", guides=("003",))
@pytest.mark.statement("R31", guides=("003",))
def test_r30_r31_a_seller_with_a_clear_reason_opens_the_cancel_option(opened, say):
    tenant, page, detail, dialog = opened(CONVERSATION, status="AWAITING_SHIPMENT")
    page.get_by_role("button", name=say("conversation.quick.ask_cancel")).click()
    field = page.get_by_role("textbox", name=say("conversation.label"))
    field.press("End")
    field.type("It is the wrong colour.")
    page.get_by_role("button", name=say("conversation.send")).click()
    expect(page.get_by_text("It is the wrong colour.")).to_be_visible()

    tenant.do("the-order", "seller-unlock", reason="Agreed, this colour runs out anyway.")

    expect(page.get_by_text(say("conversation.unlocked.title")).first).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Agreed, this colour runs out anyway.")
    detail.open(tenant.orders["the-order"])
    page.get_by_role("button", name="Cancel", exact=True).click()
    dialog.text.fill("The wrong colour")
    dialog.send()
    expect(detail.title("result.cancelled.title")).to_be_visible()
    assert status_of(tenant) == "CANCELLED"


@pytest.mark.statement("R32", guides=("000", "001"))
@pytest.mark.statement("R33", guides=("000", "001"))
def test_r32_r33_refusing_is_a_last_resort_whose_harm_is_said_first(opened, say):
    tenant, page, detail, _ = opened(status="IN_TRANSIT")

    detail.why_button.first.click()
    page.get_by_role("dialog").get_by_role("link", name=say("action.refuse_delivery")).click()
    main = page.get_by_role("main")
    expect(main).to_contain_text(say("refuse.last_resort"))
    expect(main).to_contain_text(
        "Gió Sneakers and the carrier drive a parcel both ways for nothing"
    )
    expect(main).to_contain_text("It leaves a note in your standing. Every seller sees it")
    expect(main.get_by_role("heading", name=say("refuse.better.title"))).to_be_visible()
    page.get_by_role("button", name=say("refuse.send")).click()
    expect(main.get_by_role("alert").filter(has_text=say("refuse.error.agree"))).to_be_visible()
    main.get_by_role("checkbox").check()
    page.get_by_role("button", name=say("refuse.send")).click()

    expect(page.get_by_role("heading", name=say("refuse.announced.title"))).to_be_visible()
    expect(main).to_contain_text(say("refuse.door.title"))
    tenant.do("the-order", "bring-back")
    expect(page.get_by_role("heading", name=say("refuse.confirmed.title"))).to_be_visible()
    assert status_of(tenant) == "CANCELLED"


@pytest.mark.statement("R34", guides=("001",))
def test_r34_who_refused_is_listed_and_sees_who_is_warned_until_when(opened, say):
    tenant, page, _, _ = opened(REFUSE, status="IN_TRANSIT")
    page.get_by_role("main").get_by_role("checkbox").check()
    page.get_by_role("button", name=say("refuse.send")).click()
    expect(page.get_by_role("heading", name=say("refuse.announced.title"))).to_be_visible()
    tenant.do("the-order", "bring-back")
    expect(page.get_by_role("heading", name=say("refuse.confirmed.title"))).to_be_visible()

    page.goto(href(STANDING, "en"))

    main = page.get_by_role("main")
    expect(main).to_contain_text("1 note counts")
    expect(main).to_contain_text(say("standing.strike.seen.all"))
    expect(main).to_contain_text(say("standing.strike.until"))


@pytest.mark.statement("R38", guides=("000", "001"))
def test_r38_an_old_version_is_updated_and_the_reason_survives(guide, opened, say):
    tenant, page, detail, dialog = opened(status="AWAITING_SHIPMENT")
    failure, update = FailurePanel(page, say), UpdatePage(page, say)
    detail.start_cancel()
    dialog.root.get_by_role("radio").nth(1).check()
    tenant.require_build(2)
    dialog.send()
    failure.cause("build_outdated")
    failure.update.first.click()

    expect(update.heading).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(re.compile("Google Play|CH Play"))
    expect(page.get_by_role("main")).to_contain_text("App Store")
    tenant.require_build(1)
    update.update()

    expect(dialog.root.get_by_role("radio").nth(1)).to_be_checked()
    dialog.send()
    expect(detail.title("result.cancelled.title")).to_be_visible()
    assert guide.skin == "send"


@pytest.mark.statement("R39", guides=("000", "001"))
def test_r39_without_an_answer_the_page_says_so_and_what_helps(opened, say, errors):
    tenant, page, detail, dialog = opened(status="AWAITING_SHIPMENT")
    page.get_by_role("button", name="Cancel Order", exact=True).click()
    dialog.choose_first_reason()
    tenant.set_faults(operations={"cancel": {"slow_ms": 4000}})
    errors.expect(FAULT)

    dialog.send()
    expect(dialog.root.get_by_text(say("cancel.sending")).first).to_be_visible()
    expect(dialog.root).to_contain_text(say("cancel.still"))
    tenant.set_faults()

    advice = say("why.connection.body_unconfirmed")
    assert all(
        remedy in advice for remedy in ("check your connection", "another network", "restart")
    )
    expect(detail.title("result.cancelled.title")).to_be_visible(timeout=BY_ITSELF)
    assert cancellations(tenant) == 1


@pytest.mark.statement("R40", guides=("000", "001"))
def test_r40_a_fault_of_the_system_passes_without_doing_anything(opened, say, errors):
    tenant, page, detail, dialog = opened(status="AWAITING_SHIPMENT")
    failure = FailurePanel(page, say)
    detail.start_cancel()
    dialog.choose_first_reason()
    tenant.set_faults(operations={"cancel": {"system_error_times": 1}})
    errors.expect(FAULT)

    dialog.send()

    expect(failure.title).to_have_text("Cancellation of order failed")
    expect(failure.countdown).to_be_visible()
    expect(failure.title).to_be_focused()
    assert cancellations(tenant) == 0
    expect(detail.title("result.cancelled.title")).to_be_visible(timeout=BY_ITSELF)
    assert cancellations(tenant) == 1


@pytest.mark.statement("R41", guides=("000", "001"))
def test_r41_the_page_follows_the_carrier_while_it_is_open(opened):
    tenant, page, detail, _ = opened(status="AWAITING_SHIPMENT")
    expect(detail.cancel_button.first).to_have_text("Cancel Order")
    expect(detail.cancel_button.first).not_to_have_attribute("aria-disabled", "true")

    tenant.do("the-order", "pack")
    tenant.do("the-order", "carrier-scan")

    expect(detail.cancel_button.first).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_role("main")).to_contain_text("Your parcel is on its way")


@pytest.mark.statement("R42", guides=("001",))
def test_r42_after_cancelling_the_order_is_placed_again_with_better_details(opened, say):
    tenant, page, detail, dialog = opened(
        status="AWAITING_SHIPMENT", lines=[{"product_name": "Canvas low-tops", "variant": "EU 41"}]
    )
    detail.start_cancel()
    dialog.choose_first_reason()
    dialog.send()
    expect(detail.title("result.cancelled.title")).to_be_visible()

    page.get_by_role("main").get_by_role("link", name=say("again.title")).first.click()
    expect(page).to_have_url(
        re.compile(href(AGAIN, "en", order_id=tenant.orders["the-order"]).rstrip("/"))
    )
    expect(page.get_by_role("main")).to_contain_text("Canvas low-tops")
    page.get_by_role("textbox", name=say("address.street")).fill("12 Lý Thường Kiệt")
    page.get_by_role("textbox", name=say("address.phone")).fill("090 123 4567")
    page.get_by_role("combobox").last.select_option("2")
    page.get_by_role("button", name=re.compile(say("again.place.plain"))).click()

    expect(page.get_by_role("heading", name=say("again.done.title"))).to_be_visible()
    assert [event["type"] for event in tenant.events()].count("order.placed") == 1


@pytest.mark.statement("R43", guides=("001",))
def test_r43_a_wrong_address_is_changed_instead_of_cancelled(opened, say):
    tenant, page, detail, dialog = opened(status="AWAITING_SHIPMENT")
    detail.start_cancel()

    dialog.choose_reason("ecom_order_to_ship_canceled_reason_wrong_delivery_info")
    offer = dialog.root.get_by_role("link", name=say("offer.open")).first
    expect(offer).to_be_visible()
    offer.click()
    page.get_by_role("textbox", name=say("address.street")).fill("12 Lý Thường Kiệt")
    page.get_by_role("textbox", name=say("address.phone")).fill("090 123 4567")
    page.get_by_role("button", name=say("changing.save")).click()

    expect(page.get_by_role("heading", name=say("changing.done.title"))).to_be_visible()
    assert "12 Lý Thường Kiệt" in str(tenant.order("the-order")["order"]["address"])
    assert status_of(tenant) == "AWAITING_SHIPMENT"


@pytest.mark.statement("R50", guides=("002",))
def test_r50_support_gets_the_order_and_what_the_matter_is(opened, say):
    tenant, page, detail, _ = opened(status="IN_TRANSIT")

    detail.why_button.first.click()
    page.get_by_role("dialog").get_by_role("link", name=say("action.contact_support")).click()
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", name=say("support.attached"))).to_be_visible()
    expect(main).to_contain_text(tenant.order("the-order")["order"]["number"])
    main.get_by_role("textbox").fill("It never moved for a week.")
    main.get_by_role("button", name=say("support.new.send")).click()

    expect(page.get_by_text(say("support.ticket.sent.title"), exact=True)).to_be_visible()
    expect(main).to_contain_text("It never moved for a week.")
    detail.open(tenant.orders["the-order"])
    expect(detail.heading).to_be_visible()
