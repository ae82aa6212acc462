"""Change here which steps an order's journey shows and when each counts as done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from buyer_portal.domain.orders import Moments, Order, OrderStatus, PaymentState, RequestKind
from buyer_portal.views.printing import Printer

DONE: Final = "done"
CURRENT: Final = "current"
TODO: Final = "todo"
STOPPED: Final = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyStepView:
    """A step. ``state`` is ``done``, ``current``, ``todo`` or ``stopped``; ``note`` is its time."""

    key: str
    text: str
    note: str
    state: str
    state_text: str


def journey_of(order: Order, printer: Printer) -> list[JourneyStepView]:
    """Return the steps of an order, the first one first."""
    moments = order.moments
    steps = _moments_of(order)
    if order.status is OrderStatus.CANCELLED:
        done = [(key, at) for key, at in steps if at is not None]
        return [
            *(_step(key, printer, DONE, printer.moment(at)) for key, at in done),
            _step(
                "refused" if was_refused(order) else "cancelled",
                printer,
                STOPPED,
                _at(moments.cancelled_at, printer),
            ),
        ]
    last_done = max((at for at, (_, moment) in enumerate(steps) if moment is not None), default=0)
    drawn: list[JourneyStepView] = []
    for at, (key, moment) in enumerate(steps):
        state = DONE if at <= last_done else CURRENT if at == last_done + 1 else TODO
        note = _at(moment, printer) if moment else _expected(key, moments, printer)
        drawn.append(_step(key, printer, state, note))
    return [*drawn, *_going_back(order, printer)]


def _going_back(order: Order, printer: Printer) -> list[JourneyStepView]:
    """Return a last step where goods go back or went back."""
    asked = [one for one in order.open_requests if one.kind is RequestKind.RETURN]
    if asked:
        return [_step("returning", printer, CURRENT, printer.moment(asked[0].requested_at))]
    if any(line.returned_quantity for line in order.lines):
        return [_step("returned", printer, DONE, "")]
    return []


def was_refused(order: Order) -> bool:
    """Say whether an order ended at the door: a parcel of it was refused there."""
    return order.status is OrderStatus.CANCELLED and order.moments.refused_at is not None


def _moments_of(order: Order) -> list[tuple[str, datetime | None]]:
    moments = order.moments
    pays_at_door = order.payment_state is PaymentState.CASH_ON_DELIVERY
    paid: list[tuple[str, datetime | None]] = [] if pays_at_door else [("paid", moments.paid_at)]
    collected = [package.collected_at for package in order.packages if package.collected_at]
    packed = [package.packed_at for package in order.packages if package.packed_at]
    return [
        ("placed", moments.placed_at),
        *paid,
        ("packed", moments.packed_at or min(packed, default=None)),
        ("collected", moments.collected_at or min(collected, default=None)),
        ("delivered", moments.delivered_at),
    ]


def _step(key: str, printer: Printer, state: str, note: str) -> JourneyStepView:
    return JourneyStepView(
        key=key,
        text=printer.say(f"journey.{key}"),
        note=note,
        state=state,
        state_text=printer.say(f"journey.state.{state}"),
    )


def _at(moment: datetime | None, printer: Printer) -> str:
    return printer.moment(moment) if moment else ""


def _expected(key: str, moments: Moments, printer: Printer) -> str:
    if key == "collected" and moments.ship_by:
        return printer.say("journey.ship_by", day=printer.day(moments.ship_by))
    if key == "delivered" and moments.expected_from and moments.expected_until:
        days = printer.days(moments.expected_from, moments.expected_until)
        return printer.say("journey.expected", days=days)
    return ""
