"""Each of these services breaks one promise, and the kit says which."""

import pytest

from buyer_portal.conformance.registry import CHECKS, Area
from buyer_portal.conformance.running import Verdict
from tests.conformance import broken

WHOLE = [
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
]
"""What the whole kit finds in them, and nothing else."""
BY_AREA = [
    pytest.param(
        broken.LeavesOrdersOut,
        Area.LIST,
        {"pages-hold-everything-once"},
        "expected the same order whatever the size of a page",
        id="leaves-orders-out",
    ),
    pytest.param(
        broken.DecidesTwice,
        Area.DETAIL,
        {"decisions-agree"},
        "got (<Permission.NONE: 'none'>",
        id="decides-twice",
    ),
    pytest.param(
        broken.TakesRawSessions,
        Area.SESSIONS,
        {"sessions-end"},
        "expected a refusal: unauthenticated; got status 200",
        id="takes-raw-sessions",
    ),
    pytest.param(
        broken.BelievesForgers,
        Area.WEBHOOKS,
        {"forged-webhooks-are-refused"},
        "expected a refusal: bad-signature; got status 200",
        id="believes-forgers",
    ),
    pytest.param(
        broken.TakesWebhooksAgain,
        Area.WEBHOOKS,
        {"webhooks-take-effect-once"},
        "expected a message that is known",
        id="takes-webhooks-again",
    ),
]
"""What the checks of one area find."""


@pytest.mark.parametrize(("spoil", "promises", "words"), WHOLE)
@pytest.mark.asyncio(loop_scope="module")
async def test_a_broken_promise_is_found_and_named(check, spoil, promises, words):
    outcomes = await check(spoil)

    found = {one.check.name: one.finding for one in outcomes if one.verdict is Verdict.BROKEN}
    assert found.keys() == promises
    assert any(words in str(finding) for finding in found.values())
    assert {one.verdict for one in outcomes} == {Verdict.KEPT, Verdict.BROKEN}


@pytest.mark.parametrize(("spoil", "area", "promises", "words"), BY_AREA)
@pytest.mark.asyncio(loop_scope="module")
async def test_a_broken_promise_is_found_in_its_area(check, spoil, area, promises, words):
    outcomes = await check(spoil, area)

    found = {one.check.name: one.finding for one in outcomes if one.finding is not None}
    assert found.keys() == promises
    assert all(words in str(finding) for finding in found.values())


def test_every_area_has_a_service_that_breaks_it():
    """What nobody breaks could check nothing."""
    found = [part for one in (*WHOLE, *BY_AREA) for part in one.values if isinstance(part, set)]
    proved = set[str]().union(*found)

    assert {one.area for one in CHECKS if one.name in proved} == set(Area)
