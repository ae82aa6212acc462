"""Change here how rules become the advice a buyer reads; the rules themselves: ``rules.py``."""

from typing import Final

from buyer_portal.domain.decision_values import (
    Action,
    ActionCost,
    ActionKind,
    Likelihood,
)
from buyer_portal.guidance.facts import PARAMETERS
from buyer_portal.guidance.rules import RULES, Rule
from buyer_portal.guidance.situation import Situation
from buyer_portal.guidance.values import Advice, Parameter, Tone

__all__ = ["Advice", "Parameter", "Tone", "advise"]

_ALWAYS_OPEN: Final = {
    ActionKind.RETRY: Action(
        kind=ActionKind.RETRY, cost=ActionCost.FREE, likelihood=Likelihood.LIKELY
    ),
    ActionKind.SWITCH_ACCOUNT: Action(
        kind=ActionKind.SWITCH_ACCOUNT, cost=ActionCost.FREE, likelihood=Likelihood.LIKELY
    ),
    ActionKind.READ_NEW_STATE: Action(
        kind=ActionKind.READ_NEW_STATE, cost=ActionCost.FREE, likelihood=Likelihood.CERTAIN
    ),
    ActionKind.CONTACT_SUPPORT: Action(
        kind=ActionKind.CONTACT_SUPPORT, cost=ActionCost.WAIT, likelihood=Likelihood.POSSIBLE
    ),
}
"""Steps that need no decision, because the portal itself offers them."""


def advise(situation: Situation) -> tuple[Advice, ...]:
    """Return what the buyer is told, the leading cause first; empty when nothing stands in the way.

    A step that several pieces of advice would offer is offered by the first of them.
    """
    offered: dict[ActionKind, Action] = dict(_ALWAYS_OPEN)
    if situation.decision is not None:
        offered |= {action.kind: action for action in situation.decision.actions}
    advice: list[Advice] = []
    for rule in RULES:
        if rule.applies(situation):
            steps = tuple(offered.pop(kind) for kind in rule.kinds if kind in offered)
            advice.append(_advice(rule, situation, steps))
    return tuple(advice)


def _advice(rule: Rule, situation: Situation, steps: tuple[Action, ...]) -> Advice:
    parameters: dict[str, Parameter] = {}
    for name in rule.needs:
        value = PARAMETERS[name](situation)
        if value is not None:
            parameters[name] = value
    return Advice(
        cause=rule.cause,
        tone=rule.tone,
        title_key=rule.title_key,
        body_key=rule.body_key,
        steps=steps,
        parameters=parameters,
    )
