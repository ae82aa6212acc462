"""Installed by name, pytest finds the plugin, and the sample project needs nothing else."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "examples" / "outside-tests"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """A folder that the package is installed into, and nothing of the repository beside it."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("site")
    shutil.copytree(
        ROOT / "buyer_portal",
        source / "buyer_portal",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    for name in ("pyproject.toml", "requirements.txt"):
        shutil.copy(ROOT / name, source)
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-build-isolation"]
    options = ["--no-index", "--quiet", "--disable-pip-version-check", "--no-compile"]
    subprocess.run(  # noqa: S603 - our own package
        [*command, *options, "--target", str(target), str(source)], check=True
    )
    return target


def _pytest(site: Path | str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_pytest_finds_the_plugin_by_its_name(site, tmp_path):
    (tmp_path / "test_name.py").write_text(
        "def test_it(pytestconfig):\n"
        "    found = pytestconfig.pluginmanager.get_plugin('buyer_portal')\n"
        f"    assert found.__file__.startswith({str(site)!r})\n"
    )

    done = _pytest(site, tmp_path)

    assert done.returncode == 0, done.stdout


def test_the_sample_project_finds_every_fixture(site, tmp_path):
    shutil.copytree(SAMPLE, tmp_path / "sample", ignore=shutil.ignore_patterns("__pycache__"))

    done = _pytest(site, tmp_path / "sample", "--setup-plan", "-q")

    assert done.returncode == 0, done.stdout
    assert (
        len(re.findall(r"^ +tests/.*::test_\w+.* \(fixtures used:", done.stdout, re.MULTILINE))
        == 10
    )


MISSING = """
from importlib.machinery import PathFinder

HIDDEN = {"playwright", "pytest_playwright", "axe_playwright_python"}
find = PathFinder.find_spec

def find_others(finder, name, path=None, target=None):
    return None if name.partition(".")[0] in HIDDEN else find(name, path, target)

PathFinder.find_spec = classmethod(find_others)
"""


def test_without_its_extra_it_does_no_harm_and_says_what_to_install(site, tmp_path):
    """Playwright is hidden from the interpreter, as where the package was installed plainly."""
    (tmp_path / "sitecustomize.py").write_text(MISSING)
    (tmp_path / "test_plain.py").write_text("def test_it(): pass\n")
    (tmp_path / "test_fixture.py").write_text("def test_it(tenant, buyer_page): pass\n")
    (tmp_path / "test_pages.py").write_text(
        "from buyer_portal.testing.pages import OrdersPage\n\ndef test_it(): pass\n"
    )
    hidden = f"{tmp_path}{os.pathsep}{site}"

    plain = _pytest(hidden, tmp_path, "-p", "no:playwright", "test_plain.py")
    others = _pytest(
        hidden,
        tmp_path,
        *("-p", "no:playwright", "--continue-on-collection-errors"),
        *("test_fixture.py", "test_pages.py"),
    )

    advice = (
        "playwright, pytest_playwright, axe_playwright_python missing:"
        ' testing against the portal needs "buyer-portal[testing]"'
    )
    assert plain.returncode == 0, plain.stdout
    assert advice in plain.stdout  # in the head of the run
    assert f"no fixture 'tenant': {advice}" in others.stdout
    assert f"ModuleNotFoundError: {advice}" in others.stdout
