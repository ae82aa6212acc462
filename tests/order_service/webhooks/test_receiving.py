"""What gets in and what does not: forged, repeated, late, shuffled, unknown, broken, too large."""

import asyncio
import json
import random
from datetime import UTC, datetime, timedelta

import pytest

from buyer_portal.order_contract.webhooks import WebhookOutcome
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.webhooks import inbox
from buyer_portal.order_service.webhooks.receiving import try_pending_again
from buyer_portal.order_service.webhooks.signatures import new_secret, sign
from buyer_portal.order_service.webhooks.sources import (
    find_source,
    remove_source,
    retire_older_secret,
    rotate_source,
)
from tests.order_service.webhooks.conftest import Sender

O = WebhookOutcome  # noqa: E741 - short in the tables below
COLLECTED = "parcel.collected"


async def test_an_event_takes_effect_once_however_often_it_is_sent(make_world, let_in, received):
    world = await make_world()
    carrier = await let_in(world, "carrier")

    first = await carrier.tell(COLLECTED, world.order(), "scan-1")
    again = await carrier.tell(COLLECTED, world.order(), "scan-1")

    assert (first.outcome, first.is_repeated) == (O.APPLIED, False)
    assert (again.outcome, again.is_repeated) == (O.APPLIED, True)
    types = [event.type for event in (await world.events()).events]
    assert types.count("order.collected") == 1
    told = [one.type for one in (await world.notifications()).notifications]
    assert told.count("order.collected") == 1
    assert [(one.id, one.outcome) for one in await received(world)] == [("scan-1", O.APPLIED)]


async def test_fifty_at_once_are_one(make_world, let_in, received):
    world = await make_world()
    carrier = await let_in(world, "carrier")

    answers = await asyncio.gather(
        *[carrier.tell(COLLECTED, world.order(), "scan-1") for _ in range(50)]
    )

    assert sum(not answer.is_repeated for answer in answers) == 1
    assert [event.type for event in (await world.events()).events].count("order.collected") == 1
    assert len(await received(world)) == 1


async def test_a_thousand_forgeries_leave_nothing(make_world, let_in, received):
    world = await make_world()
    carrier, tiktok = await let_in(world, "carrier"), await let_in(world, "tiktok-shop")
    body = json.dumps(
        {"type": COLLECTED, "timestamp": "2026-03-02T09:00:00Z", "data": {"order": world.order()}}
    ).encode()
    chance = random.Random(4)  # noqa: S311 - repeatable
    good = carrier.signed(body)
    forged = []
    for _ in range(1000):
        sender, headers, sent = carrier, dict(good), bytearray(body)
        match chance.randrange(6):
            case 0:
                sent[chance.randrange(len(sent))] ^= 1 << chance.randrange(7)
            case 1:
                headers["webhook-id"] += chance.choice("abc")
            case 2:
                stamp = int(good["webhook-timestamp"]) + chance.choice([-900, 900, 10**6])
                headers = carrier.signed(body, at=stamp)
            case 3:
                headers["webhook-signature"] = sign(new_secret(), "a", 1, body)
            case 4:
                del headers[chance.choice(list(headers))]
            case 5:
                sender, headers = tiktok, {"Authorization": f"{chance.getrandbits(256):064x}"}
        forged.append((sender, bytes(sent), headers))

    statuses = {(await sender.post(sent, headers)).status_code for sender, sent, headers in forged}

    assert statuses == {401}
    assert await received(world) == []
    assert (await world.detail()).order.status == "AWAITING_SHIPMENT"


async def test_no_tenant_no_source_and_no_signature_look_alike(make_world, let_in, outside):
    world = await make_world()
    carrier = await let_in(world, "carrier")
    body = b"{}"
    addresses = [
        carrier.path,
        f"/webhooks/{world.made.tenant}/nobody",
        "/webhooks/nowhere/carrier",
        "/webhooks/nowhere%00/carrier",
        f"/webhooks/{world.made.tenant}/A%20B",
    ]
    stranger = Sender(world.made.tenant, "carrier", "carrier", new_secret(), outside)

    answers = [
        await outside.post(address, content=body, headers=stranger.signed(body, "m"))
        for address in addresses
    ]

    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].json()["type"] == "urn:buyer-portal:problem:bad-signature"


