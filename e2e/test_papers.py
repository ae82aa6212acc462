"""What a buyer takes home: the law's way out, its acknowledgement, receipts that others check."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from buyer_portal.testing.accessibility import assert_accessible
from buyer_portal.testing.pages import (
    CancelDialog,
    OrderDetailPage,
    ReceiptPage,
    WithdrawalPage,
)

LUKAS = {"key": "lukas", "name": "Lukas Brandt", "email": "lukas@example.de"}


@pytest.fixture
def eu_order(make_tenant):
    """Make a delivered German order under the right of withdrawal."""
    return make_tenant(
        buyers=[LUKAS],
        sellers=[{"key": "elbe", "name": "Elbkontor Kaffee", "preset": "eu-withdrawal"}],
        orders=[
            {
                "key": "the-order",
                "buyer": "lukas",
                "seller": "elbe",
                "currency": "EUR",
                "status": "DELIVERED",
                "lines": [{"product_name": "Wasserkessel", "unit_price_minor": 7990}],
            }
        ],
    )


def verified(portal, file: Path) -> subprocess.CompletedProcess[str]:
    """Let somebody check a file who has the published key and nothing else."""
    key = file.with_name("receipt-keys.json")
    key.write_text(httpx.get(f"{portal.url}/.well-known/receipt-keys.json").text)
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "buyer_portal", "verify", str(file), "--key", str(key)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_withdraw_in_two_steps_and_keep_the_acknowledgement(
    eu_order, buyer_page, words, portal, tmp_path
):
    say = words("en")
    page = buyer_page(eu_order, "lukas", locale="en")
    withdrawal, order_id = WithdrawalPage(page, say), eu_order.orders["the-order"]
    OrderDetailPage(page, say).open(order_id)

    page.get_by_role("link", name=say("withdrawal.link")).click()
    expect(page.get_by_label(say("withdrawal.name"), exact=True)).to_have_value("Lukas Brandt")
    assert_accessible(page)
    withdrawal.go_on()
    expect(withdrawal.statement).to_contain_text("I hereby withdraw from my contract")
    assert eu_order.order("the-order")["receipts"] == []
    assert_accessible(page)
    withdrawal.confirm()

    expect(withdrawal.acknowledgement).to_contain_text("Lukas Brandt")
    assert_accessible(page)
    file = withdrawal.download(tmp_path)
    assert verified(portal, file).returncode == 0
    file.write_text(file.read_text().replace("Lukas Brandt", "Lukas Brand"))
    assert "receipt/statement/name: was changed" in verified(portal, file).stdout
    page.get_by_role("link", name=say("withdrawal.done.order")).click()
    expect(page.get_by_role("link", name=say("withdrawal.done.link"))).to_be_visible()


def test_withdraw_without_signing_in(eu_order, buyer_page, words):
    say = words("vi")
    page = buyer_page.new_page()
    withdrawal = WithdrawalPage(page, say)
    number = eu_order.order("the-order")["order"]["number"]
    withdrawal.open(f"?ticket={eu_order.sign_in_ticket}")

    withdrawal.state("Lukas Brandt", number, "someone@example.de")
    withdrawal.confirm()
    expect(page.get_by_text(say("withdrawal.error.unmatched"))).to_be_visible()
    page.get_by_role("button", name=say("withdrawal.back")).click()
    withdrawal.state("Lukas Brandt", number, "lukas@example.de")
    withdrawal.confirm()

    expect(withdrawal.acknowledgement).to_contain_text(number)


def test_cancel_then_print_and_check_the_receipt(one_order, buyer_page, words, portal, tmp_path):
    tenant = one_order(status="AWAITING_SHIPMENT")
    say = words("en")
    page = buyer_page(tenant, "lan", locale="en")
    detail, dialog, receipt = (
        OrderDetailPage(page, say),
        CancelDialog(page, say),
        ReceiptPage(page, say),
    )
    detail.open(tenant.orders["the-order"])
    detail.start_cancel()
    dialog.choose_first_reason()
    dialog.send()
    expect(detail.title("result.cancelled.title")).to_be_visible()

    page.locator("#receipts a").click()
    expect(receipt.heading).to_have_text(say("receipt.title.cancellation"))
    expect(receipt.sum("total")).to_be_visible()
    assert_accessible(page)
    assert verified(portal, receipt.download(tmp_path)).returncode == 0
    page.emulate_media(media="print")
    expect(receipt.print_button).to_be_hidden()
    page.emulate_media(media="screen")
    receipt.open_invoice(tenant.orders["the-order"])
    expect(receipt.heading).to_have_text(say("invoice.title"))
    expect(receipt.sum("refunded")).to_be_visible()
    assert_accessible(page)
