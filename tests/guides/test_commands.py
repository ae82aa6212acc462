"""What cancelling does under each guide: the effect, who is told, and who may do what."""

import pytest

from buyer_portal import session
from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.policy import Permission
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.errors import (
    CancellationRefusedError,
    OrderNotFoundError,
    OrderServiceError,
)
from buyer_portal.order_contract.events import EventType
from buyer_portal.views.notifications import NotificationView
from buyer_portal.views.order_card import OrderCardView
from buyer_portal.views.order_detail import OrderDetailView, result_of
from buyer_portal.views.result import refused_view

AT_ONCE = {"000": "AWAITING_SHIPMENT", "001": "AWAITING_SHIPMENT", "003": "UNPAID"}


@pytest.mark.statement("R3", guides=("002",))
async def test_r3_an_order_of_another_account_looks_like_one_that_is_not_there(open_shop, guide):
    shop = await open_shop(
        skin=guide.skin,
        buyers=[{"key": "buyer"}, {"key": "other"}],
        sellers=[{"key": "s", "preset": guide.preset}],
        orders=[{"buyer": "buyer"}],
    )
    other = BuyerClient(session.connection(), await shop.sign_in("other"))

    refusals = []
    for order_id in (shop.made.orders["order-1"], "0191ea2e-7900-7000-8000-000000000000"):
        with pytest.raises(OrderNotFoundError) as refused:
            await other.order(order_id)
        refusals.append(refused.value.problem.model_dump(exclude={"reference"}))

    assert refusals[0] == refusals[1]
    assert (await other.orders()).orders == ()


@pytest.mark.statement("R21", guides=("000", "001", "003"))
async def test_r21_success_is_shown_and_a_notification_tells_it(buyer_of, guide, printer):
    buyer = await buyer_of(status=AT_ONCE[guide.number])

    done = await buyer.cancel()

    detail = await buyer.order()
    page = await buyer.client.notifications()
    shown = result_of(done.cancellation.id, detail, printer)
    told = NotificationView.of(page.notifications[0], printer)
    assert (shown.kind, shown.title) == ("cancelled", "Your order is cancelled")
    assert [one.type for one in page.notifications] == [EventType.ORDER_CANCELLED]
    assert page.unread == 1
    assert buyer.order_id in told.href


@pytest.mark.statement("R22", guides=("000", "001"))
async def test_r22_a_failure_means_that_the_carrier_has_it(buyer_of, printer):
    buyer = await buyer_of(status="AWAITING_SHIPMENT")
    seen = await buyer.order()
    await buyer.shop.step("pack")
    await buyer.shop.step("carrier-scan")

    with pytest.raises(CancellationRefusedError) as refused:
        await buyer.cancel(seen)

    failure = refused_view(None, await buyer.order(), printer)
    assert refused.value.causes[0] is Cause.IN_TRANSIT
    assert printer.say("failure.title") == "Cancellation of order failed"
    assert (failure.cause.title, failure.done) == (
        "Your parcel is on its way",
        "Nothing was cancelled, charged or changed.",
    )
    assert failure.first_step


@pytest.mark.statement("R23", guides=("000", "001"))
async def test_r23_the_status_can_be_looked_up_in_list_and_detail(buyer_of, printer):
    buyer = await buyer_of(status="AWAITING_SHIPMENT")
    await buyer.cancel()

    [card] = (await buyer.client.orders()).orders
    detail = await buyer.order()

    assert OrderCardView.of(card, printer).status_text == "Cancelled"
    assert OrderDetailView.of(detail, printer).headline == "Cancelled"


@pytest.mark.statement("R28", guides=("003",))
@pytest.mark.parametrize("status", ["ON_HOLD", "AWAITING_SHIPMENT", "AWAITING_COLLECTION"])
async def test_r28_a_paid_order_is_not_cancelled_by_hand_either(status, buyer_of):
    buyer = await buyer_of(status=status)

    with pytest.raises(CancellationRefusedError):
        await buyer.cancel(reason_text="I typed the request myself")

    assert (await buyer.order()).order.status == status


@pytest.mark.statement("R30", guides=("003",))
async def test_r30_the_seller_opens_the_cancel_option_for_this_order_once(buyer_of):
    buyer = await buyer_of(status="AWAITING_SHIPMENT")
    assert (await buyer.order()).decision.outcome is Permission.SELLER_UNLOCK

    await buyer.shop.step("seller-unlock", reason="The colour is out of stock anyway.")

    open_now = await buyer.order()
    done = await buyer.cancel(open_now)
    assert open_now.decision.outcome is Permission.INSTANT
    assert done.order.status is OrderStatus.CANCELLED


@pytest.mark.statement("R31", guides=("003",))
async def test_r31_a_seller_who_cancels_gives_a_reason_that_the_buyer_reads(buyer_of, printer):
    buyer = await buyer_of(status="AWAITING_SHIPMENT")

    with pytest.raises(OrderServiceError):
        await buyer.shop.step("seller-cancel", reason=" ")
    unchanged = (await buyer.order()).order.status
    await buyer.shop.step("seller-cancel", reason="The last pair is damaged.")

    detail = await buyer.order()
    [done] = detail.cancellations
    shown = result_of(done.id, detail, printer)
    assert unchanged is OrderStatus.AWAITING_SHIPMENT
    assert (done.requested_by, done.reason_text) == ("seller", "The last pair is damaged.")
    assert "The last pair is damaged." in shown.reason
