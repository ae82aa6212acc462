"""Change here what is let happen to an order of a scenario before anybody looks at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.refusals import parcels_in_transit
from buyer_portal.order_service.answers import ProblemError, invalid
from buyer_portal.order_service.cancellations.seller_answers import reject
from buyer_portal.order_service.cancellations.whole_orders import cancel_whole, request_whole
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.repository import StoredOrder, find_order_of_tenant
from buyer_portal.order_service.refusals.counterparts import bring_back
from buyer_portal.order_service.refusals.use_cases import note_refusal
from buyer_portal.order_service.returns.past import bring_about as return_past
from buyer_portal.order_service.sessions.viewer import World
from buyer_portal.order_service.standing.repository import standing_of
from buyer_portal.order_service.standing.use_cases import note_appeal
from buyer_portal.scenario.orders import cancelled_at
from buyer_portal.scenario.parts import ScenarioOrder
from buyer_portal.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Past:
    """What a scenario says has happened; ``sellers`` are their ids by key."""

    tenant: str
    seed: bytes
    scenario: Scenario
    sellers: Mapping[str, str]

    def bring_about(self, transaction: Transaction, order_id: str, spec: ScenarioOrder) -> None:
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
                return_past(transaction, self._world(now), stored, spec.returning, seller_id=whom)
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
        return self.sellers[key] if key else ""

    def _world(self, then: datetime) -> World:
        return World(tenant=self.tenant, seed=self.seed, now=then)
