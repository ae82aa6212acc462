"""What ``make proof`` looks for in a bundle is found wherever it stands."""

import pytest

from buyer_portal.edge.frontend import ROOT
from buyer_portal.testing.production_bundle import complaints, found_in, marks


@pytest.fixture
def bundle(tmp_path):
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "orders-abc.js").write_text("export const t = 1;")
    (tmp_path / "orders.html").write_text("<h1>Orders</h1>")
    (tmp_path / "mug.png").write_bytes(b"\x89PNG studio \xff")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "text", "mark"),
    [
        ("assets/page-1.js", 'portalWord("orders.title","Orders")', "portalWord"),
        ("assets/style.css", ".STUDIO-nav { display: flex }", "studio"),
        ("vi/login.html", '<p class="prototype-mark">', "prototype-mark"),
        ("studio/flow.js", "", "studio"),
        ("assets/page-2.js", "…", "studio"),
    ],
)
def test_a_mark_is_found_in_code_in_pages_and_in_names(bundle, name, text, mark):
    assert found_in(bundle, marks()) == {}
    path = bundle / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"/* studio */ {text}" if text == "…" else text)

    assert name in found_in(bundle, marks())[mark]


def test_helps_of_every_screen_are_looked_for():
    assert len(marks()) == len(set(marks())) > 20


def test_a_leak_is_a_complaint_and_so_is_a_mark_that_nothing_has():
    found = {"a": ["page.js"], "b": ["page.js"]}

    assert complaints({}, found, ["a", "b"]) == []
    assert complaints({"a": ["x.js"]}, found, ["a", "b"]) == ["'a' is in x.js"]
    assert complaints({}, {"a": ["page.js"]}, ["a", "b"]) == [
        "'b' is not even in the build that has a studio"
    ]


def test_what_is_copied_into_every_bundle_names_nothing_of_it():
    """``make proof`` looks at the rest as well; it takes a build of its own."""
    copied = {
        name
        for names in found_in(ROOT / "assets", marks()).values()
        for name in names
        if name.partition("/")[0] != "studio"
    }

    assert copied == set()
