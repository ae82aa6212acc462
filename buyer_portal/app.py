"""Change here what the whole app is made of: the composition root."""

import importlib
import logging
import os
import pkgutil
from importlib.util import find_spec
from typing import Any, Final

# What Reflex reads while it is imported; `reflex run` and `reflex compile` come here as well.
os.environ.setdefault("REFLEX_SOCKET_INTERVAL", "4")  # a lost connection shows within 10 s
os.environ.setdefault("REFLEX_SOCKET_TIMEOUT", "4")
os.environ.setdefault("REFLEX_SOCKET_MAX_HTTP_BUFFER_SIZE", str(64 * 1024))

import reflex as rx
from reflex.event import EventSpec
from reflex_components_core.base.error_boundary import ErrorBoundary
from starlette.types import ASGIApp

from buyer_portal import pages
from buyer_portal.components.layout import BUILD_META, CLIENT_BUILD
from buyer_portal.components.page_scripts import EVERYWHERE, IN_PROTOTYPES
from buyer_portal.components.words import CAN_CHANGE, changed_words
from buyer_portal.edge.frontend import frontend_in_use
from buyer_portal.edge.headers import SecurityHeaders
from buyer_portal.edge.portal import PortalEdge
from buyer_portal.edge.redaction import redacted
from buyer_portal.edge.references import new_reference
from buyer_portal.session import SessionState
from buyer_portal.settings import Mode, Settings

logger = logging.getLogger(__name__)

MAX_LOGGED: Final = 2000
STUDIO: Final = "studio"
"""The folder of ``pages/`` that production neither serves nor bundles."""

# Runs before the first paint: language and direction by the address, and the chosen theme.
# Static pages have their language in the HTML; the one shell of dynamic addresses has not.
HEAD_SCRIPT: Final = """(() => {
  const root = document.documentElement;
  const first = location.pathname.split("/")[1];
  root.lang = first === "vi" || first === "id" ? first : "en";
  root.dir = "ltr";
  try {
    const theme = localStorage.getItem("portal-theme");
    if (theme === "day" || theme === "night") root.dataset.theme = theme;
  } catch {}
})();"""


def head() -> list[rx.Component]:
    """Return what stands in the head of every page."""
    can_prototype = settings.mode is not Mode.PRODUCTION
    return [
        rx.el.script(HEAD_SCRIPT),
        *(rx.el.script(src=name) for name in (IN_PROTOTYPES if can_prototype else ())),
        *(rx.el.script(src=name) for name in EVERYWHERE),
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.link(rel="icon", href="/favicon.ico", sizes="32x32"),
        rx.el.link(rel="apple-touch-icon", href="/apple-touch-icon.png"),
        rx.el.link(rel="manifest", href="/manifest.webmanifest"),
        rx.el.meta(name="theme-color", content="#f8f7f4"),
        rx.el.meta(name=BUILD_META, content=str(CLIENT_BUILD)),
        rx.el.meta(name="color-scheme", content="light dark"),
    ]


def skeleton() -> rx.Component:
    """Draw what a dynamic address shows until its page is there: no words, so any language."""
    bars = ("h-8 w-2/3", "h-40 w-full", "h-24 w-full", "h-24 w-full")
    return rx.el.div(
        *(rx.el.div(class_name=f"skeleton rounded-xl {size}") for size in bars),
        class_name="mx-auto flex w-full max-w-3xl flex-col gap-4 p-4",
        custom_attrs={"aria-hidden": "true", "data-skeleton": "true"},
    )


def broken_page() -> rx.Component:
    """Draw what replaces a page whose own drawing failed: a way to load it again, no words."""
    return rx.el.main(
        rx.el.a("↻", href="", class_name="btn btn-lg btn-circle", custom_attrs={"data-reload": ""}),
        class_name="grid min-h-dvh place-items-center",
        custom_attrs={"role": "alert"},
    )


def report_fault(exception: Exception) -> EventSpec:
    """Log what a handler did not expect under a reference, and show the reference to the buyer."""
    reference = new_reference()
    logger.error("Fault %s in an event handler", reference, exc_info=exception)
    # Reflex checks the annotation by name; its own stubs name the call differently.
    return SessionState.show_error(reference)  # pyright: ignore[reportReturnType]


def report_browser_fault(exception: Exception) -> None:
    """Log what a browser says went wrong; its words are not to be trusted."""
    logger.warning("A browser reports: %s", redacted(str(exception))[:MAX_LOGGED])


def add_pages(to: rx.App) -> None:
    """Add every page: each folder of ``pages/`` has a ``page.py`` with ``register(app)``."""
    for folder in pkgutil.iter_modules(pages.__path__):
        if folder.name == STUDIO and settings.mode is Mode.PRODUCTION:
            continue
        name = f"{pages.__name__}.{folder.name}.page"
        if folder.ispkg and find_spec(name) is not None:
            importlib.import_module(name).register(to)


def portal() -> ASGIApp:
    """Return everything that one port serves; the server's factory."""
    return SecurityHeaders(app(), settings=settings)


def _wraps() -> dict[tuple[int, str], Any]:
    """Return what stands around every page.

    Reflex' own overlay and toaster are left out: the strict CSP stops what they need.
    """
    wraps: dict[tuple[int, str], Any] = {
        (55, "ErrorBoundary"): lambda _: ErrorBoundary.create(
            on_error=rx.noop(), fallback_render=rx.Var.create(broken_page())
        )
    }
    if CAN_CHANGE:
        wraps[54, "Words"] = lambda _: changed_words()
    return wraps


settings = Settings.load()
app = rx.App(
    app_wraps=_wraps(),
    toaster=None,
    reset_style=False,  # Tailwind's own does it
    html_lang="en",
    head_components=head(),
    hydrate_fallback=skeleton,
    backend_exception_handler=report_fault,
    frontend_exception_handler=report_browser_fault,
)
edge = PortalEdge(app, settings=settings, frontend=frontend_in_use(settings))
edge.attach()
app.api_transformer = edge.around
add_pages(app)
