"""Change here how a component picks one of several by a var."""

from collections.abc import Mapping

import reflex as rx


def choose(key: "rx.Var[str] | str", options: Mapping[str, str], default: str = "") -> rx.Var[str]:
    """Return the option of ``key``, in the browser; ``default`` where there is none."""
    return rx.match(key, *options.items(), default)  # type: ignore[return-value]  # rx.match of texts is a var


def joined(*classes: "rx.Var[str] | str") -> rx.Var[str]:
    """Return several class names as one."""
    return rx.Var.create(" ".join(str(name) for name in classes)).to(str)
