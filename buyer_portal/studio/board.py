"""Change here what can stand in the rows and columns of the board, and when frames differ."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Any, Final

from buyer_portal import routes
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.skins import SKINS
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.policies import PRESETS
from buyer_portal.scenario.library import LIBRARY, scenario_named
from buyer_portal.scenario.opening import Device
from buyer_portal.scenario.scenario import Scenario
from buyer_portal.settings import MAX_FRAMES

USUAL_BASE: Final = "packed"


class BoardPhase(StrEnum):
    """How far a board has come."""

    CHOOSING = "choosing"
    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


class Dimension(StrEnum):
    """What may vary between the frames of a board."""

    SITUATION = "situation"
    STAGE = "stage"
    POLICY = "policy"
    LANGUAGE = "language"
    DEVICE = "device"
    THEME = "theme"
    SKIN = "skin"


VALUES: Final[Mapping[Dimension, tuple[str, ...]]] = {
    Dimension.SITUATION: tuple(LIBRARY),
    Dimension.STAGE: tuple(OrderStatus),
    Dimension.POLICY: tuple(PRESETS),
    Dimension.LANGUAGE: routes.LOCALES,
    Dimension.DEVICE: tuple(Device),
    Dimension.THEME: ("day", "night"),
    Dimension.SKIN: SKINS,
}
"""Every value of each dimension, in its order."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A dimension with the values of it that are shown."""

    dimension: Dimension
    values: tuple[str, ...]

    def __str__(self) -> str:
        """Return how an address writes it: ``stage:UNPAID,IN_TRANSIT``."""
        return f"{self.dimension}:{','.join(self.values)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardSpec:
    """What a board shows: a named scenario, varied along rows, columns and perhaps a third way."""

    base: str = USUAL_BASE
    rows: Axis
    columns: Axis
    split: Axis | None = None

    @property
    def size(self) -> int:
        """How many frames it has."""
        splits = len(self.split.values) if self.split else 1
        return len(self.rows.values) * len(self.columns.values) * splits

    @property
    def is_too_large(self) -> bool:
        """Whether it has more frames than there are hosts for them."""
        return self.size > MAX_FRAMES


USUAL: Final = BoardSpec(
    rows=Axis(
        Dimension.STAGE, ("UNPAID", "AWAITING_SHIPMENT", "AWAITING_COLLECTION", "IN_TRANSIT")
    ),
    columns=Axis(Dimension.POLICY, ("until-packed", "until-shipped", "unpaid-only")),
)
"""The board that opens first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One frame: its place, what is shown in it, and the scenario behind it."""

    key: str
    row: str
    column: str
    split: str
    scenario: Scenario


def axis_in(text: str, *, without: Sequence[Dimension] = ()) -> Axis | None:
    """Return the axis that an address writes; None where nothing of it is known."""
    name, _, listed = text.partition(":")
    try:
        dimension = Dimension(name)
    except ValueError:
        return None
    wanted = set(listed.split(","))
    values = tuple(value for value in VALUES[dimension] if value in wanted)
    return Axis(dimension, values) if values and dimension not in without else None


def board_in(query: Mapping[str, str]) -> BoardSpec:
    """Return the board of an address; what it leaves out or gets wrong is as usual."""
    rows = axis_in(query.get("rows", "")) or USUAL.rows
    columns = axis_in(query.get("columns", ""), without=(rows.dimension,))
    if columns is None:
        usual = USUAL.columns if rows.dimension is not USUAL.columns.dimension else USUAL.rows
        columns = usual
    taken = (rows.dimension, columns.dimension)
    base = query.get("base", "")
    return BoardSpec(
        base=base if base in LIBRARY else USUAL_BASE,
        rows=rows,
        columns=columns,
        split=axis_in(query.get("split", ""), without=taken),
    )


def cells_of(spec: BoardSpec) -> tuple[Cell, ...]:
    """Return the frames of a board, row by row."""
    base = scenario_named(spec.base) or Scenario()
    splits: tuple[tuple[Dimension | None, str], ...] = ((None, ""),)
    if spec.split:
        splits = tuple((spec.split.dimension, value) for value in spec.split.values)
    cells: list[Cell] = []
    for row, column, (third, split) in product(spec.rows.values, spec.columns.values, splits):
        chosen = {spec.rows.dimension: row, spec.columns.dimension: column}
        if third:
            chosen[third] = split
        cells.append(
            Cell(
                key=f"f{len(cells) + 1}",
                row=row,
                column=column,
                split=split,
                scenario=varied(base, chosen),
            )
        )
    return tuple(cells)


def varied(base: Scenario, chosen: Mapping[Dimension, str]) -> Scenario:
    """Return a scenario with what is chosen in place of its own."""
    scenario = base
    if situation := chosen.get(Dimension.SITUATION):
        scenario = LIBRARY[situation].scenario
    document: dict[str, Any] = scenario.model_dump(mode="json", exclude_defaults=True)
    opening: dict[str, Any] = document.setdefault("opening", {})
    for dimension, value in chosen.items():
        if dimension is Dimension.STAGE:
            _set_stage(document, value)
        elif dimension is Dimension.POLICY:
            sellers = document.setdefault("sellers", [{"key": "seller"}])
            document["sellers"] = [seller | {"preset": value} for seller in sellers]
        elif dimension is Dimension.SKIN:
            document["skin"] = value
        elif dimension in _OPENING:
            opening[_OPENING[dimension]] = value
    return Scenario.model_validate(document)


_OPENING: Final = {
    Dimension.LANGUAGE: "locale",
    Dimension.DEVICE: "device",
    Dimension.THEME: "theme",
}
_ONLY_AT_ITS_STAGE: Final = ("open_request", "rejected", "unlocked", "refusal", "refused")


def _set_stage(document: dict[str, Any], stage: str) -> None:
    """Move the order that is looked at to another stage; what no longer fits goes."""
    orders: list[dict[str, Any]] = document.setdefault("orders", [{"key": "order"}])
    wanted = document.get("opening", {}).get("order") or orders[0].get("key", "")
    for order in orders:
        if order.get("key", "") != wanted or order.get("status") == stage:
            continue
        order["status"] = stage
        for name in list(order):
            if name in _ONLY_AT_ITS_STAGE or name.endswith("_hours_ago"):
                del order[name]
        order["lines"] = [
            {name: said for name, said in line.items() if name != "status"}
            for line in order.get("lines", [])
        ]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a frame lets its buyer do and know: two frames with the same facts are alike."""

    outcome: str
    causes: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    status: str = ""
    deadlines: tuple[str, ...] = ()


def facts_of(detail: OrderDetail | None) -> Facts:
    """Return the facts of a frame's order; None: the buyer sees none."""
    if detail is None:
        return Facts("unseen")
    decision = detail.decision
    return Facts(
        outcome=decision.outcome.value,
        causes=tuple(cause.value for cause in decision.causes),
        actions=tuple(action.kind.value for action in decision.actions),
        status=detail.order.status.value,
        deadlines=tuple(deadline.kind.value for deadline in decision.deadlines),
    )


def differing(rows: Iterable[Mapping[str, Facts]]) -> frozenset[str]:
    """Return the frames that differ from most of their row: what the columns bring about.

    A board of one column is compared from row to row.
    """
    groups = [row for row in rows if row]
    if groups and all(len(row) == 1 for row in groups):
        groups = [{key: facts for row in groups for key, facts in row.items()}]
    found: set[str] = set()
    for row in groups:
        [(usual, _)] = Counter(row.values()).most_common(1)
        found.update(key for key, facts in row.items() if facts != usual)
    return frozenset(found)
