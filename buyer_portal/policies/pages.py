"""Change here which pages on policies are made."""

from collections.abc import Callable
from typing import Final

from buyer_portal.policies.official import deviations_page
from buyer_portal.policies.source_page import sources_page
from buyer_portal.policies.truth_table import truth_table_page

PAGES: Final[dict[str, Callable[[], str]]] = {
    "truth-table.md": truth_table_page,
    "deviations.md": deviations_page,
    "sources.md": sources_page,
}
"""File under ``docs/policy`` → what draws it."""
