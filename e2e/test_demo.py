"""Every cause of an off button is met by clicking through the demo."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from buyer_portal.i18n.catalogue import words_of
from buyer_portal.routes import LOGIN, href
from buyer_portal.testing.buyer_pages import BuyerPages, wait_until_ready
from buyer_portal.testing.errors import no_errors
from buyer_portal.testing.pages import OrderDetailPage, OrdersPage
from buyer_portal.testing.plugin import TESTING_TOKEN
from buyer_portal.testing.portal import Portal, running_portal

pytestmark = pytest.mark.xdist_group("demo")  # one worker starts its portal

say = words_of("en")
LAN, EMMA, LUKAS = "Nguyễn Thị Lan", "Emma Clarke", "Lukas Brandt"


@dataclass(frozen=True, slots=True)
class Met:
    """Where a cause is met: whose order, found by which words, and what it says."""

    buyer: str
    search: str
    status: str
    cause: str
    body: str
    first_step: str


MET = {
    "packed": Met(
        LAN,
        "Đèn cây đọc sách",
        "AWAITING_COLLECTION",
        "packed",
        "Only the seller can stop it now",
        "ask_seller",
    ),
    "needs-seller": Met(
        LAN, "Sổ tay lò xo", "AWAITING_SHIPMENT", "needs_seller", "clear reason", "ask_seller"
    ),
    "in-transit": Met(
        LAN,
        "Stoneware mug",
        "IN_TRANSIT",
        "in_transit",
        "The carrier took it on",
        "return_after_delivery",
    ),
    "partly-shipped": Met(
        EMMA, "Stacking rocket", "PARTIALLY_SHIPPING", "partly_shipped", "cancel the rest now", ""
    ),
    "delivered": Met(
        LAN, "Bộ bút chì màu", "DELIVERED", "delivered", "You can return it until", "start_return"
    ),
    "completed": Met(
        LAN, "Giày vải cổ cao", "COMPLETED", "completed", "no longer be cancelled", "order_again"
    ),
    "already-cancelled": Met(
        LAN,
        "Xương rồng tai thỏ",
        "CANCELLED",
        "already_cancelled",
        "It was cancelled on",
        "see_refund",
    ),
    "already-requested": Met(
        LAN, "Bình gốm cắm hoa", "REQUESTED", "already_requested", "You asked on", ""
    ),
    "request-rejected": Met(
        LAN,
        "Bát ăn cơm men hoả biến, bộ 4",
        "AWAITING_COLLECTION",
        "request_rejected",
        "bưu tá",
        "appeal",
    ),
    "policy-final-once": Met(
        LAN,
        "Gió đầu mùa",
        "AWAITING_SHIPMENT",
        "policy_final",
        "one cancellation per order",
        "see_policy",
    ),
    "policy-final-goods": Met(
        LUKAS,
        "Frisch gerösteter Kaffee",
        "AWAITING_SHIPMENT",
        "policy_final",
        "Goods of this kind",
        "see_policy",
    ),
    "build-outdated": Met(
        LAN,
        "Túi vải canvas in tay",
        "AWAITING_SHIPMENT",
        "build_outdated",
        "older than the shop accepts",
        "update_page",
    ),
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal in demo mode, as ``make run`` starts it."""
    folder = tmp_path_factory.mktemp("demo")
    with running_portal(folder, testing_token=TESTING_TOKEN, PORTAL_MODE="demo") as started:
        yield started


@pytest.fixture
def enter(demo: Portal, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Click a line of the sign-in page and return the page that it leads to."""
    with no_errors(demo) as errors:
        pages = BuyerPages(demo, browser.new_context, errors)

        def click(name: str) -> Page:
            page = pages.new_page()
            page.goto(href(LOGIN, "en"))
            wait_until_ready(page)
            page.get_by_role("button", name=name).click()
            expect(page).not_to_have_url(re.compile("/login"))
            wait_until_ready(page)
            return page

        yield click
        pages.close()


def search(page: Page, text: str) -> None:
    """Search the orders and wait for what was found: a click before that would miss its card."""
    wait_until_ready(page)
    OrdersPage(page, say).search.fill(text)
    found = page.get_by_role("status").filter(has_text=re.compile(r"^[1-5] orders? shown$"))
    expect(found).to_be_attached()


@pytest.mark.parametrize("buyer", [LAN, EMMA, LUKAS])
def test_every_cause_is_met_by_clicking(
    buyer: str, enter: Callable[..., Page], subtests: pytest.Subtests
):
    page = enter(f"Sign in as {buyer}")

    for name, met in MET.items():
        if met.buyer == buyer:
            with subtests.test(name):
                _meet(met, page)
                OrdersPage(page, say).open()


def _meet(met: Met, page: Page) -> None:
    """Find the order by its words, open it, and read why."""
    orders, detail = OrdersPage(page, say), OrderDetailPage(page, say)

    search(page, met.search)
    card = orders.card(met.search).filter(has_text=say(f"status.{met.status}")).first
    card.locator("[data-card]").click()

    main = page.get_by_role("main")
    expect(detail.heading).to_be_visible()
    expect(main).to_contain_text(met.body)
    if met.cause not in ("partly_shipped", "already_requested"):  # these speak in other ways
        expect(main).to_contain_text(say(f"why.{met.cause}.title"))
    if met.first_step:
        expect(main.get_by_text(say(f"action.{met.first_step}")).first).to_be_visible()


def test_an_order_of_somebody_else_is_met_by_clicking(enter: Callable[..., Page]):
    page = enter(say("demo.stranger.title"))

    expect(page.get_by_role("heading", name=say("order.missing.title"))).to_be_visible()
    expect(page.get_by_role("button", name=say("order.missing.switch"))).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text("₫")


def test_a_window_a_late_seller_and_one_who_has_to_agree_are_met_by_clicking(
    enter: Callable[..., Page],
):
    page = enter(f"Sign in as {EMMA}")
    orders, detail = OrdersPage(page, say), OrderDetailPage(page, say)

    search(page, "Trail backpack")
    expect(orders.card("Trail backpack")).to_contain_text("Cancel at once for")
    search(page, "Waterproof travel speaker")
    expect(orders.card("Trail backpack")).to_have_count(0)
    orders.open_order("Waterproof travel speaker")

    expect(detail.cancel_button.first).to_be_enabled()
    expect(detail.cancel_button.first).to_have_text(say("action.cancel"))
    orders.open()
    search(page, "Over-ear headphones")
    orders.open_order("Over-ear headphones")

    expect(detail.cancel_button.first).to_have_text(say("action.request_cancel"))
    expect(page.get_by_role("region")).to_contain_text(say("order.bar.request"))
