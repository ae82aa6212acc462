"""Who wins when several act at once, and that there is one winner only."""

import asyncio
from collections import Counter
from itertools import permutations

import pytest

from buyer_portal.domain.cancellations import CancellationStatus
from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.order_client.errors import (
    CancellationRefusedError,
    InvalidCommandError,
    OrderServiceError,
)
from buyer_portal.order_contract.cancellations import WithdrawCancellation
from buyer_portal.order_service.cancellations.fulfilment import scan
from buyer_portal.order_service.cancellations.use_cases import cancel as cancel_use_case
from buyer_portal.order_service.database import Database, StaleError, Transaction
from buyer_portal.order_service.orders import writing
from buyer_portal.order_service.orders.repository import find_order_of_tenant
from buyer_portal.order_service.sessions.viewer import viewer_of


async def test_fifty_cancels_at_once_have_the_effect_of_one(make_world, cancel_command, new_key):
    world = await make_world()
    buyer = await world.buyer()
    command = cancel_command(await buyer.order(world.order()))

    async def attempt() -> str:
        try:
            await buyer.cancel(world.order(), command, new_key())
        except CancellationRefusedError as refusal:
            return refusal.causes[0]
        return "done"

    outcomes = Counter(await asyncio.gather(*(attempt() for _ in range(50))))

    assert outcomes == {"done": 1, Cause.ALREADY_CANCELLED: 49}
    [cancellation] = (await buyer.order(world.order())).cancellations
    assert len(cancellation.refunds) == 1
    assert [event.type for event in (await world.events()).events] == ["order.cancelled"]


async def test_fifty_cancels_with_one_key_get_one_answer(make_world, cancel_command, new_key):
    world = await make_world()
    buyer = await world.buyer()
    command, key = cancel_command(await buyer.order(world.order())), new_key()

    answers = await asyncio.gather(*(buyer.cancel(world.order(), command, key) for _ in range(50)))

    assert {answer.cancellation.id for answer in answers} == {answers[0].cancellation.id}
    assert len((await world.events()).events) == 1


@pytest.mark.parametrize("round_", range(5))
async def test_cancel_and_pick_up_have_one_winner(make_world, cancel_command, new_key, round_):
    world = await make_world(orders=[{"count": 6}])
    buyer = await world.buyer()
    commands = {
        key: cancel_command(await buyer.order(order_id))
        for key, order_id in world.made.orders.items()
    }

    causes: set[tuple[Cause, ...]] = set()

    async def ask(key: str) -> bool:
        try:
            await buyer.cancel(world.order(key), commands[key], new_key())
        except CancellationRefusedError as refusal:
            causes.add(refusal.causes)
            return False
        return True

    async def pick_up(key: str) -> bool:
        try:
            await world.step("carrier-scan", key)
        except InvalidCommandError:
            return False
        return True

    tasks = [task for key in commands for task in (ask(key), pick_up(key))]
    won = await asyncio.gather(*(tasks if round_ % 2 else reversed(tasks)))

    for pair in zip(won[::2], won[1::2], strict=True):
        assert sorted(pair) == [False, True]
    assert causes <= {(Cause.IN_TRANSIT,)}


async def test_every_interleaving_of_cancel_and_scan(
    make_world, cancel_command, database: Database, monkeypatch
):
    """Let the other one commit at each step of the loser: reading, then writing."""
    points = ["before reading", "between reading and writing", "after"]
    for winner_first, point in [(who, at) for who in ("scan", "cancel") for at in points]:
        world = await make_world()
        buyer = await world.buyer()
        session = await world.session()
        command = cancel_command(await buyer.order(world.order()))
        tenant, order_id = world.made.tenant, world.order()

        def do_scan(transaction: Transaction, tenant=tenant, order_id=order_id) -> str:
            stored = find_order_of_tenant(transaction.connection, tenant, order_id)
            if stored is None or stored.order.status is OrderStatus.CANCELLED:
                return "refused"
            scan(transaction, viewer_of(transaction.connection, session), stored)  # noqa: B023
            return "scanned"

        def do_cancel(transaction: Transaction, order_id=order_id) -> str:
            viewer = viewer_of(transaction.connection, session)  # noqa: B023
            answer = cancel_use_case(transaction, viewer, order_id, command)  # noqa: B023
            return "cancelled" if answer.status == 201 else "refused"

        first, second = (do_scan, do_cancel) if winner_first == "scan" else (do_cancel, do_scan)
        outcomes = _interleaved(database, first, second, point, monkeypatch)

        status = (await buyer.order(world.order())).order.status
        assert (outcomes.count("refused"), status) in {
            (1, OrderStatus.CANCELLED),
            (1, OrderStatus.IN_TRANSIT),
        }
        assert ("cancelled" in outcomes) == (status is OrderStatus.CANCELLED)


