import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision import decide
from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.lifecycle import order_status_of
from buyer_portal.domain.orders import ChargeKind, OrderStatus, PaymentMethod, adjustment_of
from buyer_portal.domain.standing import Standing
from buyer_portal.importers import Caution, ImportedOrder, demo
from buyer_portal.policies import PRESETS, merged_policy

NOW = datetime(2026, 11, 22, 14, 6, tzinfo=UTC)
PICTURES = Path(__file__).parents[2] / "assets"


def orders(now: datetime = NOW) -> list[ImportedOrder]:
    return [each for each in demo.outcomes(now) if isinstance(each, ImportedOrder)]


def test_every_demo_payload_is_an_order_and_adds_up_as_stated():
    outcomes = orders()

    assert outcomes == list(demo.outcomes(NOW))  # nothing was refused
    assert {warning.code for outcome in outcomes for warning in outcome.warnings} == {
        Caution.REFUND_ASSUMED
    }
    for outcome in outcomes:
        order = outcome.order
        assert adjustment_of(order.total_minor, order.lines, order.charges) == 0
        assert ChargeKind.ADJUSTMENT not in {each.kind for each in order.charges}
        assert order_status_of(order.lines) is order.status


def test_lan_has_orders_in_every_status():
    statuses = [each.order.status for each in orders() if each.buyer.email == "lan@example.vn"]

    assert set(statuses) == set(OrderStatus)
    assert len(statuses) == 22


def test_each_buyer_pays_in_the_currency_of_the_market():
    assert {(each.buyer.email, each.order.currency) for each in orders()} == {
        ("lan@example.vn", "VND"),
        ("budi@example.id", "IDR"),
        ("emma@example.com", "USD"),
        ("lukas@example.de", "EUR"),
    }


def test_one_demo_buyer_has_nothing_yet():
    known = {each.buyer.external_id for each in orders()}

    assert [buyer.key for buyer in demo.buyers() if buyer.external_id not in known] == ["noah"]
    assert {buyer.external_id for buyer in demo.buyers()} >= known


def test_the_picture_of_the_look_is_there():
    by_name = {
        each.order.lines[0].product_name: (each.order.total_minor, each.order.status)
        for each in orders()
        if each.order.status
        in {OrderStatus.UNPAID, OrderStatus.AWAITING_SHIPMENT, OrderStatus.IN_TRANSIT}
    }

    assert by_name["Terracotta table lamp with linen shade"] == (459_000, OrderStatus.UNPAID)
    assert by_name["Canvas low-tops, rubber sole"] == (612_000, OrderStatus.AWAITING_SHIPMENT)
    assert by_name["Stoneware mug, set of two"] == (238_000, OrderStatus.IN_TRANSIT)


def test_every_way_of_paying_but_credit_occurs():
    methods = {payment.method for each in orders() for payment in each.order.payments}

    assert methods == set(PaymentMethod) - {PaymentMethod.SHOP_CREDIT}


def test_every_seller_sells_something_under_a_policy_that_ships():
    sold_by = {(each.seller.external_id, each.seller.name) for each in orders()}

    assert sold_by == {(seller.external_id, seller.name) for seller in demo.sellers()}
    assert {seller.preset for seller in demo.sellers()} <= set(PRESETS)
    assert {seller.preset for seller in demo.sellers() if seller.market == "VN"} == {
        "unpaid-only",
        "until-packed",
        "until-shipped",
        "until-carrier",
        "shopee-ph",
    }


def test_every_demo_picture_is_drawn():
    pictures = {line.picture for each in orders() for line in each.order.lines}

    assert "" not in pictures
    assert [each for each in sorted(pictures) if not (PICTURES / each[1:]).exists()] == []


def test_payloads_alone_lead_to_every_cause_but_those_that_something_here_brings():
    sellers = {seller.external_id: seller for seller in demo.sellers()}
    causes = set()
    for each in orders():
        seller = sellers[each.seller.external_id]
        decision = decide(
            each.order,
            None,
            actor=Actor.BUYER,
            now=NOW,
            policy=merged_policy(seller.preset, seller.market, seller.policy),
            standing=Standing(),
            client_build=1,
        )
        causes.update(decision.causes)

    assert causes == {
        Cause.BUILD_OUTDATED,
        Cause.POLICY_FINAL,
        Cause.PACKED,
        Cause.NEEDS_SELLER,
        Cause.IN_TRANSIT,
        Cause.PARTLY_SHIPPED,
        Cause.DELIVERED,
        Cause.COMPLETED,
        Cause.ALREADY_CANCELLED,
        Cause.ALREADY_REQUESTED,
    }


@pytest.mark.parametrize("path", sorted((PICTURES / "goods").glob("*.svg")), ids=lambda p: p.stem)
def test_a_picture_is_small_and_needs_nothing_from_elsewhere(path):
    drawing = path.read_text()

    assert len(drawing) < 1_500
    assert re.findall(r"href|url\(|<script|<style|<image", drawing) == []
    elements = ET.fromstring(drawing).iter()  # noqa: S314  # our own drawing
    assert {element.tag.split("}")[1] for element in elements} <= {
        "svg",
        "g",
        "rect",
        "path",
        "circle",
        "ellipse",
    }


def test_nothing_of_the_past_lies_in_the_future():
    for each in orders():
        moments = each.order.moments
        steps = [
            moments.placed_at,
            *(
                step
                for step in (moments.packed_at, moments.collected_at, moments.delivered_at)
                if step
            ),
        ]
        assert steps == sorted(steps)
        assert steps[-1] < NOW
        assert moments.expected_until is None or moments.expected_until > NOW


def test_times_follow_the_clock_and_nothing_else_changes():
    later = NOW + timedelta(days=3)

    first, second = (orders(now) for now in (NOW, later))

    assert [each.external_id for each in first] == [each.external_id for each in second]
    assert {
        after.order.moments.placed_at - before.order.moments.placed_at
        for before, after in zip(first, second, strict=True)
    } == {timedelta(days=3)}


def test_rendered_payloads_are_true_answers_of_the_partner_api():
    for content in demo.payloads(NOW).values():
        answer = json.loads(content)
        assert (answer["code"], answer["message"]) == (0, "Success")
        assert "now-" not in content.decode()
        assert all(type(order["create_time"]) is int for order in answer["data"]["orders"])
