"""Loads the fixtures of end-to-end tests, and makes property tests repeat in CI."""

import os

from hypothesis import settings

pytest_plugins = ("buyer_portal.testing.plugin",)

# In CI the same examples each time, so that a failure is the change's own; elsewhere new ones.
settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")
