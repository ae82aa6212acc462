"""Change here what the official matrix says, and how policies are held against it.

Source: TikTok Shop Partner API, return-refund-and-cancel overview, table "Important Concepts".
"""

from collections.abc import Callable
from typing import Final

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.policy import Permission, Policy
from buyer_portal.policies.example import NEXT_DAY, ask
from buyer_portal.policies.loader import PRESETS, merged_policy
from buyer_portal.policies.markdown import WORD

COLUMNS: Final = (
    OrderStatus.UNPAID,
    OrderStatus.ON_HOLD,
    OrderStatus.AWAITING_SHIPMENT,
    OrderStatus.AWAITING_COLLECTION,
    OrderStatus.IN_TRANSIT,
    OrderStatus.DELIVERED,
    OrderStatus.COMPLETED,
)

Y, N, MARKET = True, False, None
"""May start it, may not, or the market decides (also where the table is empty)."""

MATRIX: Final[dict[tuple[str, str], tuple[bool | None, ...]]] = {
    ("CANCEL", "BUYER"): (Y, Y, Y, N, N, N, N),
    ("CANCEL", "SELLER"): (N, Y, MARKET, Y, N, N, N),
    ("REFUND", "BUYER"): (N, N, N, Y, MARKET, Y, N),
    ("RETURN", "BUYER"): (N, N, N, N, MARKET, Y, N),
}
"""Who may start what at which status; a buyer's cancel on hold is approved at once in the UK."""

HELD_TO: Final = ("tiktok-us", "tiktok-uk")
"""The presets that must agree; the others name where they do not."""


def deviations(policy: Policy) -> tuple[str, ...]:
    """Return where a policy answers otherwise than the official matrix."""
    found: list[str] = []
    for (action, initiator), cells in MATRIX.items():
        for stage, may in zip(COLUMNS, cells, strict=True):
            permission = _ANSWER[action, initiator](policy, stage)
            is_startable = permission.rank >= Permission.REQUEST.rank
            if may is not MARKET and is_startable is not may:
                said = "yes" if may else "no"
                found.append(
                    f"{stage}: {initiator.lower()} {action.lower()} is"
                    f" `{WORD[permission]}`, official {said}"
                )
    return tuple(found)


def deviations_page() -> str:
    """Return the page ``docs/policy/deviations.md``."""
    lines = [
        "# Where presets deviate from the official matrix",
        "",
        "Made by `python -m buyer_portal.policies docs/policy`; a test compares it. The matrix is",
        "TikTok Shop's (Partner API, return-refund-and-cancel overview): who may start a",
        "cancellation, a refund or a return at which status. Asked a day after ordering; `request`",
        "counts as may start. Where the matrix leaves it to the market, nothing deviates. Who",
        f"must agree: {' and '.join(f'`{preset}`' for preset in HELD_TO)}.",
        "",
    ]
    for preset in PRESETS:
        differences = deviations(merged_policy(preset))
        lines += [f"## {preset}", ""]
        lines += [f"- {one}" for one in differences] or ["Agrees."]
        lines.append("")
    return "\n".join(lines)


_ANSWER: Final[dict[tuple[str, str], Callable[[Policy, OrderStatus], Permission]]] = {
    ("CANCEL", "BUYER"): lambda policy, stage: ask(policy, stage, NEXT_DAY).outcome,
    ("CANCEL", "SELLER"): lambda policy, stage: (
        ask(policy, stage, NEXT_DAY, actor=Actor.SELLER).outcome
    ),
    ("REFUND", "BUYER"): lambda policy, stage: policy.stage(stage).refund,
    ("RETURN", "BUYER"): lambda policy, stage: policy.stage(stage).return_,
}
