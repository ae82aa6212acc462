"""Change here what the words page does: edit, preview in one prototype, hand over as .po."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

import reflex as rx
from pydantic import ValidationError

from buyer_portal import routes
from buyer_portal.design.skins import all_skins
from buyer_portal.i18n import changes as word_changes
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.i18n.changes import WordChanges
from buyer_portal.i18n.po_files import handed_over
from buyer_portal.i18n.pseudo import Pseudo
from buyer_portal.order_client.errors import (
    OrderNotFoundError,
    OrderServiceError,
    TooManyCopiesError,
)
from buyer_portal.order_client.studio import StudioClient
from buyer_portal.pages.studio.opening import Prototype, opened, refused_link
from buyer_portal.scenario.library import scenario_named
from buyer_portal.scenario.opening import VIEWPORTS, Device
from buyer_portal.screens.catalogue import promised
from buyer_portal.session import (
    connection,
    locale_of_page,
    open_to_anonymous,
    read_again_everywhere,
)
from buyer_portal.settings import Settings
from buyer_portal.studio.entering import PROBE, chosen_buyer, enter_href, frame_href
from buyer_portal.studio.hosts import stage_origin
from buyer_portal.studio.link_views import PARAMETER
from buyer_portal.studio.sharing import Shared, SharedLinkError, shared
from buyer_portal.studio.words_check import blocks, findings
from buyer_portal.studio.words_views import (
    EVERYWHERE,
    PAGE,
    Pressed,
    TextView,
    key_saying,
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

    screen: rx.Field[str] = rx.field(default="order")
    query: rx.Field[str] = rx.field(default="")
    texts: rx.Field[list[TextView]] = rx.field(default_factory=list)
    found: rx.Field[str] = rx.field(default="")
    has_more: rx.Field[bool] = rx.field(default=False)
    scenario: rx.Field[str] = rx.field(default=FIRST)
    look: rx.Field[str] = rx.field(default="")
    pseudo: rx.Field[str] = rx.field(default=Pseudo.NONE.value)
    locale: rx.Field[str] = rx.field(default=routes.DEFAULT_LOCALE)
    """The language of the prototype."""
    device: rx.Field[str] = rx.field(default=Device.PHONE.value)
    probe: rx.Field[str] = rx.field(default="")
    can_frame: rx.Field[str] = rx.field(default="")
    src: rx.Field[str] = rx.field(default="")
    link: rx.Field[str] = rx.field(default="")
    """Opens the page, once, where the browser has no frames."""
    width: rx.Field[int] = rx.field(default=390)
    height: rx.Field[int] = rx.field(default=844)
    is_opening: rx.Field[bool] = rx.field(default=False)
    has_failed: rx.Field[bool] = rx.field(default=False)
    refused: rx.Field[str] = rx.field(default="")
    """Why a link did not open (``refused_link``)."""
    edits: rx.Field[int] = rx.field(default=0)
    turn: rx.Field[int] = rx.field(default=0)
    """Rises when texts change by something else than typing."""

    _shown: int = PAGE
    _changes: WordChanges = WordChanges()
    _prototype: Prototype | None = None
    _shared: Shared | None = None
    """What came by a link; None: the scenario is a named one."""
    _token: str = ""

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """List the texts of the first screen, and make a prototype to try them in."""
        self.probe = f"{Settings.load().studio_origin}{PROBE}"
        token = self.router.url.query_parameters.get(PARAMETER, "")
        is_new = self._prototype is None or token not in {"", self._token}
        if is_new:
            self.locale = locale_of_page(self)
            self._take_over(token)
        self._list()
        yield
        if is_new and not self.refused:
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
        named = scenario_named(name) if isinstance(name, str) else None
        if named is not None:
            self.scenario, self._shared, self.refused = name, None, ""
            self.is_opening = True
            self._list_screen_of(named.opening.page)
            yield
            await self._open()

    @rx.event
    async def pick_language(self, locale: str) -> None:
        """Show the prototype in another language."""
        if locale in routes.LOCALES:
            self.locale = locale
            await self._show()

    @rx.event
    def pick_device(self, device: str) -> None:
        """Show the prototype on another size of screen."""
        if device in {*Device}:
            self.device = device
            self.width, self.height = VIEWPORTS[Device(device)]

    @rx.event
    async def know_frames(self, answer: str) -> None:
        """Note whether the browser reaches the host of the frame; else a link opens the page."""
        if answer in {"yes", "no"}:
            self.can_frame = answer
            await self._show()

    @rx.event
    async def renew(self) -> None:
        """Make the link of a browser without frames anew: each opens the prototype once."""
        await self._show()

    @rx.event
    def locate(self, pressed: str) -> None:
        """List the text that was pressed in the prototype."""
        try:
            found = Pressed.model_validate_json(pressed if isinstance(pressed, str) else "")
        except ValidationError:
            return
        key = key_saying(found.text, found.keys, self.locale, self._changes)
        if key == "":
            return
        self.query, self._shown = key, PAGE
        self.turn += 1
        if key not in keys_on(self.screen):
            self.screen = EVERYWHERE
        self._list()

    @rx.event
    def download(self, locale: str) -> Any:  # noqa: ANN401 - an event
        """Hand over the catalogue file of each text that was changed in a language."""
        if locale not in routes.LOCALES:
            return None
        changed = self._changes.texts.get(locale, {})
        name, content = handed_over(locale, changed, [one.key for one in self.texts])
        return rx.download(data=content, filename=name)

    def _take_over(self, token: str) -> None:
        """Go on with the words and looks of a link, in its situation; empty: with none."""
        self._token, self.refused = token, ""
        if not token:
            return
        try:
            found = shared(token, key=Settings.load().share_key, now=datetime.now(UTC))
        except SharedLinkError as error:
            self.refused = refused_link(error)
            return
        self._shared, self.scenario = found, ""
        opening = found.scenario.opening
        self.locale = opening.locale
        self.pick_device(opening.device.value)
        self._changes = found.words.changes()
        self.pseudo, self.look = self._changes.pseudo.value, self._changes.look
        self.edits = sum(len(of) for of in self._changes.texts.values())
        self._list_screen_of(opening.page)

    def _list_screen_of(self, route: str) -> None:
        """List what stands on the page that a situation opens on."""
        found = next((one.id for one in promised().screens if one.route == route), "")
        if found:
            self.screen, self.query, self._shown = found, "", PAGE
            self.turn += 1
            self._list()

    def _list(self) -> None:
        words = words_of(locale_of_page(self))
        keys = matching(keys_on(self.screen), self.query, self._changes)
        self.texts = text_views(keys[: self._shown], self._changes, words)
        self.found = words.count("studio.words.found", len(keys))
        self.has_more = len(keys) > self._shown

    async def _apply(self) -> None:
        """Let the prototype read the words, except those that would break a page."""
        if self._prototype is None:
            return
        texts = {
            locale: {
                key: forms
                for key, forms in changed.items()
                if not blocks(findings(locale, key, forms))
            }
            for locale, changed in self._changes.texts.items()
        }
        word_changes.change(self._prototype.tenant, replace(self._changes, texts=texts))
        await read_again_everywhere()

    async def _open(self) -> None:
        what = self._shared or scenario_named(self.scenario)
        if what is None:
            return
        client, before = StudioClient(connection()), self._prototype
        origin = stage_origin(f"words {self.router.session.client_token}")
        try:
            self._prototype = await opened(client, what, origin, before=before)
        except (OrderNotFoundError, TooManyCopiesError) as error:
            self.refused, self.is_opening = refused_link(error), False
            return
        except OrderServiceError:
            self.has_failed, self.is_opening = True, False
            return
        self.has_failed, self.is_opening = False, False
        await self._show()
        await self._apply()

    async def _show(self) -> None:
        """Have the frame load the page in the chosen language; it is signed in already."""
        prototype = self._prototype
        if prototype is None:
            return
        opening = prototype.scenario.opening.model_copy(update={"locale": self.locale})
        scenario = prototype.scenario.model_copy(update={"opening": opening})
        origin = stage_origin(f"words {self.router.session.client_token}")
        self.src = frame_href(origin, scenario, prototype.made)
        if self.can_frame != "no":
            return
        buyer = prototype.made.buyers[chosen_buyer(scenario)]
        try:
            ticket = await StudioClient(connection()).ticket(prototype.tenant, buyer.id)
        except OrderServiceError:
            self.has_failed = True
            return
        self.link = enter_href(scenario, prototype.made, ticket=ticket)


open_to_anonymous(WordsState)
