"""Change here how the catalogue reads a page: it draws it, and walks what was drawn."""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any, Final

import reflex as rx
from reflex_base.components.memo import MemoComponent

from buyer_portal import pages, routes
from buyer_portal.components.words import message_ids_in
from buyer_portal.screens.catalogue import Control
from buyer_portal.testing.catalogue.roles import role_of
from buyer_portal.testing.catalogue.scripts import marks_of, marks_of_head

NAMED_BY_CONTENT: Final = frozenset({"button", "link", "heading"})
LABELLED: Final = frozenset(
    {"textbox", "password", "searchbox", "spinbutton", "combobox", "checkbox", "radio", "switch"}
)
_NO_NAME: Final = frozenset({"select", "textarea"})
"""What these hold is their value; it names nothing around them."""
_CONTROLS: Final = frozenset({"button", "input", "select", "textarea"})
"""Those that nobody hears of are pressed by scripts."""
_LITERAL: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
_OF_STATE: Final = re.compile(r"_rx_state_|\?\.\[")
"""How JavaScript looks that reads a state, or what a repeated part was handed of one."""
_LANDMARKS: Final = frozenset(
    {"main", "navigation", "search", "region", "dialog", "alertdialog", "form", "log"}
)


@dataclass(slots=True)
class DrawnPage:
    """A page as it is registered, in the default language."""

    route: str
    drawing: rx.Component
    module: str
    title: rx.Var[str]


@dataclass(slots=True)
class Found:
    """What a walk over a drawn page found."""

    headings: set[str] = field(default_factory=set[str])
    landmarks: set[str] = field(default_factory=set[str])
    controls: set[Control] = field(default_factory=set[Control])
    test_ids: set[str] = field(default_factory=set[str])
    texts: set[str] = field(default_factory=set[str])
    hrefs: set[str] = field(default_factory=set[str])


class _Register:
    """Takes pages as Reflex' app does."""

    def __init__(self) -> None:
        self.added: list[tuple[str, Callable[[], rx.Component], rx.Var[str]]] = []

    def add_page(
        self, draw: Callable[[], rx.Component], *, route: str, title: rx.Var[str], **_: object
    ) -> None:
        """Note a page."""
        self.added.append((route, draw, title))


def drawn_pages() -> Iterator[DrawnPage]:
    """Yield every page of ``pages/``, drawn in the default language."""
    for name in _page_modules(pages.__name__, pages.__path__):
        register = _Register()
        importlib.import_module(name).register(register)
        for route, draw, title in register.added:
            address = f"/{route.strip('/')}"
            if address.split("/")[1] not in routes.LOCALES:
                yield DrawnPage(route=address, drawing=draw(), module=name, title=title)


def _page_modules(package: str, path: Iterable[str]) -> Iterator[str]:
    """Yield each ``page.py``; of a folder of folders of pages, theirs in place of its own."""
    for folder in pkgutil.iter_modules(path):
        name = f"{package}.{folder.name}"
        if not folder.ispkg or find_spec(f"{name}.page") is None:
            continue
        inner = importlib.import_module(name)
        yield from list(_page_modules(name, inner.__path__)) or [f"{name}.page"]


def walk(drawing: rx.Component) -> Found:
    """Return what is on a drawn page, in every state it can be in."""
    walker = _Walker(_labels(drawing))
    walker.visit(drawing, ())
    walker.found.test_ids.update(marks_of_head())
    return walker.found


def _labels(drawing: rx.Component) -> dict[str, list[str]]:
    """Return what is said by the label of an id, and by the element of an id itself."""
    labels: dict[str, list[str]] = {}
    for part in _parts(drawing):
        own = _attributes(part)
        if own.get("id"):
            labels[f"#{own['id']}"] = _expressions(part)
        if own.get("html-for"):
            labels[own["html-for"]] = _expressions(part)
    return labels


