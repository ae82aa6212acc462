"""Change here how the screen catalogue is put together, and its version."""

import re
from functools import cache
from typing import Final

from buyer_portal import routes
from buyer_portal.components.words import message_ids_in
from buyer_portal.screens.catalogue import Catalogue, Screen
from buyer_portal.studio.entering import LINK
from buyer_portal.studio.screens import ADDRESSES
from buyer_portal.testing.catalogue.behind import behind
from buyer_portal.testing.catalogue.drawn import DrawnPage, drawn_pages, walk
from buyer_portal.testing.catalogue.refusals import refused_link

VERSION: Final = 5
"""Raise it when something that was promised is taken back: docs/screens.md says what changed."""

NOT_FOUND: Final = "/404"
REFUSED_LINK: Final = "studio_link"
"""A link to a prototype that does not open; one that does leads on at once."""
FORMS: Final = {
    "/auth/demo": routes.ORDERS,
    "/auth/sign-in": routes.ORDERS,
    "/auth/sign-out": routes.LOGIN,
    "/auth/switch": routes.LOGIN,
}
"""Where a form of ``edge/sign_in.py`` leads, unless the buyer was going somewhere else."""
_PIECE: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')


class UnnamedScreenError(ValueError):
    """A page whose address has no name in ``routes.py``."""


def read_catalogue() -> Catalogue:
    """Return the catalogue of the pages as they are.

    Raises:
        UnnamedScreenError: A page is registered under an address that ``routes.py`` does not have.
    """
    screens = [_screen(page) for page in drawn_pages()]
    by_address = {address: name for name, address in named_addresses().items()}
    screens.append(refused_link(REFUSED_LINK, LINK, by_address))
    return Catalogue(version=VERSION, screens=tuple(sorted(screens, key=lambda one: one.id)))


def _screen(page: DrawnPage) -> Screen:
    found = walk(page.drawing)
    code = behind(page.module.rpartition(".")[0])
    leads_to = {to for href in found.hrefs for to in _screens_at(href)}
    leads_to |= {screen_id(address) for address in code.addresses}
    its_id = screen_id(page.route)
    return Screen(
        id=its_id,
        route=page.route,
        headings=tuple(sorted(found.headings)),
        landmarks=tuple(sorted(found.landmarks)),
        controls=tuple(sorted(found.controls)),
        test_ids=tuple(sorted(found.test_ids)),
        texts=tuple(sorted({*found.texts, *message_ids_in(str(page.title))})),
        says=tuple(sorted(code.says)),
        leads_to=tuple(sorted(leads_to - {its_id})),
    )


def screen_id(address: str) -> str:
    """Return the id of a screen: the name of its address in ``routes.py``, in small letters.

    Raises:
        UnnamedScreenError: No name there.
    """
    for name, known in named_addresses().items():
        if known == address:
            return name
    raise UnnamedScreenError(
        f"{address}: give it a name in routes.py, so that tests can rely on the screen"
    )


@cache
def named_addresses() -> dict[str, str]:
    """Return the address of every screen by the screen's id."""
    buyers = {
        name.lower(): address
        for name, address in vars(routes).items()
        if name.isupper() and isinstance(address, str) and address.startswith("/")
    }
    studio = {f"studio_{screen.value}": address for screen, address in ADDRESSES.items()}
    ours = {"home": "/", "not_found": NOT_FOUND, REFUSED_LINK: LINK}
    return {**ours, **buyers, **studio}


def _screens_at(href: str) -> set[str]:
    """Return the screens that a link leads to, read from its JavaScript or its text."""
    if "_rx_state_" not in href and not href.startswith("("):
        path = href
    else:
        path = "*".join(_PIECE.findall(href))
    path = path.partition("?")[0].partition("#")[0].rstrip("/*") or path
    path = FORMS.get(path, path)
    for name, address in named_addresses().items():
        pattern = re.sub(r"\\\[\w+\\\]", r"[^/]+", re.escape(address))
        if re.fullmatch(pattern, path):
            return {name}
    return set()
