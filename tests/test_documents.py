"""What the documents name is there: files, folders and pages that they lead to."""

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("assets", "bench", "buyer_portal", "docs", "e2e", "examples", "tests")
DOCUMENTS = sorted(
    str(path.relative_to(ROOT))
    for path in [ROOT / "README.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*/*.md")]
)
MADE_LATER = {"test_first.py", "reports/torture.json", "steps.md", "index.html"}
"""Named in the documents, and written by whoever follows them."""

_FENCED = re.compile(r"```.*?```", re.DOTALL)
_NAMED = re.compile(r"`([\w./*<>…-]+(?:\.(?:py|po|toml|md|js|css|json|txt|html|yaml)|/))`")
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


@pytest.fixture(scope="module")
def known() -> list[str]:
    """Every file and folder of ours, as ``/`` and its path."""
    found = [path for room in ROOMS for path in (ROOT / room).rglob("*")]
    rooms = [ROOT / room for room in ROOMS]
    return [
        f"/{path.relative_to(ROOT)}{'/' if path.is_dir() else ''}"
        for path in (*rooms, *found, *ROOT.iterdir())
    ]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_a_document_names_is_there(document, known):
    text = _FENCED.sub("", (ROOT / document).read_text())
    named = {name for name in _NAMED.findall(text) if not name.startswith("/")} - MADE_LATER

    lost = {
        name
        for name in named
        if not any(fnmatch(path, "*/" + re.sub(r"<\w+>|…", "*", name)) for path in known)
    }

    assert lost == set()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_where_a_document_leads_is_there(document):
    path = ROOT / document
    links = _LINK.findall(_FENCED.sub("", path.read_text()))

    assert [link for link in links if not (path.parent / link).exists()] == []
