"""The real blocked answer, reproduced from an order with an open request."""

import json
from typing import Any, cast

import pytest

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision import decide
from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.orders import Order
from buyer_portal.domain.standing import Standing
from buyer_portal.importers import ImportedOrder
from buyer_portal.importers.eligibility import cancel_eligibility
from buyer_portal.policies import merged_policy

from .conftest import HERE, SHARED, read_one, tidy_order, tidy_unit

UNIT_ID, SKU_ID = "584920516705485834", "1736433041572857475"
CAPTURE = "contract-A15-aftersale-eligibility-cancel-blocked.json"


def decided(order: Order):
    return decide(
        order,
        None,
        actor=Actor.BUYER,
        now=order.moments.placed_at,
        policy=merged_policy("tiktok-us", "US"),
        standing=Standing(),
        client_build=None,
    )


def order_of(**changes) -> Order:
    unit = tidy_unit(1, id=UNIT_ID, sku_id=SKU_ID)
    payload = tidy_order(line_items=[unit], **changes)
    found = read_one(payload)
    assert isinstance(found, ImportedOrder), found
    return found.order


@pytest.mark.parametrize(
    "path",
    [HERE / "eligibility-cancel-blocked.json", SHARED / "tiktok-shop" / CAPTURE],
    ids=["copy", "original"],
)
def test_open_request_is_answered_as_the_real_shop_does(path):
    if not path.exists():
        pytest.skip("the original is not here")  # our own copy of it is always tried
    order = order_of(is_buyer_request_cancel=True, request_cancel_time=1_700_000_100)
    decision = decided(order)

    answer = cancel_eligibility(order, decision, sku_ids={order.lines[0].id: SKU_ID})

    assert decision.causes == (Cause.ALREADY_REQUESTED,)
    assert answer == json.loads(path.read_text("utf-8"))["data"]


def test_without_a_request_the_same_order_is_eligible():
    order = order_of()
    decision = decided(order)

    answer = cancel_eligibility(order, decision, sku_ids={order.lines[0].id: SKU_ID})

    assert answer == {
        "sku_eligibility": [
            {
                "line_item_eligibility": [
                    {
                        "eligible": True,
                        "available_reason_names": [*decision.reason_keys],
                        "order_line_items_ids": [UNIT_ID],
                        "request_type": "CANCEL",
                    }
                ],
                "sku_id": SKU_ID,
            }
        ]
    }


def test_what_has_left_is_an_invalid_status():
    order = order_of(status="IN_TRANSIT")

    answer = cast("Any", cancel_eligibility(order, decided(order), sku_ids={}))

    assert answer["sku_eligibility"][0]["line_item_eligibility"] == [
        {
            "eligible": False,
            "ineligible_code": 25001001,
            "ineligible_reason": "invalid order status",
            "order_line_items_ids": [UNIT_ID],
            "request_type": "CANCEL",
        }
    ]
