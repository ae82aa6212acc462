"""Change here who carries refunds on: each step of one that is due, once, whoever asks."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from buyer_portal.order_service.database import Database
from buyer_portal.order_service.refunds.payouts import PaymentSystem, PaymentSystemUnavailableError
from buyer_portal.order_service.refunds.use_cases import carry_on, put_off

CarryOn = Callable[[str, str, datetime], Awaitable[None]]
"""Called with tenant, refund and the moment it was due."""


@dataclass(frozen=True, slots=True)
class RefundSteps:
    """What can be done with a refund that is due."""

    database: Database
    bank: PaymentSystem

    async def carry_on(self, tenant: str, refund_id: str, due_at: datetime) -> None:
        """Take it one step further.

        Raises:
            PaymentSystemUnavailableError: No answer; nothing changed here.
        """
        await carry_on(self.database, self.bank, tenant, refund_id, due_at)

    async def put_off(self, tenant: str, refund_id: str, due_at: datetime) -> None:
        """Leave it for later."""
        await put_off(self.database, tenant, refund_id, due_at)


class RefundWork(Protocol):
    """Who does the steps, and how often they try."""

    async def start(self) -> None:
        """Take up what an earlier process had begun."""
        ...

    async def carry_on(self, tenant: str, refund_id: str, due_at: datetime) -> None:
        """See that a step is done, and wait for it."""
        ...

    async def stop(self) -> None:
        """Begin nothing more."""
        ...


@dataclass(frozen=True, slots=True)
class PlainWork:
    """Do each step once, here and now, for services that live in a test's own process.

    What is lost with the process is found again by the sweep, because the database says what is
    due; only the trying again within seconds is missing, see ``durable``.
    """

    steps: RefundSteps

    async def start(self) -> None:
        """There is nothing to take up."""

    async def carry_on(self, tenant: str, refund_id: str, due_at: datetime) -> None:
        """Do the step, or leave it for later."""
        try:
            await self.steps.carry_on(tenant, refund_id, due_at)
        except PaymentSystemUnavailableError:
            await self.steps.put_off(tenant, refund_id, due_at)

    async def stop(self) -> None:
        """There is nothing to stop."""
