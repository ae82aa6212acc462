"""Change here how Reflex builds the frontend: plugins, allowed origins, where state is kept."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Read when the app is made, so they must stand before Reflex is imported.
os.environ.setdefault("REFLEX_SOCKET_INTERVAL", "4")  # an offline buyer sees it within 10 s
os.environ.setdefault("REFLEX_SOCKET_TIMEOUT", "4")
os.environ.setdefault("REFLEX_SOCKET_MAX_HTTP_BUFFER_SIZE", str(64 * 1024))

import reflex as rx
from reflex_base.constants import Dirs, StateManagerMode
from reflex_base.plugins.tailwind_v4 import compile_root_style

from buyer_portal.design import skins
from buyer_portal.settings import Mode, Settings

DESIGN = Path(__file__).parent / "buyer_portal" / "design"
# Without source(none) Tailwind walks the whole project, node_modules of other tools included.
# (Vite's own importer does not know `@import "tailwindcss" source(none)`.)
TAILWIND = """@layer theme, base, components, utilities;
@import "tailwindcss/theme.css" layer(theme);
@import "tailwindcss/preflight.css" layer(base);
@source "../app/**/*.{js,jsx}";
@source "../app_components/**/*.{js,jsx}";
@source "../utils/**/*.{js,jsx}";
@layer utilities { @tailwind utilities source(none); }
"""
DAISYUI = "daisyui@5.8.1"
STATE_EXPIRY_SECONDS = 900


class ThemedTailwindPlugin(rx.plugins.TailwindV4Plugin):
    """Tailwind v4 with daisyUI's classes and the theme of ``design/theme.css``."""

    def get_frontend_development_dependencies(self, **context: Any) -> list[str]:  # noqa: ANN401 - as in Reflex
        """Return Tailwind's packages and daisyUI."""
        return [*super().get_frontend_development_dependencies(**context), DAISYUI]

    def pre_compile(self, **context: Any) -> None:  # noqa: ANN401 - as in Reflex
        """Write what Tailwind wants written, with our theme in place of its stylesheet."""
        save = context["add_save_task"]

        def save_themed(task: Callable[..., object], *arguments: object) -> None:
            if task is compile_root_style:
                save(_stylesheet)
            else:
                save(task, *arguments)

        super().pre_compile(**{**context, "add_save_task": save_themed})


def _stylesheet() -> tuple[str, str]:
    """Return path and content of the one stylesheet."""
    theme = (DESIGN / "theme.css").read_text().replace('@import "tailwindcss";', TAILWIND, 1)
    if settings.mode is not Mode.PRODUCTION:
        theme += (DESIGN / "studio.css").read_text() + skins.stylesheet()
    return str(Path(Dirs.STYLES) / "tailwind.css"), theme


settings = Settings.load()

config = rx.Config(
    app_name="buyer_portal",
    app_module_import="buyer_portal.app",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    transport="websocket",
    # In place of the default "*": the same list guards the socket (edge/socket_guard.py).
    cors_allowed_origins=settings.allowed_origins,
    backend_host=settings.host,
    trusted_proxy_hops=settings.trusted_proxy_hops,
    redis_url=settings.redis_url,
    # A state is a cache of what the order service knows, so one worker keeps it in memory alone.
    state_manager_mode=StateManagerMode.REDIS if settings.redis_url else StateManagerMode.MEMORY,
    redis_token_expiration=STATE_EXPIRY_SECONDS,
    react_strict_mode=False,
    frontend_compression_formats=[],  # edge/frontend.py compresses after its own changes
    plugins=[ThemedTailwindPlugin(config={"plugins": []})],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
