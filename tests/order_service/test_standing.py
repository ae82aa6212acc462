"""The ledger: who sees what until when, what it takes away, and appeals against it."""

import asyncio
from datetime import timedelta

import pytest

from buyer_portal.domain.standing import AppealStatus, cash_on_delivery_off, denial
from buyer_portal.order_client.errors import (
    CommandExpiredError,
    InvalidCommandError,
    NotAppealableError,
    OrderNotFoundError,
)
from buyer_portal.order_contract.standing import AppealStrike
from buyer_portal.order_service.standing.repository import standing_of

DAY = 86_400
STRICT = {
    "key": "seller",
    "name": "Gió Sneakers",
    "preset": "until-packed",
    "overrides": {"cod_off_after_strikes": 2, "deny_after_strikes": 3},
}


def refused(key, hours_ago, **more):
    return {"key": key, "status": "IN_TRANSIT", "refused": {"hours_ago": hours_ago}} | more


@pytest.fixture
def appeal(new_key):
    """Appeal against a buyer's newest strike."""

    async def do(buyer, key=None, **changes):
        ledger = await buyer.standing()
        fields = {"expires_at": ledger.server_now + timedelta(minutes=2), "text": "Nobody rang."}
        command = AppealStrike.model_validate(fields | changes)
        strike_id = ledger.strikes[0].strike.id
        return await buyer.appeal_strike(strike_id, command, key or new_key())

    return do


async def test_good_standing_has_nothing_in_it(make_world):
    world = await make_world()
    buyer = await world.buyer()

    ledger = await buyer.standing()

    assert (ledger.strikes, ledger.denials, ledger.cash_on_delivery_off) == ((), (), ())
    assert (await buyer.me()).buyer.strikes == 0


async def test_strikes_expire_exactly(make_world):
    world = await make_world(orders=[refused("a", 89 * 24)])
    buyer = await world.buyer()
    [entry] = (await buyer.standing()).strikes

    await world.advance(now=entry.strike.expires_at - timedelta(microseconds=1))
    before = (await buyer.me()).buyer.strikes
    await world.advance(now=entry.strike.expires_at)
    after = (await buyer.me()).buyer.strikes

    assert entry.strike.expires_at - entry.strike.happened_at == timedelta(days=90)
    assert (before, after) == (1, 0)
    assert len((await buyer.standing()).strikes) == 1, "what is over stays listed"


async def test_limits_take_away_and_give_back_to_the_microsecond(make_world):
    world = await make_world(
        sellers=[STRICT],
        orders=[refused("a", 60 * 24), refused("b", 30 * 24), refused("c", 24)],
    )
    buyer = await world.buyer()
    ledger = await buyer.standing()
    newest, middle, oldest = [entry.strike for entry in ledger.strikes]

    [denied], [cash] = ledger.denials, ledger.cash_on_delivery_off
    assert (denied.seller.name, denied.restriction.strikes, denied.restriction.limit) == (
        "Gió Sneakers",
        3,
        3,
    )
    assert (denied.restriction.since, denied.restriction.until) == (
        newest.happened_at,
        oldest.expires_at,
    )
    assert (cash.restriction.since, cash.restriction.until) == (
        middle.happened_at,
        middle.expires_at,
    )
    await world.advance(now=oldest.expires_at)
    later = await buyer.standing()
    assert (later.denials, len(later.cash_on_delivery_off)) == ((), 1)
    await world.advance(now=middle.expires_at)
    assert (await buyer.standing()).cash_on_delivery_off == ()


async def test_a_seller_denies_for_its_own_parcels_alone(make_world, database):
    world = await make_world(
        sellers=[STRICT, STRICT | {"key": "other", "name": "Other"}],
        orders=[
            refused("a", 72, seller="seller"),
            refused("b", 48, seller="seller"),
            refused("c", 24, seller="seller"),
            {"key": "d", "seller": "other"},
        ],
    )
    buyer = await world.buyer()
    ledger = await buyer.standing()
    detail = await world.detail("d")

    standing = await database.read(
        lambda connection: standing_of(connection, world.made.tenant, detail.order.buyer_id)
    )

    names = [
        [one.seller.name for one in found]
        for found in (ledger.denials, ledger.cash_on_delivery_off)
    ]
    assert names == [["Gió Sneakers"], ["Gió Sneakers", "Other"]]
    other, now = world.made.sellers["other"], detail.server_now
    assert denial(standing, other, detail.policy, now) is None
    assert cash_on_delivery_off(standing, other, detail.policy, now) is not None


