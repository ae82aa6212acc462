"""Whom we tell: once at least, in order, signed, until it arrives or is given up with a reason."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from buyer_portal.order_client.connection import Call
from buyer_portal.order_contract.webhooks import (
    Deliveries,
    DeliveryState,
    EndpointWanted,
    NewEndpoint,
)
from buyer_portal.order_service.webhooks import outbox, planning, sending
from buyer_portal.order_service.webhooks.endpoints import (
    endpoints_of,
    endpoints_that_listen,
    find_endpoint,
    rotate_endpoint,
    switch_on,
)
from buyer_portal.order_service.webhooks.signatures import is_signed, new_secret
from tests.order_service.webhooks.receiver import Receiver


@pytest.fixture
async def receiver():
    async with Receiver() as listening:
        yield listening


class Sender:
    """The service's own sender, whose clock the test moves."""

    def __init__(self, webhooks: sending.WebhookSender) -> None:
        self.webhooks = webhooks
        self.at = datetime.now(UTC)
        webhooks.now = self.now

    def now(self) -> datetime:
        """Return what its clock shows."""
        return self.at

    def wait(self, **time: float) -> None:
        """Let time pass."""
        self.at += timedelta(**time)

    async def send_due(self) -> int:
        """Send what is due."""
        return await self.webhooks.send_due()


@pytest.fixture
async def sender(made):
    yield Sender(made.service.webhooks)
    await made.service.webhooks.close()
    made.service.database.write_now(_forget_endpoints)


def _forget_endpoints(transaction) -> None:
    """Leave nothing to send to the tests after this one, which share the database."""
    for found in endpoints_that_listen(transaction.connection):
        planning.remove_endpoint(transaction, found)


@pytest.fixture
def tell(connection):
    """Tell an address what happens in a world."""

    async def tell(world, url, *types):
        body = EndpointWanted(url=url, types=types)
        return await connection.ask(
            NewEndpoint, Call("POST", f"{world.path}/webhooks/endpoints", body=body)
        )

    return tell


@pytest.fixture
def log(connection):
    """Read the delivery log of a world."""

    async def read(world) -> Deliveries:
        return await connection.ask(Deliveries, Call("GET", f"{world.path}/webhooks/deliveries"))

    return read


async def test_what_happens_is_told_signed_and_in_order(make_world, receiver, tell, sender, log):
    world = await make_world(orders=[{"status": "AWAITING_SHIPMENT"}])
    made = await tell(world, receiver.url)
    await world.step("pack")
    await world.step("carrier-scan")
    await world.step("deliver")

    assert await sender.send_due() == 3

    types = [got.message["type"] for got in receiver.got]
    assert types == ["order.packed", "order.collected", "order.delivered"]
    assert all(
        is_signed(got.headers, got.body, [made.secret], now_seconds=datetime.now(UTC).timestamp())
        for got in receiver.got
    )
    first = receiver.got[0].message
    assert first["data"]["order_id"] == world.order()
    assert first["data"]["parameters"]["number"] == (await world.detail()).order.number
    delivered = await log(world)
    assert {one.state for one in delivered.deliveries} == {DeliveryState.DELIVERED}
    assert {one.message_id for one in delivered.deliveries} == {got.id for got in receiver.got}


async def test_only_what_was_asked_for_and_nothing_from_before(make_world, receiver, tell, sender):
    world, other = await make_world(), await make_world()
    await world.step("pack")
    await tell(world, receiver.url, "order.delivered", "cancellation.*")
    await world.step("carrier-scan")
    await world.step("deliver")
    await other.step("carrier-scan")
    await other.step("deliver")

    await sender.send_due()

    assert [got.message["type"] for got in receiver.got] == ["order.delivered"]


