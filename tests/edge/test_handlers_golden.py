"""Every event handler can be called by any browser: a new one is a decision, so it is listed.

After looking at it: ``PORTAL_GOLDEN=write pytest tests/edge/test_handlers_golden.py``.
"""

import ast
import os
from pathlib import Path

import pytest

import buyer_portal
from buyer_portal import app

PACKAGE = Path(buyer_portal.__file__).parent
GOLDEN = Path(__file__).with_name("handlers.txt")
PLAIN = frozenset({"rx.var", "property", "staticmethod", "classmethod"})


def states_of(parent):
    for state in parent.__subclasses__():
        yield state
        yield from states_of(state)


def test_no_handler_was_added_without_being_listed():
    handlers = sorted(
        f"{state.__module__.removeprefix('buyer_portal.')}.{state.__name__}.{name}"
        for state in set(states_of(app.rx.State))
        if state.__module__.startswith("buyer_portal.") and not state._mixin
        for name in state.event_handlers
        if name != "setvar"  # refused by the guard, always
    )
    if os.environ.get("PORTAL_GOLDEN") == "write":
        GOLDEN.write_text("\n".join(handlers) + "\n")

    assert handlers == GOLDEN.read_text().split()


def state_classes():
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef) and any(
                ast.unparse(base).endswith(("rx.State", "ComponentState")) for base in node.bases
            ):
                yield pytest.param(node, id=f"{path.relative_to(PACKAGE)}:{node.name}")


@pytest.mark.parametrize("state", list(state_classes()))
def test_a_public_method_of_a_state_says_that_it_is_a_handler(state):
    for method in state.body:
        if not isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        decorators = {ast.unparse(found).partition("(")[0] for found in method.decorator_list}
        is_open = not method.name.startswith("_") and not decorators & PLAIN

        assert not is_open or "rx.event" in decorators, f"{method.name} lacks @rx.event"
        assert not method.name.startswith("set_"), f"{method.name} could be reached by setvar"


def test_the_lint_sees_the_states():
    assert len(list(state_classes())) >= 3
