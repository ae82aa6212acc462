"""What cannot be changed, or not any more, or by nobody."""

from datetime import timedelta
from typing import Any

import pytest

from buyer_portal.order_client.errors import (
    ChangeRefusedError,
    CommandExpiredError,
    OrderChangedError,
    OrderNotFoundError,
)
from tests.order_service.changes.wishes import HOME, MOVE, PACKED_TOO, command


@pytest.mark.parametrize(
    ("order", "seller", "wish", "obstacle"),
    [
        pytest.param({"status": "AWAITING_COLLECTION"}, {}, MOVE, "stage", id="packed"),
        pytest.param({"status": "IN_TRANSIT"}, {}, MOVE, "stage", id="on-the-way"),
        pytest.param(
            {"status": "AWAITING_SHIPMENT"},
            {"preset": "unpaid-only"},
            MOVE,
            "stage",
            id="policy-of-the-seller",
        ),
        pytest.param(
            {"status": "AWAITING_COLLECTION", "open_request": {}},
            {"preset": "until-shipped", "overrides": PACKED_TOO},
            MOVE,
            "open_request",
            id="request-open",
        ),
        pytest.param({}, {}, {"coupon_code": "NOPE"}, "coupon", id="no-such-coupon"),
    ],
)  # fmt: skip
async def test_what_is_closed_stays_closed_by_hand(  # noqa: PLR0917 - one row of the table
    make_world, change, order, seller, wish, obstacle
):
    world = await make_world(orders=[order], sellers=[{"key": "seller", **seller}])
    buyer = await world.buyer()

    with pytest.raises(ChangeRefusedError) as refused:
        await change(buyer, world.order(), wish)

    assert refused.value.obstacle == obstacle


async def test_a_late_replay_and_an_old_view_change_nothing(make_world, new_key):
    world = await make_world()
    buyer = await world.buyer()
    sent = await command(buyer, world.order(), {"address": HOME})
    late = sent.model_copy(update={"expires_at": sent.expires_at - timedelta(hours=1)})
    dear = sent.model_copy(update={"seen_total_minor": sent.seen_total_minor + 1})

    with pytest.raises(CommandExpiredError):
        await buyer.change_order(world.order(), late, new_key())
    with pytest.raises(OrderChangedError):
        await buyer.change_order(world.order(), dear, new_key())
    await buyer.change_order(world.order(), sent, new_key())
    with pytest.raises(OrderChangedError):
        await buyer.change_order(world.order(), sent, new_key())

    assert (await buyer.order(world.order())).order.version == 2


async def test_nobody_elses_order_can_be_seen_or_changed(make_world, new_key):
    buyers = [{"key": "lan"}, {"key": "eve"}]
    world = await make_world(buyers=buyers, orders=[{"buyer": "lan"}])
    lan, eve = await world.buyer("lan"), await world.buyer("eve")
    sent = await command(lan, world.order(), {"address": HOME})

    for ask in (
        lambda: eve.choices(world.order()),
        lambda: eve.preview_change(world.order(), sent.wish),
        lambda: eve.change_order(world.order(), sent, new_key()),
        lambda: eve.change_order("none-of-ours", sent, new_key()),
    ):
        with pytest.raises(OrderNotFoundError):
            await ask()

    assert (await lan.order(world.order())).order.version == 1


@pytest.mark.parametrize(
    ("wish", "pointer"),
    [
        pytest.param({"lines": [{"line_id": "x"}]}, "/wish/lines/0/line_id", id="unknown-line"),
        pytest.param(
            {"lines": [{"line_id": "line-1"}] * 2}, "/wish/lines/1/line_id", id="line-twice"
        ),
        pytest.param({}, "/wish", id="nothing"),
    ],
)
async def test_wishes_that_mean_nothing_are_refused(make_world, http, new_key, wish, pointer):
    world = await make_world(orders=[{"status": "UNPAID"}])
    answer = await _post(world, http, new_key(), wish)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    "wish",
    [
        pytest.param({"address": {**HOME, "lines": []}}, id="no-line"),
        pytest.param({"address": {**HOME, "lines": ["  \u202e "]}}, id="only-signs-nobody-sees"),
        pytest.param({"address": {**HOME, "lines": ["x" * 201]}}, id="endless"),
        pytest.param({"address": {**HOME, "name": "\0"}}, id="nul-alone"),
        pytest.param({"address": {**HOME, "phone": "call me"}}, id="no-phone"),
        pytest.param({"address": HOME, "total_minor": 1}, id="a-price-of-their-own"),
        pytest.param({"lines": [{"line_id": "line-1", "quantity": 0}]}, id="no-piece"),
        pytest.param({"lines": [{"line_id": "line-1", "quantity": -1}]}, id="negative"),
        pytest.param({"lines": [{"line_id": "line-1", "quantity": 10**6}]}, id="too-many"),
        pytest.param({"payment_method": "gold"}, id="unknown-method"),
        pytest.param({"added": [{"variant_id": "v"}] * 21}, id="too-many-lines"),
    ],
)
async def test_hostile_wishes_are_refused_as_wrong(make_world, http, new_key, wish):
    world = await make_world(orders=[{"status": "UNPAID"}])

    answer = await _post(world, http, new_key(), wish)

    assert answer.status_code == 422
    assert (await world.detail()).order.version == 1


async def _post(world: Any, http: Any, key: str, wish: dict[str, Any]) -> Any:
    detail = await world.detail()
    return await http.post(
        f"/v1/orders/{world.order()}/changes",
        headers={"X-Portal-Session": await world.session(), "Idempotency-Key": key},
        json={
            "order_version": 1,
            "expires_at": (detail.server_now + timedelta(minutes=2)).isoformat(),
            "wish": wish,
            "seen_total_minor": detail.order.total_minor,
        },
    )


async def test_signs_that_nobody_sees_are_dropped(make_world, change):
    world = await make_world()
    buyer = await world.buyer()

    typed = {**HOME, "name": " Lan\u202e \t Nguyen ", "lines": ["A\nB"]}

    answer = await change(buyer, world.order(), {"address": typed})

    assert answer.order.address.name == "Lan Nguyen"
    assert answer.order.address.lines == ("A B",)