async def test_an_appeal_waits_and_is_granted(make_world, appeal):
    world = await make_world(sellers=[STRICT], orders=[refused("a", 24)])
    buyer = await world.buyer()

    answer = await appeal(buyer)

    assert answer.entry.strike.appeal is not None
    assert answer.entry.strike.appeal.status is AppealStatus.OPEN
    assert (await buyer.me()).buyer.strikes == 1, "an open appeal changes nothing yet"
    with pytest.raises(NotAppealableError):
        await appeal(buyer, text="Once more.")
    await world.step("strike-remove", "a", reason="The courier's photo shows another house.")
    [entry] = (await buyer.standing()).strikes
    assert (entry.strike.is_removed, entry.strike.appeal.answer) == (
        True,
        "The courier's photo shows another house.",
    )
    assert (await buyer.me()).buyer.strikes == 0
    told = [one.type for one in (await world.notifications()).notifications]
    assert told[:2] == ["strike.removed", "strike.appealed"]


async def test_a_declined_appeal_leaves_the_strike(make_world):
    world = await make_world(
        orders=[refused("a", 24) | {"refused": {"hours_ago": 24, "appeal": "Nobody rang."}}]
    )
    buyer = await world.buyer()

    await world.step("strike-uphold", "a", reason="The courier waited.")

    [entry] = (await buyer.standing()).strikes
    assert entry.strike.appeal.status is AppealStatus.DECLINED
    assert (await buyer.me()).buyer.strikes == 1
    with pytest.raises(InvalidCommandError):
        await world.step("strike-remove", "a")


@pytest.mark.parametrize(
    ("hours_ago", "changes", "error"),
    [
        pytest.param(31 * 24, {}, NotAppealableError, id="after-the-time-to-appeal"),
        pytest.param(91 * 24, {}, NotAppealableError, id="over"),
        pytest.param(24, {"text": "   "}, InvalidCommandError, id="no-words"),
    ],
)
async def test_an_appeal_needs_words_and_time(make_world, appeal, hours_ago, changes, error):
    world = await make_world(orders=[refused("a", hours_ago)])
    buyer = await world.buyer()

    with pytest.raises(error):
        await appeal(buyer, **changes)


async def test_an_appeal_is_sent_once_whatever_is_repeated(make_world, appeal, new_key):
    world = await make_world(orders=[refused("a", 24)])
    buyer = await world.buyer()
    key = new_key()

    first = await appeal(buyer, key)
    again = await appeal(buyer, key)

    assert again == first
    types = [event.type for event in (await world.events()).events]
    assert types.count("strike.appealed") == 1
    with pytest.raises(CommandExpiredError):
        await appeal(buyer, expires_at=first.server_now - timedelta(seconds=1))


async def test_two_appeals_at_once_are_one(make_world, appeal):
    world = await make_world(orders=[refused("a", 24)])
    buyer = await world.buyer()

    outcomes = await asyncio.gather(appeal(buyer), appeal(buyer), return_exceptions=True)

    assert sorted(isinstance(one, NotAppealableError) for one in outcomes) == [False, True]


async def test_nobody_sees_or_appeals_for_another_buyer(make_world, new_key):
    world = await make_world(
        buyers=[{"key": "buyer"}, {"key": "other"}],
        orders=[refused("a", 24, buyer="buyer"), {"key": "b", "buyer": "other"}],
    )
    other = await world.buyer("other")
    ledger = await (await world.buyer()).standing()

    assert (await other.standing()).strikes == ()
    with pytest.raises(OrderNotFoundError):
        await other.appeal_strike(
            ledger.strikes[0].strike.id,
            AppealStrike(expires_at=ledger.server_now + timedelta(minutes=1), text="Mine."),
            new_key(),
        )
