"""Change here how the pieces that a question names are found among those that are open."""

from collections.abc import Mapping

from buyer_portal.domain.decision_facts import INSTANT, NONE
from buyer_portal.domain.decision_values import TraceStep, Verdict
from buyer_portal.domain.orders import Order


class Selection:
    """The pieces asked for, cut down to what is open; unsound when some are not there."""

    __slots__ = ("is_sound", "pieces")

    def __init__(self, pieces: dict[str, int], *, is_sound: bool) -> None:
        self.pieces = pieces
        self.is_sound = is_sound


def select(trace: list[TraceStep], order: Order, lines: Mapping[str, int]) -> Selection:
    """Return what is asked for, and say in the trace how it was understood."""
    open_pieces = {line.id: line.open_quantity for line in order.lines}
    pieces: dict[str, int] = {}
    is_sound, has_cut = True, False
    for line_id, count in lines.items():
        available = open_pieces.get(line_id, 0)
        if count > 0 and available > 0:
            has_cut = has_cut or count > available
            pieces[line_id] = min(count, available)
        elif count > 0:
            is_sound = False
    is_sound = is_sound and bool(pieces)
    verdict = Verdict.LIMITS if has_cut else Verdict.SILENT
    trace.append(
        TraceStep(
            rule="selection",
            inputs={"lines": str(len(pieces)), "pieces": str(sum(pieces.values()))},
            verdict=verdict if is_sound else Verdict.CLOSES,
            permission=INSTANT if is_sound else NONE,
        )
    )
    return Selection(pieces, is_sound=is_sound)
