"""Change here which message ids the engine and its guidance can put on a screen."""

from enum import StrEnum
from typing import Final

from buyer_portal.domain.decision_values import (
    ActionCost,
    ActionKind,
    DeadlineKind,
    Likelihood,
    OnExpiry,
    TraceStep,
    Verdict,
)
from buyer_portal.domain.orders import GoodsKind, PaymentState, RequestKind
from buyer_portal.domain.policy import Permission
from buyer_portal.guidance.changes import ChangeKind
from buyer_portal.guidance.rules import RULES

_V = Verdict

TRACE_VERDICTS: Final[dict[str, tuple[Verdict, ...]]] = {
    "selection": (_V.SILENT, _V.LIMITS, _V.CLOSES),
    "stage": (_V.ALLOWS, _V.LIMITS, _V.CLOSES),
    "window": (_V.ALLOWS, _V.LIMITS, _V.CLOSES),
    "goods": (_V.SILENT, _V.LIMITS, _V.CLOSES),
    "shipped_by_seller": (_V.SILENT, _V.LIMITS, _V.CLOSES),
    "late_shipment": (_V.SILENT, _V.ALLOWS),
    "rejection": (_V.SILENT, _V.LIMITS),
    "unlock": (_V.SILENT, _V.ALLOWS),
    "actor": (_V.ALLOWS, _V.CLOSES),
    "payment": (_V.SILENT,),
    "whole_order": (_V.SILENT, _V.CLOSES),
    "open_request": (_V.SILENT, _V.CLOSES),
    "one_cancellation": (_V.SILENT, _V.CLOSES),
    "build": (_V.SILENT, _V.CLOSES),
    "outcome": (_V.ALLOWS, _V.LIMITS, _V.CLOSES),
}
"""What each rule of the engine can say; one sentence each, ``trace.<rule>.<verdict>``."""

TRACE_EVENTS: Final = (
    "order.placed",
    "order.paid",
    "order.packed",
    "order.collected",
    "order.delivered",
    "order.completed",
    "order.cancelled",
    "order.unlocked",
    "window.closed",
    "cancellation.rejected",
    "request.opened",
)
"""Events that a trace step can name, as ``trace.event.<event>``."""

WORDS_OF_INPUT: Final = {
    "stage": "status",
    "goods": "goods",
    "state": "payment_state",
    "kind": "request_kind",
}
"""Inputs of a trace step that are codes: look the value up as ``<prefix>.<value>`` first."""


def trace_key(step: TraceStep) -> str:
    """Return the message id of the sentence for a step; its inputs are the placeholders."""
    return f"trace.{step.rule}.{step.verdict}"


def trace_words(step: TraceStep) -> dict[str, str]:
    """Return, for each input that is a code, the message id of its word."""
    return {
        name: f"{WORDS_OF_INPUT[name]}.{value}"
        for name, value in step.inputs.items()
        if name in WORDS_OF_INPUT
    }


TRACE_PLACEHOLDERS: Final[dict[str, tuple[str, ...]]] = {
    "selection": ("lines", "pieces"),
    "stage": ("stage",),
    "window": ("minutes",),
    "goods": ("goods",),
    "payment": ("state",),
    "open_request": ("kind",),
    "one_cancellation": ("made",),
}
"""Placeholders that the sentences of a rule may have; codes among them are put into words first."""

_CODES: Final[tuple[tuple[str, type[StrEnum]], ...]] = (
    ("cost", ActionCost),
    ("likelihood", Likelihood),
    ("deadline", DeadlineKind),
    ("expiry", OnExpiry),
    ("permission", Permission),
    ("goods", GoodsKind),
    ("payment_state", PaymentState),
    ("request_kind", RequestKind),
)


def all_message_keys() -> dict[str, tuple[str, ...]]:
    """Return every message id of this room with the placeholders its text may have.

    Statuses (``status.<STATUS>``) and reasons (``reason.<key>``, listed by the policies) are needed
    besides.
    """
    keys: dict[str, tuple[str, ...]] = {}
    for rule in RULES:
        keys[rule.title_key] = ()
        keys[rule.body_key] = rule.needs
    for action in ActionKind:
        keys[f"action.{action}"] = ()
        keys[f"action.{action}.hint"] = ()
    for change in ChangeKind:
        keys[f"change.{change}.title"] = ()
        keys[f"change.{change}.body"] = ()
    for name, verdicts in TRACE_VERDICTS.items():
        for verdict in verdicts:
            keys[f"trace.{name}.{verdict}"] = TRACE_PLACEHOLDERS.get(name, ())
    for event in TRACE_EVENTS:
        keys[f"trace.event.{event}"] = ()
    for prefix, codes in _CODES:
        for code in codes:
            keys[f"{prefix}.{code}"] = ()
    keys["request_kind.none"] = ()
    return keys
