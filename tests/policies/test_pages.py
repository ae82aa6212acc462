"""The pages under ``docs/policy``: made, complete, and what they say of sources."""

from pathlib import Path

import pytest

from buyer_portal.policies import PRESETS
from buyer_portal.policies.loader import FLOOR, facts_of, sources_of
from buyer_portal.policies.pages import PAGES
from buyer_portal.policies.source_page import source_of, unsourced

FOLDER = Path(__file__).parents[2] / "docs" / "policy"


@pytest.mark.parametrize("name", PAGES)
def test_page_is_up_to_date(name):
    """If it fails: ``python -m buyer_portal.policies docs/policy``."""
    assert (FOLDER / name).read_text("utf-8") == PAGES[name]()


@pytest.mark.parametrize(
    ("name", "first"), [("truth-table.md", ()), ("deviations.md", ()), ("sources.md", (FLOOR,))]
)
def test_page_has_every_preset(name, first):
    headings = [line for line in PAGES[name]().splitlines() if line.startswith("## ")]

    presets = [heading for heading in headings if heading != "## Reasons"]
    assert presets == [f"## {preset}" for preset in (*first, *PRESETS)]


@pytest.mark.parametrize("preset", [FLOOR, *PRESETS])
def test_every_fact_of_a_preset_cites_its_source(preset):
    assert unsourced(facts_of(preset), sources_of(preset)) == ()


def test_longest_key_names_the_source():
    sources = {"stages": "table", "stages.ON_HOLD": "note", "rest": "else"}

    found = [
        source_of(path, sources)
        for path in ("stages.UNPAID.cancel", "stages.ON_HOLD.cancel", "stagesX", "skin")
    ]

    assert found == ["table", "note", "else", "else"]
    assert source_of("skin", {"stages": "table"}) is None


def test_sources_of_nothing_are_found():
    facts: dict[str, object] = {"skin": "send", "stages.ON_HOLD.cancel": "instant"}

    found = unsourced(facts, {"stages": "here", "stages.IN_TRANSIT": "nowhere"})

    assert found == ("skin", "stages.IN_TRANSIT")
