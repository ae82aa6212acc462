"""Change here what the studio asks: tenants, their clocks and faults, what counterparts do."""

from datetime import timedelta

from buyer_portal.order_client.connection import Call, Connection, TimeLimits
from buyer_portal.order_contract.comparisons import ComparePolicies, PolicyComparison
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_contract.support import SupportStep, TicketAnswer, TicketsPage
from buyer_portal.order_contract.testing import (
    BuildChange,
    Clock,
    ClockChange,
    CounterpartStep,
    Faults,
    NewTenant,
    NewTicket,
    PossibleSteps,
    Revision,
    TenantCopy,
)
from buyer_portal.scenario.scenario import Scenario

_TENANTS = "/testing/tenants"
_BUILDING = TimeLimits(read=20.0, total=30.0)
"""A scenario may have thousands of orders."""


class StudioClient:
    """What the studio may ask by the service token; not offered in production."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def make_tenant(
        self, scenario: Scenario, *, lifetime: timedelta = timedelta(hours=1)
    ) -> NewTenant:
        """Return a fresh tenant of a scenario, which goes by itself after ``lifetime``.

        Raises:
            InvalidCommandError: The scenario names a preset or a step that there is not.
        """
        query = {"ttl_seconds": int(lifetime.total_seconds())}
        call = Call("POST", _TENANTS, query=query, body=scenario, limits=_BUILDING)
        return await self._connection.ask(NewTenant, call)

    async def copy_tenant(
        self, tenant: str, *, lifetime: timedelta = timedelta(hours=1)
    ) -> TenantCopy:
        """Return a copy of a tenant as it stands now, its clock frozen, with the same ids.

        Raises:
            OrderNotFoundError: No such tenant, or it was deleted.
            TooManyCopiesError: There are as many as there may be.
        """
        query = {"ttl_seconds": int(lifetime.total_seconds())}
        call = Call("POST", f"{_TENANTS}/{tenant}/copies", query=query, limits=_BUILDING)
        return await self._connection.ask(TenantCopy, call)

    async def compare_policies(self, tenant: str, asked: ComparePolicies) -> PolicyComparison:
        """Return which of a tenant's orders another policy would decide differently.

        Raises:
            InvalidCommandError: A policy that cannot be used.
        """
        path = f"{_TENANTS}/{tenant}/policy-comparison"
        return await self._connection.ask(
            PolicyComparison, Call("POST", path, body=asked, limits=_BUILDING)
        )

    async def let_run(self, tenant: str) -> None:
        """Let a clock run on from where it stands, so that banks and deadlines do their part."""
        await self.set_clock(tenant, ClockChange(is_frozen=False))

    async def remove_tenant(self, tenant: str) -> None:
        """Delete a tenant and everything in it."""
        await self._connection.tell(Call("DELETE", f"{_TENANTS}/{tenant}", limits=_BUILDING))

    async def ticket(self, tenant: str, buyer_id: str) -> str:
        """Return a fresh one-use ticket that signs a buyer in."""
        call = Call("POST", f"{_TENANTS}/{tenant}/buyers/{buyer_id}/tickets")
        return (await self._connection.ask(NewTicket, call)).ticket

    async def order(self, tenant: str, order_id: str) -> OrderDetail:
        """Return an order as its buyer would see it.

        Raises:
            OrderNotFoundError: No such order, or no such tenant.
        """
        call = Call("GET", f"{_TENANTS}/{tenant}/orders/{order_id}")
        return await self._connection.ask(OrderDetail, call)

    async def steps(self, tenant: str, order_id: str) -> PossibleSteps:
        """Return what counterparts could do to an order now."""
        call = Call("GET", f"{_TENANTS}/{tenant}/possible-steps/{order_id}")
        return await self._connection.ask(PossibleSteps, call)

    async def revision(self, tenant: str) -> int:
        """Return how far a tenant has come: it rises with everything that happens."""
        call = Call("GET", f"{_TENANTS}/{tenant}/revision")
        return (await self._connection.ask(Revision, call)).feed_id

    async def step(
        self, tenant: str, order_id: str, step: str, said: CounterpartStep
    ) -> OrderDetail:
        """Let a seller, the carrier or the bank act on an order; return it as it is then.

        Raises:
            InvalidCommandError: That is not possible now.
        """
        call = Call("POST", f"{_TENANTS}/{tenant}/orders/{order_id}/{step}", body=said)
        return await self._connection.ask(OrderDetail, call)

    async def clock(self, tenant: str) -> Clock:
        """Return what a tenant's clock shows."""
        return await self._connection.ask(Clock, Call("GET", f"{_TENANTS}/{tenant}/clock"))

    async def set_clock(self, tenant: str, change: ClockChange) -> Clock:
        """Set or advance a clock; what falls due is done before the answer."""
        call = Call("PUT", f"{_TENANTS}/{tenant}/clock", body=change, limits=_BUILDING)
        return await self._connection.ask(Clock, call)

    async def set_faults(self, tenant: str, faults: Faults) -> None:
        """Replace the faults of a tenant."""
        call = Call("PUT", f"{_TENANTS}/{tenant}/faults", body=faults)
        await self._connection.ask(Faults, call)

    async def require_build(self, tenant: str, minimum: int) -> None:
        """Accept pages of this build and newer alone."""
        call = Call("PUT", f"{_TENANTS}/{tenant}/build", body=BuildChange(minimum=minimum))
        await self._connection.tell(call)

    async def tickets(self, tenant: str) -> TicketsPage:
        """Return every support ticket of a tenant, the last changed first."""
        return await self._connection.ask(TicketsPage, Call("GET", f"{_TENANTS}/{tenant}/tickets"))

    async def support(self, tenant: str, ticket_id: str, step: str, text: str) -> TicketAnswer:
        """Let support act on a ticket: answer, close, grant, decline.

        Raises:
            InvalidCommandError: That is not possible now.
        """
        call = Call(
            "POST", f"{_TENANTS}/{tenant}/tickets/{ticket_id}/{step}", body=SupportStep(text=text)
        )
        return await self._connection.ask(TicketAnswer, call)
