"""Change here how the support tickets of a scenario are opened and answered."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from buyer_portal.order_contract.support import OpenTicket, TicketAnswer
from buyer_portal.order_service.answers import ProblemError, invalid
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.sessions.viewer import Viewer, World
from buyer_portal.order_service.support.counterparts import take
from buyer_portal.order_service.support.use_cases import open_ticket
from buyer_portal.scenario.orders import buyer_id, seed_of
from buyer_portal.scenario.parts import ScenarioTicket
from buyer_portal.scenario.scenario import Scenario

_LIFETIME: Final = timedelta(minutes=5)


def add_tickets(
    transaction: Transaction, tenant: str, scenario: Scenario, orders: Mapping[str, str]
) -> dict[str, str]:
    """Open each ticket as its buyer would have, have support answer; return ids by key.

    Raises:
        ProblemError: A buyer cannot ask this about that order.
    """
    return {
        ticket.key: _add(transaction, tenant, scenario, ticket, orders)
        for ticket in scenario.tickets
    }


def _add(
    transaction: Transaction,
    tenant: str,
    scenario: Scenario,
    ticket: ScenarioTicket,
    orders: Mapping[str, str],
) -> str:
    viewer = _viewer(tenant, scenario, ticket)
    order = orders[ticket.order] if ticket.order else ""
    command = OpenTicket(
        order_id=order,
        about=ticket.about,
        text=ticket.text,
        expires_at=viewer.now + _LIFETIME,
    )
    try:
        answer = open_ticket(transaction, viewer, command)
    except ProblemError:
        said = f"{ticket.about} cannot be asked"
        raise invalid(f"/tickets/{ticket.key}", "not_possible", said) from None
    ticket_id = TicketAnswer.model_validate_json(answer.text).ticket.id
    if ticket.answer:
        then = World(
            tenant=tenant, seed=viewer.seed, now=(viewer.now + (scenario.now - viewer.now) / 2)
        )
        take(transaction, then, ticket_id, "answer", ticket.answer)
    return ticket_id


def _viewer(tenant: str, scenario: Scenario, ticket: ScenarioTicket) -> Viewer:
    """Return the buyer of a ticket, at the moment of asking; no session is behind it."""
    seed = seed_of(scenario)
    buyers = {buyer.key: buyer for buyer in scenario.all_buyers}
    wanted = next((one.buyer for one in scenario.orders if one.key == ticket.order), "")
    buyer = buyers[ticket.buyer or wanted or scenario.all_buyers[0].key]
    return Viewer(
        tenant=tenant,
        seed=seed,
        now=scenario.now - timedelta(hours=ticket.hours_ago),
        buyer_id=buyer_id(seed, scenario, buyer),
        session_hash="",
        session_key="",
        expires_at=scenario.now,
        name=buyer.name,
        login=buyer.email,
        locale=buyer.locale,
        time_zone=buyer.time_zone,
        theme="",
        market=buyer.market or scenario.market,
        skin=scenario.skin,
        minimum_client_build=scenario.minimum_client_build,
    )
