"""Change here what the policy editor does."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any, Final

import reflex as rx

from buyer_portal.i18n.catalogue import words_of
from buyer_portal.i18n.formats import number_text
from buyer_portal.importers import PayloadFormat
from buyer_portal.policies import PRESETS, merged_policy
from buyer_portal.policies.diff import Comparison, compare
from buyer_portal.session import locale_of_page, open_to_anonymous
from buyer_portal.studio.policy_draft import MAX_SOURCE, Draft, Kind, Problem, fresh
from buyer_portal.studio.policy_orders import MOST_PASTED, Orders, Source, orders_of
from buyer_portal.studio.policy_views import (
    FLAGS,
    NUMBERS,
    BarView,
    ChangeView,
    ChoiceView,
    RowView,
    StageView,
    bar_views,
    change_views,
    flag_views,
    number_views,
    row_views,
    stage_views,
)

FIRST: Final = "until-packed"
FIRST_OTHER: Final = "until-shipped"
_MOST_PATH: Final = 60


class PolicyEditorState(rx.State):
    """A policy while somebody writes it."""

    kind: rx.Field[str] = rx.field(default=Kind.MARKET.value)
    preset: rx.Field[str] = rx.field(default=FIRST)
    other: rx.Field[str] = rx.field(default=FIRST_OTHER)
    source: rx.Field[str] = rx.field(default="")
    turn: rx.Field[int] = rx.field(default=0)
    """Rises when the text was changed by something else than typing into it."""
    is_readable: rx.Field[bool] = rx.field(default=True)
    problems: rx.Field[list[Problem]] = rx.field(default_factory=list)
    stages: rx.Field[list[StageView]] = rx.field(default_factory=list)
    flags: rx.Field[list[ChoiceView]] = rx.field(default_factory=list)
    numbers: rx.Field[list[ChoiceView]] = rx.field(default_factory=list)
    rows: rx.Field[list[RowView]] = rx.field(default_factory=list)

    orders_from: rx.Field[str] = rx.field(default=Source.MADE_UP.value)
    form: rx.Field[str] = rx.field(default=PayloadFormat.TIKTOK_SHOP.value)
    is_asking: rx.Field[bool] = rx.field(default=False)
    said: rx.Field[str] = rx.field(default="")
    """What the comparison came to, or why there is none."""
    rejected: rx.Field[list[str]] = rx.field(default_factory=list)
    changes: rx.Field[list[ChangeView]] = rx.field(default_factory=list)
    bars: rx.Field[list[BarView]] = rx.field(default_factory=list)

    _pasted: str = ""

    @rx.event
    def load(self) -> None:
        """Start from the first preset, unless something is being written."""
        if not self.source and self.turn == 0:
            self._start()
        else:
            self._show()

    @rx.event
    def pick_preset(self, preset: str) -> None:
        """Start anew from another preset."""
        if preset in PRESETS:
            self.preset = preset
            self._start()

    @rx.event
    def pick_kind(self, kind: str) -> None:
        """Write a market's policy, or a seller's own table on top of the preset."""
        if kind in {*Kind}:
            self.kind = kind
            self._start()

    @rx.event
    def pick_other(self, preset: str) -> None:
        """Compare with another preset."""
        if preset in PRESETS:
            self.other = preset
            self._show()
            self._forget_comparison()

    @rx.event(supersedes=True)
    async def write(self, source: str) -> None:
        """Take over what is typed into the text."""
        if isinstance(source, str):
            self.source = source[:MAX_SOURCE]
            self._show()
            self._forget_comparison()

    @rx.event
    def choose(self, path: str, value: str) -> None:
        """Write a choice of the form into the text."""
        if not (isinstance(path, str) and isinstance(value, str) and len(path) <= _MOST_PATH):
            return
        parsed = _parsed(path, value)
        if parsed is None:
            return
        written = self._draft().with_value(tuple(path.split(".")), parsed).source
        if written != self.source:
            self.source = written[:MAX_SOURCE]
            self.turn += 1
        self._show()
        self._forget_comparison()

    @rx.event
    def download(self) -> Any:  # noqa: ANN401 - an event
        """Hand the text over as a file."""
        return rx.download(data=self.source, filename=self._draft().file)

    @rx.event
    def pick_orders(self, source: str) -> None:
        """Ask about other orders."""
        if source in {*Source}:
            self.orders_from = source
            self._forget_comparison()

    @rx.event
    def pick_form(self, form: str) -> None:
        """Say whose payload is pasted."""
        if form in {*PayloadFormat}:
            self.form = form

    @rx.event(supersedes=True)
    async def paste(self, text: str) -> None:
        """Keep the orders that somebody pastes."""
        if isinstance(text, str):
            self._pasted = text[:MOST_PASTED]

    @rx.event(background=True)
    async def ask(self) -> AsyncGenerator[None]:
        """Have both policies decide the chosen orders, and show what differs."""
        async with self:
            if self.is_asking:
                return
            words = words_of(locale_of_page(self))
            self._forget_comparison()
            if self.problems:
                self.said = words("studio.policies.broken")
                return
            self.is_asking = True
            draft, other = self._draft(), self.other
            source, form, pasted = self.orders_from, self.form, self._pasted
        yield
        given, found = await asyncio.to_thread(_compared, draft, other, source, form, pasted)
        async with self:
            self.is_asking = False
            self.rejected = list(given.rejected)
            self.changes = change_views(found, words)
            self.bars = bar_views(found, words)
            self.said = _outcome(found, other, words_of(locale_of_page(self)))

    def _draft(self) -> Draft:
        return Draft(kind=Kind(self.kind), preset=self.preset, source=self.source)

    def _start(self) -> None:
        self.source = fresh(Kind(self.kind), self.preset).source
        self.turn += 1
        self._show()
        self._forget_comparison()

    def _show(self) -> None:
        words = words_of(locale_of_page(self))
        draft = self._draft()
        policy = draft.of_market("")
        self.is_readable = draft.is_readable
        self.problems = list(draft.problems)
        if draft.is_readable:  # else the form keeps what it showed
            self.stages = stage_views(policy, words)
            self.flags = flag_views(policy, words)
            self.numbers = number_views(policy, words)
            self.rows = row_views(policy, merged_policy(self.other), words)

    def _forget_comparison(self) -> None:
        self.said = ""
        self.rejected, self.changes, self.bars = [], [], []


open_to_anonymous(PolicyEditorState)


def _parsed(path: str, value: str) -> object:
    """Return the value that a choice of the form writes; None: the form has no such choice."""
    if path in FLAGS:
        return {"true": True, "false": False}.get(value)
    if path in NUMBERS:
        return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else None  # noqa: PLR2004 - the loader says what is too much
    parts = path.split(".")
    is_stage = len(parts) == 3 and parts[0] == "stages"  # noqa: PLR2004 - stages, stage, key
    return value if is_stage and value.isidentifier() else None


def _compared(
    draft: Draft, other: str, source: str, form: str, pasted: str
) -> tuple[Orders, Comparison]:
    """Return the orders and what the two policies say of them."""
    given = orders_of(Source(source), pasted=pasted, form=PayloadFormat(form))
    of_market = {order.market: draft.of_market(order.market) for order in given.orders}
    found = compare(
        given.orders,
        lambda market: merged_policy(other, market),
        of_market.__getitem__,
        now=given.now,
    )
    return given, found


def _outcome(found: Comparison, other: str, words: Any) -> str:  # noqa: ANN401 - the words of a language
    if not found.orders:
        return words("studio.policies.none_read")
    total = number_text(found.orders, words.locale)
    if not found.has_changes:
        return words("studio.policies.same", total=total, name=other)
    changed = number_text(found.changed, words.locale)
    return words("studio.policies.result", changed=changed, total=total, name=other)