async def test_a_failure_holds_back_what_follows_of_the_same_order_alone(
    make_world, receiver, tell, sender
):
    world = await make_world(orders=[{}, {}])
    await tell(world, receiver.url)
    receiver.answers = [500]
    await world.step("pack", "order-1")
    await world.step("carrier-scan", "order-1")
    await world.step("pack", "order-2")

    await sender.send_due()
    ahead = [(got.message["data"]["order_id"], got.message["type"]) for got in receiver.got]
    sender.wait(seconds=6)
    await sender.send_due()

    assert Counter(ahead) == {
        (world.order("order-1"), "order.packed"): 1,
        (world.order("order-2"), "order.packed"): 1,
    }
    later = [got.message["type"] for got in receiver.got[2:]]
    assert later == ["order.packed", "order.collected"]
    assert receiver.got[0].id == receiver.got[2].id


@pytest.mark.parametrize(
    ("answer", "status", "error"),
    [
        pytest.param(500, 500, "", id="fault"),
        pytest.param("redirect", 302, "", id="redirect-is-not-followed"),
        pytest.param("hang", 0, "no answer within 0 seconds", id="silence"),
    ],
)
async def test_every_kind_of_failure_is_told(  # noqa: PLR0917 - fixtures
    make_world, receiver, tell, sender, log, monkeypatch, answer, status, error
):
    monkeypatch.setattr(sending, "ANSWER_SECONDS", 0.3)
    world = await make_world()
    await tell(world, receiver.url)
    receiver.answers = [answer]
    await world.step("pack")

    await sender.send_due()

    [one] = (await log(world)).deliveries
    assert (one.state, one.tries, one.last_status, one.last_error) == (
        DeliveryState.PENDING,
        1,
        status,
        error,
    )
    assert timedelta(seconds=4) < one.due_at - sender.now() < timedelta(seconds=6)


async def test_nobody_there_is_told_as_well(make_world, tell, sender, log):
    world = await make_world()
    async with Receiver() as gone:
        url = gone.url
    await tell(world, url)
    await world.step("pack")

    await sender.send_due()

    assert (await log(world)).deliveries[0].last_error == "ConnectError"


async def test_it_is_given_up_after_ten_tries(make_world, receiver, tell, sender, log):
    world = await make_world()
    await tell(world, receiver.url)
    receiver.answers = [500] * 10
    await world.step("pack")

    for pause in (*outbox.PAUSES, None):
        await sender.send_due()
        if pause is not None:
            sender.wait(seconds=pause.total_seconds() * 1.11)

    [one] = (await log(world)).deliveries
    assert (one.state, one.tries, one.due_at) == (DeliveryState.GIVEN_UP, 10, None)
    assert len(receiver.got) == 10
    await world.step("carrier-scan")
    await sender.send_due()
    assert receiver.got[-1].message["type"] == "order.collected"


async def test_an_endpoint_that_fails_for_days_is_switched_off_until_it_is_mended(  # noqa: PLR0917 - fixtures
    make_world, receiver, tell, sender, log, made
):
    world = await make_world(orders=[{}, {}])
    endpoint = await tell(world, receiver.url)
    receiver.answers = [503, 503]
    await world.step("pack", "order-1")
    await sender.send_due()
    sender.wait(days=5, minutes=1)
    await sender.send_due()

    shown = (await log(world)).endpoints[0]
    assert shown.off_at is not None
    assert "the last answer was: status 503" in shown.off_reason
    await world.step("pack", "order-2")
    sender.wait(days=1)
    assert await sender.send_due() == 0

    def mend(transaction) -> None:
        found = find_endpoint(transaction.connection, world.made.tenant, endpoint.id)
        assert found is not None
        switch_on(transaction, found, sender.now())

    made.service.database.write_now(mend)
    await sender.send_due()
    assert (await log(world)).endpoints[0].off_reason == ""
    assert receiver.got[-1].message["data"]["order_id"] == world.order("order-1")


async def test_an_endpoint_that_is_gone_is_switched_off_at_once(
    make_world, receiver, tell, sender, log
):
    world = await make_world()
    await tell(world, receiver.url)
    receiver.answers = [410]
    await world.step("pack")

    await sender.send_due()

    assert (await log(world)).endpoints[0].off_reason == "it said that it is gone (status 410)"


