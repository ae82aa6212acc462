from datetime import timedelta

from buyer_portal.domain.decision_values import DeadlineKind
from tests.domain.builders import S, a_policy, an_order, decided


def test_the_time_to_pay_is_no_deadline_once_it_has_passed():
    order = an_order(S.UNPAID)
    pay_by = order.moments.placed_at + timedelta(hours=a_policy().unpaid_expires_hours)

    ends = [
        [deadline.kind for deadline in decided(order, a_policy(), now=now).deadlines]
        for now in (pay_by - timedelta(seconds=1), pay_by)
    ]

    assert ends == [[DeadlineKind.PAY_BY], []]
