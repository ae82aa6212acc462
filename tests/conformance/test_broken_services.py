"""Each of these services breaks one promise, and the kit says which."""

import importlib.util
from pathlib import Path

import pytest

from buyer_portal.conformance.running import Verdict

_spec = importlib.util.spec_from_file_location(
    "broken_services", Path(__file__).with_name("broken.py")
)
broken = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(broken)


@pytest.mark.parametrize(
    ("spoil", "promises", "words"),
    [
        pytest.param(
            broken.LeaksOrders,
            {"foreign-orders"},
            "expected a refusal: not-found; got status 200",
            id="leaks-orders",
        ),
        pytest.param(
            broken.ExecutesReplays,
            {
                "replays-are-answered-again",
                "keys-serve-one-command",
                "answers-outlive-the-command",
                "one-of-the-same",
            },
            "expected the first answer",
            id="executes-replays",
        ),
        pytest.param(
            broken.RefundsMore,
            {
                "cancelling-at-once",
                "one-of-many",
                "pieces-make-the-whole",
                "refunds-are-as-promised",
            },
            "expected at most 154800 back of what payment-1",
            id="refunds-more",
        ),
        pytest.param(
            broken.AnswersPages,
            {
                "refusals-are-problems",
                "foreign-orders",
                "foreign-commands",
                "foreign-tenants",
                "policies-can-be-read",
            },
            "expected a refusal in application/problem+json; got text/html",
            id="answers-pages",
        ),
        pytest.param(
            broken.LetsBothWin,
            {"cancel-or-pick-up", "who-was-first"},
            "expected one winner; got both",
            id="lets-both-win",
        ),
        pytest.param(
            broken.IgnoresVersion,
            {"versions-are-looked-at"},
            "expected a refusal: order-changed; got status 201",
            id="ignores-version",
        ),
        pytest.param(
            broken.CancelsLate,
            {"windows-close"},
            "expected a refusal: order-changed or cancellation-refused; got status 201",
            id="cancels-late",
        ),
        pytest.param(
            broken.LosesEvents,
            {"feed-rises", "feed-wakes"},
            "expected order.cancelled; got []",
            id="loses-events",
        ),
    ],
)
async def test_a_broken_promise_is_found_and_named(check, spoil, promises, words):
    outcomes = await check(spoil)

    found = {one.check.name: one.finding for one in outcomes if one.verdict is Verdict.BROKEN}
    assert found.keys() == promises
    assert any(words in str(finding) for finding in found.values())
    assert {one.verdict for one in outcomes} == {Verdict.KEPT, Verdict.BROKEN}
