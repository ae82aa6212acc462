"""Who may see what: signing in, the wrong account, somebody else's order."""

import pytest
from playwright.sync_api import expect

from buyer_portal.routes import NOTIFICATIONS, href
from buyer_portal.testing.pages import LoginPage, OrderDetailPage, OrdersPage

WRONG = (
    ("lan@example.vn", "not the password"),
    ("nobody@example.vn", "a long password"),
    ("' OR 1=1 --", "🙂" * 50),
)


@pytest.fixture
def two_buyers(make_tenant):
    return make_tenant(
        buyers=[
            {
                "key": "lan",
                "name": "Nguyễn Thị Lan",
                "email": "lan@example.vn",
                "password": "a long password",
            },
            {"key": "emma", "name": "Emma Miller", "email": "emma@example.com"},
        ],
        orders=[{"key": "emmas", "buyer": "emma", "status": "AWAITING_SHIPMENT"}],
    )


def test_after_wrong_ones_the_right_password_leads_to_where_the_buyer_was_going(
    two_buyers, buyer_page, words, portal
):
    say = words("id")
    page = buyer_page.new_page()
    login = LoginPage(page, say)
    login.open(f"?next={href(NOTIFICATIONS, 'id')}&ticket={two_buyers.sign_in_ticket}")

    for name, password in WRONG:
        login.sign_in(name, password)
        expect(login.problem).to_contain_text(say("login.problem.wrong-credentials.title"))
        expect(login.name).to_have_value(name)
    login.sign_in("lan@example.vn", "a long password")

    page.wait_for_url(f"{portal.url}{href(NOTIFICATIONS, 'id')}")
    expect(page.get_by_role("heading", level=1)).to_have_text(say("notifications.title"))


def test_without_a_session_every_page_asks_to_sign_in(buyer_page, words):
    page = buyer_page.new_page()

    page.goto("/vi/orders/")

    expect(page.get_by_role("heading", level=1)).to_have_text(words("vi")("login.title"))
    assert "next=" in page.url


def test_another_buyers_order_looks_like_an_unknown_one(two_buyers, buyer_page, words):
    say = words("vi")
    page = buyer_page(two_buyers, "lan", locale="vi")
    detail = OrderDetailPage(page, say)

    texts = []
    for order_id in (
        two_buyers.orders["emmas"],
        "01900000-0000-7000-8000-000000000000",
        "nonsense",
    ):
        detail.open(order_id)
        expect(detail.title("order.missing.title")).to_be_visible()
        texts.append(page.locator("main").inner_text())

    assert texts[0] == texts[1] == texts[2]
    assert "Emma" not in texts[0]


def test_signing_out_ends_the_session_in_every_tab(two_buyers, buyer_page, words):
    say = words("en")
    page = buyer_page(two_buyers, "lan")
    other = page.context.new_page()
    OrdersPage(other, say).open()
    page.goto("/profile/")

    page.get_by_role("button", name=say("profile.menu"), exact=True).click()
    page.get_by_role("button", name=say("profile.sign_out")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("login.title"))
    other.reload()

    expect(other.get_by_role("heading", level=1)).to_have_text(say("login.title"))
