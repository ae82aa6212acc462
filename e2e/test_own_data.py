"""A buyer takes everything along, then deletes the account, on a phone in Vietnamese."""

import json
import zipfile

from playwright.sync_api import expect

from buyer_portal.routes import YOUR_DATA, href
from buyer_portal.testing.accessibility import assert_accessible
from buyer_portal.testing.pages import YourDataPage

LAN = {"key": "lan", "name": "Nguyễn Thị Lan", "email": "lan@example.vn", "locale": "vi"}


def test_the_data_is_downloaded_and_the_account_deleted(make_tenant, buyer_page):
    tenant = make_tenant(
        buyers=[LAN], orders=[{"key": "kept", "buyer": "lan", "status": "DELIVERED"}]
    )
    page = buyer_page(tenant, "lan", locale="vi", path=href(YOUR_DATA, "vi"))
    data = YourDataPage(page)

    with page.expect_download() as started:
        data.download.click()
    with zipfile.ZipFile(started.value.path()) as archive:
        orders = json.loads(archive.read("orders.json"))
    assert [order["id"] for order in orders] == [tenant.orders["kept"]]
    assert_accessible(page)

    data.delete("somebody@example.vn")
    expect(page.locator("#delete").get_by_role("alert")).to_contain_text("Chưa có gì bị xóa")
    data.delete("lan@example.vn")

    expect(page.get_by_text("Tài khoản của bạn đã bị xóa")).to_be_visible()
    page.goto(href(YOUR_DATA, "vi"))
    page.wait_for_url("**/vi/login/**")


def test_an_open_order_keeps_the_account(make_tenant, buyer_page):
    tenant = make_tenant(buyers=[LAN], orders=[{"buyer": "lan", "status": "IN_TRANSIT"}])

    page = buyer_page(tenant, "lan", device="desktop", path=href(YOUR_DATA, "en"))

    expect(YourDataPage(page).blocked).to_be_visible()
    assert_accessible(page)
