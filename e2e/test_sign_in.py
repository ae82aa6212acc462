"""Who may see what: signing in, the wrong account, somebody else's order."""

import pytest
from playwright.sync_api import expect

from buyer_portal.routes import LOCALES, NOTIFICATIONS, href
from buyer_portal.testing.pages import LoginPage, OrderDetailPage, OrdersPage


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


@pytest.mark.parametrize("locale", LOCALES)
def test_sign_in_with_a_password_leads_back_to_where_the_buyer_was_going(
    two_buyers, buyer_page, words, locale, portal
):
    say = words(locale)
    page = buyer_page.new_page()
    login = LoginPage(page, say)
    login.open(f"?next={href(NOTIFICATIONS, locale)}&ticket={two_buyers.sign_in_ticket}")

    login.sign_in("lan@example.vn", "a long password")

    page.wait_for_url(f"{portal.url}{href(NOTIFICATIONS, locale)}")
    expect(page.get_by_role("heading", level=1)).to_have_text(say("notifications.title"))


@pytest.mark.parametrize(
    ("name", "password"),
    [
        pytest.param("lan@example.vn", "not the password", id="wrong-password"),
        pytest.param("nobody@example.vn", "a long password", id="unknown-name"),
        pytest.param("' OR 1=1 --", "🙂" * 50, id="hostile-text"),
    ],
)
def test_a_wrong_sign_in_says_the_same_and_keeps_the_name(
    two_buyers, buyer_page, words, name, password
):
    say = words("en")
    page = buyer_page.new_page()
    login = LoginPage(page, say)
    login.open(f"?ticket={two_buyers.sign_in_ticket}")

    login.sign_in(name, password)

    expect(login.problem).to_contain_text(say("login.problem.wrong-credentials.title"))
    expect(login.name).to_have_value(name)


def test_without_a_session_every_page_asks_to_sign_in(buyer_page, words):
    page = buyer_page.new_page()

    page.goto("/vi/orders/")

    expect(page.get_by_role("heading", level=1)).to_have_text(words("vi")("login.title"))
    assert "next=" in page.url


@pytest.mark.parametrize("locale", LOCALES)
def test_another_buyers_order_looks_like_an_unknown_one(two_buyers, buyer_page, words, locale):
    say = words(locale)
    page = buyer_page(two_buyers, "lan", locale=locale)
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


def test_the_wrong_account_can_be_switched_and_leads_to_the_order(two_buyers, buyer_page, words):
    say = words("en")
    page = buyer_page(two_buyers, "lan")
    detail = OrderDetailPage(page, say)
    detail.open(two_buyers.orders["emmas"])
    expect(detail.title("order.missing.title")).to_be_visible()

    page.locator("main").get_by_role("button", name=say("order.missing.switch")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("login.title"))
    page.goto(
        f"/auth/ticket?ticket={two_buyers.ticket('emma')}&next=/orders/{two_buyers.orders['emmas']}/"
    )

    expect(detail.title("status.AWAITING_SHIPMENT")).to_be_visible()


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
