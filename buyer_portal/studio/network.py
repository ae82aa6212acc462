"""Change here what goes wrong between a prototype's browser and the portal, and from when on."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

from buyer_portal.scenario.opening import NetworkFault

SETTLING_SECONDS: Final = 3.0
"""A fault of an opening begins so long after the page has connected, so that the page is there."""
MAX_SESSIONS: Final = 20_000


@dataclass(slots=True)
class _Planned:
    """The fault of a tenant; ``starts_at`` None: once its page has connected."""

    fault: NetworkFault = NetworkFault.NONE
    starts_at: float | None = None
    left: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)


class NetworkPlan:
    """The network of every prototype; in memory of this process, because faults are not facts."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._tenants: dict[str, str] = {}
        self._planned: dict[str, _Planned] = {}

    def know(self, session_hash: str, tenant: str) -> None:
        """Note which prototype a session belongs to."""
        if len(self._tenants) >= MAX_SESSIONS:
            self._tenants.clear()
            self._planned.clear()
        self._tenants[session_hash] = tenant

    def knows(self, session_hash: str, tenant: str) -> bool:
        """Say whether a session is one of that prototype."""
        return bool(tenant) and self._tenants.get(session_hash) == tenant

    def open(self, tenant: str, fault: NetworkFault) -> None:
        """Let a fault begin once the page of a prototype is there."""
        self._put(tenant, _Planned(fault, None, 1))

    def change(self, tenant: str, fault: NetworkFault) -> None:
        """Let a fault begin now; ``NONE`` repairs the network."""
        self._put(tenant, _Planned(fault, self._clock(), 1))

    def fault_of(self, tenant: str) -> NetworkFault:
        """Return what is planned for a tenant; a request that was lost is over."""
        planned = self._planned.get(tenant)
        if planned is None or (planned.fault is NetworkFault.LOST_REQUEST and planned.left <= 0):
            return NetworkFault.NONE
        return planned.fault

    def connected(self, session_hash: str) -> None:
        """Note that a page has connected: a fault that waits for that begins a little later."""
        planned = self._of(session_hash)
        if planned and planned.starts_at is None:
            planned.starts_at = self._clock() + SETTLING_SECONDS

    def now(self, session_hash: str) -> NetworkFault:
        """Return what is wrong with the network of a session at this moment."""
        planned = self._of(session_hash)
        if planned is None or planned.starts_at is None or self._clock() < planned.starts_at:
            return NetworkFault.NONE
        return planned.fault

    def loses(self, session_hash: str) -> bool:
        """Say whether this request gets lost, and count it."""
        planned = self._of(session_hash)
        if planned is None or self.now(session_hash) is not NetworkFault.LOST_REQUEST:
            return False
        planned.left -= 1
        return planned.left >= 0

    async def cut(self, session_hash: str) -> None:
        """Return once a session is offline; never for one that is no prototype's."""
        while True:
            if self.now(session_hash) is NetworkFault.OFFLINE:
                return
            planned = self._of(session_hash)
            if planned is None:
                await asyncio.Event().wait()
                continue
            waits = planned.fault is NetworkFault.OFFLINE and planned.starts_at is not None
            seconds = max(0.0, (planned.starts_at or 0) - self._clock()) if waits else None
            try:
                await asyncio.wait_for(planned.changed.wait(), seconds)
            except TimeoutError:
                continue

    def _put(self, tenant: str, planned: _Planned) -> None:
        before = self._planned.get(tenant)
        self._planned[tenant] = planned
        if before is not None:
            before.changed.set()

    def _of(self, session_hash: str) -> _Planned | None:
        tenant = self._tenants.get(session_hash)
        if tenant is None:
            return None
        return self._planned.setdefault(tenant, _Planned())


PLAN: Final = NetworkPlan()
"""The one that the edge asks and the stage changes."""
