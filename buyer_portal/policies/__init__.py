"""Who can cancel when, as data: floor, presets and sellers, and the loader that merges them."""

from buyer_portal.policies.errors import PolicyError
from buyer_portal.policies.generosity import Shortfall, shortfalls
from buyer_portal.policies.loader import (
    PRESETS,
    merged_policy,
    policy_from_json,
    policy_json,
    source_of,
)
from buyer_portal.policies.reasons import reason_keys, return_reason_keys, return_reasons

__all__ = [
    "PRESETS",
    "PolicyError",
    "Shortfall",
    "merged_policy",
    "policy_from_json",
    "policy_json",
    "reason_keys",
    "return_reason_keys",
    "return_reasons",
    "shortfalls",
    "source_of",
]
