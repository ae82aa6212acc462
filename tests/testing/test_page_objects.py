"""Every locator of every page object is in the screen catalogue."""

import inspect
import re
from enum import StrEnum

import pytest

from buyer_portal import routes
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.testing import pages
from buyer_portal.testing.catalogue.reading import read_catalogue

OBJECTS = [value for _, value in inspect.getmembers(pages, inspect.isclass)]
KEY = re.compile("⟦([^⟧]+)⟧")
ATTRIBUTE = re.compile(r"\[(data-[\w-]+)(?:=([\w-]+))?\]")
AN_ID = re.compile(r"#([a-z][\w-]*)")
LABELLED = ("textbox", "password", "searchbox", "spinbutton", "combobox", "checkbox", "radio")


class _Words:
    """Says which message was asked for, in place of its text."""

    locale = "en"

    def __init__(self) -> None:
        self.real = words_of("en")

    def __call__(self, key: str, **_: object) -> str:
        self.real.forms(key)
        return f"⟦{key}⟧"

    def forms(self, key: str) -> tuple[str, ...]:
        return (self(key),)

    def count(self, key: str, *_: object, **__: object) -> str:
        return self(key)


class _Recorder:
    """A page or locator that notes what it is asked for, and answers everything with itself."""

    def __init__(self, asked: list[tuple[str, tuple[object, ...], dict[str, object]]]) -> None:
        self.asked = asked

    def __getattr__(self, name: str):
        if name.startswith("__"):
            raise AttributeError(name)
        if name in {"first", "last"}:
            return self

        def call(*given: object, **named: object) -> "_Recorder":
            self.asked.append((name, given, named))
            return self

        return call


def _example(parameter: inspect.Parameter) -> object:
    kind = parameter.annotation
    if inspect.isclass(kind) and issubclass(kind, StrEnum):
        return next(iter(kind))
    return {int: 0, bool: False}.get(kind, "")


def _asked_by(kind: type) -> list[tuple[str, tuple[object, ...], dict[str, object]]]:
    asked: list[tuple[str, tuple[object, ...], dict[str, object]]] = []
    made = kind(_Recorder(asked), _Words())
    for name, method in inspect.getmembers(made, inspect.ismethod):
        if name.startswith("_"):
            continue
        given = [
            _example(one)
            for one in inspect.signature(method).parameters.values()
            if one.default is inspect.Parameter.empty
        ]
        try:
            method(*given)
        except (KeyError, AttributeError, TypeError):  # it asks for a message by its argument
            continue
    return asked


def _keys(said: object) -> list[str]:
    text = said.pattern if isinstance(said, re.Pattern) else str(said or "")
    return [key.replace("\\", "") for key in KEY.findall(text)]


@pytest.fixture(scope="module")
def screens():
    return read_catalogue().screens


@pytest.mark.parametrize("kind", OBJECTS, ids=lambda kind: kind.__name__)
def test_what_a_page_object_looks_for_is_in_the_catalogue(kind, screens):
    strange: set[str] = set()
    checked = 0

    for asked, given, named in _asked_by(kind):
        wanted = given[0] if given else ""
        match asked:
            case "get_by_role":
                keys = _keys(named.get("name")) or [""]
                checked += len(keys)
                strange |= {
                    f"{wanted} {key}"
                    for key in keys
                    if not any(screen.offers(str(wanted), key) for screen in screens)
                }
            case "get_by_label":
                checked += 1
                strange |= {
                    f"field {key}"
                    for key in _keys(wanted)
                    if not any(screen.offers(role, key) for screen in screens for role in LABELLED)
                }
            case "get_by_text":
                checked += 1
                strange |= {
                    f"text {key}"
                    for key in _keys(wanted)
                    if not any(screen.can_say(key) for screen in screens)
                }
            case "locator":
                ids = {
                    f"{name}={value}" if value else name
                    for name, value in ATTRIBUTE.findall(str(wanted))
                } | {f"#{name}" for name in AN_ID.findall(str(wanted))}
                checked += len(ids)
                strange |= {
                    one
                    for one in ids
                    if not any(
                        {one, one.partition("=")[0]} & set(screen.test_ids) for screen in screens
                    )
                }

    assert strange == set()
    assert checked > 0


def test_every_screen_has_a_page_object_that_opens_it():
    opened = {
        str(given[0]).partition("?")[0]
        for kind in OBJECTS
        for asked, given, _ in _asked_by(kind)
        if asked == "goto"
    }
    addresses = {
        address
        for name, address in vars(routes).items()
        if name.isupper() and isinstance(address, str) and address.startswith("/")
    }

    missing = {one for one in addresses if re.sub(r"\[\w+\]", "", one) + "/" not in opened}

    assert missing == set()
