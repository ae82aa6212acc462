"""Change here how the catalogue reads the page of a link that does not open: the server draws it.

Reflex has no part in it, so its HTML is read, drawn with message ids in place of their texts.
"""

import re
from html.parser import HTMLParser
from typing import Final

from buyer_portal.edge.refusal_page import REASONS, drawn
from buyer_portal.routes import DEFAULT_LOCALE
from buyer_portal.screens.catalogue import Control, Screen
from buyer_portal.testing.catalogue.roles import role_of

_SAID: Final = re.compile("⟦([^⟧]+)⟧")
_NAMED: Final = frozenset({"heading", "link"})


class _Reader(HTMLParser):
    """Notes roles, what names them, and where links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.controls: set[Control] = set()
        self.texts: set[str] = set()
        self.hrefs: set[str] = set()
        self._role = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: said or "" for name, said in attrs}
        self._role = role_of(tag, own)
        if tag == "a":
            self.hrefs.add(own["href"])
        if self._role and self._role not in _NAMED:
            self.controls.add(Control(role=self._role))

    def handle_data(self, data: str) -> None:
        names = tuple(_SAID.findall(data))
        self.texts.update(names)
        if names and self._role in _NAMED:
            self.controls.add(Control(role=self._role, names=names))
            self._role = ""


def refused_link(its_id: str, route: str, leads_to: "dict[str, str]") -> Screen:
    """Return the screen of a refused link, in every case there is.

    Args:
        leads_to: The screens that it may lead to, by their addresses.
    """
    reader = _Reader()
    for reason in REASONS:
        reader.feed(drawn(lambda key: f"⟦{key}⟧", reason, DEFAULT_LOCALE))
    headings = {name for one in reader.controls if one.role == "heading" for name in one.names}
    return Screen(
        id=its_id,
        route=route,
        headings=tuple(sorted(headings)),
        landmarks=("main",),
        controls=tuple(sorted(reader.controls)),
        test_ids=(),
        texts=tuple(sorted(reader.texts)),
        says=(),
        leads_to=tuple(sorted(leads_to[href.rstrip("/")] for href in reader.hrefs)),
    )
