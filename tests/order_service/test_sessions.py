"""Signing in and out: passwords, tickets, demo buyers, devices, limits."""

import asyncio
import hashlib
import time
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.connection import Call
from buyer_portal.order_client.errors import (
    InvalidCommandError,
    NotSignedInError,
    OrderNotFoundError,
    TooManyTriesError,
    WrongCredentialsError,
)
from buyer_portal.order_contract.sessions import (
    BuyerChange,
    DemoBuyers,
    DemoSignIn,
    SignIn,
    TicketSignIn,
)
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.me import use_cases as me_use_cases
from buyer_portal.order_service.sessions import use_cases
from buyer_portal.order_service.sessions.tables import SessionRow
from buyer_portal.order_service.sessions.tickets import new_ticket, ticket_in
from buyer_portal.order_service.tenants.clock import real_now

PASSWORD = "correct horse battery staple"
BUYERS = [
    {"key": "lan", "email": "lan@example.vn", "phone": "+84 901 234 567", "password": PASSWORD}
]


def hash_of(session) -> str:
    return hashlib.sha256(session.session_id.encode()).hexdigest()


@pytest.mark.parametrize(
    "login", ["lan@example.vn", "LAN@Example.VN ", "+84901234567", "84 901-234-567"]
)
async def test_sign_in_by_mail_or_phone(make_world, portal, login):
    world = await make_world(buyers=BUYERS)

    session = await portal.sign_in(SignIn(login=login, password=PASSWORD, ticket=world.made.ticket))

    me = await BuyerClient(world.connection, hash_of(session)).me()
    assert (me.buyer.login, me.buyer.tenant) == ("lan@example.vn", world.made.tenant)


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("lan@example.vn", "wrong"),
        ("lan@example.vn", ""),
        ("nobody@example.vn", PASSWORD),
        ("", PASSWORD),
        ("lan@example.vn", "x" * 4000),
    ],
)
async def test_wrong_credentials_all_look_the_same(make_world, portal, login, password):
    world = await make_world(buyers=BUYERS)

    with pytest.raises(WrongCredentialsError) as refusal:
        await portal.sign_in(SignIn(login=login, password=password, ticket=world.made.ticket))

    assert refusal.value.problem.model_dump(exclude_defaults=True) == {
        "type": "urn:buyer-portal:problem:wrong-credentials",
        "title": "Name, password or ticket is wrong.",
        "status": 401,
    }


async def test_unknown_name_takes_as_long_as_a_wrong_password(make_world, portal):
    """Both hash once; medians differ by less than one hash takes."""
    world = await make_world(buyers=BUYERS)

    async def seconds(login: str) -> float:
        start = time.process_time()
        with pytest.raises(WrongCredentialsError):
            await portal.sign_in(SignIn(login=login, password="wrong", ticket=world.made.ticket))
        return time.process_time() - start

    known = sorted([await seconds("lan@example.vn") for _ in range(5)])[2]
    unknown = sorted([await seconds(f"nobody-{n}@example.vn") for n in range(5)])[2]

    assert known / 2 < unknown < known * 2


async def test_account_without_password_cannot_be_signed_in_to(make_world, portal):
    world = await make_world(buyers=[{"key": "lan", "email": "lan@example.vn"}])

    for password in ("", "anything"):
        with pytest.raises(WrongCredentialsError):
            await portal.sign_in(
                SignIn(login="lan@example.vn", password=password, ticket=world.made.ticket)
            )


async def test_tries_of_an_account_are_limited(make_world, portal):
    world = await make_world(buyers=BUYERS)

    waits: list[int] = []

    async def attempt(password: str, address: str) -> str:
        try:
            await portal.sign_in(
                SignIn(
                    login="lan@example.vn",
                    password=password,
                    ticket=world.made.ticket,
                    address=address,
                )
            )
        except TooManyTriesError as refusal:
            waits.append(refusal.retry_after_seconds)
            return "limited"
        except WrongCredentialsError:
            return "wrong"
        return "in"

    wrong = await asyncio.gather(*(attempt("wrong", f"10.0.0.{n}") for n in range(12)))

    assert sorted(wrong) == ["limited"] * 2 + ["wrong"] * use_cases.TRIES_PER_ACCOUNT
    assert await attempt(PASSWORD, "10.0.1.1") == "limited"
    assert all(0 < wait <= 901 for wait in waits)