async def test_a_source_of_one_tenant_is_nobody_in_another(make_world, let_in):
    world, other = await make_world(), await make_world()
    carrier = await let_in(world, "carrier")
    await let_in(other, "carrier")
    abroad = Sender(other.made.tenant, "carrier", "carrier", carrier.secret, carrier.http)
    body = b"{}"

    assert (await abroad.post(body, abroad.signed(body))).status_code == 401


async def test_two_secrets_hold_while_one_is_rotated(make_world, let_in, made):
    world = await make_world()
    carrier = await let_in(world, "carrier")
    database, seal = made.service.database, made.service.seal
    old, new, newest = carrier.secret, new_secret(), new_secret()

    async def who():
        held = []
        for secret in (old, new, newest):
            body = b'{"type": "ping"}'
            sender = Sender(carrier.tenant, carrier.name, carrier.kind, secret, carrier.http)
            answer = await sender.post(body, sender.signed(body, new_secret()))
            held.append(answer.status_code == 200)
        return held

    assert await who() == [True, False, False]
    _rotate(database, seal, carrier, new)
    assert await who() == [True, True, False]
    _rotate(database, seal, carrier, newest)
    assert await who() == [False, True, True]
    _retire(database, carrier)
    assert await who() == [False, False, True]
    database.write_now(lambda transaction: remove_source(transaction, carrier.tenant, carrier.name))
    assert await who() == [False, False, False]


def _now() -> datetime:
    return datetime.now(UTC)


def _rotate(database, seal, sender, secret) -> None:
    def run(transaction: Transaction) -> None:
        source = find_source(transaction.connection, sender.tenant, sender.name)
        assert source is not None
        rotate_source(transaction, seal, source, secret, _now())

    database.write_now(run)


def _retire(database, sender) -> None:
    def run(transaction: Transaction) -> None:
        source = find_source(transaction.connection, sender.tenant, sender.name)
        assert source is not None
        retire_older_secret(transaction, source, _now())

    database.write_now(run)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        pytest.param(b"{", (400, "malformed-json"), id="cut-off"),
        pytest.param(b"", (400, "malformed-json"), id="empty"),
        pytest.param(b"\xff\xfe", (400, "malformed-json"), id="not-utf8"),
        pytest.param(b'{"type": NaN}', (400, "malformed-json"), id="nan"),
        pytest.param(b"[" * 30_000, (400, "malformed-json"), id="deep"),
        pytest.param(b'{"type": "a\\ud800"}', (400, "malformed-json"), id="lone-surrogate"),
        pytest.param(b"[]", (422, "invalid-request"), id="no-object"),
        pytest.param(b'{"type": ""}', (422, "invalid-request"), id="no-type"),
        pytest.param(b'{"type": "parcel.collected"}', (422, "invalid-request"), id="no-data"),
        pytest.param(b" " * 65_537, (413, "too-large"), id="too-large"),
    ],
)
async def test_what_cannot_be_read_is_not_kept(make_world, let_in, received, body, problem):
    world = await make_world()
    carrier = await let_in(world, "carrier")

    answer = await carrier.post(body, carrier.signed(body))

    said = answer.json()["type"].removeprefix("urn:buyer-portal:problem:")
    assert (answer.status_code, said) == problem
    assert answer.headers["content-type"] == "application/problem+json"
    assert await received(world) == []


async def test_an_unknown_type_is_kept_and_does_nothing(make_world, let_in, received):
    world = await make_world()
    carrier = await let_in(world, "carrier")

    answer = await carrier.send({"type": "parcel.photographed", "anything": [1]})

    assert (answer.outcome, answer.reason) == (O.STORED, "unknown-type")
    [kept] = await received(world)
    assert (kept.type, kept.outcome) == ("parcel.photographed", O.STORED)


