from hypothesis import HealthCheck, given, settings

from buyer_portal.domain.decision import decide
from buyer_portal.domain.decision_rules import BUYER_RULES
from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.order_rules import INPUT_OF_RULE
from buyer_portal.guidance.facts import PARAMETERS
from buyer_portal.guidance.messages import (
    TRACE_EVENTS,
    TRACE_PLACEHOLDERS,
    TRACE_VERDICTS,
    all_message_keys,
    trace_key,
    trace_words,
)
from buyer_portal.guidance.rules import RULES
from tests.domain.strategies import questions


def test_every_cause_has_a_rule():
    assert {rule.cause for rule in RULES} == set(Cause)


def test_every_parameter_is_used_and_known():
    assert {name for rule in RULES for name in rule.needs} == set(PARAMETERS)


def test_one_body_asks_for_one_set_of_parameters():
    bodies = {rule.body_key: rule.needs for rule in RULES}

    assert all(bodies[rule.body_key] == rule.needs for rule in RULES)


def test_every_rule_of_the_engine_has_sentences():
    of_lines = {rule.__name__.removesuffix("_rule") for rule in BUYER_RULES}

    assert set(TRACE_VERDICTS) == {*of_lines, *INPUT_OF_RULE, "selection", "actor"}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(questions())
def test_every_step_of_a_trace_has_words(question):
    keys = all_message_keys()

    for step in decide(**question).trace:
        assert set(keys[trace_key(step)]) == set(TRACE_PLACEHOLDERS.get(step.rule, ()))
        assert set(keys[trace_key(step)]) <= set(step.inputs)
        assert step.event is None or step.event in TRACE_EVENTS
        for message in trace_words(step).values():
            assert message in keys or message.startswith("status.")
