"""Change here how sellers and policies are found and stored."""

import hashlib
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, insert, select

from buyer_portal.domain.policy import Policy
from buyer_portal.order_service.columns import RowLike, table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.sellers.tables import PolicyRow, SellerRow
from buyer_portal.policies import policy_json

_sellers = table_of(SellerRow)
_policies = table_of(PolicyRow)

_FIND: Final = select(
    _sellers.c.id, _sellers.c.name, _sellers.c.policy_hash, _sellers.c.effective_from
).where(_sellers.c.tenant == bindparam("tenant"), _sellers.c.id == bindparam("id"))
_HAS_POLICY: Final = select(_policies.c.hash).where(
    _policies.c.tenant == bindparam("tenant"), _policies.c.hash == bindparam("hash")
)
_ADD: Final = insert(_sellers)
_ADD_POLICY: Final = insert(_policies)


def find_seller(connection: Connection, tenant: str, seller_id: str) -> RowLike | None:
    """Return a seller of a tenant: sellers are public to its buyers."""
    return connection.execute(_FIND, {"tenant": tenant, "id": seller_id}).one_or_none()


def keep_policy(transaction: Transaction, tenant: str, policy: Policy) -> str:
    """Store a policy under the hash of its text, once, and return the hash."""
    text = policy_json(policy)
    policy_hash = hashlib.sha256(text.encode()).hexdigest()
    asked = {"tenant": tenant, "hash": policy_hash}
    if transaction.connection.execute(_HAS_POLICY, asked).one_or_none() is None:
        transaction.connection.execute(_ADD_POLICY, {**asked, "document": text})
    return policy_hash


def add_seller(
    transaction: Transaction,
    tenant: str,
    *,
    seller_id: str,
    name: str,
    policy: Policy,
    now: datetime,
    source: str = "",
    external_id: str = "",
) -> str:
    """Store a new seller and return the hash of their policy."""
    policy_hash = keep_policy(transaction, tenant, policy)
    transaction.connection.execute(
        _ADD,
        {
            "tenant": tenant,
            "id": seller_id,
            "name": name,
            "policy_hash": policy_hash,
            "effective_from": now,
            "external_source": source,
            "external_id": external_id,
        },
    )
    return policy_hash
