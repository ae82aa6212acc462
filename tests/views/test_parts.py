"""What is printed of an order whose lines come to different ends."""

from dataclasses import replace
from datetime import timedelta

from buyer_portal.domain.cancellations import (
    Actor,
    Cancellation,
    CancellationStatus,
    CancelledLine,
)
from buyer_portal.domain.orders import OpenRequest, RequestKind
from buyer_portal.order_contract.orders import Seller
from buyer_portal.views.cancel import CancelDialogView
from buyer_portal.views.line_outcomes import grouped_lines, sellers_text
from buyer_portal.views.order_detail import OrderDetailView
from buyer_portal.views.result import ResultView

from .order_details import BAG, NOW, SHOE, detail_of

LAMP = {"product_name": "Lamp", "unit_price_minor": 200_000, "seller": "Mộc"}
SOCKS = {"product_name": "Socks", "unit_price_minor": 50_000}


def three_ways(**changes):
    """Bags now, a lamp only if Mộc agrees, socks too late."""
    return detail_of(
        "until-packed",
        others={"Mộc": "until-shipped"},
        status="PARTIALLY_SHIPPING",
        lines=[
            {**BAG, "quantity": 2},
            {**LAMP, "status": "AWAITING_COLLECTION"},
            {**SOCKS, "status": "IN_TRANSIT"},
        ],
        charges=[],
        **changes,
    )


def test_each_line_says_what_will_become_of_it(printer_in):
    view = OrderDetailView.of(three_ways(), printer_in())

    assert [(line.name, line.outcome, line.outcome_text) for line in view.lines] == [
        ("Shoe bag", "now", "Can be cancelled now"),
        ("Socks", "late", "Too late to cancel – return it after delivery"),
        ("Lamp", "ask", "Mộc must agree – answers by Tue 24 Nov, 14:00"),
    ]


def test_a_line_that_goes_back_says_so_and_the_rest_can_still_be_cancelled(printer_in):
    detail = three_ways()
    socks = detail.order.lines[2]
    request = OpenRequest(id="r", kind=RequestKind.REFUND, requested_at=NOW, line_ids=(socks.id,))
    order = replace(detail.order, open_return=request)

    view = OrderDetailView.of(detail.model_copy(update={"order": order}), printer_in())

    assert [(line.name, line.outcome_text) for line in view.lines][:2] == [
        ("Shoe bag", "Can be cancelled now"),
        ("Socks", "A return or refund of it is open"),
    ]


def test_lines_stand_by_seller_and_parcel(printer_in):
    view = OrderDetailView.of(three_ways(), printer_in())

    assert [(line.group, line.group_note) for line in view.lines] == [
        ("Gió Sneakers", "Not packed yet"),
        ("Gió Sneakers", "Parcel 2 of 2"),
        ("Mộc", "Parcel 1 of 2"),
    ]
    assert [seller.name for seller in view.sellers] == ["Gió Sneakers", "Mộc"]
    assert (view.seller, view.bar.is_on) == ("Gió Sneakers and 1 more", True)
    assert [parcel.contents for parcel in view.parcels] == ["Mộc · Lamp", "Gió Sneakers · Socks"]


def test_an_order_with_one_end_says_nothing_beside_its_lines(printer_in):
    view = OrderDetailView.of(detail_of(lines=[SHOE, BAG]), printer_in())

    assert {(line.outcome, line.group) for line in view.lines} == {("", "")}


def test_the_dialog_offers_what_can_be_chosen_and_shows_the_rest(printer_in):
    view = CancelDialogView.of(three_ways(), printer_in(), portal_now_ms=1)

    assert [(line.name, line.chosen, line.outcome, line.is_closed) for line in view.lines] == [
        ("Shoe bag", "2", "now", False),
        ("Socks", "0", "late", True),
        ("Lamp", "1", "ask", False),
    ]
    assert (view.title, view.can_send) == ("Cancel this order?", True)


