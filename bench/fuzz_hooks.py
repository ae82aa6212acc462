"""Change here what keeps a fuzzed service worth fuzzing; loaded by schemathesis."""

import gc
import itertools
import json
import os
import zlib
from typing import Any

import schemathesis

KNOWN: dict[str, str] = json.loads(os.environ.get("FUZZ_KNOWN", "{}"))
ORDERS = [order for name, order in sorted(KNOWN.items()) if name.startswith("order_id/")]
_keys = itertools.count()
# Schemathesis makes objects by the million and next to no cycles; looking for these costs a lot.
gc.freeze()
gc.set_threshold(100_000, 20, 100)
LONGEST_WAIT = 0.05
INVALID = 422
MEANINGS = frozenset(
    {
        "toml",  # a text that is no TOML
        "policy",  # a text that is no policy
        "unknown",
        "missing",
        "int_parsing",  # of a key that should be a number
        "repeated",
        "nothing",
        "not_possible",
        "other",
        "refused",
        "taken",
        "unusable",
        "nul_character",
        "string_too_short",
        "too_short",
        "value_error",
    }
)
"""Ids and keys inside a body that name nothing, cursors, zones, words that are only spaces."""
MOST_ALIKE = 20
"""Orders alike, of which a scenario may have 200,000: that takes longer than anybody waits."""
SPARED = frozenset({"testing_remove_tenant", "testing_set_faults", "testing_set_ttl"})
"""They would end the tenant that the others are asked about, or make it fail as asked for."""


@schemathesis.hook
def before_call(_: Any, case: Any, __: Any) -> None:
    """Ask about what exists every other time, each time with a key of its own."""
    name = case.operation.definition.raw.get("operationId", "")
    if case.meta is None or case.meta.generation.mode.is_negative:
        return
    if "Idempotency-Key" in case.headers:
        case.headers["Idempotency-Key"] = f"fuzz-{next(_keys):012d}"
    _shorten(name, case)
    given = case.path_parameters or {}
    if name == "testing_remove_tenant" and given.get("tenant") == KNOWN.get("tenant"):
        given["tenant"] = "t-of-nobody"
    if case.meta.phase.name.value == "stateful":
        if name == "testing_make_tenant" and isinstance(case.body, dict):
            case.body.pop("faults", None)  # the tenant is asked, and would fail as it was told to
        return  # links know whom they are about
    for parameter, value in list(given.items()):
        chance = zlib.crc32(f"{name}{value}".encode("utf-8", "replace"))
        is_example = value == "t-0123456789abcdef"
        if parameter == "order_id" and ORDERS and chance % 2:
            given[parameter] = ORDERS[chance // 2 % len(ORDERS)]
        elif parameter in KNOWN and (chance % 2 or is_example) and name not in SPARED:
            given[parameter] = KNOWN[parameter]


def _shorten(name: str, case: Any) -> None:
    """Ask for less of what may take long."""
    if name == "events_follow" and case.query and case.query.get("wait"):
        case.query["wait"] = LONGEST_WAIT
    if name == "testing_make_tenant" and isinstance(case.body, dict):
        for order in case.body.get("orders", ()):
            if isinstance(order, dict) and order.get("count", 0) > MOST_ALIKE:
                order["count"] = MOST_ALIKE


@schemathesis.check
def refused_for_what_no_schema_can_say(_: Any, response: Any, case: Any) -> None:
    """Let well-formed data be refused only for what it means: a key that names nothing, say."""
    is_negative = case.meta is None or case.meta.generation.mode.is_negative
    if response.status_code != INVALID or is_negative:
        return
    reasons = {one["reason"] for one in json.loads(response.content).get("errors", ())}
    assert reasons <= MEANINGS, f"the schema should say it: {sorted(reasons - MEANINGS)}"
