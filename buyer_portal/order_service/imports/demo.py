"""Change here what a new demo holds: its buyers, their orders, the news that wait for them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, select, update

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.ids import id_of
from buyer_portal.domain.policy import Policy
from buyer_portal.importers import ImportedOrder, PayloadFormat, demo
from buyer_portal.importers.demo import DemoBuyer
from buyer_portal.order_contract.cancellations import CancelOrder, LineQuantity
from buyer_portal.order_service.cancellations.fulfilment import deliver, pack
from buyer_portal.order_service.cancellations.seller_answers import reject
from buyer_portal.order_service.cancellations.use_cases import cancel
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Database, Transaction
from buyer_portal.order_service.imports import account_rows, repository
from buyer_portal.order_service.imports.demo_catalogue import add_demo_catalogue
from buyer_portal.order_service.imports.demo_checkouts import add_demo_checkouts
from buyer_portal.order_service.imports.use_cases import OrderImport
from buyer_portal.order_service.me.logins import email_of
from buyer_portal.order_service.me.tables import BuyerRow
from buyer_portal.order_service.notifications.repository import mark_read
from buyer_portal.order_service.orders.repository import StoredOrder, find_order_of_tenant
from buyer_portal.order_service.refusals.counterparts import bring_back
from buyer_portal.order_service.returns.past import bring_about
from buyer_portal.order_service.sessions.passwords import hash_of_known
from buyer_portal.order_service.sessions.use_cases import MAIN_TENANT
from buyer_portal.order_service.sessions.viewer import Viewer, World
from buyer_portal.order_service.tenants.use_cases import world_of
from buyer_portal.policies import merged_policy
from buyer_portal.scenario.parts import ScenarioReturn

DEMO_PASSWORD: Final = "demo"  # noqa: S105 - public: one click signs in as well
"""What the demo buyers sign in with by the form."""

SOURCE: Final = PayloadFormat.TIKTOK_SHOP

DECLINED: Final = "Đơn đã đóng gói kỹ và bưu tá đang trên đường đến lấy, mong bạn thông cảm."
"""What a demo seller writes to a buyer who reads Vietnamese."""

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
    checkouts = add_demo_checkouts(transaction, world)
    add_demo_catalogue(transaction, world)
    names = {one.external_id for one in found}
    known = repository.known_orders(transaction.connection, MAIN_TENANT, SOURCE, names)
    for external_id, happen in _NEWS.items():
        stored = find_order_of_tenant(transaction.connection, MAIN_TENANT, known[external_id].id)
        if stored is not None:
            happen(transaction, world, stored)
    return len(found) + checkouts


def _refuse_two_weeks_ago(transaction: Transaction, world: World, stored: StoredOrder) -> None:
    """Let the carrier bring back what its buyer refused: the ledger has a note to look at."""
    then = replace(world, now=world.now - timedelta(days=15))
    bring_back(transaction, then, stored)
    mark_read(transaction, world.tenant, stored.order.buyer_id, (), then.now)


def _decline(transaction: Transaction, world: World, stored: StoredOrder) -> None:
    reject(transaction, world, stored, Actor.SELLER, DECLINED)


def _cancel_a_part(transaction: Transaction, world: World, stored: StoredOrder) -> None:
    """Let the buyer cancel the last line, by the same way as everybody."""
    order = stored.order
    last = order.lines[-1]
    viewer = Viewer(
        tenant=world.tenant,
        seed=world.seed,
        now=world.now,
        buyer_id=order.buyer_id,
        session_hash="",
        session_key="",
        expires_at=world.now,
        name="",
        login="",
        locale="",
        time_zone="",
        theme="",
        market=order.market,
        skin="",
        minimum_client_build=0,
    )
    command = CancelOrder(
        order_version=order.version,
        expires_at=world.now + timedelta(minutes=1),
        reason_key="ecom_order_to_ship_canceled_reason_better_price",
        lines=(LineQuantity(line_id=last.id, quantity=last.open_quantity),),
    )
    cancel(transaction, viewer, order.id, command)


def _add_buyers(transaction: Transaction, world: World) -> None:
    """Store the demo buyers; whoever was imported before under their login becomes one."""
    connection = transaction.connection
    logins = {email_of(buyer.login) for buyer in demo.buyers()}
    there = account_rows.accounts_by_login(connection, world.tenant, logins)
    names = {buyer.external_id for buyer in demo.buyers()}
    there_by_name = {
        buyer.external_id: buyer
        for buyer in account_rows.accounts_by_external_id(
            connection, world.tenant, SOURCE, names
        ).values()
    }
    for place, buyer in enumerate(demo.buyers()):
        account = there_by_name.get(buyer.external_id) or there.get(email_of(buyer.login))
        columns = {"demo_key": buyer.key, "demo_place": place, "about_key": buyer.about_key}
        if account is None:
            account_rows.add_accounts(transaction, world.tenant, [_row_of(buyer, world) | columns])
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
    return merged_policy(seller.preset, seller.market, seller.policy)


def _has_demo(connection: Connection) -> bool:
    asked = select(_buyers.c.id).where(_buyers.c.tenant == MAIN_TENANT, _buyers.c.demo_key != "")
    return connection.execute(asked.limit(1)).first() is not None


def _returning(**fields: object) -> Callable[[Transaction, World, StoredOrder], StoredOrder]:
    """Return what lets a return of an order have come as far as a scenario's return says."""
    spec = ScenarioReturn.model_validate(fields)
    return lambda transaction, world, stored: bring_about(transaction, world, stored, spec)


_NEWS: Final = {
    "579465108868259106": deliver,
    "579469703768868269": pack,
    "579463397675017019": _decline,
    "579467470082909225": _cancel_a_part,
    "579451872204016771": _refuse_two_weeks_ago,
    "579467677701333413": _returning(
        state="approved",
        hours_ago=20,
        words="Please use the gift box, and put the card back in.",
        address="Harbor & Pine Kitchen, Returns\n18 Wharf Lane, Portland, ME 04101",
    ),
    "579467566400523671": _returning(
        state="offered", hours_ago=30, words="If you keep it, we pay a part back."
    ),
    "579461130566488435": _returning(state="shipped", hours_ago=20, carrier="JNE"),
    "579468082316102495": _returning(
        state="rejected", hours_ago=24, reason="Hàng đúng như mô tả và ảnh đã đăng."
    ),
}
"""What has just happened to which orders, so that the first buyer has unread news."""
