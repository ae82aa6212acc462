"""Change here how far a return is told to be: its steps, and what runs out next."""

from datetime import datetime
from typing import Final

from buyer_portal.domain.returns import Return, ReturnKind, ReturnOutcome, ReturnStatus, due_of
from buyer_portal.views.calendar import calendar_href
from buyer_portal.views.countdown import CountdownView
from buyer_portal.views.journey import CURRENT, DONE, STOPPED, TODO, JourneyStepView
from buyer_portal.views.printing import Printer, epoch_ms

_S = ReturnStatus
ENDED: Final = frozenset({_S.REJECTED, _S.WITHDRAWN, _S.EXPIRED})


def due_of_return(found: Return, printer: Printer) -> list[CountdownView]:
    """Return what runs out next, at most one; empty where nothing does."""
    due = due_of(found)
    if due is None:
        return []
    template = printer.words.forms(f"returns.due.{due.kind.value}")[0]
    over = printer.say(f"returns.due.{due.kind.value}.over")
    left = printer.length(due.at - printer.now)
    return [
        CountdownView(
            kind=due.kind.value,
            text=template.format(time=left) if due.at > printer.now else over,
            template=template,
            over_text=over,
            consequence=printer.say(f"returns.then.{due.then.value}"),
            at_text=printer.moment(due.at),
            deadline_ms=str(epoch_ms(due.at)),
            now_ms=str(printer.now_ms),
            calendar_href=calendar_href(
                found.order_id, due.kind.value, printer.locale, return_id=found.id
            )
            if due.at > printer.now
            else "",
        )
    ]


def steps_of_return(found: Return, printer: Printer) -> list[JourneyStepView]:
    """Return the steps with their times; where it ended early, they end there."""
    way: list[tuple[str, datetime | None]] = [("asked", found.requested_at)]
    if found.reviewed_at is not None:
        way.append(("reviewed", found.reviewed_at))
    approved_at = found.answered_at if found.status not in ENDED or found.ship_by else None
    way.append(("approved", approved_at if found.status is not _S.REQUESTED else None))
    if found.kind is ReturnKind.RETURN and found.outcome in (
        ReturnOutcome.NONE,
        ReturnOutcome.RETURNED,
    ):
        way += [("shipped", found.shipped_at), ("received", found.received_at)]
    settled = [refund.settled_at for refund in found.refunds]
    came_at = max((at for at in settled if at), default=None)
    way.append(("refunded", came_at if found.status is _S.COMPLETED else None))
    if found.status in ENDED:
        done = [_step(key, DONE, at, printer) for key, at in way if at is not None]
        return [*done, _step(found.status.value.lower(), STOPPED, found.ended_at, printer)]
    steps: list[JourneyStepView] = []
    has_current = False
    for key, at in way:
        is_done = at is not None or (key == "refunded" and found.status is _S.COMPLETED)
        state = DONE if is_done else TODO if has_current else CURRENT
        has_current = has_current or state == CURRENT
        steps.append(_step(key, state, at, printer))
    return steps


def _step(key: str, state: str, at: datetime | None, printer: Printer) -> JourneyStepView:
    return JourneyStepView(
        key=key,
        text=printer.say(f"returns.step.{key}"),
        note=printer.moment(at) if at else "",
        state=state,
        state_text=printer.say(f"journey.state.{state}"),
    )
