"""Goods that go back, as sellers, carriers and TikTok Shop tell it."""

import pytest

from buyer_portal.order_contract.webhooks import WebhookOutcome as O

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

NUMBER = "576486316948490001"
ASKED = {"kind": "return", "state": "requested"}


async def _statuses(world) -> list[str]:
    return [one.status for one in (await world.detail()).returns]


async def test_a_return_goes_its_way_by_the_word_of_seller_and_carrier(make_world, let_in):
    world = await make_world(orders=[{"status": "DELIVERED", "returning": ASKED}])
    seller, carrier = await let_in(world, "seller"), await let_in(world, "carrier")
    parcel = {"carrier": "Swift Post", "tracking_number": "SP0042"}

    told = [
        await seller.tell("return.approved", world.order(), address="1 Dock Road"),
        await carrier.tell("return.shipped", world.order(), **parcel),
        await carrier.tell("return.arrived", world.order()),
        await seller.tell("return.received", world.order()),
    ]

    assert [one.outcome for one in told] == [O.APPLIED] * 4
    [found] = (await world.detail()).returns
    assert (found.status, found.tracking_number) == ("RECEIVED", "SP0042")


async def test_a_return_is_declined_in_words(make_world, let_in):
    world = await make_world(orders=[{"status": "DELIVERED", "returning": ASKED}])
    seller = await let_in(world, "seller")

    told = await seller.tell("return.rejected", world.order(), reason="Worn outside")
    late = await seller.tell("return.approved", world.order())

    assert (told.outcome, late.outcome) == (O.APPLIED, O.STORED)
    assert await _statuses(world) == ["REJECTED"]


async def test_an_answer_to_what_was_never_asked_waits(make_world, let_in):
    world = await make_world(orders=[{"status": "DELIVERED"}])

    told = await (await let_in(world, "seller")).tell("return.approved", world.order())

    assert (told.outcome, told.reason) == (O.PENDING, "unknown-return")


async def test_tiktok_shop_tells_a_return_from_its_asking_to_the_money(make_world, let_in):
    order = {"status": "DELIVERED", "number": NUMBER, "source": "tiktok-shop"}
    world = await make_world(orders=[order])
    tiktok = await let_in(world, "tiktok-shop")
    seen = []

    for at, status in enumerate(
        [
            "RETURN_OR_REFUND_REQUEST_PENDING",
            "AWAITING_BUYER_SHIP",
            "BUYER_SHIPPED_ITEM",
            "RETURN_OR_REFUND_REQUEST_SUCCESS",
            "RETURN_OR_REFUND_REQUEST_COMPLETE",
        ]
    ):
        answer = await tiktok.send(
            {
                "type": 12,
                "tts_notification_id": str(at),
                "timestamp": 1_772_442_000 + at,
                "data": {
                    "order_id": NUMBER,
                    "return_role": "BUYER",
                    "return_type": "RETURN_AND_REFUND",
                    "return_status": status,
                    "return_id": "576486316948490009",
                    "update_time": 1_772_442_000 + at,
                },
            }
        )
        seen.append((answer.outcome, *(await _statuses(world))))

    assert seen[1:] == [
        (O.APPLIED, "APPROVED"),
        (O.APPLIED, "SHIPPED"),
        (O.APPLIED, "RECEIVED"),
        (O.APPLIED, "COMPLETED"),
    ]
