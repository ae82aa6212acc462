"""Orders of another system: imported, signed in to with the printed password, cancelled."""

import json
import re
import time
from pathlib import Path

from playwright.sync_api import expect

from buyer_portal.testing.pages import CancelDialog, LoginPage, OrderDetailPage, OrdersPage

PAYLOAD = Path(__file__).parents[1] / "tests" / "importers" / "payloads" / "tiktok-shop-order.json"


def test_an_imported_order_is_cancelled_like_any_other(portal, buyer_page, words, tmp_path):
    payload = json.loads(PAYLOAD.read_text())
    unique = str(time.time_ns())[-10:]
    payload |= {"id": f"57946{unique}123", "user_id": f"70214{unique}456"}
    payload["buyer_email"] = f"import-{unique}@example.com"
    file = tmp_path / "orders.json"
    file.write_text(json.dumps(payload))
    say = words("en")

    printed = portal.import_orders(file, "tiktok-shop")
    [password] = re.findall(rf"import-{unique}@example\.com\s+(\S+)", printed)
    page = buyer_page.new_page()
    login = LoginPage(page, say)
    login.open()
    login.sign_in(f"import-{unique}@example.com", password)
    orders, detail, dialog = (
        OrdersPage(page, say),
        OrderDetailPage(page, say),
        CancelDialog(page, say),
    )
    expect(orders.cards).to_have_count(1)
    orders.cards.first.locator("[data-card]").click()
    expect(detail.title("status.UNPAID")).to_be_visible()
    detail.start_cancel()
    dialog.choose_first_reason()
    dialog.send()

    expect(detail.title("result.cancelled.title")).to_be_visible()
    assert "0 created, 0 updated, 1 unchanged" in portal.import_orders(file, "tiktok-shop")
