"""Old scenarios are read, unknown ones refused with the versions that are known."""

import pytest
from pydantic import ValidationError

from buyer_portal.scenario.library import LIBRARY
from buyer_portal.scenario.scenario import Scenario
from buyer_portal.scenario.versions import MIGRATIONS, SCENARIO_VERSION


def test_every_old_version_has_a_way_up():
    assert sorted(MIGRATIONS) == list(range(1, SCENARIO_VERSION))


def test_version_1_says_the_same_as_before():
    old = {"version": 1, "market": "ID", "orders": [{"status": "IN_TRANSIT"}]}

    read = Scenario.model_validate(old)

    assert read == Scenario.model_validate({"market": "ID", "orders": [{"status": "IN_TRANSIT"}]})
    assert read.version == SCENARIO_VERSION


@pytest.mark.parametrize("version", [0, 3, 99, "2", True, None, 1.0])
def test_unknown_version_is_told_with_those_that_are_known(version):
    with pytest.raises(ValidationError, match="this portal reads 1 to 2"):
        Scenario.model_validate({"version": version})


def test_old_version_cannot_say_what_came_later():
    with pytest.raises(ValidationError, match="version 1 has no 'opening'"):
        Scenario.model_validate({"version": 1, "opening": {}})


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({"opening": {"page": "/nowhere"}}, "no page '/nowhere'"),
        ({"opening": {"page": "/orders/[order_id]"}}, "needs an order"),
        ({"opening": {"order": "b"}, "orders": [{"key": "a"}]}, "no order 'b'"),
        ({"opening": {"buyer": "b"}}, "no buyer 'b'"),
        ({"opening": {"locale": "fr"}}, "locale"),
        ({"tickets": [{"key": "a", "order": "x"}]}, "no order 'x'"),
        ({"tickets": [{"key": "a"}, {"key": "a"}]}, "twice"),
    ],
)
def test_opening_that_names_nothing_is_refused(document, problem):
    with pytest.raises(ValidationError, match=problem.replace("[", r"\[").replace("]", r"\]")):
        Scenario.model_validate(document)


@pytest.mark.parametrize("named", LIBRARY.values(), ids=lambda named: named.name)
def test_named_scenarios_survive_their_serial_form(named):
    written = named.scenario.model_dump_json(exclude_defaults=True)

    assert Scenario.model_validate_json(written) == named.scenario
