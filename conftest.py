"""Loads the fixtures of end-to-end tests, makes property tests repeat in CI, spares the disk."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import Phase, settings

# Where this package is installed, pytest has found its plugin already and takes it only once.
PLUGIN = "buyer_portal.testing.plugin"
pytest_plugins = () if PLUGIN in sys.modules else (PLUGIN,)

# In CI the same examples each time, so that a failure is the change's own; elsewhere new ones.
# What explains a failure traces every line, which takes minutes where a service is asked.
PHASES = [phase for phase in Phase if phase is not Phase.explain]
settings.register_profile("ci", derandomize=True, deadline=None, phases=PHASES)
if os.environ.get("CI"):
    settings.load_profile("ci")

# What tests write is thrown away: in memory a commit does not wait for a disk. Crashes are killed
# processes here, and memory outlives these. A small memory (containers) stays for the browser.
MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its own in it
ENOUGH_BYTES = 2 * 1024**3
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH_BYTES:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest: at the end one process would work and the others wait."""
    items.sort(key=lambda item: item.get_closest_marker("begins_first") is None)
