"""The list: tabs, counts, search, cursor; and what time does to a card."""

import pytest
from sqlalchemy import update

from buyer_portal.domain.decision_values import Cause, DeadlineKind
from buyer_portal.domain.orders import OrderStatus, OrderTab
from buyer_portal.domain.policy import Permission
from buyer_portal.order_client.errors import OrderChangedError
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.orders.summaries import SUMMARY_FORM
from buyer_portal.order_service.orders.tables import OrderRow
from buyer_portal.order_service.statements import Prepared

EVERY_STATUS = [{"key": status, "status": status} for status in OrderStatus]


async def test_tabs_hold_their_orders_and_count_them(make_world):
    world = await make_world(orders=EVERY_STATUS)
    buyer = await world.buyer()

    pages = {tab: await buyer.orders(tab) for tab in OrderTab}

    assert {tab: len(page.orders) for tab, page in pages.items()} == pages[OrderTab.ALL].counts
    assert pages[OrderTab.ALL].counts == {
        "all": 9,
        "to-pay": 1,
        "to-ship": 3,
        "to-receive": 3,
        "completed": 1,
        "cancelled": 1,
    }
    assert pages[OrderTab.ALL].counts == (await buyer.me()).counts


async def test_cards_say_what_the_order_says(make_world):
    world = await make_world(orders=EVERY_STATUS)
    buyer = await world.buyer()

    for card in (await buyer.orders()).orders:
        detail = await buyer.order(card.id)

        assert (card.number, card.status, card.version) == (
            detail.order.number,
            detail.order.status,
            detail.order.version,
        )
        assert (card.permission, card.seller) == (detail.decision.outcome, detail.seller)
        assert card.total_minor == detail.order.total_minor


async def test_cancel_moves_the_counts(make_world, cancel):
    world = await make_world(orders=[{"status": "UNPAID"}, {}])
    buyer = await world.buyer()

    await cancel(buyer, world.order())

    counts = (await buyer.orders()).counts
    assert (counts["to-pay"], counts["to-ship"], counts["cancelled"], counts["all"]) == (0, 1, 1, 2)


async def test_pages_follow_each_other_without_gap_or_repetition(make_world):
    world = await make_world(orders=[{"count": 23}, {"status": "UNPAID", "count": 9}])
    buyer = await world.buyer()

    seen, cursor = [], ""
    while True:
        page = await buyer.orders(limit=5, cursor=cursor)
        seen += page.orders
        cursor = page.next_cursor
        if not cursor:
            break

    assert {card.id for card in seen} == set(world.made.orders.values())
    assert [card.id for card in seen] == [
        card.id for card in sorted(seen, key=lambda one: (one.placed_at, one.id), reverse=True)
    ]


async def test_cursor_stays_true_while_orders_change(make_world, cancel):
    """What is cancelled between two pages leaves a tab; nothing else is lost or repeated."""
    world = await make_world(orders=[{"count": 10}])
    buyer = await world.buyer()
    first = await buyer.orders(OrderTab.TO_SHIP, limit=4)

    await cancel(buyer, first.orders[3].id)
    await cancel(buyer, first.orders[0].id)
    rest = await buyer.orders(OrderTab.TO_SHIP, limit=10, cursor=first.next_cursor)

    everything = [card.id for card in (*first.orders, *rest.orders)]
    assert sorted(everything) == sorted(world.made.orders.values())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("cà phê", ["coffee"], id="as-written"),
        pytest.param("ca phe", ["coffee"], id="without-marks"),
        pytest.param("CA  PHE", ["coffee"], id="capitals-and-spaces"),
        pytest.param("den ban", ["lamp"], id="đ-as-d"),
        pytest.param("phin", ["coffee"], id="variant"),
        pytest.param("lumen", ["lamp"], id="seller"),
        pytest.param("9001", ["coffee"], id="number"),
        pytest.param("100%", ["lamp"], id="wildcard-sign"),
        pytest.param("_", [], id="wildcard-sign-that-is-nowhere"),
        pytest.param("nothing like it", [], id="nothing"),
        pytest.param("   ", ["coffee", "lamp"], id="spaces"),
    ],
)
async def test_search_finds_number_goods_and_seller(make_world, query, found):
    world = await make_world(
        sellers=[{"key": "s", "name": "Saigon"}, {"key": "l", "name": "Lumen House"}],
        orders=[
            {
                "key": "coffee",
                "seller": "s",
                "number": "9001-A",
                "lines": [{"product_name": "Cà phê sữa", "variant": "Phin"}],
                "placed_hours_ago": 1,
            },
            {
                "key": "lamp",
                "seller": "l",
                "number": "7000-B",
                "lines": [{"product_name": "Đèn bàn 100%"}],
                "placed_hours_ago": 2,
            },
        ],
    )

    page = await (await world.buyer()).orders(query=query)

    assert [card.id for card in page.orders] == [world.order(key) for key in found]


