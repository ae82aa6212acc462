"""Change here what buyers learn of a seller's policy."""

from sqlalchemy import Connection

from buyer_portal.order_contract.orders import Seller, SellerPolicy
from buyer_portal.order_service.answers import not_found
from buyer_portal.order_service.orders.repository import policy_by_hash
from buyer_portal.order_service.sellers.repository import find_seller
from buyer_portal.order_service.sessions.viewer import Viewer


def seller_policy(connection: Connection, viewer: Viewer, seller_id: str) -> SellerPolicy:
    """Return the policy that a new order with this seller would get.

    Raises:
        ProblemError: No such seller in the viewer's tenant.
    """
    row = find_seller(connection, viewer.tenant, seller_id)
    if row is None:
        raise not_found()
    return SellerPolicy(
        seller=Seller(id=row.id, name=row.name),
        policy=policy_by_hash(connection, viewer.tenant, row.policy_hash).policy,
        effective_from=row.effective_from,
    )
