"""Change here how far the money of one refund is told to be, step by step."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from buyer_portal.domain.cancellations import Cancellation, Refund, RefundStatus
from buyer_portal.domain.orders import PaymentMethod
from buyer_portal.views.cancel import method_text
from buyer_portal.views.journey import CURRENT, DONE, STOPPED, TODO, JourneyStepView
from buyer_portal.views.printing import Printer

RETRIED_AGAIN: Final = 2
"""The attempt after which support takes over."""
_SENT_KEY: Final = {
    PaymentMethod.E_WALLET: "refunds.step.sent_wallet",
    PaymentMethod.SHOP_CREDIT: "refunds.step.sent_credit",
}


class RefundStage(StrEnum):
    """Where the money of a whole order is; the one that needs attention most leads."""

    FAILED = "failed"
    LATE = "late"
    REQUESTED = "requested"
    APPROVED = "approved"
    SENT = "sent"
    RECEIVED = "received"
    NOTHING = "nothing"


TONE_OF_STAGE: Final[dict[RefundStage, str]] = {
    RefundStage.FAILED: "bad",
    RefundStage.LATE: "waiting",
    RefundStage.REQUESTED: "waiting",
    RefundStage.APPROVED: "moving",
    RefundStage.SENT: "moving",
    RefundStage.RECEIVED: "good",
    RefundStage.NOTHING: "calm",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundTrackView:
    """One refund by one payment method. ``problem`` is why it failed and what happens next."""

    id: str
    stage: str
    method: str
    amount_text: str
    steps: list[JourneyStepView]
    reference: str
    note: str
    problem: list[str] = field(default_factory=list[str])


def stage_of(refund: Refund, now: datetime) -> RefundStage:
    """Return where one refund is; late is one whose range has passed, told or not."""
    if refund.status is RefundStatus.SUCCEEDED:
        return RefundStage.RECEIVED
    if refund.status is RefundStatus.FAILED:
        return RefundStage.FAILED
    if refund.late_at is not None or now > refund.expected_until:
        return RefundStage.LATE
    return RefundStage.SENT if refund.status is RefundStatus.PROCESSING else RefundStage.APPROVED


def asked_track(cancellation: Cancellation, printer: Printer) -> RefundTrackView:
    """Return the track of money that waits for the seller's word."""
    until = cancellation.answer_by
    note = printer.say("refunds.step.answer_by", moment=printer.moment(until)) if until else ""
    return RefundTrackView(
        id=cancellation.id,
        stage=RefundStage.REQUESTED.value,
        method="",
        amount_text=printer.money(cancellation.refund_minor, cancellation.currency),
        steps=[
            _step("refunds.step.requested", DONE, _at(cancellation.requested_at, printer), printer),
            _step("refunds.step.approved", CURRENT, note, printer),
            _step("refunds.step.sent", TODO, "", printer),
            _step("refunds.step.received", TODO, "", printer),
        ],
        reference="",
        note="",
    )


def track_of(refund: Refund, cancellation: Cancellation, printer: Printer) -> RefundTrackView:
    """Return how far the money of a refund is."""
    stage = stage_of(refund, printer.now)
    return RefundTrackView(
        id=refund.id,
        stage=stage.value,
        method=method_text(refund.label, refund.method.value, printer),
        amount_text=printer.money(refund.amount_minor, refund.currency),
        steps=_steps(refund, stage, cancellation, printer),
        reference=refund.bank_reference,
        note=printer.say(f"refunds.last_leg.{refund.method.value}")
        if refund.status in (RefundStatus.PROCESSING, RefundStatus.SUCCEEDED)
        else "",
        problem=_problem(refund, printer),
    )


def _steps(
    refund: Refund, stage: RefundStage, cancellation: Cancellation, printer: Printer
) -> list[JourneyStepView]:
    sent_key = _SENT_KEY.get(refund.method, "refunds.step.sent")
    steps = [
        _step("refunds.step.requested", DONE, _at(cancellation.requested_at, printer), printer),
        _step("refunds.step.approved", DONE, _at(refund.requested_at, printer), printer),
    ]
    if refund.sent_at is None and refund.status is RefundStatus.SUCCEEDED:
        steps.append(_step(sent_key, DONE, "", printer))
    elif refund.sent_at is None:
        soon = printer.say("refunds.step.within_minutes")
        steps.append(_step(sent_key, CURRENT, soon, printer))
    else:
        steps.append(_step(sent_key, DONE, _at(refund.sent_at, printer), printer))
    if stage is RefundStage.RECEIVED:
        return [
            *steps,
            _step("refunds.step.received", DONE, _at(refund.settled_at, printer), printer),
        ]
    if stage is RefundStage.FAILED:
        return [
            *steps,
            _step("refunds.step.failed", STOPPED, _at(refund.failed_at, printer), printer),
        ]
    if stage is RefundStage.LATE:
        note = printer.say("refunds.step.was_expected", day=printer.day(refund.expected_until))
    elif refund.expected_until <= refund.requested_at:
        note = printer.say("refund.at_once")
    else:
        days = printer.days(refund.expected_from, refund.expected_until)
        note = printer.say("refunds.step.expected", days=days)
    state = TODO if refund.sent_at is None else CURRENT
    return [*steps, _step("refunds.step.received", state, note, printer)]


def _problem(refund: Refund, printer: Printer) -> list[str]:
    if refund.failure is None:
        return []
    again = "last" if refund.attempt >= RETRIED_AGAIN else "again"
    return [
        printer.say(f"refunds.failure.{refund.failure.value}"),
        printer.say(f"refunds.failure.{again}"),
    ]


def _step(key: str, state: str, note: str, printer: Printer) -> JourneyStepView:
    return JourneyStepView(
        key=key.rpartition(".")[2],
        text=printer.say(key),
        note=note,
        state=state,
        state_text=printer.say(f"journey.state.{state}"),
    )


def _at(moment: datetime | None, printer: Printer) -> str:
    return printer.moment(moment) if moment else ""
