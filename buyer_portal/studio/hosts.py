"""Change here which hosts a tab's frames are on, so that no two tabs share cookies."""

from collections.abc import Sequence
from typing import Final

from buyer_portal.settings import MAX_BOARDS, MAX_FRAMES, MAX_STAGES, Settings


class Places:
    """Numbered places, each held by a tab; when none is free, the longest unused one goes."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._held: dict[str, int] = {}

    def of(self, tab: str) -> int:
        """Return the place of a tab, the same each time until it was given away."""
        place = self._held.pop(tab, None)
        if place is None:
            place = self._free()
        self._held[tab] = place  # at the end: used last
        return place

    def _free(self) -> int:
        if len(self._held) < self._number:
            taken = {*self._held.values()}
            return next(place for place in range(self._number) if place not in taken)
        return self._held.pop(next(iter(self._held)))


_BOARDS: Final = Places(MAX_BOARDS)
_STAGES: Final = Places(MAX_STAGES)


def board_origins(tab: str) -> Sequence[str]:
    """Return the origins of a board's frames: no other board of the browser has them."""
    first = _BOARDS.of(tab) * MAX_FRAMES
    return Settings.load().frame_origins[first : first + MAX_FRAMES]


def stage_origin(tab: str) -> str:
    """Return the origin of a stage's frame: no board and no other stage has it."""
    return Settings.load().frame_origins[MAX_BOARDS * MAX_FRAMES + _STAGES.of(tab)]
