"""Change here what of a tenant goes into a copy of it: all that its buyers and counterparts did."""

import secrets
from datetime import datetime
from typing import Final

from sqlalchemy import insert, literal, select

from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import ProblemError
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.commands.tables import CommandRow
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.events.tables import EventRow
from buyer_portal.order_service.mails.tables import MailRow
from buyer_portal.order_service.sessions.tables import SessionRow, TryRow, UsedTicketRow
from buyer_portal.order_service.sessions.viewer import World
from buyer_portal.order_service.tables import ROWS_OF_TENANTS, TenantRow
from buyer_portal.order_service.tenants.clock import real_now
from buyer_portal.order_service.tenants.repository import copies_by_source
from buyer_portal.order_service.webhooks.tables import (
    ReceivedWebhookRow,
    WebhookDeliveryRow,
    WebhookEndpointRow,
    WebhookPositionRow,
    WebhookSourceRow,
)

_LEFT_OUT: Final = frozenset(
    {
        CommandRow,  # whoever repeats a command asks the tenant that it was sent to
        EventRow,  # the feed has told them; a copy has told nobody anything
        MailRow,
        ReceivedWebhookRow,
        SessionRow,
        TryRow,
        UsedTicketRow,
        WebhookDeliveryRow,
        WebhookEndpointRow,  # other systems hear of each thing once
        WebhookPositionRow,
        WebhookSourceRow,
    }
)
COPIED: Final = tuple(model for model in ROWS_OF_TENANTS if model not in _LEFT_OUT)
"""Rows of a tenant are found by its name alone, so the same ids hold in the copy."""

MOST_OF_ONE: Final = 50
"""Copies of one tenant: links of one prototype, or prototypes that one link has open."""
MOST_COPIES: Final = 500

_tenants = table_of(TenantRow)


def copy_tenant(transaction: Transaction, world: World, expires_at: datetime | None) -> str:
    """Copy a tenant as it is now, its clock standing still there; return the copy's name.

    Raises:
        ProblemError: There are as many copies of it, or in all, as there may be.
    """
    copies = copies_by_source(transaction.connection, real_now())
    if copies.get(world.tenant, 0) >= MOST_OF_ONE or sum(copies.values()) >= MOST_COPIES:
        raise ProblemError(ProblemCode.TOO_MANY_COPIES)
    name = f"t-{secrets.token_hex(8)}"
    changed = {
        "id": literal(name),
        "clock_offset": literal(0),
        "frozen_at": literal(world.now, _tenants.c.frozen_at.type),
        "created_at": literal(real_now(), _tenants.c.created_at.type),
        "expires_at": literal(expires_at, _tenants.c.expires_at.type),
        "copied_from": literal(world.tenant),
    }
    columns = list(_tenants.c)
    transaction.connection.execute(
        insert(_tenants).from_select(
            [column.name for column in columns],
            select(*(changed.get(column.name, column) for column in columns)).where(
                _tenants.c.id == world.tenant
            ),
        )
    )
    for model in COPIED:
        table = table_of(model)
        columns = list(table.c)
        transaction.connection.execute(
            insert(table).from_select(
                [column.name for column in columns],
                select(
                    *(literal(name) if column.name == "tenant" else column for column in columns)
                ).where(table.c.tenant == world.tenant),
            )
        )
    return name
