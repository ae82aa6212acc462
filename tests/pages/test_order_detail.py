import pytest

from buyer_portal import session
from buyer_portal.commands.cancel_state import CancelState
from buyer_portal.commands.withdraw_state import WithdrawState
from buyer_portal.pages.order_detail.state import OrderDetailState, order_in
from buyer_portal.views.phase import Phase

from .background import run_in_background


async def phases_of(handler, state) -> list[Phase]:
    return [state.phase async for _ in handler]


@pytest.mark.parametrize(
    ("path", "order_id"),
    [
        ("/orders/0198/", "0198"),
        ("/vi/orders/0198", "0198"),
        ("/orders/a%2Fb/", "a/b"),
        ("/orders/", ""),
        ("/vi/orders/", ""),
        ("/", ""),
    ],
)
def test_the_order_is_read_from_the_path(path, order_id):
    assert order_in(path) == order_id


async def test_load_shows_the_order_and_makes_its_dialog_ready(open_shop, make_state):
    shop = await open_shop(sellers=[{"key": "s", "name": "Gió Sneakers"}], orders=[{}])
    address = f"/vi/orders/{shop.made.orders['order-1']}/"
    state = make_state(OrderDetailState, address, await shop.sign_in())

    phases = await phases_of(state.load(), state)

    cancel = await state.get_state(CancelState)
    assert [*phases, state.phase] == [Phase.LOADING, Phase.READY]
    assert (state.order.headline, state.order.bar.is_on) == ("Chờ giao hàng", True)
    assert (cancel.phase, cancel.dialog.title) == (Phase.READY, "Hủy đơn hàng này?")
    assert state.why is None


async def test_a_packed_order_says_why_it_cannot_be_cancelled(open_shop, make_state):
    shop = await open_shop(orders=[{"status": "AWAITING_COLLECTION"}])
    address = f"/orders/{shop.made.orders['order-1']}/"
    state = make_state(OrderDetailState, address, await shop.sign_in())

    await phases_of(state.load(), state)

    assert (state.order.bar.is_on, state.order.bar.has_why) == (False, True)
    assert (state.why.lead.cause, state.why.first_step[0].kind) == ("packed", "ask_seller")


async def test_foreign_and_unknown_orders_look_the_same(open_shop, make_state):
    shop = await open_shop(buyers=[{"key": "lan"}, {"key": "bo"}], orders=[{"buyer": "lan"}])
    signed_in = await shop.sign_in("bo")

    def shown(order_id: str):
        return make_state(OrderDetailState, f"/orders/{order_id}/", signed_in)

    seen = []
    for order_id in (
        shop.made.orders["order-1"],
        "0198c0de-0000-7000-8000-000000000000",
        "..",
        "x%00",
    ):
        state = shown(order_id)
        await phases_of(state.load(), state)
        seen.append((state.phase, state.order, state.why, state.request, state.result))

    assert seen == [(Phase.MISSING, None, None, None, None)] * 4


async def test_another_order_is_not_shown_while_one_is_read(open_shop, make_state):
    shop = await open_shop(orders=[{"key": "one"}, {"key": "two"}])
    signed_in = await shop.sign_in()
    state = make_state(OrderDetailState, f"/orders/{shop.made.orders['one']}/", signed_in)
    await phases_of(state.load(), state)
    other = make_state(OrderDetailState, f"/orders/{shop.made.orders['two']}/", signed_in)
    other.order, other.order_key, other.phase = state.order, state.order_key, Phase.READY

    shown = [(other.phase, other.order) async for _ in other.load()]

    assert shown == [(Phase.LOADING, None)]
    assert other.order_key == shop.made.orders["two"]


async def test_what_is_known_stays_when_the_shop_is_silent(open_shop, make_state):
    shop = await open_shop()
    address = f"/orders/{shop.made.orders['order-1']}/"
    state = make_state(OrderDetailState, address, await shop.sign_in())
    await phases_of(state.load(), state)
    known = state.order
    await shop.fail("order")

    await state.refresh()

    assert (state.phase, state.order, state.has_failed_late) == (Phase.READY, known, True)


