"""The bare app's own settings: no plugins, the one origin of its client."""

import os

import reflex as rx

config = rx.Config(
    app_name="portal",
    app_module_import="portal",
    telemetry_enabled=False,
    transport="websocket",
    cors_allowed_origins=[os.environ.get("BASELINE_ORIGIN", "http://localhost:8000")],
    plugins=[],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
