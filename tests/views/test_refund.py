"""What the refund tracker tells at each stage, in every language."""

from dataclasses import replace
from datetime import timedelta

import pytest

from buyer_portal.domain.cancellations import CancellationStatus, RefundFailure, RefundStatus
from buyer_portal.domain.returns import Return, ReturnKind, ReturnOutcome, ReturnStatus
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.routes import LOCALES
from buyer_portal.views.refund import RefundPageView
from buyer_portal.views.refund_track import RefundStage, stage_of
from tests.views.order_details import NOW, cancellation_of, detail_of

SENT = {"status": RefundStatus.PROCESSING, "sent_at": NOW, "bank_reference": "123456789012"}


def _detail(**changes):
    """Return a cancelled order whose one refund is changed."""
    detail = detail_of(status="CANCELLED")
    cancellation = cancellation_of(detail, CancellationStatus.SUCCESS)
    [refund] = cancellation.refunds
    changed = replace(cancellation, refunds=(replace(refund, **changes),))
    return detail.model_copy(update={"cancellations": (changed,)})


STAGES = [
    pytest.param({}, RefundStage.APPROVED, ["done", "done", "current", "todo"], id="approved"),
    pytest.param(SENT, RefundStage.SENT, ["done", "done", "done", "current"], id="sent"),
    pytest.param(
        SENT | {"status": RefundStatus.SUCCEEDED, "settled_at": NOW},
        RefundStage.RECEIVED,
        ["done", "done", "done", "done"],
        id="received",
    ),
    pytest.param(
        {"status": RefundStatus.SUCCEEDED, "settled_at": NOW},
        RefundStage.RECEIVED,
        ["done", "done", "done", "done"],
        id="settled-elsewhere",
    ),
    pytest.param(
        SENT
        | {
            "status": RefundStatus.FAILED,
            "failed_at": NOW,
            "failure": RefundFailure.ACCOUNT_CLOSED,
        },
        RefundStage.FAILED,
        ["done", "done", "done", "stopped"],
        id="failed",
    ),
    pytest.param(
        SENT | {"late_at": NOW}, RefundStage.LATE, ["done", "done", "done", "current"], id="late"
    ),
]


@pytest.mark.parametrize(("changes", "stage", "states"), STAGES)
@pytest.mark.parametrize("locale", LOCALES)
def test_each_stage_has_its_headline_and_steps(changes, stage, states, locale, printer_in):
    view = RefundPageView.of(_detail(**changes), printer_in(locale))

    [track] = view.groups[0].tracks
    assert view.stage == stage.value
    assert view.headline == words_of(locale)(f"refunds.headline.{stage.value}")
    assert [step.state for step in track.steps] == states
    assert track.reference == changes.get("bank_reference", "")


def test_pieces_add_up_to_the_total(printer_in):
    view = RefundPageView.of(_detail(), printer_in())

    [group] = view.groups
    [piece] = group.pieces
    assert (piece.name, piece.amount_text) == ("1 × Canvas low-tops", "₫590,000")
    assert (group.tracks[0].amount_text, group.total_text) == ("₫590,000", "₫590,000")


def test_what_is_no_line_is_told_as_well(printer_in):
    detail = _detail()
    cancellation = replace(detail.cancellations[0], refund_minor=612_000)
    detail = detail.model_copy(update={"cancellations": (cancellation,)})

    [group] = RefundPageView.of(detail, printer_in()).groups

    assert [(piece.name, piece.amount_text) for piece in group.pieces] == [
        ("1 × Canvas low-tops", "₫590,000"),
        ("Shipping, fees and discounts", "₫22,000"),
    ]


def test_range_that_has_passed_is_late_even_before_anybody_said_so():
    detail = _detail(**SENT)
    refund = detail.cancellations[0].refunds[0]

    assert stage_of(refund, refund.expected_until) is RefundStage.SENT
    assert stage_of(refund, refund.expected_until + timedelta(seconds=1)) is RefundStage.LATE


@pytest.mark.parametrize(
    ("changes", "needs_support"),
    [
        pytest.param(SENT, False, id="sent"),
        pytest.param(SENT | {"late_at": NOW}, True, id="late"),
        pytest.param(
            {"status": RefundStatus.FAILED, "failure": RefundFailure.ACCOUNT_CLOSED},
            False,
            id="failed-once",
        ),
        pytest.param(
            {
                "status": RefundStatus.FAILED,
                "failure": RefundFailure.ACCOUNT_CLOSED,
                "attempt": 2,
            },
            True,
            id="failed-twice",
        ),
    ],
)
def test_support_is_offered_once_waiting_does_not_help(changes, needs_support, printer_in):
    detail = _detail(**changes)
    expected = f"/support/new/?order={detail.order.id}&about=refund_late" if needs_support else ""

    assert RefundPageView.of(detail, printer_in()).support_href == expected


@pytest.mark.parametrize(
    ("order", "key"),
    [
        pytest.param({}, "nothing_open", id="not-cancelled"),
        pytest.param({"status": "CANCELLED"}, "nothing", id="unpaid"),
        pytest.param(
            {"status": "CANCELLED", "payment_method": "cash_on_delivery"},
            "nothing_cash",
            id="cash-on-delivery",
        ),
    ],
)
def test_nothing_to_refund_says_why(order, key, printer_in):
    detail = detail_of(**order)
    if order:
        nothing = cancellation_of(detail, CancellationStatus.SUCCESS)
        nothing = replace(nothing, refund_minor=0, refunds=())
        detail = detail.model_copy(update={"cancellations": (nothing,)})

    view = RefundPageView.of(detail, printer_in())

    assert (view.stage, view.groups) == (RefundStage.NOTHING.value, [])
    assert view.lead == words_of("en")(f"refunds.lead.{key}")


def test_each_cause_of_a_refund_has_its_own_name(printer_in):
    detail = _detail()
    [cancellation] = detail.cancellations
    returned = Return(
        id="return",
        reference="B-7F3K-92QD",
        order_id=detail.order.id,
        seller_id=detail.order.seller_id,
        kind=ReturnKind.RETURN,
        status=ReturnStatus.RECEIVED,
        requested_at=NOW,
        paid_back_at=NOW,
        outcome=ReturnOutcome.RETURNED,
        lines=cancellation.lines,
        refund_minor=590_000,
        currency="VND",
        refunds=cancellation.refunds,
    )
    detail = detail.model_copy(update={"returns": (returned,)})

    titles = [group.title for group in RefundPageView.of(detail, printer_in()).groups]

    assert titles == ["Cancellation C-7F3K-92QD", "Return or refund B-7F3K-92QD"]
