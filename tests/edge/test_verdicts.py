import asyncio
from datetime import UTC, datetime

import pytest

from buyer_portal.edge.verdicts import NOBODY, UNKNOWN, Standing, Verdict, Verdicts
from buyer_portal.order_client.errors import NotSignedInError, OrderServiceUnavailableError
from buyer_portal.order_contract.sessions import Buyer, CurrentSession

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ANN = CurrentSession(
    buyer=Buyer(id="ann", tenant="main", name="Ann", login="ann@example.com"),
    session_key="k",
    expires_at=NOW,
    server_now=NOW,
)
SIGNED_IN = Verdict(Standing.SIGNED_IN, "ann", "main")


class Service:
    """Answers as it is told, and counts."""

    def __init__(self):
        self.answer = ANN
        self.calls = 0
        self.was_asked = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()

    async def session(self, session_hash):
        """Answer when the gate is open, with what was the answer at the question."""
        assert session_hash == "hash"
        self.calls += 1
        self.was_asked.set()
        answer = self.answer
        await self.gate.wait()
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def service():
    return Service()


@pytest.fixture
def clock():
    return [100.0]


@pytest.fixture
def verdicts(service, clock):
    return Verdicts(service.session, clock=lambda: clock[0])


async def test_nobody_is_signed_in_without_a_session(verdicts, service):
    assert await verdicts.of("") == NOBODY
    assert service.calls == 0


async def test_a_verdict_holds_for_a_second_and_no_longer(verdicts, service, clock):
    assert await verdicts.of("hash") == SIGNED_IN
    service.answer = NotSignedInError()

    clock[0] += 0.99
    assert await verdicts.of("hash") == SIGNED_IN
    clock[0] += 0.01
    assert await verdicts.of("hash") == NOBODY


async def test_a_second_counts_from_the_question_not_from_a_slow_answer(verdicts, service, clock):
    service.gate.clear()
    asking = asyncio.create_task(verdicts.of("hash"))
    await service.was_asked.wait()
    clock[0] += 2
    service.gate.set()
    await asking

    await verdicts.of("hash")

    assert service.calls == 2


async def test_a_revoked_session_is_dropped_at_once(verdicts, service):
    await verdicts.of("hash")
    service.answer = NotSignedInError()

    verdicts.drop("hash")

    assert await verdicts.of("hash") == NOBODY


async def test_an_answer_on_its_way_does_not_outlive_a_revocation(verdicts, service):
    service.gate.clear()
    old = asyncio.create_task(verdicts.of("hash"))
    await service.was_asked.wait()
    verdicts.drop("hash")
    service.answer = NotSignedInError()
    service.gate.set()
    await old

    assert await verdicts.of("hash") == NOBODY


async def test_events_at_once_ask_once(verdicts, service):
    assert await asyncio.gather(*(verdicts.of("hash") for _ in range(50))) == [SIGNED_IN] * 50
    assert service.calls == 1


async def test_a_tab_that_goes_away_does_not_fail_the_others(verdicts, service):
    service.gate.clear()
    leaving, staying = (asyncio.create_task(verdicts.of("hash")) for _ in range(2))
    await service.was_asked.wait()
    leaving.cancel()
    await asyncio.sleep(0)
    service.gate.set()

    assert await staying == SIGNED_IN


async def test_silence_of_the_service_is_not_a_sign_out(verdicts, service):
    service.answer = OrderServiceUnavailableError()

    assert await verdicts.of("hash") == UNKNOWN


async def test_a_call_carried_out_for_a_session_confirms_its_verdict(verdicts, service, clock):
    await verdicts.of("hash")
    clock[0] += 0.9
    verdicts.confirm("hash", clock[0])
    clock[0] += 0.9

    assert await verdicts.of("hash") == SIGNED_IN
    assert service.calls == 1


async def test_a_dropped_verdict_is_not_confirmed_by_a_call_on_its_way(verdicts, service, clock):
    await verdicts.of("hash")
    asked_at = clock[0] + 0.1
    verdicts.drop("hash")
    service.answer = NotSignedInError("revoked")

    verdicts.confirm("hash", asked_at)

    assert await verdicts.of("hash") == NOBODY
