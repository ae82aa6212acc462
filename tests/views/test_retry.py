"""When something that failed is tried again."""

import pytest

from buyer_portal.views.retry import MOST_PAUSE_SECONDS, next_try


def _seconds(view) -> float:
    return (int(view.deadline_ms) - int(view.now_ms)) / 1000


@pytest.mark.parametrize(
    ("failures", "least", "most"),
    [(1, 5, 6), (2, 15, 18), (3, 30, 36), (4, 60, 72)],
)
def test_each_failure_waits_longer(failures, least, most):
    view = next_try(failures)

    assert view.is_automatic
    assert least <= _seconds(view) <= most


def test_after_enough_failures_people_decide():
    assert not next_try(5).is_automatic


@pytest.mark.parametrize(("said", "waits"), [(40, 40), (100_000, MOST_PAUSE_SECONDS)])
def test_the_service_is_never_asked_before_it_wants_to_be(said, waits):
    assert _seconds(next_try(1, retry_after_seconds=said)) == waits
