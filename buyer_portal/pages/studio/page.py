"""Change here how the studio's screens come into the app: each folder's ``page.py`` registers."""

import importlib
import pkgutil
from importlib.util import find_spec

import reflex as rx

from buyer_portal.pages import studio


def register(app: rx.App) -> None:
    """Add every screen of the studio."""
    for folder in pkgutil.iter_modules(studio.__path__):
        name = f"{studio.__name__}.{folder.name}.page"
        if folder.ispkg and find_spec(name) is not None:
            importlib.import_module(name).register(app)
