"""Change here what is played on the stage: counterparts by hand, by persona, and the clock."""

from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlencode

import reflex as rx
import segno

from buyer_portal import routes
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.order_client.errors import InvalidCommandError, OrderServiceError
from buyer_portal.order_client.studio import StudioClient
from buyer_portal.order_contract.testing import ClockChange, CounterpartStep
from buyer_portal.pages.studio.stage.state import StageState
from buyer_portal.scenario.scenario import Scenario
from buyer_portal.session import connection, locale_of_page, open_to_anonymous
from buyer_portal.settings import LOOPBACK_HOSTS, Settings
from buyer_portal.studio.clocks import HOUR, JUST_AFTER, next_deadline, refund_day
from buyer_portal.studio.entering import SHARED
from buyer_portal.studio.personas import Doing, Persona, next_doing
from buyer_portal.studio.reaching import kept
from buyer_portal.studio.screens import ADDRESSES, Screen
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
    link: rx.Field[str] = rx.field(default="")
    code: rx.Field[str] = rx.field(default="")
    """The link as a picture for a phone's camera."""
    on_stage: rx.Field[str] = rx.field(default="")
    """Where the same can be played on."""
    is_of_now: rx.Field[bool] = rx.field(default=False)
    """Whether the link holds what was played, not only what was set up."""
    is_too_large: rx.Field[bool] = rx.field(default=False)
    is_local: rx.Field[bool] = rx.field(default=False)
    """Whether the link leads to this machine alone."""

    _done: tuple[tuple[str, str], ...] = ()
    _shared: tuple[Scenario, str, int, int] | None = None
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
    async def follow(self) -> None:
        """Look whether something has happened, and let the persona do one thing about it."""
        stage = await self.get_state(StageState)
        try:
            await stage.follow()
            doing = self._next(stage)
            if doing is not None:
                await self._do(stage, doing)
        except OrderServiceError:
            stage.problem = "studio.problem.unavailable"
        if self.link and self._shared != _held(stage):
            self.link = self.code = self.on_stage = ""  # the prototype has changed since

    @rx.event
    async def make_link(self) -> None:
        """Make the link of the prototype as it stands, and its picture.

        Of one that nobody played in, the link says all; of another a copy is kept.
        """
        stage = await self.get_state(StageState)
        prototype, path = stage._prototype, stage._reached()
        if prototype is None or (self.link and self._shared == _held(stage)):
            return
        key = Settings.load().share_key
        try:
            reached = None
            if path:
                client = StudioClient(connection())
                reached = await kept(client, prototype.scenario, prototype.made, path)
            token = share(prototype.scenario, key=key, now=datetime.now(UTC), reached=reached)
        except TooLargeToShareError:
            self.is_too_large, self.link, self.code, self.on_stage = True, "", "", ""
            return
        except OrderServiceError:
            stage.problem = "studio.problem.unavailable"
            return
        self._shared = _held(stage)
        url = self.router.url
        self.link = f"{url.scheme}://{url.netloc}{SHARED}/{token}"
        stage_page = routes.href(ADDRESSES[Screen.STAGE], locale_of_page(self))
        self.on_stage = f"{stage_page}?{urlencode({'shared': token})}"
        self.is_of_now = reached is not None
        self.is_local = (url.hostname or "") in LOOPBACK_HOSTS
        self.is_too_large = False
        code = segno.make(self.link, error="l", micro=False)
        self.code = code.svg_data_uri(scale=4, border=2, dark="#111", light="#fff")

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


def _held(stage: StageState) -> tuple[Scenario, str, int, int] | None:
    """Return what a link of the stage would hold now; None: nothing is open."""
    prototype, path = stage._prototype, stage._reached()
    if prototype is None:
        return None
    return prototype.scenario, path, stage._feed, stage._jumps


open_to_anonymous(PlayState)
