"""Commands under bad conditions: each ends in one truth, on screen and in the database."""

import json

from playwright.sync_api import Page, expect

from buyer_portal.testing.pages import CancelDialog, OrderDetailPage


def _ready_to_send(page: Page, tenant, say) -> CancelDialog:
    detail, dialog = OrderDetailPage(page, say), CancelDialog(page, say)
    detail.open(tenant.orders["the-order"])
    detail.start_cancel()
    dialog.choose_first_reason()
    return dialog


def _cancellations(tenant) -> int:
    return sum(event["type"] == "order.cancelled" for event in tenant.events())


def test_a_double_click_cancels_once(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_SHIPMENT")
    say = words("en")
    page = buyer_page(tenant, "lan")
    dialog = _ready_to_send(page, tenant, say)

    dialog.send_button.dblclick()

    expect(OrderDetailPage(page, say).title("result.cancelled.title")).to_be_visible()
    assert _cancellations(tenant) == 1


def test_two_tabs_end_with_the_same_truth(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_SHIPMENT")
    say = words("en")
    first = buyer_page(tenant, "lan")
    second = first.context.new_page()
    dialogs = [_ready_to_send(page, tenant, say) for page in (first, second)]

    for dialog in dialogs:
        dialog.send_button.evaluate("button => button.click()")

    expect(OrderDetailPage(first, say).title("result.cancelled.title")).to_be_visible()
    expect(second.get_by_text(say("status.CANCELLED")).first).to_be_attached()
    assert _cancellations(tenant) == 1


def test_a_lost_reply_is_asked_again_and_done_once(one_order, buyer_page, words, errors):
    tenant = one_order(status="AWAITING_SHIPMENT")
    say = words("en")
    page = buyer_page(tenant, "lan")
    dialog = _ready_to_send(page, tenant, say)
    tenant.set_faults(operations={"cancel": {"lost_reply_times": 3}})
    errors.expect("Exception in ASGI application|Traceback")  # how the fault drops a reply

    dialog.send()

    expect(OrderDetailPage(page, say).title("result.cancelled.title")).to_be_visible(timeout=20_000)
    assert _cancellations(tenant) == 1


def test_a_late_replay_is_refused(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_SHIPMENT")
    say = words("en")
    page = buyer_page(tenant, "lan")
    dialog = _ready_to_send(page, tenant, say)

    tenant.advance(3600)
    dialog.send()

    expect(page.get_by_text(say("failure.late.title"))).to_be_visible()
    assert _cancellations(tenant) == 0


def test_the_page_never_holds_the_session(one_order, buyer_page):
    tenant = one_order(status="AWAITING_SHIPMENT")
    page = buyer_page(tenant, "lan")
    [cookie] = [
        cookie for cookie in page.context.cookies() if cookie["name"].endswith("portal_session")
    ]

    stored = page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    )

    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    assert cookie["value"] not in json.loads(json.dumps(stored))
    assert cookie["value"] not in page.content()
