"""Change here how a scenario becomes a tenant."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import insert

from buyer_portal.domain.orders import Order
from buyer_portal.domain.policy import Policy
from buyer_portal.order_contract.orders import Seller
from buyer_portal.order_contract.testing import NewTenant, TenantBuyer
from buyer_portal.order_service.answers import invalid
from buyer_portal.order_service.catalogue.repository import add_coupons, add_offers
from buyer_portal.order_service.columns import microseconds_of, table_of
from buyer_portal.order_service.database import Database, Transaction
from buyer_portal.order_service.me.logins import email_of, phone_of
from buyer_portal.order_service.me.tables import BuyerRow
from buyer_portal.order_service.orders.creation import (
    NewOrder,
    OrderRows,
    add_counters,
    insert_orders,
    past_of,
    rows_of,
)
from buyer_portal.order_service.sellers.repository import add_seller, keep_policy
from buyer_portal.order_service.sessions.passwords import hash_of_known
from buyer_portal.order_service.sessions.tickets import new_ticket
from buyer_portal.order_service.tenants.alike import copied, is_alike, is_timeless, only_last
from buyer_portal.order_service.tenants.clock import real_now
from buyer_portal.order_service.tenants.happening import Past
from buyer_portal.order_service.tenants.repository import add_tenant
from buyer_portal.order_service.tenants.tickets import add_tickets
from buyer_portal.policies import PolicyError, merged_policy
from buyer_portal.scenario.offers import coupons_in, offers_in
from buyer_portal.scenario.orders import (
    buyer_id,
    copy_key,
    keys_of,
    names_of_copy,
    order_in,
    seed_of,
    seller_id,
)
from buyer_portal.scenario.parts import ScenarioOrder
from buyer_portal.scenario.scenario import Scenario

BATCH: Final = 2000
NAMED_COPIES: Final = 100
"""More orders alike than this are not listed by key in the answer."""

_Copy = tuple[str, ScenarioOrder, int]
_ADD_BUYERS: Final = insert(table_of(BuyerRow))


@dataclass(frozen=True, slots=True, kw_only=True)
class _KnownSeller:
    seller: Seller
    policy: Policy
    policy_hash: str


async def build_tenant(
    database: Database,
    ticket_key: bytes,
    scenario: Scenario,
    expires_at: datetime | None = None,
) -> NewTenant:
    """Make an isolated tenant; small ones in one transaction, large ones in several.

    Args:
        expires_at: When it is deleted, by real time; None: not by itself.

    Raises:
        ProblemError: A preset or an override does not exist.
    """
    tenant = f"t-{secrets.token_hex(8)}"
    seed = seed_of(scenario)
    builder = _Builder(tenant, seed, scenario, expires_at)
    copies = builder.copies()
    nothing: list[_Copy] = []
    first = next(copies, nothing)

    def begin(transaction: Transaction) -> None:
        builder.add_people(transaction)
        builder.add_orders(transaction, first)

    await database.write(begin)
    for batch in copies:
        await database.write(
            lambda transaction, batch=batch: builder.add_orders(transaction, batch)
        )
    tickets: dict[str, str] = {}
    if scenario.tickets:
        tickets = await database.write(
            lambda transaction: add_tickets(transaction, tenant, scenario, builder.ids)
        )
    real = real_now()
    return NewTenant(
        tenant=tenant,
        ticket=new_ticket(ticket_key, tenant=tenant, real=real),
        now=scenario.now,
        buyers={
            buyer.key: TenantBuyer(
                id=buyer_id(seed, scenario, buyer),
                name=buyer.name,
                login=buyer.email or f"{buyer.key}@example.com",
                ticket=new_ticket(
                    ticket_key, tenant=tenant, buyer=buyer_id(seed, scenario, buyer), real=real
                ),
                password=buyer.password,
            )
            for buyer in scenario.all_buyers
        },
        sellers={seller.key: seller_id(seed, scenario, seller) for seller in scenario.all_sellers},
        orders=builder.ids,
        expires_at=expires_at,
        tickets=tickets,
    )


class _Builder:
    """The steps of building one tenant; runs again from its start when a transaction is retried."""

    def __init__(
        self, tenant: str, seed: bytes, scenario: Scenario, expires_at: datetime | None
    ) -> None:
        self.tenant = tenant
        self.expires_at = expires_at
        self.seed = seed
        self.scenario = scenario
        self.ids: dict[str, str] = {}
        self._sellers: dict[str, _KnownSeller] = {}
        self._template: tuple[tuple[NewOrder, OrderRows] | None, ScenarioOrder | None] = (
            None,
            None,
        )

    def copies(self) -> Iterator[list[_Copy]]:
        """Cut all orders into batches."""
        batch: list[_Copy] = []
        for key, spec in keys_of(self.scenario):
            # The first is the model of the others, which come oldest first: indexes like to grow.
            for copy in (0, *range(spec.count - 1, 0, -1)):
                batch.append((key, spec, copy))
                if len(batch) == BATCH:
                    yield batch
                    batch = []
        if batch:
            yield batch

    def add_people(self, transaction: Transaction) -> None:
        """Store the tenant itself, its sellers and its buyers."""
        scenario, tenant, now = self.scenario, self.tenant, self.scenario.now
        real = real_now()
        add_tenant(
            transaction,
            {
                "id": tenant,
                "seed": self.seed,
                "clock_offset": microseconds_of(now) - microseconds_of(real),
                "frozen_at": now if scenario.is_frozen else None,
                "skin": scenario.skin,
                "minimum_client_build": scenario.minimum_client_build,
                "created_at": real,
                "expires_at": self.expires_at,
            },
        )
        for seller in scenario.all_sellers:
            market = seller.market or scenario.market
            try:
                policy = merged_policy(seller.preset, market, seller.overrides or None)
            except PolicyError as error:
                raise invalid(f"/sellers/{seller.key}", "unknown", str(error)) from None
            policy_hash = add_seller(
                transaction,
                tenant,
                seller_id=seller_id(self.seed, scenario, seller),
                name=seller.name,
                policy=policy,
                now=now - timedelta(days=365),
            )
            self._sellers[seller.key] = _KnownSeller(
                seller=Seller(id=seller_id(self.seed, scenario, seller), name=seller.name),
                policy=policy,
                policy_hash=policy_hash,
            )
        rows = [
            {
                "tenant": tenant,
                "id": buyer_id(self.seed, scenario, buyer),
                "name": buyer.name,
                "login": email_of(buyer.email or f"{buyer.key}@example.com"),
                "phone": phone_of(buyer.phone),
                "password_hash": hash_of_known(buyer.password) if buyer.password else "",
                "locale": buyer.locale,
                "time_zone": buyer.time_zone,
                "market": buyer.market or scenario.market,
                "created_at": now,
            }
            for buyer in scenario.all_buyers
        ]
        transaction.connection.execute(_ADD_BUYERS, rows)
        add_counters(transaction.connection, tenant, [str(row["id"]) for row in rows])
        add_offers(transaction, tenant, offers_in(self.seed, scenario))
        add_coupons(transaction, tenant, coupons_in(self.seed, scenario))

    def add_orders(self, transaction: Transaction, batch: Sequence[_Copy]) -> None:
        """Store some orders and what has happened to them since."""
        rows: list[OrderRows] = []
        template, last_spec = self._template
        for key, spec, copy in batch:
            if template is not None and spec is last_spec and is_alike(spec):
                names = names_of_copy(template[0].order, copy, self.seed, key)
                made = copied(template, names)
            else:
                new = self._new_order(transaction, spec, key, copy)
                made = rows_of(self.tenant, new, self.scenario.now)
                is_first = copy == 0 and is_timeless(new, self.scenario.now)
                template = (new, made) if is_first else None
                last_spec = spec
            if copy < NAMED_COPIES:
                self.ids[copy_key(key, copy)] = str(made.order["id"])
            rows.append(made)
        self._template = (template, last_spec)
        insert_orders(transaction, self.tenant, rows)
        sellers = {key: known.seller.id for key, known in self._sellers.items()}
        past = Past(self.tenant, self.seed, self.scenario, sellers)
        for made, (_, spec, _) in zip(rows, batch, strict=True):
            past.bring_about(transaction, str(made.order["id"]), spec)

    def _new_order(
        self, transaction: Transaction, spec: ScenarioOrder, key: str, copy: int
    ) -> NewOrder:
        order = order_in(self.seed, self.scenario, spec, key, copy)
        known = self._sellers[spec.seller or self.scenario.all_sellers[0].key]
        if order.further:
            known = self._with_further(transaction, known, order)
        past = past_of(order)
        return NewOrder(
            order=order,
            seller=known.seller,
            policy=known.policy,
            policy_hash=known.policy_hash,
            past=past if spec.count <= NAMED_COPIES else only_last(past),
        )

    def _with_further(
        self, transaction: Transaction, known: _KnownSeller, order: Order
    ) -> _KnownSeller:
        """Return the order's own seller with the policies of all its sellers to be snapshotted."""
        policies = {one.seller.id: one.policy for one in self._sellers.values()}
        further = {part.seller_id: policies[part.seller_id] for part in order.further}
        policy = replace(known.policy, sellers=further)
        policy_hash = keep_policy(transaction, self.tenant, policy)
        return replace(known, policy=policy, policy_hash=policy_hash)
