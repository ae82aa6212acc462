"""Every locator of every page object is on the object's own screen of the catalogue."""

import ast
import inspect
import re
from collections.abc import Iterator
from enum import StrEnum
from fnmatch import fnmatchcase
from importlib import import_module
from pathlib import Path
from typing import Any, Self

import pytest

from buyer_portal.i18n.catalogue import Words, words_of
from buyer_portal.screens.catalogue import Screen
from buyer_portal.testing import pages
from buyer_portal.testing.catalogue.reading import named_addresses, read_catalogue
from buyer_portal.testing.pages import studio

OBJECTS: list[Any] = [
    value for room in (pages, studio) for _, value in inspect.getmembers(room, inspect.isclass)
]
OWN_TESTS = Path(__file__).parents[2] / "e2e"
ANY = "*"
"""What every argument is: a message that it chooses becomes a pattern of messages."""
KEY = re.compile("⟦([^⟧]+)⟧")
ATTRIBUTE = re.compile(r"""\[(data-[\w-]+)(?:=["']?([\w*.-]+)["']?)?\]""")
AN_ID = re.compile(r"#([a-z*][\w*-]*)")
LABELLED = ("textbox", "password", "searchbox", "spinbutton", "combobox", "checkbox", "radio")

Asked = tuple[str, tuple[object, ...], dict[str, object]]


class _Words:
    """Says which message was asked for, in place of its text."""

    locale = "en"

    def __call__(self, key: str, **_: object) -> str:
        if ANY not in key:
            words_of("en").forms(key)
        elif key != ANY:
            assert any(fnmatchcase(one, key) for one in sorted(words_of("en").keys())), key
        return f"⟦{key}⟧"

    def forms(self, key: str) -> tuple[str, ...]:
        return (self(key),)

    def count(self, key: str, *_: object, **__: object) -> str:
        return self(key)


class _Recorder:
    """A page or locator that notes what it is asked for, and answers everything with itself."""

    def __init__(self, asked: list[Asked], name: str = "") -> None:
        self._asked, self._name = asked, name

    def __getattr__(self, name: str) -> "_Recorder":
        if name.startswith("__"):
            raise AttributeError(name)
        return _Recorder(self._asked, name)

    def __call__(self, *given: object, **named: object) -> "_Recorder":
        self._asked.append((self._name, given, named))
        if self._name == "frame_locator":
            return _Recorder([])  # another screen, with an object of its own
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing was opened."""

    def __fspath__(self) -> str:
        return "file"


def _example(parameter: inspect.Parameter) -> object:
    kind = parameter.annotation
    if inspect.isclass(kind) and issubclass(kind, StrEnum):
        return next(iter(kind))
    return {int: 0, bool: False, bytes: b"", Path: Path(), Words: _Words()}.get(kind, ANY)


def _asked_by(kind: Any) -> list[Asked]:
    """Return what an object asks its page for when it is made and by each of its methods."""
    asked: list[Asked] = []
    made = kind(_Recorder(asked), _Words())
    for name, method in inspect.getmembers(made, inspect.ismethod):
        if not name.startswith("_"):
            parameters = inspect.signature(method).parameters.values()
            method(*(_example(one) for one in parameters if one.default is one.empty))
    return asked


def _keys(said: object) -> list[str]:
    text = said.pattern if isinstance(said, re.Pattern) else str(said or "")
    return [key.replace("\\", "") for key in KEY.findall(text)]


def _messages(key: str) -> list[str]:
    """Return the messages that a key, or a pattern of keys, can be."""
    return (
        [one for one in sorted(words_of("en").keys()) if fnmatchcase(one, key)]
        if ANY in key
        else [key]
    )


def _marks(selector: str) -> list[str]:
    named = [f"{name}={value}" if value else name for name, value in ATTRIBUTE.findall(selector)]
    return [*named, *(f"#{name}" for name in AN_ID.findall(selector))]


def _has_mark(screen: Screen, mark: str) -> bool:
    name, _, value = mark.partition("=")
    return any(
        there == name or fnmatchcase(there, mark) or (not value and there.startswith(f"{name}="))
        for there in screen.test_ids
    )


def _sought(asked: list[Asked]) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield what is looked for: how, which roles can be it, and the message or the mark."""
    for how, given, named in asked:
        wanted = str(given[0]) if given else ""
        match how:
            case "get_by_role":
                for key in _keys(named.get("name")) or [""]:
                    yield how, (wanted,), key
            case "get_by_label":
                for key in _keys(wanted):
                    yield how, LABELLED, key
            case "get_by_text" | "get_by_alt_text":
                for key in _keys(wanted):
                    yield how, (), key
            case "locator" | "frame_locator":
                for mark in _marks(wanted):
                    yield "locator", (), mark
            case _:
                pass


