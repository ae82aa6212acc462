"""Change here what the policy editor does."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

import reflex as rx

from buyer_portal import routes
from buyer_portal.i18n.catalogue import Words, words_of
from buyer_portal.i18n.formats import number_text
from buyer_portal.importers import PayloadFormat
from buyer_portal.order_client.errors import OrderServiceError
from buyer_portal.order_client.studio import StudioClient
from buyer_portal.pages.studio.stage.state import StageState
from buyer_portal.policies import PRESETS, merged_policy
from buyer_portal.policies.diff import Comparison, compare
from buyer_portal.session import connection, locale_of_page, open_to_anonymous
from buyer_portal.settings import Settings
from buyer_portal.studio.link_views import PARAMETER
from buyer_portal.studio.packed_file import BrokenFileError, PackedFile
from buyer_portal.studio.policy_draft import MAX_SOURCE, Draft, Kind, Problem, fresh
from buyer_portal.studio.policy_live import PORTAL, comparison_of, question
from buyer_portal.studio.policy_orders import LIVE, MOST_PASTED, Source, orders_of
from buyer_portal.studio.policy_play import played_under
from buyer_portal.studio.policy_views import (
    FLAGS,
    NUMBERS,
    BarView,
    ChangeView,
    ChoiceView,
    RowView,
    StageView,
    bar_views,
    beside_views,
    change_views,
    flag_views,
    number_views,
    row_views,
    stage_views,
)
from buyer_portal.studio.screens import ADDRESSES, Screen
from buyer_portal.studio.sharing import TooLargeToShareError, share

FIRST: Final = "until-packed"
FIRST_OTHER: Final = "until-shipped"
OWN, OTHER = "own", "other"
AGAINST: Final = (OWN, OTHER)
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
    on_stage: rx.Field[str] = rx.field(default="")
    """Where pages are played under it; empty: no seller can have it as it is."""

    orders_from: rx.Field[str] = rx.field(default=Source.STORED.value)
    against: rx.Field[str] = rx.field(default=OWN)
    """What orders of the order service are compared with: their own policy, or the other one."""
    form: rx.Field[str] = rx.field(default=PayloadFormat.TIKTOK_SHOP.value)
    is_asking: rx.Field[bool] = rx.field(default=False)
    said: rx.Field[str] = rx.field(default="")
    """What the comparison came to, or why there is none."""
    rejected: rx.Field[list[str]] = rx.field(default_factory=list)
    changes: rx.Field[list[ChangeView]] = rx.field(default_factory=list)
    besides: rx.Field[list[ChangeView]] = rx.field(default_factory=list)
    """What else changes while the answer stays."""
    bars: rx.Field[list[BarView]] = rx.field(default_factory=list)

    file_text: rx.Field[str] = rx.field(default="")
    """Which file has arrived, or that none could be read."""

    _given: bytes = b""
    _file: PackedFile = PackedFile()

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
    async def write(self, source: str, turn: int) -> None:
        """Take over what is typed into the text; what was typed into an earlier one came too late.

        Args:
            turn: Which text it was typed into: a preset or the form puts a new one there.
        """
        if isinstance(source, str) and turn == self.turn:
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
    def pick_against(self, against: str) -> None:
        """Compare stored orders with what they were bought under, or with the other policy."""
        if against in AGAINST:
            self.against = against
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
            self._given, self.file_text = text[:MOST_PASTED].encode("utf-8", "replace"), ""

    @rx.event
    async def take_part(self, part: str) -> None:
        """Take a part of a file of orders; the browser sends one after the other."""
        words = words_of(locale_of_page(self))
        try:
            self._file = self._file.with_part(part if isinstance(part, str) else "")
            if not self._file.is_whole:
                return
            self._given = await asyncio.to_thread(self._file.content)
        except BrokenFileError:
            self._given, self.file_text = b"", words("studio.policies.file.broken")
        else:
            size = f"{number_text(max(1, len(self._given) // 1024), words.locale)} KB"
            self.file_text = words("studio.policies.file.read", name=self._file.name, size=size)
        self._file = PackedFile()
        self._forget_comparison()

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
            source = Source(self.orders_from)
            tenant = await self._tenant(source)
            if source in LIVE and not tenant:
                self.said = words("studio.policies.no_stage")
                return
            self.is_asking = True
            draft, form, given = self._draft(), self.form, self._given
            other = "" if source in LIVE and self.against == OWN else self.other
        yield
        told, rejected = "", tuple[str, ...]()
        try:
            if tenant:
                asked = question(draft, other)
                answer = await StudioClient(connection()).compare_policies(tenant, asked)
                found = comparison_of(answer)
                told = "" if answer.are_all else words("studio.policies.newest")
            else:
                found, rejected = await asyncio.to_thread(
                    _compared, draft, other, source, form, given
                )
        except OrderServiceError:
            async with self:
                self.is_asking = False
                self.said = words("studio.policies.unavailable")
            return
        async with self:
            self.is_asking = False
            self.rejected = list(rejected)
            self.changes = change_views(found, words)
            self.besides = beside_views(found, words)
            self.bars = bar_views(found, words)
            self.said = f"{_outcome(found, other, source, words)} {told}".strip()

    async def _tenant(self, source: Source) -> str:
        """Return whose orders are asked about; empty: nobody's, or no prototype is open."""
        if source is Source.STORED:
            return PORTAL
        if source is not Source.STAGE:
            return ""
        prototype = (await self.get_state(StageState))._prototype
        return prototype.tenant if prototype else ""

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
        self.on_stage = self._played_at(draft)

    def _played_at(self, draft: Draft) -> str:
        scenario = played_under(draft)
        if scenario is None:
            return ""
        opening = scenario.opening.model_copy(update={"locale": locale_of_page(self)})
        scenario = scenario.model_copy(update={"opening": opening})
        try:
            token = share(scenario, key=Settings.load().share_key, now=datetime.now(UTC))
        except TooLargeToShareError:
            return ""
        stage = routes.href(ADDRESSES[Screen.STAGE], locale_of_page(self))
        return f"{stage}?{urlencode({PARAMETER: token})}"

    def _forget_comparison(self) -> None:
        self.said = ""
        self.rejected, self.changes, self.besides, self.bars = [], [], [], []


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
    draft: Draft, other: str, source: Source, form: str, given: bytes
) -> tuple[Comparison, tuple[str, ...]]:
    """Return what the two policies say of orders that are here, and what could not be read."""
    read = orders_of(source, given=given, form=PayloadFormat(form))
    of_market = {order.market: draft.of_market(order.market) for order in read.orders}
    found = compare(
        read.orders,
        lambda market: merged_policy(other, market),
        of_market.__getitem__,
        now=read.now,
    )
    return found, read.rejected


def _outcome(found: Comparison, other: str, source: Source, words: Words) -> str:
    if not found.orders:
        return words(f"studio.policies.none_{'stored' if source in LIVE else 'read'}")
    name, own = other, "" if other else ".own"
    total = number_text(found.orders, words.locale)
    if not found.has_changes:
        return words(f"studio.policies.same{own}", total=total, name=name)
    changed = number_text(found.changed, words.locale)
    return words(f"studio.policies.result{own}", changed=changed, total=total, name=name)
