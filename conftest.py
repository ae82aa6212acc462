"""Loads the fixtures of end-to-end tests, which ``e2e/`` and authors elsewhere share."""

pytest_plugins = ("buyer_portal.testing.plugin",)
