"""Change here how "who can cancel when" is drawn; the answers come from ``decide`` itself."""

from typing import Final

from buyer_portal.domain.decision_values import Decision
from buyer_portal.domain.orders import GoodsKind, OrderStatus, RequestKind
from buyer_portal.domain.policy import Policy
from buyer_portal.policies.example import AT_ONCE, NEXT_DAY, STAGES, ask
from buyer_portal.policies.loader import PRESETS, merged_policy
from buyer_portal.policies.markdown import WORD, table

_HEADS: Final = (
    "stage",
    "5 minutes after ordering",
    "a day later",
    "causes then",
    "first step then",
    "cancellation open",
    "return open",
    "refund open",
    "declined",
    "unlocked",
    "perishable goods",
    "shipped late",
)


def truth_table_page() -> str:
    """Return the page ``docs/policy/truth-table.md``."""
    parts = [
        "# Who can cancel when",
        "",
        "Made by `python -m buyer_portal.policies docs/policy` from the policy files and the rule",
        "engine; a test compares it. A row is one stage of an order with one line. Outcomes:",
        "`at once`, `request` (the seller has to agree), `seller unlocks` (the seller may open the",
        "option), `no`. Where a request is open, the cause that leads stands beside the outcome.",
        "",
    ]
    for preset in PRESETS:
        parts += [f"## {preset}", ""]
        parts += table_of(merged_policy(preset))
    return "\n".join(parts)


def table_of(policy: Policy) -> list[str]:
    """Return the table of one policy, and its clocks in words, as lines of Markdown."""
    silence = "approves" if policy.silence_approves else "closes the request"
    return [
        f"Source: {policy.source}.",
        "",
        *table(_HEADS, [_cells(policy, stage) for stage in STAGES]),
        "",
        f"The seller answers within {policy.answer_hours} hours, silence {silence}.",
        f"An unpaid order expires after {policy.unpaid_expires_hours} hours.",
        f"Returns run {policy.return_days} days from delivery.",
        "",
    ]


def _cells(policy: Policy, stage: OrderStatus) -> list[str]:
    later = ask(policy, stage, NEXT_DAY)
    return [
        stage,
        WORD[ask(policy, stage, AT_ONCE).outcome],
        WORD[later.outcome],
        ", ".join(later.causes) or "none",
        later.actions[0].kind,
        *(_led(ask(policy, stage, NEXT_DAY, request=kind)) for kind in RequestKind),
        WORD[ask(policy, stage, NEXT_DAY, is_declined=True).outcome],
        WORD[ask(policy, stage, NEXT_DAY, is_unlocked=True).outcome],
        WORD[ask(policy, stage, NEXT_DAY, goods=GoodsKind.PERISHABLE).outcome],
        WORD[ask(policy, stage, NEXT_DAY, is_late=True).outcome],
    ]


def _led(decision: Decision) -> str:
    cause = f" ({decision.causes[0]})" if decision.causes else ""
    return f"{WORD[decision.outcome]}{cause}"
