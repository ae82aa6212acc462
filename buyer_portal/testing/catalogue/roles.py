"""Change here which role an element has for a screen reader."""

from collections.abc import Mapping
from typing import Final

_OF_TAG: Final = {
    "a": "link",
    "article": "article",
    "button": "button",
    "dialog": "dialog",
    "form": "form",
    "img": "img",
    "li": "listitem",
    "main": "main",
    "nav": "navigation",
    "option": "",
    "progress": "progressbar",
    "section": "region",
    "select": "combobox",
    "table": "table",
    "textarea": "textbox",
    **{f"h{level}": "heading" for level in range(1, 7)},
}
_OF_INPUT: Final = {
    "checkbox": "checkbox",
    "email": "textbox",
    "number": "spinbutton",
    "password": "password",  # no ARIA role, but people look for it
    "radio": "radio",
    "search": "searchbox",
    "tel": "textbox",
    "text": "textbox",
    "": "textbox",
}
_SILENT: Final = frozenset({"presentation", "none"})
_LISTS: Final = frozenset({"ul", "ol"})


def role_of(tag: str, attributes: Mapping[str, str]) -> str:
    """Return the role of an element; empty where it has none that anybody would look for."""
    given = attributes.get("role", "")
    if given:
        return given if given.isalpha() and given not in _SILENT else ""
    if tag == "input":
        return _OF_INPUT.get(attributes.get("type", ""), "")
    if tag in _LISTS:
        return "list" if "aria-label" in attributes else ""
    is_silent_picture = tag == "img" and not attributes.get("alt")
    is_no_link = tag == "a" and not (attributes.get("href") or attributes.get("to"))
    return "" if is_silent_picture or is_no_link else _OF_TAG.get(tag, "")
