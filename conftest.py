"""Loads the fixtures of end-to-end tests, and makes property tests repeat in CI."""

import os
import sys

from hypothesis import settings

# Where this package is installed, pytest has found its plugin already and takes it only once.
PLUGIN = "buyer_portal.testing.plugin"
pytest_plugins = () if PLUGIN in sys.modules else (PLUGIN,)

# In CI the same examples each time, so that a failure is the change's own; elsewhere new ones.
settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")
