"""Personas answer what the buyer asks, each in its way, the same each time."""

from datetime import UTC, datetime, timedelta

import pytest

from buyer_portal.order_contract.testing import PossibleStep
from buyer_portal.order_service.tenants.steps import STEPS
from buyer_portal.studio.personas import SLOW_AFTER, Persona, next_doing

EVERYTHING = tuple(PossibleStep(step=step) for step in STEPS)


class Request:
    """An open request, as a detail shows it."""

    def __init__(self, id_, requested_at):
        self.id, self.requested_at = id_, requested_at


class Detail:
    """As much of an order's detail as personas look at."""

    def __init__(self, now, *, waited=timedelta(), request="request-1"):
        self.server_now = now
        self.order = self
        self.id, self.version = "order", 3
        self.open_requests = (Request(request, now - waited),) if request else ()


@pytest.fixture
def now():
    return datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def _played(persona, detail, *, seed="seed", possible=EVERYTHING):
    """Return the steps that a persona takes until it waits."""
    done, steps = [], []
    while doing := next_doing(persona, detail, possible, seed=seed, done=done):
        done.append((doing.about, doing.step))
        steps.append(doing.step)
        assert len(steps) < 5
    return steps


@pytest.mark.parametrize(
    ("persona", "steps"),
    [
        (Persona.NOBODY, []),
        (Persona.SILENT, []),
        (Persona.KIND, ["seller-approve"]),
        (Persona.STRICT, ["seller-reject"]),
        (Persona.SLOW, ["seller-receive"]),
    ],
)
def test_each_answers_a_request_in_its_way(now, persona, steps):
    assert _played(persona, Detail(now)) == steps


def test_slow_one_agrees_in_the_end(now):
    assert _played(Persona.SLOW, Detail(now, waited=SLOW_AFTER)) == [
        "seller-receive",
        "seller-approve",
    ]


def test_contradictory_one_says_the_contrary_and_is_the_same_each_time(now):
    outcomes = {
        request: tuple(_played(Persona.CONTRADICTORY, Detail(now, request=request)))
        for request in "abcdefgh"
    }

    assert {steps[0] for steps in outcomes.values()} == {"seller-say"}
    assert {steps[1] for steps in outcomes.values()} == {"seller-approve", "seller-reject"}
    assert outcomes == {
        request: tuple(_played(Persona.CONTRADICTORY, Detail(now, request=request)))
        for request in "abcdefgh"
    }


def test_question_of_the_conversation_is_answered_too(now):
    asked = Detail(now, request="")

    assert _played(Persona.KIND, asked) == ["seller-unlock"]
    assert _played(Persona.STRICT, asked) == ["seller-reject"]
    assert _played(Persona.SLOW, asked) == []


def test_nobody_answers_what_was_not_asked(now):
    possible = tuple(one for one in EVERYTHING if one.step != "seller-reject")

    for persona in Persona:
        assert _played(persona, Detail(now, request=""), possible=possible) == []
