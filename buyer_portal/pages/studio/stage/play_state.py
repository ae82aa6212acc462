"""Change here what is played on the stage: counterparts by hand, by persona, and the clock."""

from datetime import UTC, datetime, timedelta
from typing import Final

import reflex as rx
from reflex.event import EventSpec

from buyer_portal.i18n.catalogue import words_of
from buyer_portal.order_client.errors import (
    InvalidCommandError,
    OrderServiceError,
    TooManyCopiesError,
)
from buyer_portal.order_client.studio import StudioClient
from buyer_portal.order_contract.testing import ClockChange, CounterpartStep
from buyer_portal.pages.studio.opening import forget_kept
from buyer_portal.pages.studio.stage.held import Held
from buyer_portal.pages.studio.stage.picture_state import PictureState
from buyer_portal.pages.studio.stage.state import StageState
from buyer_portal.session import connection, locale_of_page, open_to_anonymous
from buyer_portal.settings import Settings
from buyer_portal.studio.clocks import HOUR, JUST_AFTER, next_deadline, refund_day
from buyer_portal.studio.link_views import NO_LINK, LinkView, link_view
from buyer_portal.studio.personas import Doing, Persona, next_doing
from buyer_portal.studio.reaching import kept
from buyer_portal.studio.sharing import TooLargeToShareError, share

MAX_WORDS: Final = 500
KEPT_LINES: Final = 8
TICKET: Final = "ticket-"


class PlayState(rx.State):
    """What counterparts say and did, who plays them, and the link of the prototype."""

    said: rx.Field[str] = rx.field(default="")
    """What the next step says that needs words."""
    persona: rx.Field[str] = rx.field(default=Persona.NOBODY.value)
    doings: rx.Field[list[str]] = rx.field(default_factory=list)
    """What personas did, the last first."""
    link: rx.Field[LinkView] = rx.field(default_factory=LinkView)
    link_problem: rx.Field[str] = rx.field(default="")
    """Why there is none, though one was asked for."""

    _done: tuple[tuple[str, str], ...] = ()
    _shared: Held | None = None
    """What the link holds."""

    @rx.event
    def word(self, said: str) -> None:
        """Note what the next step says."""
        self.said = said[:MAX_WORDS] if isinstance(said, str) else ""

    @rx.event
    async def play(self, step: str) -> None:
        """Take a step of a counterpart: ``<step>|<seller or ticket>``."""
        stage = await self.get_state(StageState)
        prototype = stage._prototype
        name, separator, whom = step.partition("|") if isinstance(step, str) else ("", "", "")
        if prototype is None or not separator or len(step) > MAX_WORDS:
            return
        words = words_of(prototype.scenario.opening.locale)
        text = self.said.strip() or words("studio.says.default")
        client = StudioClient(connection())
        try:
            if name.startswith(TICKET):
                await client.support(prototype.tenant, whom, name.removeprefix(TICKET), text)
            else:
                half = stage._detail.order.total_minor // 2 if stage._detail else 0
                said = CounterpartStep(
                    reason=text, text=text, seller_id=whom, amount_minor=max(1, half)
                )
                await client.step(prototype.tenant, prototype.order_id, name, said)
        except InvalidCommandError:
            stage.problem = "studio.problem.not_now"
        except OrderServiceError:
            stage.problem = "studio.problem.unavailable"
        else:
            stage.problem = ""
            self.said = ""
        await self._read_again(stage)

    @rx.event
    async def cast(self, persona: str) -> None:
        """Let a persona play the seller from now on, or nobody."""
        if persona in set(Persona):
            self.persona = persona
            self._done = ()
            self.doings = []

    @rx.event
    async def advance(self, jump: str) -> None:
        """Move the clock on: an hour, to the next deadline, to day 14 of the refund."""
        stage = await self.get_state(StageState)
        prototype, detail = stage._prototype, stage._detail
        if prototype is None:
            return
        to = {"deadline": next_deadline, "refund": refund_day}.get(jump)
        at = to(detail) if to and detail else None
        if jump == "hour":
            change = ClockChange(advance_seconds=HOUR.total_seconds())
        elif jump == "day":
            change = ClockChange(advance_seconds=timedelta(days=1).total_seconds())
        elif at is not None:
            change = ClockChange(now=at + JUST_AFTER)
        else:
            return
        try:
            await StudioClient(connection()).set_clock(prototype.tenant, change)
            stage._jumps += 1
        except OrderServiceError:
            stage.problem = "studio.problem.unavailable"
        await self._read_again(stage)

    @rx.event
    async def follow(self) -> EventSpec | None:
        """Look whether something has happened, and let the persona do one thing about it.

        Where the browser has no frame, what has happened is photographed.
        """
        stage = await self.get_state(StageState)
        try:
            await stage.follow()
            doing = self._next(stage)
            if doing is not None:
                await self._do(stage, doing)
        except OrderServiceError:
            stage.problem = "studio.problem.unavailable"
        if self.link.href and self._shared != stage._held():
            self.link = NO_LINK  # the prototype has changed since
        if stage.can_frame != "no":
            return None
        return PictureState.take()  # pyright: ignore[reportReturnType] - Reflex names it differently

    @rx.event
    async def make_link(self) -> None:
        """Make the link of the prototype as it stands, and its picture.

        Of one that nobody played in, the link says all; of another a copy is kept.
        """
        stage = await self.get_state(StageState)
        prototype, held = stage._prototype, stage._held()
        if prototype is None or held is None or (self.link.href and self._shared == held):
            return
        key, worn = Settings.load().share_key, prototype.words
        self.link, self.link_problem, reached = NO_LINK, "", None
        try:
            if held.is_played:
                client = StudioClient(connection())
                reached = await kept(client, prototype.scenario, prototype.made, held.page)
            token = share(
                prototype.scenario, key=key, now=datetime.now(UTC), reached=reached, words=worn
            )
        except TooLargeToShareError:
            self.link_problem = "too_many_words" if worn.number else "too_large"
            await forget_kept(StudioClient(connection()), reached)
        except TooManyCopiesError:
            self.link_problem = "full"
        except OrderServiceError:
            self.link_problem = "unavailable"
        else:
            self._shared = held
            words = words_of(locale_of_page(self))
            is_of_now = reached is not None
            self.link = link_view(
                token, str(self.router.url), words, worn=worn, is_of_now=is_of_now
            )

    def _next(self, stage: StageState) -> Doing | None:
        prototype, detail = stage._prototype, stage._detail
        if prototype is None or detail is None:
            return None
        return next_doing(
            Persona(self.persona), detail, stage._possible, seed=prototype.scenario.seed,
            done=self._done,
        )  # fmt: skip

    async def _do(self, stage: StageState, doing: Doing) -> None:
        """Take a persona's step, and print it in the studio's language."""
        prototype = stage._prototype
        if prototype is None:
            return
        self._done = (*self._done, (doing.about, doing.step))
        theirs = words_of(prototype.scenario.opening.locale)
        text = theirs(doing.says) if doing.says else ""
        said = CounterpartStep(reason=text, text=text, seller_id=doing.seller_id)
        client = StudioClient(connection())
        await client.step(prototype.tenant, prototype.order_id, doing.step, said)
        line = words_of(locale_of_page(self))(f"studio.step.{doing.step}")
        self.doings = [f"{line}{': ' if text else ''}{text}", *self.doings][:KEPT_LINES]
        await stage._read(again=True)

    async def _read_again(self, stage: StageState) -> None:
        try:
            await stage._read(again=True)
        except OrderServiceError:
            stage.problem = "studio.problem.unavailable"


open_to_anonymous(PlayState)