async def test_a_success_forgets_the_failures(make_world, receiver, tell, sender, log):
    world = await make_world()
    await tell(world, receiver.url)
    receiver.answers = [500]
    await world.step("pack")
    await sender.send_due()
    assert (await log(world)).endpoints[0].failing_since is not None

    sender.wait(seconds=6)
    await sender.send_due()

    assert (await log(world)).endpoints[0].failing_since is None


async def test_both_secrets_sign_while_one_is_rotated(make_world, receiver, tell, sender, made):
    world = await make_world()
    endpoint = await tell(world, receiver.url)
    newer = new_secret()

    def rotate(transaction) -> None:
        found = find_endpoint(transaction.connection, world.made.tenant, endpoint.id)
        assert found is not None
        rotate_endpoint(transaction, made.service.seal, found, newer)

    made.service.database.write_now(rotate)
    await world.step("pack")
    await sender.send_due()

    [got] = receiver.got
    now = datetime.now(UTC).timestamp()
    assert is_signed(got.headers, got.body, [endpoint.secret], now_seconds=now)
    assert is_signed(got.headers, got.body, [newer], now_seconds=now)


async def test_who_dies_between_send_and_mark_leaves_it_to_be_sent_again(  # noqa: PLR0917 - fixtures
    make_world, receiver, tell, sender, log, monkeypatch
):
    world = await make_world()
    await tell(world, receiver.url)
    await world.step("pack")
    with monkeypatch.context() as dead:
        dead.setattr(outbox, "end_try", lambda *_: None)
        await sender.send_due()
    assert (await log(world)).deliveries[0].state == DeliveryState.PENDING

    assert await sender.send_due() == 0
    sender.wait(seconds=61)
    await sender.send_due()

    assert [got.id for got in receiver.got] == [receiver.got[0].id] * 2
    assert (await log(world)).deliveries[0].state == DeliveryState.DELIVERED


async def test_a_slow_endpoint_does_not_hold_up_the_others(
    make_world, receiver, tell, sender, monkeypatch
):
    monkeypatch.setattr(sending, "ANSWER_SECONDS", 0.4)
    world = await make_world(orders=[{"count": 12}])
    async with Receiver(answers=["hang"] * 12) as slow:
        await tell(world, slow.url)
        await tell(world, receiver.url)
        for key in world.made.orders:
            await world.step("pack", key)
        await sender.webhooks._begin()
        while len(receiver.got) < 12 and sender.webhooks._under_way:
            await sender.webhooks._begin()
            await asyncio.sleep(0.01)  # the receivers answer meanwhile

        assert len(receiver.got) == 12
        assert slow.most_at_once <= sending.MOST_PER_ENDPOINT


@pytest.mark.parametrize(
    ("url", "types", "pointer"),
    [
        pytest.param("ftp://a.example", (), "/url", id="no-http"),
        pytest.param("http://user:pass@a.example", (), "/url", id="password"),
        pytest.param("https://a.example", ("order.flown",), "/types", id="unknown-type"),
        pytest.param("https://a.example", ("session.revoked",), "/types", id="internal-type"),
    ],
)
async def test_what_cannot_be_told_is_refused(make_world, http, url, types, pointer):
    world = await make_world()

    answer = await http.post(f"{world.path}/webhooks/endpoints", json={"url": url, "types": types})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_without_endpoints_nothing_is_looked_for(make_world, receiver, tell, made):
    database = made.service.database
    world = await make_world()
    endpoint = await tell(world, receiver.url)

    def remove(transaction) -> None:
        for found in endpoints_of(transaction.connection, world.made.tenant):
            planning.remove_endpoint(transaction, found)

    assert database.read_now(planning.is_anybody_told)
    database.write_now(remove)
    gone = database.read_now(
        lambda connection: find_endpoint(connection, world.made.tenant, endpoint.id)
    )
    assert gone is None
