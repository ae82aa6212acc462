"""Change here how a policy that is being written is played on the stage: as a seller's own."""

from dataclasses import replace
from typing import Any, Final

from buyer_portal.domain.policy import Policy
from buyer_portal.policies import PRESETS, PolicyError
from buyer_portal.policies.loader import seller_policy
from buyer_portal.scenario.library import LIBRARY
from buyer_portal.scenario.scenario import Scenario
from buyer_portal.studio.policy_draft import Draft

BASE: Final = "packed"
"""The named situation that it is played in first; the inspector leads to the others."""
_MARKET: Final = "VN"


def played_under(draft: Draft) -> Scenario | None:
    """Return a scenario whose seller has the policy of a draft; None: no seller can have it.

    A seller may only give more than a preset. A market's whole policy is played by a seller of
    whichever preset that it gives more than, if there is one.
    """
    table = draft.table
    if table is None or draft.problems:
        return None
    wanted = draft.of_market(_MARKET)
    for preset in (draft.preset, *PRESETS):
        try:
            merged, problems = seller_policy(preset, _MARKET, table, draft.file)
        except PolicyError:
            continue
        if not problems and _facts(merged) == _facts(wanted):
            return _with_seller(preset, dict(table))
    return None


def _facts(policy: Policy) -> Policy:
    """Return what a policy decides, without what it is called."""
    return replace(policy, id="", preset="", source="", version=0)


def _with_seller(preset: str, overrides: dict[str, Any]) -> Scenario:
    document = LIBRARY[BASE].scenario.model_dump(mode="json", exclude_defaults=True)
    [seller] = document["sellers"]
    document["sellers"] = [{**seller, "preset": preset, "overrides": overrides}]
    return Scenario.model_validate({**document, "market": _MARKET})
