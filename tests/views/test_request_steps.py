"""How a request is followed, and who was first where buyer and carrier met."""

from dataclasses import replace
from datetime import timedelta

import pytest

from buyer_portal.domain.cancellations import Actor, CancellationStatus
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.policies.loader import merged_policy
from buyer_portal.views.request_steps import RaceView, race_of, request_steps_of
from buyer_portal.views.result import ResultView

from .order_details import NOW, cancellation_of, detail_of

HOLDS, HOLDS_NOT = merged_policy("until-shipped", "VN"), merged_policy("shopee-ph", "VN")
S = CancellationStatus


def a_request(status=S.PENDING, **changes):
    return replace(cancellation_of(detail_of(), status), **changes)


def told(cancellation, policy, printer):
    return [
        (step.text, step.state, step.note)
        for step in request_steps_of(cancellation, policy, printer)
    ]


def test_a_new_request_waits_to_be_received(printer_in):
    assert told(a_request(), HOLDS, printer_in()) == [
        ("Request sent", "done", "Sun 22 Nov, 14:00"),
        ("Received by the seller", "current", ""),
        ("Parcel on hold", "todo", ""),
        ("The seller decides", "todo", "By Tue 24 Nov, 14:00 at the latest"),
    ]


def test_where_nothing_is_held_nothing_is_promised(printer_in):
    received = a_request(received_at=NOW + timedelta(minutes=5))

    assert told(received, HOLDS_NOT, printer_in()) == [
        ("Request sent", "done", "Sun 22 Nov, 14:00"),
        ("Received by the seller", "done", "Sun 22 Nov, 14:05"),
        ("The seller decides", "current", "By Tue 24 Nov, 14:00 at the latest"),
    ]


@pytest.mark.parametrize(
    ("status", "by", "last"),
    [
        pytest.param(S.SUCCESS, Actor.SELLER, ("The seller agreed", "done"), id="agreed"),
        pytest.param(
            S.SUCCESS,
            Actor.SYSTEM,
            ("Granted, because the seller did not answer in time", "done"),
            id="silence-grants",
        ),
        pytest.param(S.REJECTED, Actor.SELLER, ("The seller declined", "stopped"), id="declined"),
        pytest.param(
            S.REJECTED,
            Actor.SYSTEM,
            ("Closed, because the seller did not answer in time", "stopped"),
            id="silence-closes",
        ),
        pytest.param(
            S.REJECTED, Actor.CARRIER, ("The carrier was faster", "stopped"), id="overtaken"
        ),
        pytest.param(S.WITHDRAWN, Actor.BUYER, ("You took it back", "stopped"), id="withdrawn"),
    ],
)
def test_the_last_step_says_how_it_ended(status, by, last, printer_in):
    ended = a_request(status, answered_by=by, answered_at=NOW + timedelta(hours=1))

    steps = told(ended, HOLDS, printer_in())

    assert steps == [
        ("Request sent", "done", "Sun 22 Nov, 14:00"),
        (*last, "Sun 22 Nov, 15:00"),
    ]


def test_what_needed_nobody_has_no_steps(printer_in):
    assert request_steps_of(a_request(S.SUCCESS), HOLDS, printer_in()) == []


def test_an_overtaken_request_tells_both_times(printer_in):
    over = a_request(S.REJECTED, answered_by=Actor.CARRIER, answered_at=NOW + timedelta(minutes=2))
    detail = detail_of(status=OrderStatus.IN_TRANSIT).model_copy(update={"cancellations": (over,)})

    result = ResultView.of(over, detail, printer_in())

    text = (
        "The carrier took the parcel on Sun 22 Nov, 14:02. Your request came on Sun 22 Nov, 14:00"
        " and had no answer yet, so it is closed and the order goes on."
    )
    assert (result.kind, result.title, result.text) == (
        "overtaken",
        "The carrier was faster",
        text,
    )
    assert race_of(detail, printer_in()) == RaceView(
        title="The carrier was faster", text=text, tone="bad"
    )


def test_silence_that_closes_is_not_a_refusal(printer_in):
    expired = a_request(S.REJECTED, answered_by=Actor.SYSTEM, answer_by=NOW)

    result = ResultView.of(expired, detail_of(), printer_in())

    assert (result.kind, result.title) == ("expired", "Your request is closed")
    assert result.text.startswith("Gió Sneakers did not answer by Sun 22 Nov, 14:00.")


def test_a_carrier_in_vain_is_told_with_both_times(printer_in):
    detail = detail_of()
    moments = replace(
        detail.order.moments, cancelled_at=NOW, pickup_refused_at=NOW + timedelta(minutes=9)
    )
    order = replace(detail.order, status=OrderStatus.CANCELLED, moments=moments)

    assert race_of(detail.model_copy(update={"order": order}), printer_in()) == RaceView(
        title="You were faster than the carrier",
        text=(
            "The order was cancelled on Sun 22 Nov, 14:00. The carrier came on Sun 22 Nov, 14:09"
            " and left without the parcel."
        ),
        tone="good",
    )


def test_a_held_parcel_stayed(printer_in):
    detail = detail_of(is_requested=True)
    assert detail.order.open_request is not None
    order = replace(
        detail.order,
        open_request=replace(detail.order.open_request, held_at=NOW),
        moments=replace(detail.order.moments, pickup_refused_at=NOW + timedelta(minutes=9)),
    )

    race = race_of(detail.model_copy(update={"order": order}), printer_in())

    assert race is not None
    assert (race.title, race.tone) == ("The parcel stayed", "good")


def test_where_they_did_not_meet_nothing_is_told(printer_in):
    assert race_of(detail_of(), printer_in()) is None
