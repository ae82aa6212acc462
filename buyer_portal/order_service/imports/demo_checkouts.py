"""Change here how demo orders of several sellers come into being; what is in them: demo/*.toml."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import bindparam, select

from buyer_portal.domain.orders import Address, Order, SellerPart
from buyer_portal.importers import PayloadFormat, demo
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.imports import repository
from buyer_portal.order_service.imports.repository import KnownSeller
from buyer_portal.order_service.me.tables import BuyerRow
from buyer_portal.order_service.orders.creation import NewOrder, insert_orders, past_of, rows_of
from buyer_portal.order_service.orders.repository import policy_by_hash
from buyer_portal.order_service.sellers.repository import keep_policy
from buyer_portal.order_service.sessions.viewer import World
from buyer_portal.scenario.orders import order_in
from buyer_portal.scenario.parts import ScenarioBuyer, ScenarioOrder, ScenarioSeller
from buyer_portal.scenario.scenario import Scenario

SOURCE: Final = str(PayloadFormat.TIKTOK_SHOP)
ADDRESS: Final = "address"
_ADDRESS: Final = TypeAdapter(Address)
_buyers = table_of(BuyerRow)
_BUYERS: Final = select(_buyers.c.id, _buyers.c.demo_key).where(
    _buyers.c.tenant == bindparam("tenant"), _buyers.c.demo_key != ""
)


def add_demo_checkouts(transaction: Transaction, world: World) -> int:
    """Store the demo's orders of several sellers; its buyers and sellers are there already."""
    connection = transaction.connection
    names = {seller.external_id for seller in demo.sellers()}
    known = repository.known_sellers(connection, world.tenant, SOURCE, names)
    sellers = {seller.key: known[seller.external_id] for seller in demo.sellers()}
    found = connection.execute(_BUYERS, {"tenant": world.tenant})
    buyers = {row.demo_key: row.id for row in found}
    scenario = Scenario(
        seed="demo",
        now=world.now,
        buyers=tuple(ScenarioBuyer(key=one.key, name=one.name) for one in demo.buyers()),
        sellers=tuple(ScenarioSeller(key=one.key, name=one.name) for one in demo.sellers()),
        orders=tuple(
            ScenarioOrder.model_validate(
                {key: given for key, given in one.items() if key != ADDRESS}
            )
            for one in demo.checkouts()
        ),
    )
    orders = [_order(scenario, spec, world, sellers, buyers) for spec in scenario.orders]
    made = [
        _new_order(
            transaction,
            world,
            replace(order, address=_ADDRESS.validate_python(one[ADDRESS])),
            sellers,
        )
        for order, one in zip(orders, demo.checkouts(), strict=True)
    ]
    insert_orders(
        transaction, world.tenant, [rows_of(world.tenant, new, world.now) for new in made]
    )
    return len(made)


def _order(
    scenario: Scenario,
    spec: ScenarioOrder,
    world: World,
    sellers: Mapping[str, KnownSeller],
    buyers: Mapping[str, str],
) -> Order:
    """Return the order with the ids that its buyer and sellers have here."""
    made = order_in(world.seed, scenario, spec, spec.key)
    by_name = {seller.name: seller.key for seller in scenario.sellers}
    ours = {part.seller_id: sellers[by_name[part.name]].seller.id for part in made.further}
    ours[made.seller_id] = sellers[spec.seller].seller.id
    return replace(
        made,
        seller_id=ours[made.seller_id],
        buyer_id=buyers[spec.buyer],
        lines=tuple(
            replace(line, seller_id=ours.get(line.seller_id, ""), id=f"{made.id}:{line.id}")
            for line in made.lines
        ),
        charges=tuple(
            replace(charge, seller_id=ours.get(charge.seller_id, "")) for charge in made.charges
        ),
        further=tuple(
            SellerPart(seller_id=ours[part.seller_id], name=part.name) for part in made.further
        ),
    )


def _new_order(
    transaction: Transaction, world: World, order: Order, sellers: Mapping[str, KnownSeller]
) -> NewOrder:
    by_id = {known.seller.id: known for known in sellers.values()}
    policies = {
        seller_id: policy_by_hash(
            transaction.connection, world.tenant, by_id[seller_id].policy_hash
        ).policy
        for seller_id in _sellers_of(order)
    }
    own = policies.pop(order.seller_id)
    policy = replace(own, sellers=policies)
    return NewOrder(
        order=order,
        seller=by_id[order.seller_id].seller,
        policy=policy,
        policy_hash=keep_policy(transaction, world.tenant, policy),
        past=past_of(order),
    )


def _sellers_of(order: Order) -> Sequence[str]:
    return [order.seller_id, *(part.seller_id for part in order.further)]