def test_the_dialog_adds_up_the_buyers_money(printer_in):
    view = CancelDialogView.of(three_ways(), printer_in(), portal_now_ms=1)

    assert [(row.kind, row.text, row.amount_text) for row in view.sums] == [
        ("now", "Back now", "₫180,000"),
        ("later", "Back if Mộc agrees", "₫200,000"),
        ("stays", "Stays paid", "₫50,000"),
    ]
    assert [effect.icon for effect in view.effects] == ["check", "return", "clock", "return"]


def test_asking_one_further_seller_names_that_seller(printer_in):
    detail = three_ways()
    lamp = detail.order.lines[1].id
    asked = three_ways(chosen={lamp: 1}).decision

    view = CancelDialogView.of(
        detail, printer_in(), portal_now_ms=1, decision=asked, chosen={lamp: 1}
    )

    assert view.title == "Ask Mộc to cancel?"
    assert [row.kind for row in view.sums] == ["later", "stays"]


def made_by_one_command(detail):
    """Return what the service makes of everything that can be chosen."""
    bags, lamp, _ = detail.order.lines
    base = {
        "order_id": detail.order.id,
        "requested_by": Actor.BUYER,
        "requested_at": NOW,
        "currency": "VND",
    }
    done = Cancellation(
        id="c1",
        reference="C-1",
        status=CancellationStatus.SUCCESS,
        answered_at=NOW,
        lines=(CancelledLine(line_id=bags.id, quantity=2, refund_minor=180_000),),
        refund_minor=180_000,
        **base,
    )
    asked = Cancellation(
        id="c2",
        reference="C-2",
        status=CancellationStatus.PENDING,
        answer_by=NOW + timedelta(hours=48),
        lines=(CancelledLine(line_id=lamp.id, quantity=1, refund_minor=200_000),),
        refund_minor=200_000,
        **base,
    )
    request = OpenRequest(
        id="c2",
        kind=RequestKind.CANCELLATION,
        requested_at=NOW,
        answer_by=NOW + timedelta(hours=48),
        seller_id=detail.order.further[0].seller_id,
        line_ids=(lamp.id,),
    )
    [part] = detail.order.further
    order = replace(
        detail.order,
        lines=(replace(bags, cancelled_quantity=2), *detail.order.lines[1:]),
        further=(replace(part, open_request=request),),
    )
    return detail.model_copy(update={"order": order, "cancellations": (done, asked)})


def test_the_result_lists_each_part_with_its_reference(printer_in):
    after = made_by_one_command(three_ways())

    view = ResultView.of(after.cancellations[0], after, printer_in())

    assert view.title == "Part is cancelled, part is asked for"
    assert [(part.kind, part.title, part.reference, part.lines) for part in view.parts] == [
        ("cancelled", "Cancelled now", "C-1", ["2 × Shoe bag"]),
        ("requested", "Mộc must agree", "C-2", ["1 × Lamp"]),
        ("left", "Not cancelled", "", ["1 × Socks"]),
    ]
    assert view.parts[1].refund_text == "₫200,000 back if Mộc agrees"
    assert [part.can_withdraw for part in view.parts] == [False, True, False]


def test_a_request_about_a_part_says_so(printer_in):
    view = OrderDetailView.of(made_by_one_command(three_ways()), printer_in())

    assert view.headline == "Cancellation requested for a part"
    assert view.sentence.startswith("Each seller answers for their own goods.")


def test_more_sellers_are_counted(printer_in):
    assert sellers_text("Gió", 1, printer_in()) == "Gió"
    assert sellers_text("Gió", 3, printer_in()) == "Gió and 2 more"


def test_lines_of_a_seller_stay_together_whatever_their_order():
    detail = detail_of(
        others={"Mộc": "until-packed"}, lines=[{**SOCKS}, {**LAMP}, {**BAG}], charges=[]
    )

    assert [line.product_name for line in grouped_lines(detail.order)] == [
        "Socks",
        "Shoe bag",
        "Lamp",
    ]
    assert detail.sellers[1] == Seller(id=detail.order.further[0].seller_id, name="Mộc")
