"""Change here what the words page does: edit, preview in one prototype, hand over as .po."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Any, Final

import reflex as rx

from buyer_portal import routes
from buyer_portal.design.skins import all_skins
from buyer_portal.i18n import changes as word_changes
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.i18n.changes import WordChanges
from buyer_portal.i18n.po_files import domain_of, po_of
from buyer_portal.i18n.pseudo import Pseudo
from buyer_portal.order_client.errors import OrderServiceError
from buyer_portal.order_client.studio import StudioClient
from buyer_portal.order_contract.testing import NewTenant
from buyer_portal.scenario.library import scenario_named
from buyer_portal.scenario.scenario import Scenario
from buyer_portal.screens.catalogue import promised
from buyer_portal.session import (
    connection,
    locale_of_page,
    open_to_anonymous,
    read_again_everywhere,
)
from buyer_portal.studio.preview import first_buyer, preview_links
from buyer_portal.studio.words_check import blocks, findings
from buyer_portal.studio.words_views import (
    EVERYWHERE,
    PAGE,
    TextView,
    keys_on,
    matching,
    text_view,
    text_views,
)

MOST_TEXT: Final = 1000
MOST_QUERY: Final = 80
MOST_EDITS: Final = 2000
FIRST: Final = "packed"


class WordsState(rx.State):
    """The texts that are listed, and the prototype in which they are tried."""

    screen: rx.Field[str] = rx.field(default="orders")
    query: rx.Field[str] = rx.field(default="")
    texts: rx.Field[list[TextView]] = rx.field(default_factory=list)
    found: rx.Field[str] = rx.field(default="")
    has_more: rx.Field[bool] = rx.field(default=False)
    scenario: rx.Field[str] = rx.field(default=FIRST)
    look: rx.Field[str] = rx.field(default="")
    pseudo: rx.Field[str] = rx.field(default=Pseudo.NONE.value)
    preview: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    """By language: the link that opens the prototype, used once."""
    is_opening: rx.Field[bool] = rx.field(default=False)
    has_failed: rx.Field[bool] = rx.field(default=False)
    edits: rx.Field[int] = rx.field(default=0)
    turn: rx.Field[int] = rx.field(default=0)
    """Rises when texts change by something else than typing."""

    _shown: int = PAGE
    _changes: WordChanges = WordChanges()
    _made: NewTenant | None = None
    _scenario: Scenario | None = None

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """List the texts of the first screen, and make a prototype to try them in."""
        self._list()
        yield
        if self._made is None:
            await self._open()

    @rx.event
    def pick_screen(self, screen: str) -> None:
        """List the texts of another screen."""
        if screen == EVERYWHERE or screen in {one.id for one in promised().screens}:
            self.screen, self._shown = screen, PAGE
            self._list()

    @rx.event(supersedes=True)
    async def search(self, query: str) -> None:
        """List what has these words or this id."""
        if isinstance(query, str):
            self.query, self._shown = query[:MOST_QUERY], PAGE
            self._list()

    @rx.event
    def more(self) -> None:
        """List more of the same."""
        self._shown += PAGE
        self._list()

    @rx.event
    async def edit(self, locale: str, key: str, text: str) -> None:
        """Change a text; one line is one plural form. What cannot be shown is only checked."""
        words = words_of("en")
        is_known = locale in routes.LOCALES and isinstance(key, str) and words.has(key)
        if not is_known or not isinstance(text, str) or self.edits >= MOST_EDITS:
            return
        forms = tuple(text[:MOST_TEXT].split("\n"))
        own = words_of(locale).forms(key)
        changes = self._changes.with_text(locale, key, None if forms == own else forms)
        self._changes = changes
        self.edits = sum(len(of) for of in changes.texts.values())
        shown = text_view(key, changes, words_of(locale_of_page(self)))
        self.texts = [shown if one.key == key else one for one in self.texts]
        await self._apply()

    @rx.event
    async def take_back(self) -> None:
        """Give every text its own words again."""
        self._changes = WordChanges(pseudo=self._changes.pseudo, look=self._changes.look)
        self.edits = 0
        self.turn += 1
        self._list()
        await self._apply()

    @rx.event
    async def pick_pseudo(self, kind: str) -> None:
        """Show the prototype in a language that nobody speaks."""
        if kind in {*Pseudo}:
            self.pseudo = kind
            self._changes = replace(self._changes, pseudo=Pseudo(kind))
            await self._apply()

    @rx.event
    async def pick_look(self, name: str) -> None:
        """Show the prototype in another skin."""
        if name == "" or name in all_skins():
            self.look = name
            self._changes = replace(self._changes, look=name)
            await self._apply()

    @rx.event
    async def pick_scenario(self, name: str) -> AsyncGenerator[None]:
        """Try the words in another situation."""
        if isinstance(name, str) and scenario_named(name) is not None:
            self.scenario = name
            self.is_opening = True
            yield
            await self._open()

    @rx.event
    async def renew(self) -> None:
        """Make the links anew: each opens the prototype once."""
        await self._link()

    @rx.event
    def download(self, locale: str) -> Any:  # noqa: ANN401 - an event
        """Hand over the catalogue file of the listed texts that has the newest change."""
        if locale not in routes.LOCALES:
            return None
        changed = self._changes.texts.get(locale, {})
        keys = [*changed] or [one.key for one in self.texts]
        domain = domain_of(keys[-1]) if keys else "common"
        return rx.download(
            data=po_of(locale, domain, changed).decode(), filename=f"{domain}.{locale}.po"
        )

    def _list(self) -> None:
        words = words_of(locale_of_page(self))
        keys = matching(keys_on(self.screen), self.query, self._changes)
        self.texts = text_views(keys[: self._shown], self._changes, words)
        self.found = words.count("studio.words.found", len(keys))
        self.has_more = len(keys) > self._shown

    async def _apply(self) -> None:
        """Let the prototype read the words, except those that would break a page."""
        if self._made is None:
            return
        texts = {
            locale: {
                key: forms
                for key, forms in changed.items()
                if not blocks(findings(locale, key, forms))
            }
            for locale, changed in self._changes.texts.items()
        }
        word_changes.change(self._made.tenant, replace(self._changes, texts=texts))
        await read_again_everywhere()

    async def _open(self) -> None:
        scenario = scenario_named(self.scenario)
        if scenario is None:
            return
        try:
            made = await StudioClient(connection()).make_tenant(scenario)
        except OrderServiceError:
            self.has_failed, self.is_opening = True, False
            return
        if self._made is not None:
            word_changes.change(self._made.tenant, word_changes.NO_CHANGES)
        self._made, self._scenario = made, scenario
        self.has_failed, self.is_opening = False, False
        tickets = {key: one.ticket for key, one in made.buyers.items()}
        self.preview = preview_links(scenario, made, tickets)
        await self._apply()

    async def _link(self) -> None:
        made, scenario = self._made, self._scenario
        if made is None or scenario is None:
            return
        key = first_buyer(scenario, made)
        try:
            ticket = await StudioClient(connection()).ticket(made.tenant, made.buyers[key].id)
        except OrderServiceError:
            self.has_failed = True
            return
        self.preview = preview_links(scenario, made, {key: ticket})


open_to_anonymous(WordsState)
