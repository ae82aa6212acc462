"""Change here which faults a test can ask for, and how they come about."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Final

from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.testing import Fault, Faults
from buyer_portal.order_service.answers import ProblemError

EVERY_OPERATION: Final = "*"
GUARD: Final = "session"
"""Faults of every operation spare the guard: they shall hit what a buyer does."""


@dataclass(slots=True)
class _Planned:
    """A fault that is set, and how much of it is left."""

    fault: Fault
    errors_left: int
    replies_left: int
    errors_until: float

    @classmethod
    def of(cls, fault: Fault) -> "_Planned":
        until = time.monotonic() + fault.system_error_seconds if fault.system_error_seconds else 0.0
        return cls(fault, fault.system_error_times, fault.lost_reply_times, until)


@dataclass(slots=True)
class FaultPlan:
    """The faults of every tenant; in memory of this process, because faults are not facts."""

    _planned: dict[str, dict[str, _Planned]] = field(default_factory=dict[str, dict[str, _Planned]])
    _faults: dict[str, Faults] = field(default_factory=dict[str, Faults])
    _scans: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

    @property
    def is_empty(self) -> bool:
        """Whether no tenant has any: then nothing is looked up."""
        return not self._faults

    def set(self, tenant: str, faults: Faults) -> None:
        """Replace the faults of a tenant."""
        self.clear(tenant)
        if faults == Faults():
            return
        self._faults[tenant] = faults
        self._scans[tenant] = set(faults.carrier_scan_before_cancel)
        self._planned[tenant] = {
            operation: _Planned.of(fault)
            for operation, fault in {**faults.operations, EVERY_OPERATION: faults}.items()
        }

    def clear(self, tenant: str) -> None:
        """Forget the faults of a tenant."""
        self._faults.pop(tenant, None)
        self._scans.pop(tenant, None)
        self._planned.pop(tenant, None)

    def of(self, tenant: str) -> Faults:
        """Return what was set."""
        return self._faults.get(tenant, Faults())

    async def before(self, tenant: str, operation: str) -> None:
        """Be slow or fail, before anything is done.

        Raises:
            ProblemError: The fault asked for.
        """
        for planned in self._applying(tenant, operation):
            if planned.fault.slow_ms:
                await asyncio.sleep(planned.fault.slow_ms / 1000)
            if planned.errors_left > 0 or time.monotonic() < planned.errors_until:
                planned.errors_left -= 1
                raise ProblemError(
                    ProblemCode.SYSTEM_ERROR,
                    detail="fault injected",
                    retry_after_seconds=planned.fault.retry_after_seconds,
                )

    def takes_reply(self, tenant: str, operation: str) -> bool:
        """Say whether the reply gets lost, and count it."""
        for planned in self._applying(tenant, operation):
            if planned.replies_left > 0:
                planned.replies_left -= 1
                return True
        return False

    def scans_before_cancel(self, tenant: str, order_id: str) -> bool:
        """Say once whether the carrier shall be faster than this cancellation."""
        waiting = self._scans.get(tenant, set())
        if order_id not in waiting:
            return False
        waiting.discard(order_id)
        return True

    def _applying(self, tenant: str, operation: str) -> list[_Planned]:
        planned = self._planned.get(tenant, {})
        names = (operation,) if operation == GUARD else (operation, EVERY_OPERATION)
        return [planned[name] for name in names if name in planned]
