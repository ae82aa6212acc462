"""Change here how a component picks one of several by a var, and how it reads views in views."""

from collections.abc import Mapping
from typing import Any, TypeVar, cast

import reflex as rx
from reflex.vars import ArrayVar, ObjectVar

View = TypeVar("View")


def choose(
    key: "rx.Var[str] | str",
    options: "Mapping[str, str] | Mapping[str, rx.Var[str]]",
    default: "rx.Var[str] | str" = "",
) -> rx.Var[str]:
    """Return the option of ``key``, in the browser; ``default`` where there is none."""
    return rx.match(key, *options.items(), default)  # type: ignore[return-value]  # rx.match of texts is a var


def draw_one(
    key: "rx.Var[Any]", *cases: "tuple[object, rx.Component] | rx.Component"
) -> rx.Component:
    """Draw the component of ``key``; the last case stands for all others."""
    return cast("rx.Component", rx.match(key, *cases))


def view_in(field: object, shape: type[View]) -> ObjectVar[View]:
    """Return a view inside a view as what it is; Reflex knows that only when it compiles."""
    del shape
    return cast("ObjectVar[View]", field)


def views_in(field: object, shape: type[View]) -> ArrayVar[list[View]]:
    """Return a list of views inside a view as what it is."""
    del shape
    return cast("ArrayVar[list[View]]", field)
