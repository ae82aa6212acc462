from dataclasses import replace
from datetime import timedelta

import pytest

from buyer_portal.domain.decision_values import ActionKind
from buyer_portal.domain.orders import OrderStatus, RejectedRequest, SellerPart
from buyer_portal.domain.support import ANYTIME, TicketAbout, can_appeal, subjects_of
from tests.domain.builders import PACKED, S, a_line, a_policy, an_order, decided
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


def test_an_appeal_is_offered_exactly_as_long_as_it_is_taken():
    detail = detail_of(status="AWAITING_COLLECTION", is_rejected=True)
    rejected = detail.order.rejected_request
    assert isinstance(rejected, RejectedRequest)
    end = rejected.rejected_at + timedelta(days=detail.policy.appeal_days)

    def offered(now):
        decision = decided(detail.order, detail.policy, now=now)
        return ActionKind.APPEAL in [action.kind for action in decision.actions]

    assert offered(end - timedelta(microseconds=1))
    assert not offered(end)


def test_each_of_several_sellers_can_be_appealed_against_for_their_own_days():
    declined = RejectedRequest(id="r", rejected_at=PACKED)
    order = an_order(
        S.AWAITING_COLLECTION,
        lines=[a_line(status=S.AWAITING_COLLECTION), a_line("l2", seller_id="s2")],
        further=(SellerPart(seller_id="s2", rejected_request=declined),),
    )
    policy = replace(a_policy(appeal_days=0), sellers={"s2": a_policy(appeal_days=2)})

    assert can_appeal(order, policy=policy, now=PACKED + timedelta(days=1))
    assert not can_appeal(order, policy=policy, now=PACKED + timedelta(days=2))
