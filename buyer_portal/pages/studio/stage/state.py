"""Change here what the stage does: opening a prototype, changing it, following what happens."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import reflex as rx

from buyer_portal.i18n.catalogue import words_of
from buyer_portal.i18n.formats import moment_text, zone_of
from buyer_portal.order_client.errors import (
    OrderNotFoundError,
    OrderServiceError,
    TooManyCopiesError,
)
from buyer_portal.order_client.studio import StudioClient
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_contract.testing import PossibleStep
from buyer_portal.pages.studio.opening import Prototype, opened, refused_link
from buyer_portal.pages.studio.stage.held import Held, held
from buyer_portal.scenario.library import LIBRARY
from buyer_portal.scenario.opening import VIEWPORTS, NetworkFault
from buyer_portal.scenario.scenario import Scenario
from buyer_portal.session import (
    SessionState,
    connection,
    locale_of_page,
    open_to_anonymous,
    read_again_everywhere,
)
from buyer_portal.settings import Settings
from buyer_portal.studio.board import facts_of
from buyer_portal.studio.clocks import next_deadline, refund_day
from buyer_portal.studio.entering import PROBE
from buyer_portal.studio.faulting import (
    NETWORK,
    STALE_BUILD,
    SWITCHES,
    SYSTEM_ERROR_MINUTES,
    is_on,
    switched,
)
from buyer_portal.studio.frames import chips_of, facts_text
from buyer_portal.studio.hosts import stage_origin
from buyer_portal.studio.inspecting import changed, has_own_policy, values_of
from buyer_portal.studio.link_views import PARAMETER, worn_texts
from buyer_portal.studio.network import PLAN
from buyer_portal.studio.playing import ActorView, actors_of
from buyer_portal.studio.reaching import faults_of
from buyer_portal.studio.sharing import Shared, SharedLinkError, shared
from buyer_portal.views.phase import Phase

USUAL: Final = "packed"
_UNREAD: Final = -1
LOOK_EVERY: Final = 3


class StageState(rx.State):
    """The prototype on the stage: its frame, what the inspector shows, how it stands."""

    phase: rx.Field[Phase] = rx.field(Phase.LOADING)
    refused: rx.Field[str] = rx.field(default="")
    """Why a link did not open (``refused_link``)."""
    name: rx.Field[str] = rx.field(default="")
    """The named scenario that it began as; empty for one that came by a link."""
    is_changed: rx.Field[bool] = rx.field(default=False)
    can_frame: rx.Field[str] = rx.field(default="")
    probe: rx.Field[str] = rx.field(default="")
    src: rx.Field[str] = rx.field(default="")
    width: rx.Field[int] = rx.field(default=390)
    height: rx.Field[int] = rx.field(default=844)
    path: rx.Field[str] = rx.field(default="")
    """Where the buyer in the frame is."""
    values: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    faults: rx.Field[dict[str, bool]] = rx.field(default_factory=dict)
    minutes: rx.Field[str] = rx.field(default="5")
    chips: rx.Field[list[str]] = rx.field(default_factory=list)
    worn: rx.Field[list[str]] = rx.field(default_factory=list)
    """What its pages say and wear in place of their own."""
    outcome: rx.Field[str] = rx.field(default="")
    tone: rx.Field[str] = rx.field(default="calm")
    causes: rx.Field[str] = rx.field(default="")
    now_text: rx.Field[str] = rx.field(default="")
    deadline_text: rx.Field[str] = rx.field(default="")
    refund_text: rx.Field[str] = rx.field(default="")
    actors: rx.Field[list[ActorView]] = rx.field(default_factory=list)
    problem: rx.Field[str] = rx.field(default="")
    """A message key of what could not be done; the page has the words."""

    _prototype: Prototype | None = None
    _detail: OrderDetail | None = None
    _possible: tuple[PossibleStep, ...] = ()
    _feed: int = _UNREAD
    _began: int = _UNREAD
    """How far the prototype had come when it was opened."""
    _jumps: int = 0
    """How often its clock was moved."""
    _asked: int = 0

    @rx.event
    async def load(self) -> None:
        """Open what the address names, or what was shared; the same address keeps its prototype."""
        query = self.router.url.query_parameters
        self.probe = f"{Settings.load().studio_origin}{PROBE}"
        token, name = query.get(PARAMETER, ""), query.get("scenario", USUAL)
        if token:
            self.name = ""
            await self._open_shared(token)
            return
        self.name = name if name in LIBRARY else USUAL
        self.is_changed = False
        await self._open(LIBRARY[self.name].scenario)

    @rx.event
    async def choose(self, name: str) -> None:
        """Open another named scenario."""
        if name in LIBRARY:
            self.name = name
            self.is_changed = False
            await self._open(LIBRARY[name].scenario)

    @rx.event
    async def change(self, field: str, value: str) -> None:
        """Change a field of the inspector: the prototype begins anew, changed."""
        if self._prototype is None or not isinstance(field, str) or not isinstance(value, str):
            return
        scenario = changed(self._prototype.scenario, field, value)
        if scenario is not None and scenario != self._prototype.scenario:
            self.is_changed = True
            await self._open(Shared(scenario=scenario, words=self._prototype.words))

    @rx.event
    async def begin_again(self) -> None:
        """Throw away what was played and open the same scenario anew."""
        if self._prototype is not None:
            before = self._prototype
            await self._open(Shared(scenario=before.scenario, words=before.words))
        else:
            await self.load()

    @rx.event
    async def switch_fault(self, switch: str) -> None:
        """Switch a fault on or off; it holds at once, in the page that is open."""
        if self._prototype is None or switch not in SWITCHES:
            return
        on = not is_on(self._prototype.scenario, switch)
        minutes = int(self.minutes)
        await self._set_faults(
            switched(self._prototype.scenario, switch, on=on, minutes=minutes), switch
        )

    @rx.event
    async def choose_minutes(self, minutes: str) -> None:
        """Say how long a system error lasts."""
        if minutes not in {str(one) for one in SYSTEM_ERROR_MINUTES}:
            return
        self.minutes = minutes
        prototype = self._prototype
        if prototype is not None and is_on(prototype.scenario, "system_error"):
            scenario = switched(prototype.scenario, "system_error", on=True, minutes=int(minutes))
            await self._set_faults(scenario, "system_error")

    @rx.event
    def know_frames(self, answer: str) -> None:
        """Note whether the browser reaches the host of the frame."""
        if answer in {"yes", "no"}:
            self.can_frame = answer

    @rx.event
    def know_path(self, path: str) -> None:
        """Note which page the buyer in the frame is on."""
        if isinstance(path, str) and path.startswith("/"):
            self.path = path[:300]

    @rx.event
    async def follow(self) -> None:
        """Look whether something has happened; the browser asks once a second.

        What becomes possible without an event (the bank has a refund) is seen every few seconds.
        """
        if self._prototype is None or self.phase != Phase.READY:
            return
        self._asked += 1
        await self._read(again=self._asked % LOOK_EVERY == 0)

    async def _open_shared(self, token: str) -> None:
        try:
            found = shared(token, key=Settings.load().share_key, now=datetime.now(UTC))
            await self._open(found)
        except (SharedLinkError, OrderNotFoundError, TooManyCopiesError) as error:
            self.phase, self.refused = Phase.MISSING, refused_link(error)

    async def _open(self, what: Scenario | Shared) -> None:
        """Make the tenant and show its page; the tenant of before goes.

        Raises:
            OrderNotFoundError: What was kept for a link is gone.
            TooManyCopiesError: As many have it open as may.
        """
        client = StudioClient(connection())
        origin = stage_origin(self.router.session.client_token)
        try:
            prototype = await opened(client, what, origin, before=self._prototype)
        except (OrderNotFoundError, TooManyCopiesError):
            raise
        except OrderServiceError:
            self.phase = Phase.FAILED
            return
        self.problem, self.path = "", ""
        self._prototype, self._feed, self._jumps = prototype, _UNREAD, 0
        try:
            await self._read()
        except OrderServiceError:
            self.problem = "studio.problem.unavailable"
        self._began, scenario = self._feed, prototype.scenario
        self.width, self.height = VIEWPORTS[scenario.opening.device]
        self.values = values_of(scenario)
        self._show_faults(scenario)
        words = words_of(locale_of_page(self))
        own = [words("studio.stage.own_policy")] if has_own_policy(scenario) else []
        self.worn = [*own, *worn_texts(prototype.words, words)]
        self.src = prototype.src
        self.phase = Phase.READY

    async def _set_faults(self, scenario: Scenario, switch: str) -> None:
        """Let the faults of a scenario hold from now on."""
        prototype = self._prototype
        if prototype is None:
            return
        client = StudioClient(connection())
        try:
            if switch in NETWORK:
                PLAN.change(prototype.tenant, NetworkFault(scenario.opening.network))
            elif switch == STALE_BUILD:
                await client.require_build(prototype.tenant, scenario.minimum_client_build)
                await read_again_everywhere()  # no event tells pages of it
            else:
                faults = faults_of(scenario, prototype.made.orders)
                await client.set_faults(prototype.tenant, faults)
        except OrderServiceError:
            self.problem = "studio.problem.unavailable"
            return
        self._prototype = replace(prototype, scenario=scenario)
        self.is_changed = True
        self.values = values_of(scenario)
        self._show_faults(scenario)

    def _show_faults(self, scenario: Scenario) -> None:
        self.faults = {switch: is_on(scenario, switch) for switch in SWITCHES}
        self.chips = chips_of(scenario, words_of(locale_of_page(self)))

    def _held(self) -> Held | None:
        """Return what a link or a picture of the stage would hold now; None: nothing is open."""
        if self._prototype is None:
            return None
        has_happened = self._jumps > 0 or self._feed != self._began
        return held(
            self._prototype, path=self.path, feed=self._feed, jumps=self._jumps,
            has_happened=has_happened,
        )  # fmt: skip

    async def _read(self, *, again: bool = False) -> None:
        """Read how the prototype stands, when something has happened since or ``again``."""
        prototype = self._prototype
        if prototype is None:
            return
        client = StudioClient(connection())
        feed = await client.revision(prototype.tenant)
        if feed == self._feed and not again:
            return
        self._feed = feed
        words = words_of(locale_of_page(self))
        if not prototype.order_id:
            self._detail, self._possible, self.actors = None, (), []
            self.outcome, self.tone, self.causes = "", "calm", ""
            await self._show_clock()
            return
        detail = await client.order(prototype.tenant, prototype.order_id)
        steps = await client.steps(prototype.tenant, prototype.order_id)
        tickets = await client.tickets(prototype.tenant)
        self._detail, self._possible = detail, steps.steps
        self.outcome, self.tone, self.causes = facts_text(facts_of(detail), words)
        waiting = [one for one in tickets.tickets if one.status.value != "CLOSED"]
        self.actors = actors_of(detail, steps.steps, waiting, words)
        await self._show_clock()

    async def _show_clock(self) -> None:
        """Print what the clock shows, and the moments it can jump to."""
        prototype = self._prototype
        if prototype is None:
            return
        shown = await StudioClient(connection()).clock(prototype.tenant)
        locale = locale_of_page(self)
        zone = zone_of((await self.get_state(SessionState)).time_zone)
        detail = self._detail
        deadline = next_deadline(detail) if detail else None
        day = refund_day(detail) if detail else None
        self.now_text = moment_text(shown.now, zone, locale)
        self.deadline_text = moment_text(deadline, zone, locale) if deadline else ""
        self.refund_text = moment_text(day, zone, locale) if day else ""


open_to_anonymous(StageState)
