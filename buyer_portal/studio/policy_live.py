"""Change here how the policy editor asks the order service about orders that are really there."""

from collections import Counter
from typing import Final

from buyer_portal.order_contract.comparisons import (
    ComparedAnswer,
    ComparePolicies,
    PolicyComparison,
    TriedPolicy,
)
from buyer_portal.policies.diff import Answer, Change, Comparison
from buyer_portal.studio.policy_draft import Draft

PORTAL: Final = "main"
"""The tenant of the portal's own buyers: in demo mode the demo's, and what was imported."""


def question(draft: Draft, other: str) -> ComparePolicies:
    """Return what is asked; an empty ``other``: the policy that each order was bought under."""
    kind = "seller" if draft.kind.value == "seller" else "market"
    return ComparePolicies(
        after=TriedPolicy(preset=draft.preset, kind=kind, source=draft.source),
        before=TriedPolicy(preset=other) if other else None,
    )


def comparison_of(answer: PolicyComparison) -> Comparison:
    """Return an answer as what the views of a comparison are made of."""
    found = Comparison(orders=answer.orders)
    for told in answer.changes:
        change = Change(
            stage=told.stage, before=_answer_of(told.before), after=_answer_of(told.after)
        )
        found.changes[change] = told.count
        found.examples[change] = list(told.examples)
    found.besides = Counter({(one.stage, one.what): one.count for one in answer.besides})
    return found


def _answer_of(said: ComparedAnswer) -> Answer:
    return Answer(outcome=said.outcome, causes=said.causes)
