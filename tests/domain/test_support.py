from dataclasses import replace
from datetime import timedelta

import pytest

from buyer_portal.domain.orders import OrderStatus, RejectedRequest
from buyer_portal.domain.support import ANYTIME, TicketAbout, can_appeal, subjects_of
from tests.views.order_details import NOW, detail_of


def subjects(detail):
    return subjects_of(detail.order, detail.decision, policy=detail.policy, now=NOW)


@pytest.mark.parametrize("status", OrderStatus)
def test_there_is_always_something_to_ask_and_nothing_twice(status):
    asked = subjects(detail_of(status=status.value))

    assert asked[-len(ANYTIME) :] == ANYTIME
    assert len(set(asked)) == len(asked)


def test_an_order_that_can_be_cancelled_is_not_refused():
    assert TicketAbout.CANCEL_REFUSED not in subjects(detail_of(status="AWAITING_SHIPMENT"))


def test_a_declined_request_can_be_appealed_until_its_days_are_over():
    detail = detail_of(status="AWAITING_COLLECTION", is_rejected=True)
    order, policy = detail.order, detail.policy
    rejected = order.rejected_request
    assert isinstance(rejected, RejectedRequest)
    end = rejected.rejected_at + timedelta(days=policy.appeal_days)

    assert can_appeal(order, policy=policy, now=end - timedelta(microseconds=1))
    assert not can_appeal(order, policy=policy, now=end)
    assert not can_appeal(replace(order, rejected_request=None), policy=policy, now=NOW)
    cancelled = replace(order, status=OrderStatus.CANCELLED)
    assert not can_appeal(cancelled, policy=policy, now=NOW)
