"""Change here what a new demo holds: its buyers, their orders, the news that wait for them."""

from typing import Final

from sqlalchemy import Connection, select, update

from buyer_portal.domain.ids import id_of
from buyer_portal.domain.policy import Policy
from buyer_portal.importers import ImportedOrder, PayloadFormat, demo
from buyer_portal.importers.demo import DemoBuyer
from buyer_portal.order_service.cancellations.counterparts import deliver, pack
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Database, Transaction
from buyer_portal.order_service.imports import repository
from buyer_portal.order_service.imports.use_cases import OrderImport
from buyer_portal.order_service.me.logins import email_of
from buyer_portal.order_service.me.tables import BuyerRow
from buyer_portal.order_service.orders.repository import find_order_of_tenant
from buyer_portal.order_service.sessions.passwords import hash_of_known
from buyer_portal.order_service.sessions.use_cases import MAIN_TENANT
from buyer_portal.order_service.sessions.viewer import World
from buyer_portal.order_service.tenants.use_cases import world_of
from buyer_portal.policies import merged_policy

DEMO_PASSWORD: Final = "demo"  # noqa: S105 - public: one click signs in as well
"""What the demo buyers sign in with by the form."""

SOURCE: Final = PayloadFormat.TIKTOK_SHOP

_NEWS: Final = {"579465108868259106": deliver, "579469703768868269": pack}
"""What has just happened to which orders, so that the first buyer has unread news."""

_buyers = table_of(BuyerRow)


def load_demo(database: Database) -> int:
    """Fill the main tenant with the demo, all or nothing, unless it has demo buyers.

    Returns:
        How many orders were written: 0 when the demo was there.

    Raises:
        DatabaseUnavailableError: No answer; nothing was written.
    """
    if database.read_now(_has_demo):
        return 0
    hash_of_known(DEMO_PASSWORD)  # takes a moment: before the database is locked
    importing = OrderImport(database, policy_of=_policy_of)
    return database.write_now(lambda transaction: _load(transaction, importing))


def _load(transaction: Transaction, importing: OrderImport) -> int:
    if _has_demo(transaction.connection):
        return 0
    world = world_of(transaction.connection, MAIN_TENANT)
    _add_buyers(transaction, world)
    found = [one for one in demo.outcomes(world.now) if isinstance(one, ImportedOrder)]
    importing.write_within(transaction, found)
    names = {one.external_id for one in found}
    known = repository.known_orders(transaction.connection, MAIN_TENANT, SOURCE, names)
    for external_id, happen in _NEWS.items():
        stored = find_order_of_tenant(transaction.connection, MAIN_TENANT, known[external_id].id)
        if stored is not None:
            happen(transaction, world, stored)
    return len(found)


def _add_buyers(transaction: Transaction, world: World) -> None:
    """Store the demo buyers; whoever was imported before under their login becomes one."""
    connection = transaction.connection
    logins = {email_of(buyer.login) for buyer in demo.buyers()}
    there = repository.accounts_by_login(connection, world.tenant, logins)
    names = {buyer.external_id for buyer in demo.buyers()}
    there_by_name = {
        buyer.external_id: buyer
        for buyer in repository.accounts_by_external_id(
            connection, world.tenant, SOURCE, names
        ).values()
    }
    for place, buyer in enumerate(demo.buyers()):
        account = there_by_name.get(buyer.external_id) or there.get(email_of(buyer.login))
        columns = {"demo_key": buyer.key, "demo_place": place, "about_key": buyer.about_key}
        if account is None:
            repository.add_accounts(transaction, world.tenant, [_row_of(buyer, world) | columns])
        else:
            connection.execute(
                update(_buyers)
                .where(_buyers.c.tenant == world.tenant, _buyers.c.id == account.id)
                .values(columns)
            )


def _row_of(buyer: DemoBuyer, world: World) -> dict[str, object]:
    return {
        "id": id_of(world.seed, world.now, "buyer", SOURCE, buyer.external_id),
        "name": buyer.name,
        "login": email_of(buyer.login),
        "password_hash": hash_of_known(DEMO_PASSWORD),
        "locale": buyer.locale,
        "time_zone": buyer.time_zone,
        "market": buyer.market,
        "external_source": str(SOURCE),
        "external_id": buyer.external_id,
        "created_at": world.now,
    }


def _policy_of(found: ImportedOrder) -> Policy:
    """Return the policy that ``demo.toml`` names for a seller."""
    seller = next(each for each in demo.sellers() if each.external_id == found.seller.external_id)
    return merged_policy(seller.preset, seller.market)


def _has_demo(connection: Connection) -> bool:
    asked = select(_buyers.c.id).where(_buyers.c.tenant == MAIN_TENANT, _buyers.c.demo_key != "")
    return connection.execute(asked.limit(1)).first() is not None
