"""Change here how a scenario becomes a tenant."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import insert

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.orders import Order, OrderStatus
from buyer_portal.domain.policy import Policy
from buyer_portal.domain.refusals import parcels_in_transit
from buyer_portal.order_contract.orders import Seller
from buyer_portal.order_contract.testing import NewTenant, TenantBuyer
from buyer_portal.order_service.answers import ProblemError, invalid
from buyer_portal.order_service.cancellations.seller_answers import reject
from buyer_portal.order_service.cancellations.whole_orders import cancel_whole, request_whole
from buyer_portal.order_service.catalogue.repository import add_coupons, add_offers
from buyer_portal.order_service.columns import microseconds_of, table_of
from buyer_portal.order_service.database import Database, Transaction
from buyer_portal.order_service.me.logins import email_of, phone_of
from buyer_portal.order_service.me.tables import BuyerRow
from buyer_portal.order_service.orders.creation import (
    NewOrder,
    OrderRows,
    PastStep,
    add_counters,
    insert_orders,
    past_of,
    rows_of,
)
from buyer_portal.order_service.orders.repository import StoredOrder, find_order_of_tenant
from buyer_portal.order_service.orders.summaries import card_of
from buyer_portal.order_service.orders.writing import KEPT_DEADLINES
from buyer_portal.order_service.refusals.counterparts import bring_back
from buyer_portal.order_service.refusals.use_cases import note_refusal
from buyer_portal.order_service.returns.past import bring_about
from buyer_portal.order_service.sellers.repository import add_seller, keep_policy
from buyer_portal.order_service.sessions.passwords import hash_of_known
from buyer_portal.order_service.sessions.tickets import new_ticket
from buyer_portal.order_service.sessions.viewer import World
from buyer_portal.order_service.standing.repository import standing_of
from buyer_portal.order_service.standing.use_cases import note_appeal
from buyer_portal.order_service.tenants.clock import real_now
from buyer_portal.order_service.tenants.repository import add_tenant
from buyer_portal.order_service.tenants.tickets import add_tickets
from buyer_portal.policies import PolicyError, merged_policy
from buyer_portal.scenario.offers import coupons_in, offers_in
from buyer_portal.scenario.orders import (
    buyer_id,
    cancelled_at,
    copy_key,
    keys_of,
    names_of_copy,
    order_in,
    seed_of,
    seller_id,
)
from buyer_portal.scenario.scenario import Scenario, ScenarioOrder

BATCH: Final = 2000
NAMED_COPIES: Final = 100
"""More orders alike than this are not listed by key in the answer."""

_MOMENT_JSON: Final = TypeAdapter(datetime)
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
            if template is not None and spec is last_spec and _is_alike(spec):
                made = self._copy(template, key, copy)
            else:
                new = self._new_order(transaction, spec, key, copy)
                made = rows_of(self.tenant, new, self.scenario.now)
                is_first = copy == 0 and _is_timeless(new, self.scenario.now)
                template = (new, made) if is_first else None
                last_spec = spec
            if copy < NAMED_COPIES:
                self.ids[copy_key(key, copy)] = str(made.order["id"])
            rows.append(made)
        self._template = (template, last_spec)
        insert_orders(transaction, self.tenant, rows)
        for made, (_, spec, _) in zip(rows, batch, strict=True):
            self._live(transaction, str(made.order["id"]), spec)

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
            past=past if spec.count <= NAMED_COPIES else _only_last(past),
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

    def _copy(self, template: tuple[NewOrder, OrderRows], key: str, copy: int) -> OrderRows:
        """Return the rows of one more order alike, without deciding about it again."""
        new, rows = template
        first = new.order
        names = names_of_copy(first, copy, self.seed, key)
        was, is_now = _moment_text(first.moments.placed_at), _moment_text(names.placed_at)

        def renamed(text: object) -> str:
            text = str(text).replace(first.id, names.id).replace(first.number, names.number)
            return text.replace(f'"placed_at":{was}', f'"placed_at":{is_now}')

        return OrderRows(
            order=rows.order
            | {
                "id": names.id,
                "number": names.number,
                "placed_at": names.placed_at,
                "summary": renamed(rows.order["summary"]),
                "document": renamed(rows.order["document"]),
            },
            search=rows.search
            | {
                "order_id": names.id,
                "placed_at": names.placed_at,
                "text": renamed(rows.search["text"]),
            },
            audit=[
                entry
                | {
                    "order_id": names.id,
                    "at": names.placed_at if entry["sequence"] == 1 else entry["at"],
                    "parameters": renamed(entry["parameters"]),
                }
                for entry in rows.audit
            ],
            deadlines=[],
        )

    def _live(self, transaction: Transaction, order_id: str, spec: ScenarioOrder) -> None:
        """Let happen what the scenario says has happened."""
        is_cancelled = spec.status is OrderStatus.CANCELLED
        has_request = spec.open_request is not None or spec.rejected is not None
        is_at_door = spec.refusal is not None or spec.refused is not None
        if not (is_cancelled or has_request or is_at_door or spec.returning):
            return
        stored = find_order_of_tenant(transaction.connection, self.tenant, order_id)
        if stored is None:
            return
        now = self.scenario.now
        try:
            if is_cancelled:
                then = self._world(cancelled_at(self.scenario, spec))
                cancel_whole(transaction, then, stored, Actor.BUYER)
            if spec.rejected is not None:
                then = self._world(now - timedelta(hours=spec.rejected.hours_ago))
                whom = self._seller_id(spec.rejected.seller)
                stored = request_whole(transaction, then, stored, "", "", whom)
                said = spec.rejected.reason
                stored = reject(transaction, then, stored, Actor.SELLER, said, whom)
            if spec.open_request is not None:
                request = spec.open_request
                then = self._world(now - timedelta(hours=request.hours_ago))
                said = (request.reason_key, request.reason_text)
                whom = self._seller_id(request.seller)
                request_whole(transaction, then, stored, *said, whom)
            if is_at_door:
                self._refuse(transaction, stored, spec)
            if spec.returning is not None:
                whom = self._seller_id(spec.returning.seller)
                bring_about(transaction, self._world(now), stored, spec.returning, seller_id=whom)
        except ProblemError:
            said = f"{spec.status} cannot have this request"
            raise invalid("/orders", "not_possible", said) from None

    def _refuse(self, transaction: Transaction, stored: StoredOrder, spec: ScenarioOrder) -> None:
        """Let a parcel be announced as refused, or be refused, and appealed against halfway."""
        if spec.refusal is not None:
            then = self._world(self.scenario.now - timedelta(hours=spec.refusal.hours_ago))
            parcels = parcels_in_transit(stored.order)
            stored = note_refusal(transaction, then, stored, parcels)
        if spec.refused is None:
            return
        ago = timedelta(hours=spec.refused.hours_ago)
        stored = bring_back(transaction, self._world(self.scenario.now - ago), stored)
        order = stored.order
        standing = standing_of(transaction.connection, self.tenant, order.buyer_id)
        strike = next((one for one in standing.strikes if one.order_id == order.id), None)
        if spec.refused.appeal and strike is not None:
            then = self._world(self.scenario.now - ago / 2)
            note_appeal(transaction, then, stored, strike, spec.refused.appeal)

    def _seller_id(self, key: str) -> str:
        return self._sellers[key].seller.id if key else ""

    def _world(self, then: datetime) -> World:
        return World(tenant=self.tenant, seed=self.seed, now=then)


def _is_alike(spec: ScenarioOrder) -> bool:
    return spec.count > 1 and spec.status is not OrderStatus.CANCELLED


def _is_timeless(new: NewOrder, now: datetime) -> bool:
    """Say whether orders placed at other moments have the same card but for that moment."""
    card = card_of(new.order, new.seller, new.policy, now)
    return card.permission_until is None and not card.deadlines.keys() & set(KEPT_DEADLINES)


def _only_last(past: Sequence[PastStep]) -> list[PastStep]:
    """Return one step for orders made by the thousand, ending where they are."""
    return [replace(past[0], status=past[-1].status)]


def _moment_text(moment: datetime) -> str:
    return _MOMENT_JSON.dump_json(moment).decode()