async def test_search_stays_within_its_tab(make_world):
    world = await make_world(orders=[{"status": "UNPAID"}, {}])

    page = await (await world.buyer()).orders(OrderTab.TO_PAY, query="mug")

    assert [card.id for card in page.orders] == [world.order("order-1")]


async def test_card_changes_when_its_window_closes(make_world):
    """``tiktok-us`` cancels at once for an hour, then asks the seller; nobody writes in between."""
    world = await make_world(
        market="US",
        sellers=[{"key": "seller", "preset": "tiktok-us"}],
        orders=[{"placed_hours_ago": 0.5}],
    )
    buyer = await world.buyer()
    [before] = (await buyer.orders()).orders
    detail = await buyer.order(world.order())
    [closes] = [one for one in detail.decision.deadlines if one.kind is DeadlineKind.CANCEL_BY]
    assert (before.permission, before.deadline) == (Permission.INSTANT, closes.at)

    await world.advance(advance_seconds=1801)

    [after] = (await buyer.orders()).orders
    assert (after.permission, after.deadline) == (Permission.REQUEST, None)
    assert (await buyer.order(world.order())).decision.outcome is Permission.REQUEST


async def test_promise_of_a_closed_window_is_not_kept_quietly(make_world, cancel_command, new_key):
    """The dialog said "at once"; an hour later it would be a request: the buyer is told first."""
    world = await make_world(
        market="US",
        sellers=[{"key": "seller", "preset": "tiktok-us"}],
        orders=[{"placed_hours_ago": 0.99}],
    )
    buyer = await world.buyer()
    seen = await buyer.order(world.order())
    await world.advance(advance_seconds=60)

    command = cancel_command(seen, seen_permission=seen.decision.outcome)
    with pytest.raises(OrderChangedError):
        await buyer.cancel(world.order(), command, new_key())


async def test_card_of_another_form_is_drawn_anew(make_world, database):
    world = await make_world()
    buyer = await world.buyer()
    before = (await buyer.orders()).orders
    orders = table_of(OrderRow)
    database.write_now(
        lambda transaction: transaction.connection.execute(
            update(orders)
            .where(orders.c.tenant == world.made.tenant)
            .values(summary="{}", summary_form=SUMMARY_FORM - 1)
        )
    )

    assert (await buyer.orders()).orders == before


async def test_detail_of_a_request_shows_both_sides(make_world):
    world = await make_world(
        orders=[{"status": "AWAITING_COLLECTION", "rejected": {"reason": "Too late."}}]
    )

    detail = await (await world.buyer()).order(world.order())

    assert detail.order.rejected_request is not None
    assert detail.order.rejected_request.reason == "Too late."
    assert Cause.REQUEST_REJECTED in detail.decision.causes
    assert [entry.type for entry in detail.history][-2:] == [
        "cancellation.requested",
        "cancellation.rejected",
    ]


async def test_seller_policy_is_the_current_one(make_world):
    world = await make_world(
        sellers=[{"key": "seller", "preset": "until-carrier", "name": "Lumen House"}]
    )

    answer = await (await world.buyer()).seller_policy(world.made.sellers["seller"])

    assert (answer.seller.name, answer.policy.preset) == ("Lumen House", "until-carrier")


async def test_list_takes_three_queries(make_world, monkeypatch):
    world = await make_world(orders=[{"count": 30}])
    buyer = await world.buyer()
    run, statements = Prepared._run, []

    def counted(self, *given):
        statements.append(self.statement)
        return run(self, *given)

    monkeypatch.setattr(Prepared, "_run", counted)
    await buyer.orders()

    assert len(statements) == 3
