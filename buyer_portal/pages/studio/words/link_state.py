"""Change here the link that opens a prototype with its changed words and its look."""

from datetime import UTC, datetime

import reflex as rx

from buyer_portal.i18n.catalogue import words_of
from buyer_portal.pages.studio.words.state import WordsState
from buyer_portal.scenario.opening import Device
from buyer_portal.session import locale_of_page, open_to_anonymous
from buyer_portal.settings import Settings
from buyer_portal.studio.link_views import LinkView, link_view
from buyer_portal.studio.sharing import TooLargeToShareError, share


class WordsLinkState(rx.State):
    """The link of what stands beside the texts, as it was when the link was made."""

    link: rx.Field[LinkView] = rx.field(default_factory=LinkView)
    problem: rx.Field[str] = rx.field(default="")

    @rx.event
    async def make_link(self) -> None:
        """Make the link of the situation in its language, on its device, in its words and look."""
        state = await self.get_state(WordsState)
        prototype = state._prototype
        if prototype is None:
            return
        shown = {"locale": state.locale, "device": Device(state.device)}
        opening = prototype.scenario.opening.model_copy(update=shown)
        scenario = prototype.scenario.model_copy(update={"opening": opening})
        worn, key = prototype.words, Settings.load().share_key
        self.link, self.problem = LinkView(), ""
        try:
            token = share(scenario, key=key, now=datetime.now(UTC), words=worn)
        except TooLargeToShareError:
            self.problem = "too_many_words" if worn.number else "too_large"
            return
        words = words_of(locale_of_page(self))
        self.link = link_view(token, str(self.router.url), words, worn=worn)


open_to_anonymous(WordsLinkState)
