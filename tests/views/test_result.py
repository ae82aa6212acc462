from dataclasses import replace

import pytest

from buyer_portal.domain.cancellations import CancellationStatus
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.views.result import (
    RefundView,
    ResultView,
    changed_view,
    fault_view,
    late_view,
    refused_view,
    unknown_view,
)

from .order_details import NOW, cancellation_of, detail_of


def cancelled(detail):
    order = replace(detail.order, status=OrderStatus.CANCELLED)
    return detail.model_copy(update={"order": order})


def test_success_has_reference_lines_refund_and_next_steps(printer_in):
    detail = cancelled(detail_of())

    result = ResultView.of(
        cancellation_of(detail, CancellationStatus.SUCCESS), detail, printer_in()
    )

    assert result == ResultView(
        id="cancellation",
        kind="cancelled",
        title="Your order is cancelled",
        text="Gió Sneakers knows and sends nothing of it.",
        reference="C-7F3K-92QD",
        at_text="Sun 22 Nov, 14:00",
        reason="I found a better price · Cheaper next door",
        lines=["1 × Canvas low-tops"],
        refund_text="₫590,000",
        refunds=[
            RefundView(
                id="refund",
                method="MoMo",
                amount_text="₫590,000",
                status="INITIATED",
                status_text="Started",
                days_text="expected 23–24 Nov",
            )
        ],
        refund_ids=["refund"],
        next_steps=[
            "You find a confirmation under Notifications.",
            "Check your account or payment method in the days named above.",
        ],
        can_withdraw=False,
        again_href=f"/orders/{detail.order.id}/again/",
        refund_href=f"/orders/{detail.order.id}/refund/",
    )


@pytest.mark.parametrize(
    ("status", "kind", "title", "can_withdraw"),
    [
        (CancellationStatus.PENDING, "requested", "Your request was sent", True),
        (CancellationStatus.REJECTED, "rejected", "The seller declined to cancel", False),
        (CancellationStatus.WITHDRAWN, "withdrawn", "Request withdrawn", False),
        (CancellationStatus.COMPLETE, "cancelled", "Part of your order is cancelled", False),
    ],
)
def test_each_end_has_its_own_words(status, kind, title, can_withdraw, printer_in):
    detail = detail_of()

    result = ResultView.of(cancellation_of(detail, status), detail, printer_in())

    assert (result.kind, result.title, result.can_withdraw) == (kind, title, can_withdraw)


def test_a_refusal_tells_the_truth_as_read_afterwards(printer_in):
    detail = detail_of(status="IN_TRANSIT")

    failure = refused_view(NOW, detail, printer_in())

    assert (failure.cause.cause, failure.done, failure.at_text, failure.retry) == (
        "in_transit",
        "Nothing was cancelled, charged or changed.",
        "That was at 14:00:00, before your request reached us.",
        "",
    )
    assert [step.kind for step in failure.first_step] == ["return_after_delivery"]


def test_a_refusal_of_what_is_possible_again_asks_to_look_again(printer_in):
    failure = refused_view(None, detail_of(), printer_in())

    assert failure.cause.cause == "order_changed"


@pytest.mark.parametrize(
    ("make", "cause", "retry"),
    [
        pytest.param(
            lambda printer: changed_view(detail_of(), printer),
            "order_changed",
            "dialog",
            id="changed",
        ),
        pytest.param(
            lambda printer: changed_view(None, printer), "order_changed", "", id="changed-unread"
        ),
        pytest.param(late_view, "connection", "dialog", id="late"),
        pytest.param(fault_view, "system_error", "send", id="fault"),
        pytest.param(unknown_view, "connection", "check", id="unknown"),
    ],
)
def test_what_can_be_tried_again_says_how(make, cause, retry, printer_in):
    failure = make(printer_in())

    assert (failure.cause.cause, failure.retry) == (cause, retry)


def test_an_unknown_end_never_says_that_nothing_was_done(printer_in):
    assert unknown_view(printer_in()).done == ""
