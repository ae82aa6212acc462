"""Change here what the board does: read the address, make its tenants, say what differs."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

import reflex as rx
from reflex.event import EventSpec

from buyer_portal import routes
from buyer_portal.i18n.catalogue import Words, words_of
from buyer_portal.order_client.errors import OrderServiceError
from buyer_portal.order_client.studio import StudioClient
from buyer_portal.pages.studio.board.making import (
    MadeFrame,
    differing_frames,
    make_frame,
    pictured,
    remove_frame,
    waiting_frame,
)
from buyer_portal.session import SessionState, connection, locale_of_page, open_to_anonymous
from buyer_portal.settings import MAX_FRAMES, Settings
from buyer_portal.studio.album import picture_href
from buyer_portal.studio.board import (
    VALUES,
    BoardPhase,
    BoardSpec,
    Cell,
    Dimension,
    board_in,
    cells_of,
)
from buyer_portal.studio.camera import CameraProblem, forget_pictures
from buyer_portal.studio.entering import PROBE
from buyer_portal.studio.frames import FrameView, RowView, column_labels, facts_text
from buyer_portal.studio.frames import value_text as value_text_of
from buyer_portal.studio.hosts import board_origins
from buyer_portal.studio.screens import ADDRESSES, Screen

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

    pictures: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    """What stands in for frames that the browser cannot show: frame → address of its picture;
    empty while it is being made, ``-`` where it could not be."""
    pictures_ready: rx.Field[int] = rx.field(default=0)
    picture_problem: rx.Field[str] = rx.field(default="")
    """Why there are no pictures (``CameraProblem``), where it is the same for all."""

    _tenants: tuple[str, ...] = ()
    _turn: int = 0
    _waits: bool = False
    _made: tuple[MadeFrame, ...] = ()
    _taken: tuple[str, ...] = ()

    @rx.event
    def load(self) -> EventSpec | None:
        """Read the address; one that names rows opens the board.

        The board is made once the browser has said whether it reaches frames: until then it may
        move to another host, and its time zone is not known.
        """
        query = self.router.url.query_parameters
        self.probe = f"{Settings.load().studio_origin}{PROBE}"
        spec = board_in(query)
        self._take_over(spec)
        self._waits, self.rows = False, []
        if not query.get("rows") or spec.is_too_large:
            self.phase = BoardPhase.CHOOSING
            return None
        self.phase = BoardPhase.LOADING
        self._lay_out(spec)
        if self.can_frame:
            return BoardState.build()  # pyright: ignore[reportReturnType] - Reflex names it differently
        self._waits = True
        return None

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
    def know_frames(self, answer: str) -> EventSpec | None:
        """Note whether the browser reaches the hosts of frames; a board that waits is made now."""
        if answer not in {"yes", "no"}:
            return None
        self.can_frame = answer
        waits, self._waits = self._waits, False
        return BoardState.build() if waits else None  # pyright: ignore[reportReturnType] - as above

    @rx.event(background=True)
    async def build(self) -> AsyncGenerator[EventSpec | None]:
        """Make a tenant for each frame; frames appear as theirs is ready."""
        async with self:
            self._turn += 1
            turn, old = self._turn, self._tenants
            self._tenants, self._made = (), ()
            self._forget_pictures()
            zone = await self.get_var_value(SessionState.time_zone)
            origins = board_origins(self.router.session.client_token)
            spec = board_in(self.router.url.query_parameters)
            if spec.is_too_large:
                self.phase = BoardPhase.CHOOSING
                return
            cells, frames, words = self._lay_out(spec)
            self.phase = BoardPhase.LOADING
        yield
        client = StudioClient(connection())
        made: list[MadeFrame] = []
        try:
            for start in range(0, len(cells), AT_ONCE):
                group = cells[start : start + AT_ONCE]
                for frame in await asyncio.gather(
                    *(make_frame(client, cell, zone) for cell in group)
                ):
                    made.append(frame)
                    outcome, tone, causes = facts_text(frame.facts, words)
                    frames[frame.key] = replace(
                        frames[frame.key],
                        src=origins[int(frame.key[1:]) - 1] + frame.address,
                        outcome=outcome,
                        tone=tone,
                        causes=causes,
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
                self._tenants = (*self._tenants, *(frame.tenant for frame in made))
        facts = {frame.key: frame.facts for frame in made}
        others = differing_frames(spec, cells, facts)
        frames = {key: replace(frame, differs=key in others) for key, frame in frames.items()}
        async with self:
            if self._turn != turn:
                return
            self._draw(spec, cells, frames, words)
            self.differing_count = len(others)
            self.phase = BoardPhase.READY
            self._made = tuple(made)
            needs_pictures = self.can_frame == "no"
        if needs_pictures:
            yield BoardState.photograph()  # pyright: ignore[reportReturnType] - as above
        for tenant in old:
            await remove_frame(client, tenant)

    @rx.event(background=True)
    async def photograph(self) -> AsyncGenerator[None]:
        """Have the portal's own browser make a picture of each frame; each shows as it is there."""
        async with self:
            if self.can_frame != "no" or self.pictures or not self._made:
                return
            turn = self._turn
            visits = {frame.key: frame.visit for frame in self._made}
            self.pictures = dict.fromkeys(visits, "")
        yield
        asking = [asyncio.create_task(pictured(key, visit)) for key, visit in visits.items()]
        try:
            for answer in asyncio.as_completed(asking):
                key, name, problem = await answer
                async with self:
                    if self._turn != turn:
                        return
                    self._hang(key, name, problem)
                yield
        finally:
            for task in asking:
                task.cancel()

    def _hang(self, key: str, name: str, problem: CameraProblem | None) -> None:
        """Put a picture into its frame, or say that there is none."""
        self.pictures = {**self.pictures, key: picture_href(name) if name else "-"}
        if name:
            self._taken = (*self._taken, name)
            self.pictures_ready = len(self._taken)
        elif problem:
            self.picture_problem = problem.value

    def _forget_pictures(self) -> None:
        forget_pictures(self._taken)
        self._taken, self.pictures = (), {}
        self.pictures_ready, self.picture_problem = 0, ""

    def _lay_out(self, spec: BoardSpec) -> tuple[tuple[Cell, ...], dict[str, FrameView], Words]:
        """Draw the grid with a place for each frame; return what fills it."""
        locale = locale_of_page(self)
        cells, words = cells_of(spec), words_of(locale)
        frames = {cell.key: waiting_frame(spec, cell, words, locale) for cell in cells}
        self.columns = column_labels(spec, words)
        self._draw(spec, cells, frames, words)
        return cells, frames, words

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
        self.is_too_large = self.size > MAX_FRAMES

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