async def test_success_forgives_the_account(make_world, portal):
    world = await make_world(buyers=BUYERS)
    right = SignIn(login="lan@example.vn", password=PASSWORD, ticket=world.made.ticket)

    for _ in range(2):
        for _ in range(use_cases.TRIES_PER_ACCOUNT - 1):
            with pytest.raises(WrongCredentialsError):
                await portal.sign_in(right.model_copy(update={"password": "wrong"}))
        await portal.sign_in(right)


async def test_tries_of_an_address_are_limited(make_world, portal, monkeypatch):
    monkeypatch.setitem(use_cases._LIMITS, "address", 3)
    world = await make_world(buyers=BUYERS)

    def credentials(name: str) -> SignIn:
        return SignIn(login=name, password="x", ticket=world.made.ticket, address="10.9.9.9")

    for number in range(3):
        with pytest.raises(WrongCredentialsError):
            await portal.sign_in(credentials(f"nobody-{number}"))
    with pytest.raises(TooManyTriesError):
        await portal.sign_in(credentials("lan@example.vn"))


async def test_ticket_signs_in_once(make_world, portal):
    world = await make_world()
    ticket = TicketSignIn(ticket=world.made.buyers["buyer"].ticket)

    session = await portal.sign_in_by_ticket(ticket)

    assert (await portal.session(hash_of(session))).buyer.id == world.made.buyers["buyer"].id
    with pytest.raises(WrongCredentialsError):
        await portal.sign_in_by_ticket(ticket)


async def test_ticket_used_by_many_at_once_signs_in_one(make_world, portal):
    world = await make_world()
    ticket = TicketSignIn(ticket=world.made.buyers["buyer"].ticket)

    outcomes = await asyncio.gather(
        *(portal.sign_in_by_ticket(ticket) for _ in range(8)), return_exceptions=True
    )

    assert sum(not isinstance(one, Exception) for one in outcomes) == 1


async def test_forged_tickets_open_nothing(make_world, portal, made):
    world = await make_world()
    key, real = made.service.settings.ticket_key, real_now()
    good = new_ticket(key, tenant=world.made.tenant, buyer=world.made.buyers["buyer"].id, real=real)
    forged = [
        "",
        ".",
        "a.b",
        good[:-1],
        good + "x",
        good.replace(".", ""),
        new_ticket(b"other key", tenant=world.made.tenant, buyer="x", real=real),
        new_ticket(key, tenant=world.made.tenant, buyer="x", real=real - timedelta(days=2)),
        new_ticket(key, tenant=world.made.tenant, real=real),
        "é" * 10,
    ]

    for ticket in forged:
        with pytest.raises(WrongCredentialsError):
            await portal.sign_in_by_ticket(TicketSignIn(ticket=ticket))
    assert ticket_in(key, good, real=real) is not None


async def test_sign_out_ends_the_session_and_tells_the_feed(make_world, portal):
    world = await make_world()
    session = await world.session()
    last = (await portal.events()).last

    await portal.sign_out(session)
    await portal.sign_out(session)

    with pytest.raises(NotSignedInError):
        await portal.session(session)
    page = await portal.events(after=last)
    [event] = [one for one in page.events if one.tenant == world.made.tenant]
    assert (event.type, event.parameters) == ("session.revoked", {"session_hash": session})


