import ast
from datetime import UTC, datetime

import pytest

from buyer_portal.order_contract.testing import NewTenant, TenantBuyer
from buyer_portal.scenario.library import LIBRARY
from buyer_portal.studio.recording import (
    RecordedStep,
    WrongRecordingError,
    as_test,
    steps_in,
    told,
)

MADE = NewTenant(
    tenant="t",
    ticket="",
    now=datetime(2026, 3, 2, tzinfo=UTC),
    buyers={"lan": TenantBuyer(id="b", name="Lan", login="lan", ticket="x")},
    sellers={"seller": "s"},
    orders={"order": "o"},
)
WALK = """[
 {"kind": "page", "name": "Order details"},
 {"kind": "page", "name": "Order details"},
 {"kind": "click", "role": "button", "name": "Cancel order", "value": "", "nth": 1},
 {"kind": "check", "role": "radio", "name": "No longer needed", "value": "", "nth": -1},
 {"kind": "fill", "role": "textbox", "name": "Why \\"now\\"", "value": "a", "nth": -1},
 {"kind": "fill", "role": "textbox", "name": "Why \\"now\\"", "value": "a'b", "nth": -1}
]"""


def test_what_repeats_without_effect_is_left_out():
    assert [told(step) for step in steps_in(WALK)] == [
        "See “Order details”",
        "Press “Cancel order”",
        "Choose “No longer needed”",
        'Write “a\'b” into “Why "now"”',
    ]


def test_the_test_says_names_by_message_where_there_is_one():
    code = as_test(LIBRARY["packed"].scenario, MADE, "en", steps_in(WALK), 'Packed "now"')

    tree = ast.parse(code)
    walked = [ast.unparse(line) for line in tree.body[-1].body]  # type: ignore[attr-defined]
    assert "path = '/orders/' + next(iter(tenant.orders.values())) + '/'" in walked
    assert "page = buyer_page(tenant, 'lan', locale='en', path=path)" in walked
    assert (
        "expect(page.get_by_role('heading', name=say('order.title'), exact=True, level=1))"
        ".to_be_visible()" in walked
    )
    assert any(line.endswith(".nth(1).click()") for line in walked)
    assert any(line.startswith("page.get_by_role('textbox', name='Why \"now\"'") for line in walked)
    assert sum(line.startswith("steps.add(") for line in walked) == 4


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{}", id="no-list"),
        pytest.param('[{"kind": "eval", "name": "x"}]', id="unknown-kind"),
        pytest.param('[{"kind": "click", "role": "); import os", "name": "x"}]', id="no-role"),
        pytest.param('[{"kind": "page", "name": 3}]', id="no-name"),
        pytest.param("[" + ",".join(['{"kind": "page", "name": "x"}'] * 201) + "]", id="too-many"),
        pytest.param("x" * 60_001, id="too-long"),
    ],
)
def test_what_record_js_does_not_write_is_refused(text):
    with pytest.raises(WrongRecordingError):
        steps_in(text)


def test_what_people_wrote_stays_text_in_the_test():
    step = RecordedStep(kind="fill", role="textbox", name="'); x(", value='"\n"""', nth=-1)

    code = as_test(LIBRARY["packed"].scenario, MADE, "vi", (step,), "x")

    [call] = [
        node
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "fill"
    ]
    assert ast.literal_eval(call.args[0]) == step.value