class _Walker:
    """Notes what it passes."""

    def __init__(self, labels: dict[str, list[str]]) -> None:
        self.found = Found()
        self._labels = labels

    def visit(self, part: rx.Component, label: tuple[str, ...]) -> None:
        """Note a part and what is in it; ``label`` is said by the label around it."""
        own = _attributes(part)
        if own.get("aria-hidden") == "true":
            if _tag(part) not in _CONTROLS:  # to be seen, if not to be heard
                self.found.test_ids.update(_test_ids(own))
            return
        self._note(part, own)
        if _tag(part) == "label":
            label = tuple(_expressions(part))
        if role := role_of(_tag(part), own):
            self._note_control(part, role, own, label)
        for child in _children(part):
            self.visit(child, label)

    def _note(self, part: rx.Component, own: dict[str, str]) -> None:
        for expression in (*own.values(), str(getattr(part, "contents", ""))):
            self.found.texts.update(message_ids_in(expression))
        self.found.test_ids.update(_test_ids(own))
        if _tag(part) == "script":
            self.found.test_ids.update(marks_of(own.get("src", "")))
        if href := own.get("to") or own.get("href") or own.get("action"):
            self.found.hrefs.add(href)

    def _note_control(
        self, part: rx.Component, role: str, own: dict[str, str], label: tuple[str, ...]
    ) -> None:
        said = self._said_of(part, role, own, label)
        names = tuple(dict.fromkeys(key for one in said for key in message_ids_in(one)))
        if _tag(part) == "h1":
            self.found.headings.update(names)
        if role in _LANDMARKS:
            if not names and role != "main":
                return
            self.found.landmarks.add(" ".join([role, *names]))
        self.found.controls.add(
            Control(
                role=role,
                names=tuple(sorted(names)),
                has_own_name=any(_OF_STATE.search(one) and not message_ids_in(one) for one in said),
                test_ids=tuple(sorted(_test_ids(own))),
            )
        )

    def _said_of(
        self, part: rx.Component, role: str, own: dict[str, str], label: tuple[str, ...]
    ) -> list[str]:
        """Return the JavaScript of what names a part, as a screen reader looks for it."""
        if "aria-label" in own:
            return [own["aria-label"]]
        said = [
            one
            for name in own.get("aria-labelledby", "").split()
            for one in self._labels.get(f"#{name}", ())
        ]
        if role in LABELLED:
            said += [*label, *self._labels.get(own.get("id", ""), ())]
        return said or (_expressions(part) if role in NAMED_BY_CONTENT else [])


def _test_ids(own: dict[str, str]) -> set[str]:
    """Return the ``data-*`` attributes of an element, with their value where it is fixed."""
    found: set[str] = set()
    for name, said in own.items():
        if name.startswith("data-"):
            is_fixed = re.fullmatch(r"[a-z][\w-]{0,40}", said) is not None
            found.add(f"{name}={said}" if is_fixed and said != "true" else name)
        elif name == "id" and re.fullmatch(r"[a-z][\w-]*", said):
            found.add(f"#{said}")
    return found


def _parts(part: rx.Component, but: frozenset[str] = frozenset()) -> Iterator[rx.Component]:
    """Yield a part and all in it, without what is in elements of the tags ``but``."""
    yield part
    for child in _children(part):
        if _tag(child) not in but:
            yield from _parts(child, but)


def _children(part: rx.Component) -> list[rx.Component]:
    """Return what is drawn inside a part; what repeats is drawn once, every case of a choice."""
    if isinstance(part, MemoComponent) and part._memo_definition is not None:  # noqa: SLF001 - Reflex has no public way
        return [part._memo_definition.component]  # noqa: SLF001
    return [child for child in part.children if isinstance(child, rx.Component)]


def _expressions(part: rx.Component) -> list[str]:
    """Return the JavaScript of everything that is said inside a part."""
    said: list[str] = []
    for one in _parts(part, _NO_NAME):
        own = _attributes(one)
        if own.get("aria-hidden") == "true":
            continue
        said += [own["aria-label"]] if "aria-label" in own else []
        contents = getattr(one, "contents", None)
        said += [str(contents)] if contents is not None else []
    return said


def _tag(part: rx.Component) -> str:
    tag = part.tag
    if tag == "Link":
        return "a"
    return tag if isinstance(tag, str) else ""


def _attributes(part: rx.Component) -> dict[str, str]:
    """Return the attributes that matter here: a fixed one as its text, else as JavaScript."""
    fields: dict[str, Any] = {
        name: getattr(part, name, None)
        for name in ("id", "role", "type", "href", "to", "alt", "html_for", "action", "src")
    }
    fields |= part.custom_attrs
    return {
        name.replace("_", "-"): _plain(said) for name, said in fields.items() if said is not None
    }


def _plain(said: object) -> str:
    """Return a fixed text without its quotes, and any other var as its JavaScript."""
    text = str(said) if said is not None else ""
    quoted = _LITERAL.fullmatch(text)
    return quoted[1] if quoted else text
