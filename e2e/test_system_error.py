"""A fault of ours: the page says so, counts down, tries again by itself, and does nothing twice."""

from playwright.sync_api import expect

from buyer_portal.testing.accessibility import assert_accessible
from buyer_portal.testing.pages import CancelDialog, FailurePanel, OrderDetailPage, OrdersPage

FAULT = r"system-error|system_error|500|fault"
BY_ITSELF = 30_000


def _cancellations(tenant) -> int:
    return sum(event["type"] == "order.cancelled" for event in tenant.events())


def test_nothing_is_tried_while_the_buyer_thinks_again(one_order, buyer_page, words, errors):
    tenant, say = one_order(status="AWAITING_SHIPMENT"), words("en")
    page = buyer_page(tenant, "lan")
    detail, dialog = OrderDetailPage(page, say), CancelDialog(page, say)
    failure = FailurePanel(page, say)
    detail.open(tenant.orders["the-order"])
    detail.start_cancel()
    dialog.choose_first_reason()
    tenant.set_faults(operations={"cancel": {"system_error_times": 1}})
    errors.expect(FAULT)
    dialog.send()
    expect(failure.countdown).to_be_visible()

    detail.start_cancel()
    expect(page.locator(".retry-line")).to_have_text(say("retry.trying"), timeout=BY_ITSELF)

    assert _cancellations(tenant) == 0
    dialog.keep_button.click()
    expect(detail.title("result.cancelled.title")).to_be_visible(timeout=BY_ITSELF)
    assert _cancellations(tenant) == 1


def test_the_service_says_when_to_come_back(one_order, buyer_page, words, errors):
    tenant, say = one_order(status="AWAITING_SHIPMENT"), words("en")
    page = buyer_page(tenant, "lan")
    detail, dialog = OrderDetailPage(page, say), CancelDialog(page, say)
    failure = FailurePanel(page, say)
    detail.open(tenant.orders["the-order"])
    detail.start_cancel()
    dialog.choose_first_reason()
    tenant.set_faults(
        operations={"cancel": {"system_error_seconds": 600, "retry_after_seconds": 300}}
    )
    errors.expect(FAULT)

    dialog.send()

    expect(failure.countdown).to_contain_text("min")
    assert_accessible(page)
    tenant.set_faults()
    failure.retry.click()
    expect(detail.title("result.cancelled.title")).to_be_visible()
    assert _cancellations(tenant) == 1


def test_a_page_that_cannot_be_read_comes_back_by_itself(one_order, buyer_page, words, errors):
    tenant, say = one_order(status="AWAITING_SHIPMENT"), words("vi")
    page = buyer_page(tenant, "lan", locale="vi", device="desktop")
    detail, orders, failure = (
        OrderDetailPage(page, say),
        OrdersPage(page, say),
        FailurePanel(page, say),
    )
    errors.expect(FAULT)
    tenant.set_faults(operations={"order": {"system_error_seconds": 3}})

    detail.open(tenant.orders["the-order"])

    expect(failure.unreadable).to_be_visible()
    expect(failure.countdown).to_be_visible()
    assert_accessible(page)
    expect(detail.title("status.AWAITING_SHIPMENT")).to_be_visible(timeout=BY_ITSELF)
    tenant.set_faults(operations={"orders": {"system_error_seconds": 3}})
    orders.open("?tab=to-ship")
    expect(failure.countdown).to_be_visible()
    expect(failure.countdown).to_be_hidden(timeout=BY_ITSELF)
    expect(orders.cards).to_have_count(1)


def test_the_dialog_of_the_list_is_filled_once_the_fault_is_over(
    one_order, buyer_page, words, errors
):
    tenant, say = one_order(status="AWAITING_SHIPMENT"), words("en")
    page = buyer_page(tenant, "lan")
    orders, dialog = OrdersPage(page, say), CancelDialog(page, say)
    failure = FailurePanel(page, say)
    tenant.set_faults(operations={"order": {"system_error_seconds": 3}})
    errors.expect(FAULT)

    orders.start_cancel("Gió Sneakers")

    expect(failure.countdown).to_be_visible()
    dialog.root.get_by_role("radio").first.wait_for(timeout=BY_ITSELF)
    dialog.choose_first_reason()
    dialog.send()
    expect(OrderDetailPage(page, say).title("result.cancelled.title")).to_be_visible()
