"""Each field of the inspector changes what it says, and what it shows is what it wrote."""

import pytest

from buyer_portal.scenario.library import LIBRARY
from buyer_portal.scenario.opening import NetworkFault
from buyer_portal.studio.faulting import SWITCHES, is_on, switched
from buyer_portal.studio.inspecting import FIELDS, changed, values_of

PACKED = LIBRARY["packed"].scenario


@pytest.mark.parametrize(
    ("name", "value"), [(field.name, value) for field in FIELDS.values() for value in field.options]
)
@pytest.mark.parametrize("base", ["packed", "no-orders", "support-ticket", "wrong-account"])
def test_what_was_chosen_is_what_is_shown(base, name, value):
    scenario = changed(LIBRARY[base].scenario, name, value)

    assert scenario is not None
    assert values_of(scenario)[name] == value


@pytest.mark.parametrize(
    ("name", "value"), [("nothing", "x"), ("stage", "GONE"), ("language", "fr")]
)
def test_unknown_field_or_value_changes_nothing(name, value):
    assert changed(PACKED, name, value) is None


def test_fields_leave_each_other_alone():
    before = values_of(PACKED)

    for name, field in FIELDS.items():
        scenario = changed(PACKED, name, field.options[-1])
        assert scenario is not None
        after = values_of(scenario)
        others = {other: after[other] for other in FIELDS if other != name}

        assert others == {other: before[other] for other in FIELDS if other != name}


@pytest.mark.parametrize("switch", SWITCHES)
def test_fault_is_on_until_it_is_switched_off(switch):
    on = switched(PACKED, switch, on=True)
    off = switched(on, switch, on=False)

    assert [is_on(one, switch) for one in (PACKED, on, off)] == [False, True, False]
    assert off == PACKED
    assert [other for other in SWITCHES if is_on(on, other)] == [switch]


def test_system_error_lasts_as_long_as_asked():
    assert switched(PACKED, "system_error", on=True, minutes=30).faults == {
        "system_error_seconds": 1800.0
    }


def test_networks_replace_each_other():
    hanging = switched(switched(PACKED, "offline", on=True), "half_open", on=True)

    assert hanging.opening.network is NetworkFault.HALF_OPEN


@pytest.mark.parametrize(
    ("name", "switch"),
    [("system-error", "system_error"), ("lost-reply", "lost_reply"), ("slow", "slow_ms"),
     ("carrier-faster", "carrier_scan"), ("offline", "offline"), ("refund-late", "bank")],
)  # fmt: skip
def test_faults_of_the_library_are_seen_and_can_be_taken_away(name, switch):
    scenario = LIBRARY[name].scenario

    assert is_on(scenario, switch)
    assert not is_on(switched(scenario, switch, on=False), switch)