def _is_on(screen: Screen, how: str, roles: tuple[str, ...], sought: str) -> bool:
    if how == "locator":
        return _has_mark(screen, sought)
    if how in {"get_by_text", "get_by_alt_text"}:
        return any(screen.can_say(one) for one in _messages(sought))
    return any(screen.offers(role, one) for role in roles for one in _messages(sought))


@pytest.fixture(scope="module")
def screens() -> dict[str, Screen]:
    return {one.id: one for one in read_catalogue().screens}


@pytest.mark.parametrize("kind", OBJECTS, ids=lambda kind: kind.__name__)
def test_what_a_page_object_looks_for_is_on_its_own_screen(kind, screens):
    own = [screens[name] for name in kind.SCREENS]
    asked = _asked_by(kind)
    opens_itself = any(how == "goto" for how, _, _ in asked)
    # What is part of several screens is on each; who opens several is on one of them.
    on_enough = any if opens_itself else all

    sought = set(_sought(asked))
    strange = {one for one in sought if not on_enough(_is_on(screen, *one) for screen in own)}

    assert strange == set()
    assert sought


@pytest.mark.parametrize("kind", OBJECTS, ids=lambda kind: kind.__name__)
def test_a_page_object_opens_its_own_screens_and_no_others(kind, screens):
    opened = {str(given[0]).partition("?")[0] for how, given, _ in _asked_by(kind) if how == "goto"}

    routes = (re.sub(r"\[\w+\]", ANY, screens[name].route) for name in kind.SCREENS)
    own = {f"{route.rstrip('/')}/" for route in routes}
    assert opened in (own, set())


def test_every_screen_has_a_page_object():
    shown = {name for kind in OBJECTS for name in kind.SCREENS}

    assert named_addresses().keys() - shown == set()


def test_every_page_object_is_offered_by_name():
    folder = Path(pages.__file__).parent
    modules = {
        ".".join(file.relative_to(folder).with_suffix("").parts) for file in folder.rglob("*.py")
    }
    written = {
        value
        for name in modules
        for value in vars(import_module(f"{pages.__name__}.{name}")).values()
        if inspect.isclass(value) and hasattr(value, "SCREENS")
    }

    assert written == set(OBJECTS)
    assert {*pages.__all__, *studio.__all__} == {kind.__name__ for kind in OBJECTS}


def _marks_in_our_tests() -> Iterator[tuple[str, str]]:
    """Yield which marks our own tests give ``locator`` to look for, with where."""
    for file in sorted(OWN_TESTS.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(attr="locator"), args=[selector, *_]):
                    for mark in _marks(_text_of(selector)):
                        yield f"{file.name}:{node.lineno}", mark
                case _:
                    pass


def _text_of(written: ast.expr) -> str:
    """Return a text as it is written; what is filled in can be anything."""
    match written:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_text_of(part) or ANY for part in parts)
        case _:
            return ""


def test_what_our_own_tests_look_for_themselves_is_in_the_catalogue(screens):
    sought = set(_marks_in_our_tests())

    strange = {
        (where, mark)
        for where, mark in sought
        if not any(_has_mark(screen, mark) for screen in screens.values())
    }

    assert strange == set()
    assert sought


def test_a_locator_of_another_screen_is_strange(screens):
    on_the_list = ("get_by_role", ("searchbox",), "orders.search")
    by_a_mark = ("locator", (), "data-sum=*")
    by_a_pattern = ("get_by_role", ("heading",), "refunds.headline.*")

    assert [_is_on(screens["orders"], *one) for one in (on_the_list, by_a_mark)] == [True, True]
    assert _is_on(screens["refund"], *by_a_pattern)
    assert not _is_on(screens["order"], *on_the_list)
    assert not _is_on(screens["login"], *by_a_mark)
    assert not _is_on(screens["orders"], *by_a_pattern)
