"""Change here what stands between order and messages: what holds for cancelling right now."""

from dataclasses import dataclass, field
from typing import Final

from buyer_portal.domain.cancellations import Cancellation
from buyer_portal.domain.decision_values import ActionKind
from buyer_portal.domain.orders import Order, OrderStatus
from buyer_portal.domain.policy import Permission
from buyer_portal.domain.sellers import part_of
from buyer_portal.order_contract.conversations import Conversation
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.views.journey import JourneyStepView
from buyer_portal.views.printing import Printer
from buyer_portal.views.request_steps import end_of, race_of, request_steps_of
from buyer_portal.views.result import ResultView
from buyer_portal.views.steps import StepView
from buyer_portal.views.why import PRESSES, why_of

_NOT_HERE: Final = frozenset({ActionKind.ASK_SELLER.value, *PRESSES})
"""Steps that this page itself is, or that have their own button."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelView:
    """What holds now, and the way on.

    ``kind``: unlocked, can_cancel, can_request, waiting, requested, declined, expired, overtaken
    or cancelled. ``button`` opens the dialog; ``request_id`` can be taken back.
    """

    kind: str
    title: str
    text: str
    tone: str
    button: str = ""
    request_id: str = ""
    steps: list[JourneyStepView] = field(default_factory=list[JourneyStepView])
    next_steps: list[StepView] = field(default_factory=list[StepView])


def panel_of(conversation: Conversation, detail: OrderDetail, printer: Printer) -> PanelView | None:
    """Return what the buyer has to know before reading on; None where nothing is to be said."""
    part = part_of(detail.order, conversation.seller.id)
    seller = conversation.seller.name
    outcome = detail.decision.outcome
    if detail.order.status is OrderStatus.CANCELLED:
        return _cancelled(detail, printer)
    if part.open_request is not None:
        return _requested(part, detail, printer)
    if part.open_return is not None and outcome is Permission.NONE:
        return None  # the page of the return says how it stands
    if part.unlocked_at is not None and outcome is Permission.INSTANT:
        return PanelView(
            kind="unlocked",
            title=printer.say("conversation.unlocked.title"),
            text=printer.say(
                "conversation.unlocked.text", seller=seller, at=printer.moment(part.unlocked_at)
            ),
            tone="good",
            button=printer.say("action.cancel"),
        )
    if outcome in (Permission.INSTANT, Permission.REQUEST):
        return _open(outcome, seller, printer)
    return _closed(conversation, part, detail, printer)


def _cancelled(detail: OrderDetail, printer: Printer) -> PanelView:
    at = detail.order.moments.cancelled_at
    race = race_of(detail, printer)
    text = printer.say("conversation.cancelled.text", at=printer.moment(at)) if at else ""
    return PanelView(
        kind="cancelled",
        title=printer.say("conversation.cancelled.title"),
        text=race.text if race else text,
        tone="good",
    )


def _requested(part: Order, detail: OrderDetail, printer: Printer) -> PanelView | None:
    request = part.open_request
    found = next((one for one in detail.cancellations if request and one.id == request.id), None)
    if found is None:
        return None
    result = ResultView.of(found, detail, printer)
    race = race_of(detail, printer)
    return PanelView(
        kind="requested",
        title=result.title,
        text=f"{result.text} {race.text}" if race else result.text,
        tone="waiting",
        request_id=found.id,
        steps=result.steps,
    )


def _open(outcome: Permission, seller: str, printer: Printer) -> PanelView:
    is_instant = outcome is Permission.INSTANT
    kind = "can_cancel" if is_instant else "can_request"
    return PanelView(
        kind=kind,
        title=printer.say(f"conversation.{kind}.title"),
        text=printer.say(f"conversation.{kind}.text", seller=seller),
        tone="calm",
        button=printer.say("action.cancel" if is_instant else "action.request_cancel"),
    )


def _closed(
    conversation: Conversation, part: Order, detail: OrderDetail, printer: Printer
) -> PanelView | None:
    """Return what became of asking, where cancelling is off."""
    seller, rejected = conversation.seller.name, part.rejected_request
    last = detail.cancellations[-1] if detail.cancellations else None
    end = end_of(last) if last else ""
    if last is not None and end == "overtaken":
        return _ended("overtaken", last, detail, printer)
    if rejected is None:
        return _waiting(conversation, printer)
    if last is not None and last.id == rejected.id and end == "expired":
        return _ended("expired", last, detail, printer)
    is_about_request = last is not None and last.id == rejected.id
    return PanelView(
        kind="declined",
        title=printer.say("conversation.declined.title", seller=seller),
        text=printer.say(
            "conversation.declined.text",
            reason=printer.reason(rejected.reason) or printer.say("result.no_reason"),
        ),
        tone="bad",
        steps=request_steps_of(last, detail.policy, printer)
        if last is not None and is_about_request
        else [],
        next_steps=_next_steps(detail, printer),
    )


def _ended(kind: str, last: Cancellation, detail: OrderDetail, printer: Printer) -> PanelView:
    result = ResultView.of(last, detail, printer)
    return PanelView(
        kind=kind,
        title=result.title,
        text=result.text,
        tone="bad",
        steps=result.steps,
        next_steps=_next_steps(detail, printer),
    )


def _waiting(conversation: Conversation, printer: Printer) -> PanelView | None:
    if conversation.asked_at is None:
        return None
    return PanelView(
        kind="waiting",
        title=printer.say("conversation.waiting.title", seller=conversation.seller.name),
        text=printer.say("conversation.waiting.text", at=printer.moment(conversation.asked_at)),
        tone="waiting",
    )


def _next_steps(detail: OrderDetail, printer: Printer) -> list[StepView]:
    why = why_of(detail, printer)
    if why is None:
        return []
    return [step for step in (*why.first_step, *why.more_steps) if step.kind not in _NOT_HERE]
