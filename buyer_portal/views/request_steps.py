"""Change here how a request is followed: sent, received, held, decided, each with its time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from buyer_portal.domain.cancellations import Actor, Cancellation, CancellationStatus
from buyer_portal.domain.orders import Order, OrderStatus
from buyer_portal.domain.policy import Policy
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.views.journey import CURRENT, DONE, STOPPED, TODO, JourneyStepView
from buyer_portal.views.printing import Printer

_GRANTED: Final = frozenset({CancellationStatus.SUCCESS, CancellationStatus.COMPLETE})


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceView:
    """Who was first, buyer or carrier, with both times. ``tone``: good or bad."""

    title: str
    text: str
    tone: str


def end_of(cancellation: Cancellation) -> str:
    """Return how a request ended; empty while it waits, and for what needed nobody's word."""
    by = cancellation.answered_by
    if cancellation.status in _GRANTED:
        if by is None or by is Actor.BUYER:
            return ""
        return "granted" if by is Actor.SYSTEM else "approved"
    if cancellation.status is CancellationStatus.WITHDRAWN:
        return "withdrawn"
    if cancellation.status is CancellationStatus.PENDING:
        return ""
    if cancellation.is_overtaken:
        return "overtaken"
    return "expired" if by is Actor.SYSTEM else "declined"


def request_steps_of(
    cancellation: Cancellation, policy: Policy, printer: Printer
) -> list[JourneyStepView]:
    """Return the steps of a request, the first one first; none of what needed nobody's word."""
    end = end_of(cancellation)
    is_open = cancellation.status is CancellationStatus.PENDING
    if not end and not is_open:
        return []
    moments: list[tuple[str, datetime | None]] = [
        ("sent", cancellation.requested_at),
        ("received", cancellation.received_at),
    ]
    if policy.request_holds_parcel or cancellation.held_at is not None:
        moments.append(("held", cancellation.held_at))
    steps: list[JourneyStepView] = []
    has_next = False
    for key, at in moments:
        if at is not None:
            steps.append(_step(key, DONE, printer.moment(at), printer))
        elif is_open:
            steps.append(_step(key, TODO if has_next else CURRENT, "", printer))
            has_next = True
    if is_open:
        until = cancellation.answer_by
        note = printer.say("request.decided.by", until=printer.moment(until)) if until else ""
        steps.append(_step("decided", TODO if has_next else CURRENT, note, printer))
    else:
        at_text = printer.moment(cancellation.answered_at) if cancellation.answered_at else ""
        state = DONE if cancellation.status in _GRANTED else STOPPED
        steps.append(_step(f"ended.{end}", state, at_text, printer))
    return steps


def race_of(detail: OrderDetail, printer: Printer) -> RaceView | None:
    """Say who was first where buyer and carrier met; None where they did not."""
    order = detail.order
    if order.moments.pickup_refused_at is not None:
        return _stopped(order, order.moments.pickup_refused_at, printer)
    last = detail.cancellations[-1] if detail.cancellations else None
    if last is None or not last.is_overtaken or last.answered_at is None:
        return None
    return RaceView(
        title=printer.say("result.overtaken.title"),
        text=printer.say(
            "result.overtaken.text",
            collected=printer.moment(last.answered_at),
            requested=printer.moment(last.requested_at),
        ),
        tone="bad",
    )


def _stopped(order: Order, came_at: datetime, printer: Printer) -> RaceView | None:
    cancelled_at = order.moments.cancelled_at
    held_at = next((one.held_at for one in order.open_requests if one.held_at), None)
    came = printer.moment(came_at)
    if order.status is OrderStatus.CANCELLED and cancelled_at is not None:
        is_later = cancelled_at > came_at  # it was held when the carrier came
        if is_later:
            return None
        text = printer.say("race.cancelled.text", cancelled=printer.moment(cancelled_at), came=came)
        return RaceView(title=printer.say("race.cancelled.title"), text=text, tone="good")
    if held_at is not None:
        text = printer.say("race.held.text", held=printer.moment(held_at), came=came)
        return RaceView(title=printer.say("race.held.title"), text=text, tone="good")
    return None


def _step(key: str, state: str, note: str, printer: Printer) -> JourneyStepView:
    return JourneyStepView(
        key=key,
        text=printer.say(f"request.{key}"),
        note=note,
        state=state,
        state_text=printer.say(f"journey.state.{state}"),
    )
