"""Change here how a decision explains itself: advice in words, its trace, its next steps."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from buyer_portal.domain.decision_values import ActionKind, Decision, TraceStep, Verdict
from buyer_portal.domain.returns import UNDONE
from buyer_portal.guidance.advice import advise
from buyer_portal.guidance.messages import trace_key, trace_words
from buyer_portal.guidance.situation import Situation
from buyer_portal.guidance.values import Advice, Parameter
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.views.printing import Printer
from buyer_portal.views.steps import StepView, steps_of

_TONE_OF_VERDICT: Final = {
    Verdict.ALLOWS: "good",
    Verdict.LIMITS: "waiting",
    Verdict.CLOSES: "bad",
    Verdict.SILENT: "calm",
}
_ALWAYS_TOLD: Final = frozenset({"stage", "window", "outcome"})
PRESSES: Final = frozenset(
    {ActionKind.CANCEL.value, ActionKind.REQUEST_CANCEL.value, ActionKind.CANCEL_REST.value}
)
"""Steps that are the cancel button itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceView:
    """A rule in plain words; ``at_text`` is what closed the window and when, or empty."""

    text: str
    at_text: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceView:
    """A cause in plain words."""

    cause: str
    tone: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyView:
    """Why cancelling is off or limited, and what to do now. ``steps`` has the first step first."""

    lead: AdviceView
    others: list[AdviceView]
    trace: list[TraceView]
    first_step: list[StepView]
    more_steps: list[StepView]


def situation_of(detail: OrderDetail, **known: bool) -> Situation:
    """Return the situation of an order as just read, with what the portal knows besides."""
    return Situation(
        now=detail.server_now,
        order=detail.order,
        decision=detail.decision,
        policy=detail.policy,
        confirmed_at=detail.server_now,
        is_connected=True,
        has_system_error=known.get("has_system_error", False),
        has_order_changed=known.get("has_order_changed", False),
        has_returns=any(one.status not in UNDONE for one in detail.returns),
    )


def why_of(detail: OrderDetail, printer: Printer) -> WhyView | None:
    """Explain the decision on an order; None when the button simply works."""
    return explain(advise(situation_of(detail)), detail, printer)


def explain(advice: tuple[Advice, ...], detail: OrderDetail, printer: Printer) -> WhyView | None:
    """Put advice on an order into words; None when there is none.

    Steps that no advice names follow at the end, so that none is lost.
    """
    if not advice:
        return None
    views = [advice_view(piece, printer) for piece in advice]
    named = [step for piece in advice for step in piece.steps]
    kinds = {step.kind for step in named}
    rest = [step for step in detail.decision.actions if step.kind not in kinds]
    steps = steps_of((*named, *rest), views[0].title, detail, printer)
    offered = [step for step in steps if step.kind not in PRESSES]
    return WhyView(
        lead=views[0],
        others=views[1:],
        trace=trace_of(detail.decision, detail, printer),
        first_step=offered[:1],
        more_steps=offered[1:],
    )


def advice_view(advice: Advice, printer: Printer) -> AdviceView:
    """Print a piece of advice."""
    facts = {name: _printed(value, printer) for name, value in advice.parameters.items()}
    return AdviceView(
        cause=advice.cause.value,
        tone=advice.tone.value,
        title=printer.say(advice.title_key, **facts),
        text=printer.say(advice.body_key, **facts),
    )


def trace_of(decision: Decision, detail: OrderDetail, printer: Printer) -> list[TraceView]:
    """Return the trace in plain words, each thing said once; rules that changed nothing are quiet.

    A step that only holds for some lines names them.
    """
    names = {line.id: line.product_name for line in detail.order.lines}
    told: dict[tuple[str, str, str], list[str]] = {}
    for step in decision.trace:
        if step.verdict is Verdict.SILENT and step.rule not in _ALWAYS_TOLD:
            continue
        text = printer.say(trace_key(step), **_inputs(step, printer))
        entry = (text, _event_text(step, printer), _TONE_OF_VERDICT[step.verdict])
        told.setdefault(entry, []).append(names.get(step.line_id or "", ""))
    return [
        TraceView(
            text=printer.say("why.of_lines", text=text, lines=", ".join(lines))
            if lines[0] and len(lines) < len(names)
            else text,
            at_text=at_text,
            tone=tone,
        )
        for (text, at_text, tone), lines in told.items()
    ]


def _inputs(step: TraceStep, printer: Printer) -> dict[str, str]:
    """Return a step's inputs with codes put into words."""
    words = trace_words(step)
    return {
        name: printer.say(words[name])
        if name in words and printer.words.has(words[name])
        else value
        for name, value in step.inputs.items()
    }


def _event_text(step: TraceStep, printer: Printer) -> str:
    key = f"trace.event.{step.event}"
    if step.event is None or step.at is None or not printer.words.has(key):
        return ""
    return printer.say("why.event_at", event=printer.say(key), at=printer.moment(step.at))


def _printed(value: Parameter, printer: Printer) -> str:
    if isinstance(value, datetime):
        return printer.moment(value)
    return printer.reason(value) if isinstance(value, str) else str(value)
