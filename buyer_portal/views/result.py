"""Change here what is said after a command: cancelled, requested, declined, withdrawn, failed."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from buyer_portal import routes
from buyer_portal.domain.cancellations import Cancellation, CancellationStatus, Refund
from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.sellers import seller_of
from buyer_portal.guidance.advice import advise
from buyer_portal.guidance.situation import Situation
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.views.cancel import method_text
from buyer_portal.views.journey import JourneyStepView
from buyer_portal.views.line_outcomes import seller_name
from buyer_portal.views.order_changed import changes_between
from buyer_portal.views.printing import Printer
from buyer_portal.views.request_steps import end_of, request_steps_of
from buyer_portal.views.result_parts import ResultPartView, parts_of, parts_title
from buyer_portal.views.steps import StepView
from buyer_portal.views.why import AdviceView, advice_view, explain, situation_of

_KIND: Final = {
    CancellationStatus.PENDING: "requested",
    CancellationStatus.SUCCESS: "cancelled",
    CancellationStatus.COMPLETE: "cancelled",
    CancellationStatus.REJECTED: "rejected",
    CancellationStatus.WITHDRAWN: "withdrawn",
}
_ENDS_BY_THEMSELVES: Final = frozenset({"overtaken", "expired"})
"""Requests that nobody declined, and yet they are closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundView:
    """Money on its way back by one payment method."""

    id: str
    method: str
    amount_text: str
    status: str
    status_text: str
    days_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultView:
    """How a cancellation stands; ``steps`` follow a request from sending to decision.

    ``kind``: cancelled, requested, rejected, withdrawn, overtaken or expired.
    """

    id: str
    kind: str
    title: str
    text: str
    reference: str
    at_text: str
    reason: str
    lines: list[str]
    refund_text: str
    refunds: list[RefundView]
    refund_ids: list[str]
    """Which refunds it shows itself, so that the order does not show them again."""
    next_steps: list[str]
    can_withdraw: bool
    steps: list[JourneyStepView] = field(default_factory=list[JourneyStepView])
    again_href: str = ""
    refund_href: str = ""
    parts: list[ResultPartView] = field(default_factory=list[ResultPartView])
    """What became of each part, where one command did several things."""

    @classmethod
    def of(cls, cancellation: Cancellation, detail: OrderDetail, printer: Printer) -> "ResultView":
        """Print a cancellation of ``detail``'s order."""
        end = end_of(cancellation)
        kind = end if end in _ENDS_BY_THEMSELVES else _KIND[cancellation.status]
        is_partial = kind == "cancelled" and detail.order.status is not OrderStatus.CANCELLED
        key = f"result.{kind}.partly" if is_partial else f"result.{kind}"
        refunds = [refund_view(refund, printer) for refund in cancellation.refunds]
        parts = parts_of(cancellation, detail, printer)
        if parts:
            key = parts_title(parts)
        return cls(
            id=cancellation.id,
            kind=kind,
            title=printer.say(f"{key}.title"),
            text=printer.say(f"{key}.text") if parts else _text(cancellation, detail, printer),
            parts=parts,
            reference=cancellation.reference,
            at_text=printer.moment(cancellation.requested_at),
            reason=_reason(cancellation, printer),
            lines=_lines(cancellation, detail, printer),
            refund_text=printer.money(cancellation.refund_minor, cancellation.currency)
            if cancellation.refund_minor
            else "",
            refunds=refunds,
            refund_ids=[refund.id for refund in refunds] if kind == "cancelled" else [],
            next_steps=_next_steps(cancellation, kind, printer),
            can_withdraw=kind == "requested" and not parts,
            again_href=printer.href(routes.AGAIN, order_id=detail.order.id)
            if kind == "cancelled"
            else "",
            refund_href=printer.href(routes.REFUND, order_id=detail.order.id) if refunds else "",
            steps=[]
            if parts
            else request_steps_of(
                cancellation, detail.policy.of_seller(_asked_seller(cancellation, detail)), printer
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureView:
    """A cancellation that did not happen: why, what was and was not done, what to do now.

    ``retry`` is what trying again does: ``send`` the same once more, open the ``dialog`` again,
    ``check`` what became of it, or nothing. ``changes`` is what happened to the order meanwhile.
    """

    cause: AdviceView
    done: str
    at_text: str
    first_step: list[StepView] = field(default_factory=list[StepView])
    more_steps: list[StepView] = field(default_factory=list[StepView])
    retry: str = ""
    changes: list[str] = field(default_factory=list[str])


def refund_view(refund: Refund, printer: Printer) -> RefundView:
    """Print a refund."""
    is_instant = refund.expected_until <= refund.requested_at
    return RefundView(
        id=refund.id,
        method=method_text(refund.label, refund.method.value, printer),
        amount_text=printer.money(refund.amount_minor, refund.currency),
        status=refund.status.value,
        status_text=printer.say(f"refund.status.{refund.status.value}"),
        days_text=printer.say("refund.at_once")
        if is_instant
        else printer.say(
            "refund.expected", days=printer.days(refund.expected_from, refund.expected_until)
        ),
    )


def refused_view(
    happened_at: datetime | None, detail: OrderDetail, printer: Printer
) -> FailureView:
    """Say why the service refused, from the truth as read afterwards.

    Args:
        happened_at: When the window closed; None where nothing closed it.
    """
    why = explain(advise(situation_of(detail)), detail, printer)
    if why is None:  # it was refused, and yet it could be cancelled now: the order moved on
        why = explain(advise(situation_of(detail, has_order_changed=True)), detail, printer)
    if why is None:
        raise ValueError("a changed order always has advice")
    return FailureView(
        cause=why.lead,
        done=printer.say("failure.nothing_done"),
        at_text=printer.say("failure.closed_at", at=printer.clock(happened_at))
        if happened_at
        else "",
        first_step=why.first_step,
        more_steps=why.more_steps,
    )


def changed_view(
    detail: OrderDetail | None, printer: Printer, *, seen: OrderDetail | None = None
) -> FailureView:
    """Say that the order is no longer as the buyer saw it; it can still be cancelled.

    Args:
        detail: The order as it is now; None when it could not be read.
        seen: The order as the buyer saw it, for what changed.
    """
    situation = (
        situation_of(detail, has_order_changed=True)
        if detail
        else Situation(now=printer.now, has_order_changed=True)
    )
    return FailureView(
        cause=advice_view(advise(situation)[0], printer),
        done=printer.say("failure.nothing_done"),
        at_text="",
        retry="dialog" if detail else "",
        changes=[change.text for change in changes_between(seen, detail, printer)]
        if seen and detail
        else [],
    )


def late_view(printer: Printer) -> FailureView:
    """Say that the command came too late to be carried out, because the line was down."""
    return FailureView(
        cause=AdviceView(
            cause=Cause.CONNECTION.value,
            tone="problem",
            title=printer.say("failure.late.title"),
            text=printer.say("failure.late.text"),
        ),
        done=printer.say("failure.nothing_done"),
        at_text=printer.say("failure.read_at", at=printer.clock(printer.now)),
        retry="dialog",
    )


def fault_view(printer: Printer, *, retry_at: datetime | None = None) -> FailureView:
    """Say that our side failed before anything was done.

    Args:
        retry_at: When it is tried again by itself; None: the buyer decides.
    """
    advice = advise(Situation(now=printer.now, has_system_error=True, retry_at=retry_at))
    return FailureView(
        cause=advice_view(advice[0], printer),
        done=printer.say("failure.nothing_done"),
        at_text="",
        retry="send",
    )


def unknown_view(printer: Printer) -> FailureView:
    """Say that nobody could tell us yet whether it happened."""
    return FailureView(
        cause=AdviceView(
            cause=Cause.CONNECTION.value,
            tone="problem",
            title=printer.say("failure.unknown.title"),
            text=printer.say("failure.unknown.text"),
        ),
        done="",
        at_text="",
        retry="check",
    )


def _text(cancellation: Cancellation, detail: OrderDetail, printer: Printer) -> str:
    seller = seller_name(detail, _asked_seller(cancellation, detail))
    if cancellation.status is CancellationStatus.PENDING:
        if cancellation.answer_by is None:
            return printer.say("result.requested.text.open", seller=seller)
        key = "approves" if cancellation.silence_approves else "closes"
        until = printer.moment(cancellation.answer_by)
        return printer.say(f"result.requested.text.{key}", seller=seller, until=until)
    if cancellation.status is CancellationStatus.REJECTED:
        return _rejected_text(cancellation, seller, printer)
    if cancellation.status is CancellationStatus.WITHDRAWN:
        return printer.say("result.withdrawn.text")
    return printer.say("result.cancelled.text", seller=seller)


def _rejected_text(cancellation: Cancellation, seller: str, printer: Printer) -> str:
    if cancellation.is_overtaken and cancellation.answered_at is not None:
        return printer.say(
            "result.overtaken.text",
            collected=printer.moment(cancellation.answered_at),
            requested=printer.moment(cancellation.requested_at),
        )
    if end_of(cancellation) == "expired" and cancellation.answer_by is not None:
        until = printer.moment(cancellation.answer_by)
        return printer.say("result.expired.text", seller=seller, until=until)
    said = printer.reason(cancellation.answer_reason) or printer.say("result.no_reason")
    return printer.say("result.rejected.text", seller=seller, reason=said)


def _asked_seller(cancellation: Cancellation, detail: OrderDetail) -> str:
    """Return whose lines a cancellation is about."""
    inside = cancellation.line_ids
    found = (seller_of(detail.order, line) for line in detail.order.lines if line.id in inside)
    return next(found, detail.order.seller_id)


def _reason(cancellation: Cancellation, printer: Printer) -> str:
    picked = printer.reason(cancellation.reason_key)
    picked = "" if picked == cancellation.reason_key else picked  # no words for it
    return " · ".join(part for part in (picked, printer.reason(cancellation.reason_text)) if part)


def _lines(cancellation: Cancellation, detail: OrderDetail, printer: Printer) -> list[str]:
    names = {line.id: line.product_name for line in detail.order.lines}
    return [
        printer.say("result.line", name=names.get(line.line_id, ""), quantity=line.quantity)
        for line in cancellation.lines
    ]


def _next_steps(cancellation: Cancellation, kind: str, printer: Printer) -> list[str]:
    if kind == "requested":
        return [printer.say("result.requested.next")]
    if kind != "cancelled":
        return []
    steps = [printer.say("result.cancelled.next.notified")]
    if cancellation.refunds:
        steps.append(printer.say("result.cancelled.next.account"))
    return steps
