"""What TikTok Shop tells, in the shapes of its documentation."""

import json
from pathlib import Path

import pytest

from buyer_portal.order_contract.webhooks import WebhookOutcome as O

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

NUMBER = "576486316948490001"
T = 1_772_442_000
ORIGINALS = [
    path
    for folder in Path(__file__).parents
    for path in sorted((folder / "shared" / "data" / "tiktok-shop").glob("webhook-*.json"))
]
"""The documentation's own examples, where they lie beside the repository."""


def _message(type_: int, at: int = T, **data) -> dict:
    return {
        "type": type_,
        "tts_notification_id": f"{type_}-{at}-{hash(str(data))}",
        "shop_id": "7494049642642441621",
        "timestamp": at,
        "data": {"order_id": NUMBER, **data},
    }


def _status(status: str, at: int = T) -> dict:
    return _message(1, at, order_status=status, is_on_hold_order=False, update_time=at)


def _cancellation(status: str, at: int = T, role: str = "BUYER") -> dict:
    return _message(
        11,
        at,
        cancellations_role=role,
        cancel_status=f"CANCELLATION_REQUEST_{status}",
        cancel_id="4035318504086604100",
        create_time=T,
    )


@pytest.fixture
def make_shop(make_world, let_in):
    """A world with one order of TikTok Shop, and TikTok Shop."""

    async def make(status: str = "AWAITING_SHIPMENT", **scenario):
        order = {"status": status, "number": NUMBER, "source": "tiktok-shop"}
        world = await make_world(orders=[order], **scenario)
        return world, await let_in(world, "tiktok-shop")

    return make


def _history(detail) -> list[str]:
    return [entry.type for entry in detail.history]


async def test_an_order_follows_its_statuses(make_shop):
    world, tiktok = await make_shop("UNPAID")
    statuses = ["UNPAID", "ON_HOLD", "AWAITING_SHIPMENT", "AWAITING_COLLECTION", "IN_TRANSIT"]
    seen = []

    for number, status in enumerate([*statuses, "DELIVERED", "COMPLETED"]):
        await tiktok.send(_status(status, T + number))
        seen.append((await world.detail()).order.status)

    assert seen == [*statuses, "DELIVERED", "COMPLETED"]
    assert _history(await world.detail())[1:] == [
        "order.paid",
        "order.confirmed",
        "order.packed",
        "order.collected",
        "order.delivered",
        "order.completed",
    ]


async def test_an_older_status_does_not_go_back(make_shop):
    world, tiktok = await make_shop()

    await tiktok.send(_status("IN_TRANSIT", T + 5))
    late = await tiktok.send(_status("AWAITING_COLLECTION", T))

    assert late.outcome == O.STALE
    assert (await world.detail()).order.status == "IN_TRANSIT"


async def test_partly_shipping_names_no_lines(make_shop):
    world, tiktok = await make_shop()

    told = await tiktok.send(_status("PARTIALLY_SHIPPING"))

    assert (told.outcome, told.reason) == (O.STORED, "no-lines-named")
    assert (await world.detail()).order.status == "AWAITING_SHIPMENT"


@pytest.mark.parametrize("spelling", ["CANCEL", "CANCELLED", "140"])
async def test_cancelled_in_every_spelling_gives_the_money_back(make_shop, spelling):
    world, tiktok = await make_shop()

    told = await tiktok.send(_status(spelling))

    assert told.outcome == O.APPLIED
    detail = await world.detail()
    assert detail.order.status == "CANCELLED"
    assert detail.cancellations[0].refunds[0].amount_minor == detail.order.total_minor


async def test_what_is_on_its_way_is_not_cancelled_by_a_word(make_shop):
    world, tiktok = await make_shop("IN_TRANSIT")

    told = await tiktok.send(_status("CANCEL"))

    assert (told.outcome, told.reason) == (O.REFUSED, "wrong-state")
    assert (await world.detail()).order.status == "IN_TRANSIT"


async def test_a_new_address_is_told_to_the_buyer(make_shop):
    world, tiktok = await make_shop()
    message = _message(3, update_time=T)
    del message["tts_notification_id"]  # the documentation's example has none

    told = await tiktok.send(message)
    again = await tiktok.send(message)

    assert (told.outcome, told.is_repeated, again.is_repeated) == (O.APPLIED, False, True)
    assert _history(await world.detail())[-1] == "address.updated"
    assert (await world.notifications()).notifications[0].type == "address.updated"


