"""Change here the tenant that production and demo live in."""

import secrets

from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.sessions.use_cases import MAIN_TENANT
from buyer_portal.order_service.tenants.clock import real_now
from buyer_portal.order_service.tenants.repository import add_tenant, find_world


def ensure_main_tenant(transaction: Transaction) -> None:
    """Make the main tenant with a seed that nobody knows, unless it is there."""
    if find_world(transaction.connection, MAIN_TENANT) is None:
        add_tenant(
            transaction,
            {"id": MAIN_TENANT, "seed": secrets.token_bytes(32), "created_at": real_now()},
        )
