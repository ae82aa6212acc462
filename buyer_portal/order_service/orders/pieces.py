"""Change here how a command names pieces of an order."""

from collections.abc import Iterable
from typing import Protocol

from buyer_portal.domain.orders import Order
from buyer_portal.order_service.answers import invalid


class NamedPieces(Protocol):
    """Some pieces of a line, as commands send them."""

    @property
    def line_id(self) -> str:
        """Which line."""
        ...

    @property
    def quantity(self) -> int:
        """How many pieces of it."""
        ...


def pieces_of(lines: Iterable[NamedPieces], order: Order) -> dict[str, int]:
    """Return the pieces that are named (line id → pieces).

    Raises:
        ProblemError: A line is unknown or named twice.
    """
    known = {line.id for line in order.lines}
    pieces: dict[str, int] = {}
    for at, asked in enumerate(lines):
        if asked.line_id not in known:
            raise invalid(f"/lines/{at}/line_id", "unknown")
        if asked.line_id in pieces:
            raise invalid(f"/lines/{at}/line_id", "repeated")
        pieces[asked.line_id] = asked.quantity
    return pieces
