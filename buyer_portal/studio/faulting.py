"""Change here which faults can be switched on for a prototype, and what each of them means."""

from collections.abc import Mapping
from typing import Any, Final

from buyer_portal.scenario.opening import NetworkFault
from buyer_portal.scenario.scenario import Scenario
from buyer_portal.studio.entering import chosen_order

NETWORK: Final = ("offline", "half_open", "lost_request")
STALE_BUILD: Final = "stale_build"
SWITCHES: Final = (
    "slow_ms", *NETWORK, "lost_reply", "system_error", STALE_BUILD, "carrier_scan", "bank",
)  # fmt: skip
"""Every fault that can be switched on, in the order of the stage."""
NO_PAGE: Final = 1_000_000_000
"""A build that no page has."""
SYSTEM_ERROR_MINUTES: Final = (1, 5, 30)

_Document = dict[str, Any]
_EFFECTS: Final[Mapping[str, _Document]] = {
    "slow_ms": {"slow_ms": 3000},
    # The portal's client repeats a call whose reply was lost twice: three are lost to the buyer.
    "lost_reply": {"operations": {"cancel": {"lost_reply_times": 3}}},
    "bank": {"bank": {"late_days": 20}},
}


def is_on(scenario: Scenario, switch: str) -> bool:
    """Say whether a fault is switched on in a scenario."""
    if switch in NETWORK:
        return scenario.opening.network.value == switch
    if switch == STALE_BUILD:
        return scenario.minimum_client_build > 1
    faults = scenario.faults
    operations = faults.get("operations")
    cancel = operations.get("cancel") if isinstance(operations, dict) else None
    if switch == "lost_reply":
        return isinstance(cancel, dict) and bool(cancel.get("lost_reply_times"))
    if switch == "system_error":
        of_cancel = isinstance(cancel, dict) and bool(cancel.get("system_error_seconds"))
        return of_cancel or bool(faults.get("system_error_seconds"))
    return bool(faults.get({"carrier_scan": "carrier_scan_before_cancel"}.get(switch, switch)))


def switched(scenario: Scenario, switch: str, *, on: bool, minutes: int = 5) -> Scenario:
    """Return a scenario with a fault switched on or off; unknown ones change nothing."""
    document: _Document = scenario.model_dump(mode="json", exclude_defaults=True)
    if switch in NETWORK:
        fault = switch if on else NetworkFault.NONE.value
        document.setdefault("opening", {})["network"] = fault
        return Scenario.model_validate(document)
    if switch == STALE_BUILD:
        document["minimum_client_build"] = NO_PAGE if on else 1
        return Scenario.model_validate(document)
    faults: _Document = document.setdefault("faults", {})
    if switch == "system_error":
        _without(faults, switch)
        if on:
            faults["system_error_seconds"] = float(minutes * 60)
    elif switch == "carrier_scan":
        _without(faults, switch)
        if on and (key := chosen_order(scenario)):
            faults["carrier_scan_before_cancel"] = [key]
    elif switch in _EFFECTS:
        _without(faults, switch)
        if on:
            faults.update(_EFFECTS[switch])
    return Scenario.model_validate(document)


def _without(faults: _Document, switch: str) -> None:
    """Take a fault out, wherever it stands."""
    names = {
        "system_error": ("system_error_seconds", "system_error_times"),
        "carrier_scan": ("carrier_scan_before_cancel",),
        "lost_reply": ("lost_reply_times",),
    }.get(switch, (switch,))
    for name in names:
        faults.pop(name, None)
    operations = faults.get("operations", {})
    for operation in list(operations):
        for name in names:
            operations[operation].pop(name, None)
        if not operations[operation]:
            del operations[operation]
    if not operations:
        faults.pop("operations", None)
