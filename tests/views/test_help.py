from dataclasses import replace

from buyer_portal.domain.cancellations import CancellationStatus
from buyer_portal.guidance.help import TOPICS
from buyer_portal.guidance.help_values import HelpTarget
from buyer_portal.order_contract.orders import OrderSummary
from buyer_portal.views.help import (
    ADDRESS,
    ADDRESS_OF_ORDER,
    Reader,
    chosen_orders,
    help_groups,
    help_results,
)
from tests.views.order_details import cancellation_of, detail_of


def topic(groups, key):
    return next(one for group in groups for one in group.topics if one.key == key)


def a_card(key: str, status: str, refund_minor: int = 0) -> OrderSummary:
    detail = detail_of(status=status)
    return OrderSummary(
        id=key,
        number=key,
        seller=detail.seller,
        status=detail.order.status,
        version=1,
        currency="VND",
        total_minor=1,
        lines=(),
        line_count=1,
        permission=detail.decision.outcome,
        refund_minor=refund_minor,
        placed_at=detail.order.moments.placed_at,
    )


def test_each_order_has_its_own_answer_with_a_link(printer_in):
    details = [detail_of(status="AWAITING_SHIPMENT"), detail_of(status="AWAITING_COLLECTION")]

    view = topic(help_groups(details, Reader(), printer_in()), "when_cancel")

    assert [line.text for line in view.lines] == [
        "You can cancel it right now.",
        "The seller has packed your parcel",
    ]
    assert view.lines[0].href == f"/orders/{details[0].order.id}/"
    assert view.lines[0].order.startswith("Canvas low-tops · Gió Sneakers · ")


def test_without_orders_the_general_answer_stands_alone(printer_in):
    groups = help_groups([], Reader(), printer_in("vi"))

    assert [one.lines for group in groups for one in group.topics] == [[] for _ in TOPICS]
    assert topic(groups, "money").question == "Tiền của tôi đâu?"


def test_money_on_its_way_is_named_with_its_days(printer_in):
    detail = detail_of(status="CANCELLED")
    done = cancellation_of(detail, CancellationStatus.SUCCESS)
    detail = detail.model_copy(update={"cancellations": (done,)})

    [line] = topic(help_groups([detail], Reader(), printer_in()), "money").lines

    assert line.text == "₫590,000 to MoMo, expected Mon 23 Nov – Tue 24 Nov."
    assert line.href == f"/orders/{detail.order.id}/refund/"


def test_sellers_rules_are_linked_once(printer_in):
    detail = detail_of(status="AWAITING_SHIPMENT")
    other = detail.model_copy(update={"order": replace(detail.order, id="another")})

    view = topic(help_groups([detail, other], Reader(), printer_in()), "policy")

    assert [line.href for line in view.lines] == [f"/sellers/{detail.seller.id}/policy/"]


def test_the_standing_is_told_where_it_is_known(printer_in):
    def note(reader):
        return topic(help_groups([], reader, printer_in()), "standing").note

    assert note(Reader()) == ""
    assert note(Reader(strikes=0)) == "You are in good standing: no strikes."
    assert note(Reader(strikes=2)) == "You have 2 strikes that count."


def test_the_first_result_is_open_and_the_question_of_the_address_takes_the_focus(printer_in):
    [found] = help_results(("money", "refund_time"), [], Reader(), printer_in())
    asked = topic(help_groups([], Reader(), printer_in(), opened="money"), "money")

    assert [(one.key, one.is_open, one.is_asked) for one in found.topics] == [
        ("money", True, False),
        ("refund_time", False, False),
    ]
    assert (asked.is_open, asked.is_asked) == (True, True)


def test_the_order_asked_about_comes_first_then_what_can_still_move():
    orders = [
        a_card("done", "COMPLETED"),
        a_card("live", "AWAITING_SHIPMENT"),
        a_card("paid-back", "CANCELLED", refund_minor=5),
    ]

    assert chosen_orders(orders) == ("live", "paid-back", "done")
    assert chosen_orders(orders, "done") == ("done", "live", "paid-back")
    assert chosen_orders(orders, "somebody-elses") == ("live", "paid-back", "done")


def test_every_target_has_an_address():
    special = {HelpTarget.POLICY, HelpTarget.APPEAL}

    assert set(HelpTarget) == ADDRESS.keys() | ADDRESS_OF_ORDER.keys() | special
