from dataclasses import replace
from datetime import timedelta

import pytest

from buyer_portal.domain.decision_values import DeadlineKind
from tests.domain.builders import S, a_policy, an_order, decided


@pytest.mark.parametrize(
    ("external_id", "afterwards"),
    [
        pytest.param("", [DeadlineKind.PAY_BY], id="ours-still-has-to-expire"),
        pytest.param("5764", [], id="another-system-keeps-it-open"),
    ],
)
def test_the_time_to_pay_once_it_has_passed(external_id, afterwards):
    order = replace(an_order(S.UNPAID), external_id=external_id)
    pay_by = order.moments.placed_at + timedelta(hours=a_policy().unpaid_expires_hours)

    ends = [
        [deadline.kind for deadline in decided(order, a_policy(), now=now).deadlines]
        for now in (pay_by - timedelta(seconds=1), pay_by)
    ]

    assert ends == [[DeadlineKind.PAY_BY], afterwards]