async def test_without_an_answer_there_is_a_failure(open_shop, make_state, silent_connection):
    shop = await open_shop()
    address = f"/orders/{shop.made.orders['order-1']}/"
    state = make_state(OrderDetailState, address, await shop.sign_in())
    session.use_connection(silent_connection)

    phases = await phases_of(state.load(), state)

    assert [*phases, state.phase] == [Phase.LOADING, Phase.FAILED]


async def test_an_open_request_is_shown_and_can_be_withdrawn(open_shop, make_state):
    shop = await open_shop(
        sellers=[{"key": "s", "preset": "until-shipped"}],
        orders=[{"status": "AWAITING_COLLECTION", "open_request": {"hours_ago": 1}}],
    )
    address = f"/orders/{shop.made.orders['order-1']}/"
    state = make_state(OrderDetailState, address, await shop.sign_in())
    await phases_of(state.load(), state)
    assert (state.order.headline, state.request.kind) == ("Cancellation requested", "requested")
    withdrawing = await state.get_state(WithdrawState)

    await run_in_background(withdrawing, "withdraw", state.request.id)
    await state.refresh()

    assert withdrawing.revision == 1
    assert (state.request, state.order.bar.label) == (None, "Ask to cancel")
    assert (withdrawing.is_sending, withdrawing.problem) == (False, "")


async def test_withdrawing_what_was_answered_says_so(open_shop, make_state):
    shop = await open_shop(
        sellers=[{"key": "s", "preset": "until-shipped"}],
        orders=[{"status": "AWAITING_COLLECTION", "open_request": {"hours_ago": 1}}],
    )
    address = f"/orders/{shop.made.orders['order-1']}/"
    state = make_state(OrderDetailState, address, await shop.sign_in())
    await phases_of(state.load(), state)
    withdrawing = await state.get_state(WithdrawState)
    await shop.step("seller-reject", reason="Too late")

    await run_in_background(withdrawing, "withdraw", state.request.id)
    await state.refresh()

    assert withdrawing.problem == ("The request was already answered. You see how it stands now.")
    assert state.why.lead.cause == "request_rejected"


async def test_a_return_that_runs_leads_the_page(open_shop, make_state):
    shop = await open_shop(
        orders=[{"status": "DELIVERED", "returning": {"state": "approved", "hours_ago": 12}}]
    )
    address = f"/orders/{shop.made.orders['order-1']}/"
    state = make_state(OrderDetailState, address, await shop.sign_in())

    await phases_of(state.load(), state)

    lead = state.order.return_lead
    assert (lead.title, lead.needs_buyer) == ("Approved: send it back", True)
    assert lead.href == f"{address}return/"
    assert [due.kind for due in lead.due] == ["ship_by"]
    assert state.order.return_text == ""


async def test_what_the_return_counts_down_is_told_once(open_shop, make_state):
    shop = await open_shop(orders=[{"status": "DELIVERED", "returning": {"state": "requested"}}])
    address = f"/orders/{shop.made.orders['order-1']}/"
    state = make_state(OrderDetailState, address, await shop.sign_in())

    await phases_of(state.load(), state)

    [due] = state.order.return_lead.due
    assert due.kind == "seller_answers_by"
    assert due.deadline_ms not in [one.deadline_ms for one in state.order.deadlines]


async def test_a_return_that_ended_leads_nothing(open_shop, make_state):
    shop = await open_shop(orders=[{"status": "DELIVERED", "returning": {"state": "rejected"}}])
    address = f"/orders/{shop.made.orders['order-1']}/"
    state = make_state(OrderDetailState, address, await shop.sign_in())

    await phases_of(state.load(), state)

    assert state.order.return_lead is None
