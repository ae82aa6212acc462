import itertools

import pytest

from buyer_portal.domain.lifecycle import (
    PROGRESS,
    STATUS_STEPS,
    has_left,
    may_become,
    order_status_of,
)
from tests.domain.builders import S, a_line


@pytest.mark.parametrize(
    ("stages", "status"),
    [
        pytest.param((S.AWAITING_SHIPMENT,), S.AWAITING_SHIPMENT, id="one"),
        pytest.param(
            (S.AWAITING_COLLECTION, S.AWAITING_SHIPMENT), S.AWAITING_SHIPMENT, id="slowest"
        ),
        pytest.param(
            (S.IN_TRANSIT, S.AWAITING_SHIPMENT), S.PARTIALLY_SHIPPING, id="some-have-left"
        ),
        pytest.param(
            (S.DELIVERED, S.AWAITING_COLLECTION), S.PARTIALLY_SHIPPING, id="some-are-there"
        ),
        pytest.param((S.DELIVERED, S.IN_TRANSIT), S.IN_TRANSIT, id="all-have-left"),
        pytest.param((S.COMPLETED, S.DELIVERED), S.DELIVERED, id="not-all-completed"),
        pytest.param((S.CANCELLED, S.DELIVERED), S.DELIVERED, id="cancelled-does-not-count"),
        pytest.param((S.CANCELLED, S.CANCELLED), S.CANCELLED, id="all-cancelled"),
        pytest.param((), S.CANCELLED, id="no-lines"),
    ],
)
def test_status_follows_from_lines(stages, status):
    lines = [a_line(str(at), status=stage) for at, stage in enumerate(stages)]

    assert order_status_of(lines) is status


def test_line_without_open_pieces_does_not_count():
    lines = [a_line(cancelled_quantity=1), a_line("l2", status=S.IN_TRANSIT)]

    assert order_status_of(lines) is S.IN_TRANSIT


def test_steps_lead_forward_and_terminal_stays():
    edges = [(a, b) for a, b in itertools.product(S, S) if may_become(a, b)]

    assert all(PROGRESS[a] < PROGRESS[b] for a, b in edges)
    assert {status for status in S if not STATUS_STEPS[status]} == {S.COMPLETED, S.CANCELLED}


def test_cancelled_by_people_never_after_the_carrier_has_it_all():
    assert [status for status in S if has_left(status)] == [S.IN_TRANSIT, S.DELIVERED, S.COMPLETED]
    assert [a for a in S if has_left(a) and may_become(a, S.CANCELLED)] == [S.IN_TRANSIT]


def test_every_order_can_come_to_an_end():
    ends = {S.COMPLETED, S.CANCELLED}
    for start in S:
        seen, front = {start}, [start]
        while front:
            for following in STATUS_STEPS[front.pop()] - seen:
                seen.add(following)
                front.append(following)
        assert seen & ends