async def test_devices_can_be_signed_out_elsewhere(make_world, portal):
    world = await make_world(buyers=[{"key": "buyer"}, {"key": "other"}])
    here, there = await world.session(), await world.session()
    buyer = BuyerClient(world.connection, here)

    devices = (await buyer.devices()).devices
    [elsewhere] = [device for device in devices if not device.is_current]
    await buyer.revoke_device(elsewhere.key)
    await buyer.revoke_device(elsewhere.key)

    with pytest.raises(NotSignedInError):
        await portal.session(there)
    assert [device.is_current for device in (await buyer.devices()).devices] == [True]
    stranger = await world.buyer("other")
    with pytest.raises(OrderNotFoundError):
        await stranger.revoke_device((await buyer.me()).session_key)
    assert (await portal.session(here)).buyer.name == "Linh Nguyen"


async def test_sessions_expire(make_world, portal, database):
    world = await make_world()
    session = await world.session()
    table = table_of(SessionRow)
    database.write_now(
        lambda transaction: transaction.connection.execute(
            update(table).where(table.c.id_hash == session).values(expires_at=real_now())
        )
    )

    with pytest.raises(NotSignedInError):
        await portal.session(session)


async def test_clock_of_the_tenant_does_not_end_sessions(make_world, portal):
    world = await make_world()
    session = await world.session()

    await world.advance(advance_seconds=400 * 86400)

    assert (await portal.session(session)).buyer.id == world.made.buyers["buyer"].id


async def test_raw_ids_are_never_stored(make_world, portal, database):
    world = await make_world()
    fresh = await portal.sign_in_by_ticket(TicketSignIn(ticket=world.made.buyers["buyer"].ticket))
    table = table_of(SessionRow)

    rows = database.read_now(lambda connection: connection.execute(select(table)).all())

    assert hash_of(fresh) in {row.id_hash for row in rows}
    assert all(fresh.session_id not in str(row) for row in rows)


async def test_last_seen_is_kept(make_world, made):
    world = await make_world()
    buyer = await world.buyer()
    [before] = (await buyer.devices()).devices

    await made.service.keep_house()

    [after] = (await buyer.devices()).devices
    assert after.last_seen_at > before.last_seen_at


async def test_demo_sign_in_is_for_demo_mode(portal):
    assert await portal.demo_buyers() == DemoBuyers(buyers=())
    with pytest.raises(WrongCredentialsError):
        await portal.demo_sign_in(DemoSignIn(buyer="lan"))


async def test_me_can_be_changed(make_world):
    world = await make_world()
    buyer = await world.buyer()

    changed = await buyer.change_me(BuyerChange(locale="vi", time_zone="Asia/Saigon", theme="dark"))

    assert (changed.buyer.locale, changed.buyer.time_zone, changed.buyer.theme) == (
        "vi",
        "Asia/Saigon",
        "dark",
    )
    assert (await buyer.me()) == changed
    kept = await buyer.change_me(BuyerChange(theme="light"))
    assert (kept.buyer.locale, kept.buyer.theme) == ("vi", "light")


async def test_zones_are_taken_by_their_look_where_no_zone_files_are(make_world, monkeypatch):
    monkeypatch.setattr(me_use_cases, "_time_zones", set)
    world = await make_world()
    buyer = await world.buyer()

    assert (await buyer.change_me(BuyerChange(time_zone="Asia/Saigon"))).buyer.time_zone
    with pytest.raises(InvalidCommandError):
        await buyer.change_me(BuyerChange(time_zone="../etc/passwd"))


@pytest.mark.parametrize(
    "change", [{"locale": "xx"}, {"time_zone": "Mars/Base"}, {"theme": "neon"}]
)
async def test_me_refuses_what_does_not_exist(make_world, change):
    world = await make_world()

    with pytest.raises(InvalidCommandError) as refusal:
        await (await world.buyer()).change_me(BuyerChange(**change))

    assert [error.pointer for error in refusal.value.errors] == [f"/{next(iter(change))}"]


async def test_tickets_for_nobody_are_not_made(make_world):
    world = await make_world()

    with pytest.raises(OrderNotFoundError):
        await world.connection.ask(DemoBuyers, Call("POST", f"{world.path}/buyers/nobody/tickets"))
