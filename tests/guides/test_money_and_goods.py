"""Money on its way back, goods on theirs, and the question how it went: what the guides say."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import ValidationError

from buyer_portal.domain.cancellations import RefundStatus
from buyer_portal.domain.decision_values import ActionKind
from buyer_portal.domain.orders import OrderStatus, PaymentMethod
from buyer_portal.domain.policy import DayRange, Permission
from buyer_portal.domain.refunds import expected_range
from buyer_portal.domain.returns import ReturnKind, ReturnStatus
from buyer_portal.order_client.errors import OrderServiceError
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.returns import PiecesToReturn, RequestReturn, ShipReturn
from buyer_portal.order_contract.reviews import GiveReview
from buyer_portal.policies import merged_policy
from buyer_portal.routes import REFUND, REVIEW
from buyer_portal.views.notifications import NotificationView
from buyer_portal.views.order_card import OrderCardView
from buyer_portal.views.order_detail import OrderDetailView, result_of
from buyer_portal.views.refund import RefundPageView
from buyer_portal.views.refund_track import RefundStage
from buyer_portal.views.return_running import running_views
from buyer_portal.views.why import why_of

DAY = 86_400
AFTER_DELIVERY = ActionKind.RETURN_AFTER_DELIVERY.value
FEW = 10
"""Working days that "a few" may be: two weeks at the very most."""


async def refund_page(buyer, printer) -> RefundPageView:
    detail = await buyer.order()
    return RefundPageView.of(detail, replace(printer, now=detail.server_now))


async def ask_to_return(buyer) -> str:
    """Ask to return everything that the order holds, and return the id of the return."""
    pieces = {line.id: line.quantity for line in (await buyer.order()).order.lines}
    offer = await buyer.client.return_offer(buyer.order_id, ReturnKind.RETURN, pieces)
    command = RequestReturn(
        order_version=offer.detail.order.version,
        expires_at=offer.detail.server_now + timedelta(minutes=2),
        kind=ReturnKind.RETURN,
        lines=tuple(PiecesToReturn(line_id=key, quantity=count) for key, count in pieces.items()),
        reason_key=offer.reasons[0],
        seen_refund_minor=offer.preview.total_minor,
    )
    asked = await buyer.client.request_return(buyer.order_id, command, "key-of-the-return")
    return asked.returns[-1].id


async def send_back(buyer, return_id, tracking_number="SP-2026-17") -> None:
    until = (await buyer.order()).server_now + timedelta(minutes=2)
    parcel = ShipReturn(expires_at=until, carrier="Swift Post", tracking_number=tracking_number)
    await buyer.client.ship_return(return_id, parcel, "key-of-the-parcel")


@pytest.mark.statement("R46", guides=("002",))
async def test_r46_how_the_refund_stands_is_found_in_the_order_history(buyer_of, printer):
    buyer = await buyer_of(status="AWAITING_SHIPMENT")
    tracker = printer.href(REFUND, order_id=buyer.order_id)
    done = await buyer.cancel()

    result = result_of(done.cancellation.id, await buyer.order(), printer)
    stages = [(await refund_page(buyer, printer)).stage]
    [card] = (await buyer.client.orders()).orders
    shown = OrderDetailView.of(await buyer.order(), printer)
    await buyer.shop.advance(0)
    stages.append((await refund_page(buyer, printer)).stage)
    [told, *_] = (await buyer.client.notifications()).notifications
    await buyer.shop.step("bank-settle")
    stages.append((await refund_page(buyer, printer)).stage)

    assert printer.say("orders.title") == "Order history"
    assert OrderCardView.of(card, printer).open_href == tracker
    assert result.refund_href == tracker
    assert (shown.refund_href, len(shown.refunds)) == (tracker, 1)
    assert (told.type, NotificationView.of(told, printer).href) == (
        EventType.REFUND_SENT,
        tracker,
    )
    assert stages == [RefundStage.APPROVED, RefundStage.SENT, RefundStage.RECEIVED]


@pytest.mark.statement("R47", guides=("002",))
@pytest.mark.parametrize(
    "method", [method for method in PaymentMethod if method is not PaymentMethod.CASH_ON_DELIVERY]
)
async def test_r47_a_refund_takes_a_few_business_days(method, buyer_of, guide, printer):
    days = merged_policy(guide.preset, "VN").refund_days[method]
    buyer = await buyer_of(status="AWAITING_SHIPMENT", payment_method=method)

    done = await buyer.cancel()

    [refund] = done.cancellation.refunds
    assert (refund.expected_from, refund.expected_until) == expected_range(
        refund.requested_at, days
    )
    assert days.at_most <= FEW
    assert refund.expected_until.weekday() < 5 or days == DayRange(at_least=0, at_most=0)
    [group] = (await refund_page(buyer, printer)).groups
    expected = group.tracks[0].steps[-1].note
    if days.at_most:
        told = printer.days(refund.expected_from, refund.expected_until)
        assert expected == f"Expected {told}"
    else:
        assert expected == printer.say("refund.at_once")


@pytest.mark.statement("R48", guides=("002",))
@pytest.mark.parametrize(
    ("method", "sent", "look"),
    [
        pytest.param(PaymentMethod.CARD, "Sent to your bank", "Your bank", id="card"),
        pytest.param(PaymentMethod.BANK_TRANSFER, "Sent to your bank", "the account", id="bank"),
        pytest.param(PaymentMethod.E_WALLET, "Sent to your wallet", "wallet app", id="wallet"),
    ],
)
async def test_r48_the_last_leg_is_the_bank_or_the_payment_method(
    method, sent, look, buyer_of, printer
):
    buyer = await buyer_of(status="AWAITING_SHIPMENT", payment_method=method)
    await buyer.cancel()
    await buyer.shop.advance(0)
    on_its_way = await refund_page(buyer, printer)

    await buyer.shop.step("bank-settle")
    there = await refund_page(buyer, printer)

    [track] = on_its_way.groups[0].tracks
    assert [step.text for step in track.steps] == ["Requested", "Approved", sent, "Received"]
    assert [step.state for step in track.steps][-1] == "current"
    assert track.reference.isdigit()
    assert look in track.note
    assert "Check your bank account or the payment method you used." in there.lead


@pytest.mark.statement("R49", guides=("003",))
@pytest.mark.parametrize("method", list(PaymentMethod))
async def test_r49_each_payment_method_has_its_own_way_back(method, buyer_of, guide, printer):
    days = merged_policy(guide.preset, "VN").refund_days
    buyer = await buyer_of(status="AWAITING_SHIPMENT", payment_method=method)
    await buyer.shop.step("seller-cancel", reason="The last pair is damaged.")

    [cancellation] = (await buyer.order()).cancellations
    page = await refund_page(buyer, printer)

    if method is PaymentMethod.CASH_ON_DELIVERY:
        assert (cancellation.refunds, page.stage) == ((), RefundStage.NOTHING)
        assert page.lead.endswith("so there is nothing to refund.")
        return
    [refund] = cancellation.refunds
    [track] = page.groups[0].tracks
    assert refund.method is method
    assert (refund.expected_from, refund.expected_until) == expected_range(
        refund.requested_at, days[method]
    )
    assert track.method
    await buyer.shop.advance(40 * DAY)
    [arrived] = (await buyer.order()).cancellations[0].refunds
    assert arrived.status is RefundStatus.SUCCEEDED


@pytest.mark.statement("R49", guides=("003",))
async def test_r49_an_unpaid_order_has_nothing_to_refund_and_says_so(buyer_of, printer):
    buyer = await buyer_of(status="UNPAID")
    await buyer.cancel()

    page = await refund_page(buyer, printer)

    assert (page.stage, page.groups) == (RefundStage.NOTHING, [])
    assert page.lead == "Nothing was paid for this order, so no money has to come back."


@pytest.mark.statement("R51", guides=("002",))
async def test_r51_shipped_goods_go_back_as_the_seller_says_before_the_money(buyer_of, printer):
    buyer = await buyer_of(status="IN_TRANSIT")
    shipped = await buyer.order()
    assert shipped.decision.outcome is Permission.NONE
    why = why_of(shipped, printer)
    steps = {step.kind: step for step in (*why.first_step, *why.more_steps)}

    await buyer.shop.step("deliver")
    return_id = await ask_to_return(buyer)
    await buyer.shop.step("return-approve", text="Use the shoe box.", address="1 Depot Road")
    detail = await buyer.order()
    [running] = running_views(detail, printer)
    await send_back(buyer, return_id)
    sent = await buyer.order()
    await buyer.shop.step("return-receive")
    received = await buyer.order()

    assert steps[AFTER_DELIVERY].text == "Accept the parcel, then send it back."
    assert (running.instructions, running.address) == ("Use the shoe box.", "1 Depot Road")
    assert [one.order.refunded_minor for one in (detail, sent)] == [0, 0]
    assert received.order.refunded_minor == received.order.paid_minor > 0
    assert received.order.status is OrderStatus.DELIVERED
    assert [one.status for one in received.returns] == [ReturnStatus.RECEIVED]


@pytest.mark.statement("R52", guides=("002",))
async def test_r52_a_return_is_packed_well_and_can_be_tracked(buyer_of, printer):
    buyer = await buyer_of(status="DELIVERED")
    return_id = await ask_to_return(buyer)
    await buyer.shop.step("return-approve")
    [to_send] = running_views(await buyer.order(), printer)

    for untracked in ("", " - "):
        with pytest.raises((OrderServiceError, ValidationError)):
            await send_back(buyer, return_id, untracked)
    [unsent] = (await buyer.order()).returns
    await send_back(buyer, return_id, "SP 2026-17")
    [sent] = running_views(await buyer.order(), printer)

    assert "Pack it securely, best in the box it came in." in to_send.pack
    assert "Use a trackable service and keep the receipt." in to_send.pack
    assert unsent.status is ReturnStatus.APPROVED
    assert (sent.state, "SP 2026-17" in sent.tracking_text) == ("sent", True)


@pytest.mark.statement("R53", guides=("002",))
async def test_r53_once_the_money_is_there_the_buyer_is_asked_how_it_went(buyer_of, printer):
    buyer = await buyer_of(status="AWAITING_SHIPMENT")
    await buyer.cancel()
    await buyer.shop.advance(0)
    before = await buyer.client.review(buyer.order_id)
    asked_before = (await refund_page(buyer, printer)).review_href
    said = GiveReview(expires_at=before.server_now + timedelta(minutes=2), rating=4, text="Quick.")
    with pytest.raises(OrderServiceError):
        await buyer.client.give_review(buyer.order_id, said, "key-of-an-early-review")

    await buyer.shop.step("bank-settle")
    asked = (await refund_page(buyer, printer)).review_href
    given = await buyer.client.give_review(buyer.order_id, said, "key-of-the-review")

    assert (before.can_review, asked_before) == (False, "")
    assert asked == printer.href(REVIEW, order_id=buyer.order_id)
    assert (given.review.rating, given.review.text) == (4, "Quick.")
    assert (await buyer.client.review(buyer.order_id)).can_review is False
