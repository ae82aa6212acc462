"""Change here what the board does: read the address, make its tenants, say what differs."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlencode

import reflex as rx
from reflex.event import EventSpec

from buyer_portal import routes
from buyer_portal.i18n.catalogue import Words, words_of
from buyer_portal.order_client.errors import OrderServiceError
from buyer_portal.order_client.studio import StudioClient
from buyer_portal.session import connection, locale_of_page, open_to_anonymous
from buyer_portal.settings import Settings
from buyer_portal.studio.board import (
    VALUES,
    BoardPhase,
    BoardSpec,
    Cell,
    Dimension,
    Facts,
    board_in,
    cells_of,
    differing,
    facts_of,
)
from buyer_portal.studio.entering import PROBE, chosen_buyer, chosen_order, frame_href
from buyer_portal.studio.frames import FrameView, RowView, column_labels, facts_text, frame_of
from buyer_portal.studio.frames import value_text as value_text_of
from buyer_portal.studio.network import PLAN
from buyer_portal.studio.screens import ADDRESSES, Screen
from buyer_portal.studio.sharing import share

AT_ONCE: Final = 6
"""Tenants that are made side by side; their frames then load while the next are made."""


class BoardState(rx.State):
    """What the board shows, and what can be chosen for it."""

    phase: rx.Field[BoardPhase] = rx.field(BoardPhase.CHOOSING)
    rows_by: rx.Field[str] = rx.field(default="")
    columns_by: rx.Field[str] = rx.field(default="")
    split_by: rx.Field[str] = rx.field(default="")
    base: rx.Field[str] = rx.field(default="")
    chosen: rx.Field[dict[str, list[str]]] = rx.field(default_factory=dict)
    size: rx.Field[int] = rx.field(default=0)
    is_too_large: rx.Field[bool] = rx.field(default=False)
    columns: rx.Field[list[str]] = rx.field(default_factory=list)
    rows: rx.Field[list[RowView]] = rx.field(default_factory=list)
    differing_count: rx.Field[int] = rx.field(default=0)
    can_frame: rx.Field[str] = rx.field(default="")
    """``yes`` or ``no`` once the browser has tried the host of a frame (studio.js)."""

    probe: rx.Field[str] = rx.field(default="")
    """What the browser asks to find that out; not a literal, because a build serves any port."""

    _tenants: tuple[str, ...] = ()
    _turn: int = 0

    @rx.event
    def load(self) -> EventSpec | None:
        """Read the address; one that names rows opens the board at once."""
        query = self.router.url.query_parameters
        self.probe = f"{Settings.load().studio_origin}{PROBE}"
        self._take_over(board_in(query))
        if not query.get("rows"):
            self.phase = BoardPhase.CHOOSING
            self.rows = []
            return None
        return BoardState.build()  # pyright: ignore[reportReturnType] - Reflex names it differently

    @rx.event
    def choose_dimension(self, axis: str, dimension: str) -> None:
        """Let another dimension stand in the rows, the columns or the third way."""
        if axis not in {"rows", "columns", "split"}:
            return
        if dimension not in set(Dimension) and not (axis == "split" and dimension == ""):
            return
        by = {"rows": self.rows_by, "columns": self.columns_by, "split": self.split_by}
        for other, taken in by.items():
            if other != axis and taken == dimension and dimension:
                by[other] = by[axis]  # they change places
        by[axis] = dimension
        self.rows_by, self.columns_by, self.split_by = by["rows"], by["columns"], by["split"]
        self._count()

    @rx.event
    def choose_base(self, name: str) -> None:
        """Vary another named scenario."""
        if name in VALUES[Dimension.SITUATION]:
            self.base = name

    @rx.event
    def toggle(self, dimension: str, value: str) -> None:
        """Show a value of a dimension, or leave it out; one always stays."""
        if dimension not in set(Dimension) or value not in VALUES[Dimension(dimension)]:
            return
        before = self.chosen.get(dimension, [])
        wanted = {*before} ^ {value}
        if wanted:
            values = [one for one in VALUES[Dimension(dimension)] if one in wanted]
            self.chosen = {**self.chosen, dimension: values}
        self._count()

    @rx.event
    def show(self) -> EventSpec | None:
        """Go to the address of what was chosen, which can be kept and shared."""
        if self.is_too_large:
            return None
        asked = {
            axis: f"{by}:{','.join(self.chosen[by])}"
            for axis, by in (
                ("rows", self.rows_by), ("columns", self.columns_by), ("split", self.split_by),
            )
            if by
        }  # fmt: skip
        board = routes.href(ADDRESSES[Screen.BOARD], locale_of_page(self))
        query = urlencode({"base": self.base, **asked}, safe=":,")
        return rx.redirect(f"{board}?{query}")

    @rx.event
    def know_frames(self, answer: str) -> None:
        """Note whether the browser reaches the hosts of frames."""
        if answer in {"yes", "no"}:
            self.can_frame = answer

    @rx.event(background=True)
    async def build(self) -> AsyncGenerator[None]:
        """Make a tenant for each frame; frames appear as theirs is ready."""
        async with self:
            self._turn += 1
            turn, old = self._turn, self._tenants
            self._tenants = ()
            locale = locale_of_page(self)
            spec = board_in(self.router.url.query_parameters)
            if spec.is_too_large:
                self.phase = BoardPhase.CHOOSING
                return
            cells = cells_of(spec)
            words = words_of(locale)
            frames = {
                cell.key: replace(frame_of(spec, cell, words), stage_href=_stage_href(cell, locale))
                for cell in cells
            }
            self.columns = column_labels(spec, words)
            self._draw(spec, cells, frames, words)
            self.phase = BoardPhase.LOADING
        yield
        client = StudioClient(connection())
        facts: dict[str, Facts] = {}
        made: list[str] = []
        try:
            for start in range(0, len(cells), AT_ONCE):
                group = cells[start : start + AT_ONCE]
                for key, tenant, src, found in await asyncio.gather(
                    *(_framed(client, cell) for cell in group)
                ):
                    made.append(tenant)
                    facts[key] = found
                    outcome, tone, causes = facts_text(found, words)
                    frames[key] = replace(
                        frames[key], src=src, outcome=outcome, tone=tone, causes=causes
                    )
                async with self:
                    if self._turn != turn:
                        return
                    self._draw(spec, cells, frames, words)
                yield
        except OrderServiceError:
            async with self:
                self.phase = BoardPhase.FAILED
            return
        finally:
            async with self:
                self._tenants = (*self._tenants, *made)
        others = differing(
            {cell.key: facts[cell.key] for cell in cells if cell.row == row}
            for row in spec.rows.values
        )
        frames = {key: replace(frame, differs=key in others) for key, frame in frames.items()}
        async with self:
            if self._turn == turn:
                self._draw(spec, cells, frames, words)
                self.differing_count = len(others)
                self.phase = BoardPhase.READY
        for tenant in old:
            await _removed(client, tenant)

    def _take_over(self, spec: BoardSpec) -> None:
        """Choose what an address says."""
        self.base = spec.base
        self.rows_by = spec.rows.dimension.value
        self.columns_by = spec.columns.dimension.value
        self.split_by = spec.split.dimension.value if spec.split else ""
        chosen = {one.value: list(VALUES[one][:4]) for one in Dimension}
        chosen[Dimension.POLICY.value] = ["until-packed", "until-shipped", "unpaid-only"]
        for axis in (spec.rows, spec.columns, spec.split):
            if axis:
                chosen[axis.dimension.value] = list(axis.values)
        self.chosen = chosen
        self._count()

    def _count(self) -> None:
        """Say how many frames that would be."""
        self.size = 1
        for by in filter(None, (self.rows_by, self.columns_by, self.split_by)):
            self.size *= len(self.chosen.get(by, []))
        self.is_too_large = self.size > len(Settings.load().frame_origins)

    def _draw(
        self, spec: BoardSpec, cells: Sequence[Cell], frames: dict[str, FrameView], words: Words
    ) -> None:
        """Put the frames into their rows."""
        self.rows = [
            RowView(
                label=value_text_of(spec.rows.dimension, row, words),
                frames=[frames[cell.key] for cell in cells if cell.row == row],
            )
            for row in spec.rows.values
        ]


open_to_anonymous(BoardState)


def _stage_href(cell: Cell, locale: str) -> str:
    """Return the way to play a frame on the stage; it carries the whole scenario."""
    token = share(cell.scenario, key=Settings.load().share_key, now=datetime.now(UTC))
    return f"{routes.href(ADDRESSES[Screen.STAGE], locale)}?shared={token}"


async def _framed(client: StudioClient, cell: Cell) -> tuple[str, str, str, Facts]:
    """Make the tenant of a cell; return its key, the tenant, what the frame loads, its facts."""
    scenario = cell.scenario
    made = await client.make_tenant(scenario)
    PLAN.open(made.tenant, scenario.opening.network)
    key = chosen_order(scenario)
    owner = next((order.buyer for order in scenario.orders if order.key == key), "")
    is_theirs = (owner or scenario.all_buyers[0].key) == chosen_buyer(scenario)
    detail = await client.order(made.tenant, made.orders[key]) if key and is_theirs else None
    origin = Settings.load().frame_origins[int(cell.key[1:]) - 1]
    return cell.key, made.tenant, frame_href(origin, scenario, made), facts_of(detail)


async def _removed(client: StudioClient, tenant: str) -> None:
    """Delete the tenant of a board that is gone; what fails goes by itself within the hour."""
    try:
        await client.remove_tenant(tenant)
    except OrderServiceError:
        return