async def test_a_carrier_cannot_speak_for_a_seller(make_world, let_in):
    world = await make_world()
    carrier = await let_in(world, "carrier")

    answer = await carrier.tell("order.cancelled", world.order(), reason="Sold out")

    assert (answer.outcome, answer.reason) == (O.STORED, "unknown-type")
    assert (await world.detail()).order.status == "AWAITING_SHIPMENT"


async def test_a_seller_speaks_for_their_own_orders_alone(make_world, let_in):
    sellers = [{"key": "mine"}, {"key": "theirs"}]
    orders = [{"key": "a", "seller": "mine"}, {"key": "b", "seller": "theirs"}]
    world = await make_world(sellers=sellers, orders=orders)
    seller = await let_in(world, "seller", seller_id=world.made.sellers["mine"])

    own = await seller.tell("order.packed", world.order("a"))
    foreign = await seller.tell("order.packed", world.order("b"))
    unknown = await seller.tell("order.packed", "no-such-order")

    assert own.outcome == O.APPLIED
    assert (foreign.outcome, foreign.reason) == (unknown.outcome, unknown.reason)
    assert (foreign.outcome, foreign.reason) == (O.PENDING, "unknown-order")
    assert (await world.detail("b")).order.status == "AWAITING_SHIPMENT"


async def test_of_shuffled_events_the_newest_stands(make_world, let_in, received):
    world = await make_world(orders=[{}] * 6)
    carrier = await let_in(world, "carrier")
    steps = [COLLECTED, "parcel.delivered", "parcel.delivered"]
    chance = random.Random(2)  # noqa: S311 - repeatable

    for number in range(1, 7):
        key = f"order-{number}"
        shuffled = list(enumerate(steps))
        chance.shuffle(shuffled)
        for sequence, type_ in shuffled:
            await carrier.tell(type_, world.order(key), f"{key}-{sequence}", sequence=sequence)

        detail = await world.detail(key)
        assert detail.order.status == "DELIVERED"
        types = [entry.type for entry in detail.history]
        assert types.count("order.collected") == types.count("order.delivered") == 1
    outcomes = {one.outcome for one in await received(world)}
    assert outcomes <= {O.APPLIED, O.STALE, O.STORED}
    assert O.STALE in outcomes


async def test_an_unknown_order_waits_until_it_is_known(make_world, let_in, received, made):
    world = await make_world()
    tiktok = await let_in(world, "tiktok-shop")
    message = {
        "type": 1,
        "tts_notification_id": "7327112393057371910",
        "timestamp": 1_772_442_000,
        "data": {
            "order_id": "576486316948490001",
            "order_status": "IN_TRANSIT",
            "update_time": 1_772_442_000,
        },
    }

    waiting = await tiktok.send(message)
    assert (waiting.outcome, waiting.reason) == (O.PENDING, "unknown-order")
    [kept] = await received(world)
    assert (kept.outcome, kept.tries) == (O.PENDING, 2)

    later = _now() + timedelta(days=8)
    await try_pending_again(made.service.database, later)
    [kept] = await received(world)
    assert (kept.outcome, kept.reason, kept.tries) == (O.EXPIRED, "unknown-order", 3)


async def test_messages_are_known_for_a_month(make_world, let_in, received, made):
    world = await make_world()
    carrier = await let_in(world, "carrier")
    await carrier.tell(COLLECTED, world.order())

    def forget(after: timedelta) -> None:
        made.service.database.write_now(
            lambda transaction: inbox.forget_old(transaction, _now() + after)
        )

    forget(timedelta(days=29))
    assert len(await received(world)) == 1
    forget(timedelta(days=31))
    assert await received(world) == []


async def test_no_secret_is_in_the_database_or_the_log(make_world, let_in, made, caplog):
    world = await make_world()
    carrier = await let_in(world, "carrier")
    body = b"{}"
    await carrier.post(body, carrier.signed(body))

    def sealed(connection):
        return find_source(connection, carrier.tenant, carrier.name).sealed

    assert carrier.secret not in str(made.service.database.read_now(sealed))
    assert carrier.secret not in caplog.text
