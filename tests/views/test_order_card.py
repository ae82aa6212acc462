from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.policy import Permission
from buyer_portal.order_contract.orders import LineSummary, OrderSummary, Seller
from buyer_portal.views.order_card import CardLineView, OrderCardView

NOW = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


def summary(**changes) -> OrderSummary:
    line = LineSummary(
        product_name="Canvas low-tops",
        variant="EU 41",
        picture="/goods/sneaker-low.svg",
        quantity=1,
    )
    usual = {
        "id": "order-1",
        "number": "5776",
        "seller": Seller(id="s", name="Gió Sneakers"),
        "status": OrderStatus.AWAITING_SHIPMENT,
        "version": 1,
        "currency": "VND",
        "total_minor": 612_000,
        "lines": (line,),
        "line_count": 1,
        "permission": Permission.INSTANT,
        "placed_at": NOW - timedelta(hours=20),
    }
    return OrderSummary(**{**usual, **changes})


def test_a_card_prints_all_it_shows(printer_in):
    card = OrderCardView.of(summary(), printer_in("vi"))

    assert card == OrderCardView(
        id="order-1",
        href="/vi/orders/order-1/",
        seller="Gió Sneakers",
        status="AWAITING_SHIPMENT",
        status_text="Chờ giao hàng",
        lines=[
            CardLineView(
                name="Canvas low-tops",
                about="EU 41 · 1 sản phẩm",
                picture="/goods/sneaker-low.svg",
            )
        ],
        more_text="",
        total_text="612.000\N{NO-BREAK SPACE}₫",
        note="Bạn vẫn có thể hủy",
        countdown="",
        countdown_over="",
        deadline_ms="",
        now_ms="",
        cancel_text="Hủy đơn hàng",
        cancel_label="Hủy đơn hàng: Canvas low-tops",
        open_text="Xem đơn hàng",
        open_href="/vi/orders/order-1/",
        open_label="Xem đơn hàng: Canvas low-tops",
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, ("Cancel order", "You can still cancel"), id="instant"),
        pytest.param(
            {"permission": Permission.REQUEST},
            ("Ask to cancel", "You can ask the seller to cancel"),
            id="request",
        ),
        pytest.param(
            {"permission": Permission.SELLER_UNLOCK},
            ("", "Ordered Sat 21 Nov, 18:00"),
            id="seller-only",
        ),
        pytest.param(
            {"has_open_request": True}, ("", "Waiting for the seller’s answer"), id="requested"
        ),
        pytest.param(
            {"status": OrderStatus.CANCELLED, "permission": Permission.NONE},
            ("", "This order is cancelled"),
            id="cancelled-unpaid",
        ),
        pytest.param(
            {
                "status": OrderStatus.CANCELLED,
                "permission": Permission.NONE,
                "refund_minor": 612_000,
            },
            ("", "₫612,000 goes back to you"),
            id="cancelled-paid",
        ),
        pytest.param(
            {
                "status": OrderStatus.IN_TRANSIT,
                "permission": Permission.NONE,
                "expected_from": NOW + timedelta(days=1),
                "expected_until": NOW + timedelta(days=2),
            },
            ("", "Arrives 23–24 Nov"),
            id="on-its-way",
        ),
    ],
)
def test_a_card_offers_the_one_next_step_and_says_why(changes, expected, printer_in):
    card = OrderCardView.of(summary(**changes), printer_in())

    assert (card.cancel_text, card.note) == expected


@pytest.mark.parametrize(
    ("changes", "leads_to"),
    [
        pytest.param({"status": "DELIVERED"}, "refund", id="part-came-back"),
        pytest.param({"status": "AWAITING_SHIPMENT"}, "refund", id="part-was-cancelled"),
        pytest.param({"status": "DELIVERED", "can_return": True}, "return", id="more-can-go-back"),
        pytest.param({"status": "IN_TRANSIT"}, "", id="on-its-way"),
    ],
)
def test_a_card_leads_to_money_on_its_way(changes, leads_to, printer_in):
    card = OrderCardView.of(summary(refund_minor=1000, **changes), printer_in())

    assert card.open_href.rstrip("/").rpartition(card.id)[2].strip("/") == leads_to


def test_an_unpaid_card_counts_down_to_its_end(printer_in):
    deadline = NOW + timedelta(hours=23, minutes=12)

    card = OrderCardView.of(summary(status=OrderStatus.UNPAID, deadline=deadline), printer_in())

    assert (card.note, card.countdown, card.countdown_over) == (
        "Pay within 23 hours 12 minutes",
        "Pay within {time}",
        "The time to pay is over",
    )
    assert int(card.deadline_ms) - int(card.now_ms) == 83_520_000


def test_a_card_shows_two_lines_and_counts_the_rest(printer_in):
    line = summary().lines[0]
    many = summary(lines=(line, line, line), line_count=5)

    card = OrderCardView.of(many, printer_in())

    assert (len(card.lines), card.more_text) == (2, "and 3 more items")


@pytest.mark.parametrize(
    "picture",
    ["https://evil.example/x.png", "/goods/../secret.svg", "", "javascript:alert(1)", "//x/y.svg"],
)
def test_pictures_of_other_hosts_are_not_loaded(picture, printer_in):
    line = summary().lines[0].model_copy(update={"picture": picture})

    card = OrderCardView.of(summary(lines=(line,)), printer_in())

    assert card.lines == [
        replace(card.lines[0], picture="/goods/placeholder.svg"),
    ]
