"""A command is followed until its end is known, with one key."""

import time

import pytest

from buyer_portal.commands import following
from buyer_portal.commands.following import follow_to_end, is_late
from buyer_portal.order_client.errors import (
    CommandExpiredError,
    OrderServiceFaultError,
    OrderServiceUnavailableError,
)

LOST = OrderServiceUnavailableError("lost", may_have_happened=True)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr(following, "PAUSES_SECONDS", (0, 0))


def _answering(*answers):
    """Return a sender that answers in turn, and the list of its calls."""
    left = list(answers)
    calls: list[int] = []

    async def send() -> str:
        calls.append(1)
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return send, calls


async def test_a_lost_answer_is_asked_for_again():
    send, calls = _answering(LOST, LOST, "done")

    assert await follow_to_end(send) == "done"
    assert len(calls) == 3


async def test_a_fault_that_did_nothing_is_told_at_once():
    send, calls = _answering(OrderServiceFaultError("fault"))

    with pytest.raises(OrderServiceFaultError) as told:
        await follow_to_end(send)

    assert (len(calls), told.value.may_have_happened) == (1, False)


@pytest.mark.parametrize("lost_before", [True, False])
async def test_what_was_lost_once_stays_unknown(lost_before):
    first = OrderServiceUnavailableError("down") if lost_before else LOST
    send, calls = _answering(
        first, OrderServiceUnavailableError("down"), OrderServiceUnavailableError("down")
    )

    with pytest.raises(OrderServiceUnavailableError) as told:
        await follow_to_end(send, may_have_happened=lost_before)

    assert (len(calls), told.value.may_have_happened) == (3, True)


async def test_a_refusal_ends_it():
    send, calls = _answering(LOST, CommandExpiredError("late"))

    with pytest.raises(CommandExpiredError):
        await follow_to_end(send)

    assert len(calls) == 2


@pytest.mark.parametrize(("ago_seconds", "expected"), [(0, False), (29, False), (31, True)])
def test_a_press_is_late_after_its_lifetime(ago_seconds, expected):
    assert is_late(int((time.time() - ago_seconds) * 1000)) is expected


def test_a_press_of_unknown_time_is_not_late():
    assert not is_late(None)
