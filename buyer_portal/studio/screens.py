"""Change here which screens the studio has, in the order of its navigation."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Screen(StrEnum):
    """A screen of the studio."""

    BOARD = "board"
    STAGE = "stage"
    POLICIES = "policies"
    WORDS = "words"
    FLOW = "flow"
    RECORD = "record"
    HANDOFF = "handoff"


@dataclass(frozen=True, slots=True, kw_only=True)
class StudioScreen:
    """Where a screen is and which icon leads there; its name is ``studio.nav.<screen>``."""

    screen: Screen
    address: str
    icon: str


SCREENS: Final = (
    StudioScreen(screen=Screen.BOARD, address="/studio", icon="board"),
    StudioScreen(screen=Screen.STAGE, address="/studio/stage", icon="stage"),
    StudioScreen(screen=Screen.POLICIES, address="/studio/policies", icon="rules"),
    StudioScreen(screen=Screen.WORDS, address="/studio/words", icon="words"),
    StudioScreen(screen=Screen.FLOW, address="/studio/flow", icon="flow"),
    StudioScreen(screen=Screen.RECORD, address="/studio/record", icon="record"),
    StudioScreen(screen=Screen.HANDOFF, address="/studio/handoff", icon="pack"),
)

ADDRESSES: Final = {entry.screen: entry.address for entry in SCREENS}


def is_studio(address: str) -> bool:
    """Say whether an address without its language is one of the studio."""
    return address.rstrip("/") in ADDRESSES.values()
