"""Change here how strikes are found and stored."""

from typing import Final, NamedTuple

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, insert, or_, select, update

from buyer_portal.domain.policy import Policy
from buyer_portal.domain.standing import GOOD_STANDING, Standing, Strike
from buyer_portal.order_contract.orders import Seller
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.repository import policy_by_hash
from buyer_portal.order_service.orders.tables import OrderRow
from buyer_portal.order_service.sellers.tables import SellerRow
from buyer_portal.order_service.standing.tables import StrikeRow
from buyer_portal.order_service.statements import Prepared

STRIKE_JSON: Final[TypeAdapter[Strike]] = TypeAdapter(Strike)

_strikes = table_of(StrikeRow)
_orders = table_of(OrderRow)
_sellers = table_of(SellerRow)

_OF_BUYER: Final = Prepared(
    select(_strikes.c.document)
    .where(_strikes.c.tenant == bindparam("tenant"), _strikes.c.buyer_id == bindparam("buyer_id"))
    .order_by(_strikes.c.id)
)
_ADD: Final = Prepared(insert(_strikes))
_CHANGE: Final = Prepared(
    update(_strikes)
    .where(_strikes.c.tenant == bindparam("the_tenant"), _strikes.c.id == bindparam("the_id"))
    .values(document=bindparam("document"))
)
_NUMBERS: Final = Prepared(
    select(_strikes.c.order_id, _orders.c.number, _sellers.c.name)
    .join(
        _orders,
        (_orders.c.tenant == _strikes.c.tenant) & (_orders.c.id == _strikes.c.order_id),
    )
    .join(
        _sellers,
        (_sellers.c.tenant == _strikes.c.tenant) & (_sellers.c.id == _strikes.c.seller_id),
    )
    .where(_strikes.c.tenant == bindparam("tenant"), _strikes.c.buyer_id == bindparam("buyer_id"))
)
_SELLERS_OF_BUYER: Final = Prepared(
    select(_sellers.c.id, _sellers.c.name, _sellers.c.policy_hash)
    .where(
        _sellers.c.tenant == bindparam("tenant"),
        or_(
            *(
                _sellers.c.id.in_(
                    select(table.c.seller_id).where(
                        table.c.tenant == bindparam("tenant"),
                        table.c.buyer_id == bindparam("buyer_id"),
                    )
                )
                for table in (_orders, _strikes)
            )
        ),
    )
    .order_by(_sellers.c.name, _sellers.c.id)
)
_POLICY_OF_SELLER: Final = Prepared(
    select(_sellers.c.policy_hash).where(
        _sellers.c.tenant == bindparam("tenant"), _sellers.c.id == bindparam("id")
    )
)


class StrikeNames(NamedTuple):
    """What a ledger prints of a strike besides itself."""

    number: str
    seller_name: str


class SellerRules(NamedTuple):
    """A seller and the policy that new orders with them get."""

    seller: Seller
    policy: Policy


def standing_of(connection: Connection, tenant: str, buyer_id: str) -> Standing:
    """Return a buyer's strikes, oldest first, those that are over too: one indexed read."""
    rows = _OF_BUYER.rows(connection, {"tenant": tenant, "buyer_id": buyer_id})
    if not rows:
        return GOOD_STANDING
    return Standing(strikes=tuple(STRIKE_JSON.validate_json(row.document) for row in rows))


def names_of_strikes(connection: Connection, tenant: str, buyer_id: str) -> dict[str, StrikeNames]:
    """Return order number and seller's name of each strike, by order id."""
    rows = _NUMBERS.rows(connection, {"tenant": tenant, "buyer_id": buyer_id})
    return {row.order_id: StrikeNames(row.number, row.name) for row in rows}


def sellers_of_buyer(connection: Connection, tenant: str, buyer_id: str) -> list[SellerRules]:
    """Return the sellers that a buyer has bought from, by name."""
    rows = _SELLERS_OF_BUYER.rows(connection, {"tenant": tenant, "buyer_id": buyer_id})
    return [
        SellerRules(
            Seller(id=row.id, name=row.name),
            policy_by_hash(connection, tenant, row.policy_hash).policy,
        )
        for row in rows
    ]


def policy_of_seller(connection: Connection, tenant: str, seller_id: str) -> Policy | None:
    """Return the policy that new orders with a seller get; None for an unknown seller."""
    policy_hash = _POLICY_OF_SELLER.value(connection, {"tenant": tenant, "id": seller_id})
    return None if policy_hash is None else policy_by_hash(connection, tenant, policy_hash).policy


def add(transaction: Transaction, tenant: str, buyer_id: str, strike: Strike) -> None:
    """Store a new strike; a second one of the same order collides."""
    _ADD.run(
        transaction.connection,
        {
            "tenant": tenant,
            "id": strike.id,
            "buyer_id": buyer_id,
            "order_id": strike.order_id,
            "seller_id": strike.seller_id,
            "document": STRIKE_JSON.dump_json(strike).decode(),
        },
    )


def change(transaction: Transaction, tenant: str, strike: Strike) -> None:
    """Store what became of a strike; its order's guarded update decided the race."""
    _CHANGE.run(
        transaction.connection,
        {
            "the_tenant": tenant,
            "the_id": strike.id,
            "document": STRIKE_JSON.dump_json(strike).decode(),
        },
    )