def _interleaved(database: Database, first, second, point: str, monkeypatch) -> list[str]:
    """Run ``second`` with ``first`` at ``point`` of it; PostgreSQL really interleaves.

    On SQLite a writer holds the lock from its first statement, so nobody can come between: there
    the guarded update is shown stale data instead.
    """
    if point == "before reading":
        return [database.write_now(first), database.write_now(second)]
    if point == "after":
        return [database.write_now(second), database.write_now(first)]
    outcomes: list[str] = []
    if database.is_sqlite:
        with pytest.raises(StaleError):
            _write_stale(database, first, second, monkeypatch)
        return [database.write_now(first), database.write_now(second)]

    original = writing.save

    def save_after_the_other(transaction, *arguments):
        if not outcomes:
            outcomes.append("running")
            outcomes[0] = database.write_now(first)
        return original(transaction, *arguments)

    with monkeypatch.context() as patch:
        for module in ("effects", "fulfilment"):
            patch.setattr(
                f"buyer_portal.order_service.cancellations.{module}.save", save_after_the_other
            )
        second_outcome = database.write_now(second)
    return [*outcomes, second_outcome]


def _write_stale(database: Database, first, second, monkeypatch) -> None:
    """Have ``second`` read before and write after ``first``, in one transaction."""
    original = writing.save
    is_nested = False

    def save_after_the_other(inner, *arguments):
        nonlocal is_nested
        if not is_nested:
            is_nested = True
            first(inner)
        return original(inner, *arguments)

    with monkeypatch.context() as patch, database.engine.begin() as connection:
        for module in ("effects", "fulfilment"):
            patch.setattr(
                f"buyer_portal.order_service.cancellations.{module}.save", save_after_the_other
            )
        second(Transaction(connection, sealer=database.sealer))


@pytest.mark.parametrize(
    "steps", list(permutations(["withdraw", "seller-approve", "carrier-scan"]))
)
async def test_answers_to_a_request_have_one_winner(make_world, cancel, soon, new_key, steps):
    world = await make_world(
        sellers=[{"key": "seller", "preset": "until-shipped"}],
        orders=[{"status": "AWAITING_COLLECTION"}],
    )
    buyer = await world.buyer()
    asked = await cancel(buyer, world.order())
    command = WithdrawCancellation(expires_at=soon(asked.server_now))

    async def act(step: str) -> str:
        try:
            if step == "withdraw":
                await buyer.withdraw(asked.cancellation.id, command, new_key())
            else:
                await world.step(step)
        except OrderServiceError:
            return ""
        return step

    done = {step for step in await asyncio.gather(*map(act, steps)) if step}

    answer = await buyer.cancellation(asked.cancellation.id)
    status = answer.cancellation.status
    if status is CancellationStatus.SUCCESS:
        assert done == {"seller-approve"}
        assert answer.order.status is OrderStatus.CANCELLED
        assert len(answer.cancellation.refunds) == 1
    else:
        assert "seller-approve" not in done
        assert answer.order.status is OrderStatus.IN_TRANSIT
        assert answer.cancellation.refunds == ()
        expected = (
            CancellationStatus.WITHDRAWN if "withdraw" in done else CancellationStatus.REJECTED
        )
        assert status is expected


async def test_sessions_end_in_the_middle_of_a_race(make_world, cancel_command, new_key, portal):
    """A session revoked before the command's transaction starts decides: nothing happens."""
    world = await make_world()
    session = await world.session()
    detail = await world.detail()
    await portal.sign_out(session)

    buyer = type(await world.buyer())(world.connection, session)
    with pytest.raises(OrderServiceError):
        await buyer.cancel(world.order(), cancel_command(detail), new_key())

    assert (await world.detail()).order.version == 1