async def test_a_request_made_there_is_answered_there(make_shop):
    world, tiktok = await make_shop("AWAITING_COLLECTION")

    asked = await tiktok.send(_cancellation("PENDING"))
    waiting = (await world.detail()).order.open_request
    agreed = await tiktok.send(_cancellation("SUCCESS", T + 60, role="SELLER"))
    done = await tiktok.send(_cancellation("COMPLETE", T + 90, role="SYSTEM"))

    assert waiting is not None
    assert [asked.outcome, agreed.outcome, done.outcome] == [O.APPLIED] * 3
    detail = await world.detail()
    assert (detail.order.status, detail.cancellations[0].status) == ("CANCELLED", "COMPLETE")
    assert _history(detail)[-4:] == [
        "cancellation.requested",
        "cancellation.approved",
        "refund.sent",
        "refund.settled",
    ]


@pytest.mark.parametrize(
    ("role", "spelling", "last"),
    [
        pytest.param("BUYER", "CANCELLED", "cancellation.withdrawn", id="taken-back"),
        pytest.param("SYSTEM", "CANCEL", "cancellation.rejected", id="closed"),
    ],
)
async def test_a_request_closes_without_effect(make_shop, role, spelling, last):
    world, tiktok = await make_shop("AWAITING_COLLECTION")
    await tiktok.send(_cancellation("PENDING"))

    told = await tiktok.send(_cancellation(spelling, T + 60, role=role))

    assert told.outcome == O.APPLIED
    detail = await world.detail()
    assert (detail.order.status, detail.order.open_request) == ("AWAITING_COLLECTION", None)
    assert _history(detail)[-1] == last


async def test_status_and_cancellation_in_either_order_cancel_once(make_shop):
    world, tiktok = await make_shop()

    await tiktok.send(_cancellation("SUCCESS", T + 1, role="SYSTEM"))
    await tiktok.send(_status("CANCEL", T))

    assert len((await world.detail()).cancellations) == 1


async def test_a_refund_is_believed_by_its_sum_alone(make_shop, cancel):
    world, tiktok = await make_shop()
    answer = await cancel(await world.buyer(), world.order())
    due = answer.cancellation.refund_minor

    def refund(total: str) -> dict:
        message = _message(
            67,
            aftersales_request_id="111111111",
            line_items=[{"main_order_id": NUMBER, "sku_id": "147852"}],
            refund_currency="VND",
            refund_status="REFUND_SUCCESS",
            refund_timestamp=T,
            refund_total=total,
        )
        del message["data"]["order_id"]
        return message

    less = await tiktok.send(refund("1"))
    whole = await tiktok.send(refund(str(due)))

    assert (less.outcome, less.reason) == (O.REFUSED, "other-amount")
    assert whole.outcome == O.APPLIED
    [cancellation] = (await world.detail()).cancellations
    assert cancellation.status == "COMPLETE"


@pytest.mark.parametrize("type_", [13, 66, 999])
async def test_types_without_an_order_of_ours_are_kept(make_shop, type_):
    _, tiktok = await make_shop()
    message = {"type": type_, "tts_notification_id": "1", "timestamp": T, "data": {}}

    told = await tiktok.send(message)

    assert told.outcome == O.STORED


async def test_the_example_that_is_no_json_is_told_so(make_shop, received):
    world, tiktok = await make_shop()
    body = b'{"type": 12, "data": {"order_id": "1" "return_role": "BUYER"}}'

    answer = await tiktok.post(body, tiktok.signed(body))

    assert answer.status_code == 400
    assert await received(world) == []


async def test_every_published_example_is_taken_in(make_shop, received):
    world, tiktok = await make_shop()
    examples = [path.read_bytes() for path in ORIGINALS] or [
        json.dumps(message).encode() for message in (_status("UNPAID"), _cancellation("PENDING"))
    ]

    answers = [await tiktok.post(body, tiktok.signed(body)) for body in examples]

    assert {answer.status_code for answer in answers} == {200}
    assert len(await received(world)) == len(examples)
