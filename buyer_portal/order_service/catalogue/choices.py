"""Change here what a buyer can choose from when changing an order or ordering it again."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from buyer_portal.domain.catalogue import (
    Coupon,
    Offer,
    offer_of_line,
    offers_of_order,
)
from buyer_portal.domain.change_values import ChangeObstacle
from buyer_portal.domain.changes import ChangeKind
from buyer_portal.domain.order_changes import may_change
from buyer_portal.domain.orders import Order, PaymentMethod
from buyer_portal.domain.policy import Policy
from buyer_portal.domain.purchases import PAYMENT_METHODS
from buyer_portal.domain.standing import cash_on_delivery_off, denial
from buyer_portal.order_service.answers import not_found
from buyer_portal.order_service.catalogue.repository import coupons_of_buyer, offers_of_seller
from buyer_portal.order_service.orders.repository import StoredOrder, policy_by_hash
from buyer_portal.order_service.sellers.repository import find_seller
from buyer_portal.order_service.sessions.viewer import Viewer
from buyer_portal.order_service.standing.repository import standing_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """What an order's seller offers this buyer now, and on which terms.

    ``policy`` and ``policy_hash`` are what a new order gets; ``coupons`` hold the used ones too.
    """

    offers: tuple[Offer, ...]
    coupons: tuple[Coupon, ...]
    policy: Policy
    policy_hash: str
    is_denied: bool
    has_cash: bool

    @property
    def payment_methods(self) -> tuple[PaymentMethod, ...]:
        """How this buyer can pay this seller."""
        cash = PaymentMethod.CASH_ON_DELIVERY
        return tuple(one for one in PAYMENT_METHODS if one is not cash or self.has_cash)


def market_of(connection: Connection, viewer: Viewer, order: Order) -> Market:
    """Return what the order's seller offers this buyer.

    A seller without a catalogue offers what the order tells of.

    Raises:
        ProblemError: The seller is gone.
    """
    seller = find_seller(connection, viewer.tenant, order.seller_id)
    if seller is None:
        raise not_found()
    policy = policy_by_hash(connection, viewer.tenant, seller.policy_hash).policy
    standing = standing_of(connection, viewer.tenant, viewer.buyer_id)
    asked = (standing, order.seller_id, policy, viewer.now)
    offers = offers_of_seller(connection, viewer.tenant, order.seller_id)
    return Market(
        offers=offers or offers_of_order(order),
        coupons=coupons_of_buyer(connection, viewer.tenant, viewer.buyer_id),
        policy=policy,
        policy_hash=seller.policy_hash,
        is_denied=denial(*asked) is not None,
        has_cash=cash_on_delivery_off(*asked) is None,
    )


def obstacles_of(
    stored: StoredOrder, market: Market, viewer: Viewer
) -> dict[ChangeKind, ChangeObstacle]:
    """Return what cannot be changed now and why; a kind that is not named can be."""
    order = stored.order
    found: dict[ChangeKind, ChangeObstacle] = {}
    for kind in ChangeKind:
        obstacle = may_change(order, stored.policy, kind, viewer.now) or _missing(
            kind, order, market
        )
        if obstacle is not None:
            found[kind] = obstacle
    return found


def usable_coupons(order: Order, coupons: Sequence[Coupon]) -> tuple[Coupon, ...]:
    """Return the coupons that the order's seller takes and that were not used."""
    return tuple(
        coupon
        for coupon in coupons
        if not coupon.is_used
        and coupon.seller_id in ("", order.seller_id)
        and coupon.currency == order.currency
    )


def _missing(kind: ChangeKind, order: Order, market: Market) -> ChangeObstacle | None:
    """Return why there is nothing to choose from."""
    match kind:
        case ChangeKind.VARIANT:
            has_other = any(
                len(offer.variants) > 1
                for line in order.lines
                if (offer := offer_of_line(market.offers, line)) is not None
            )
            return None if has_other else ChangeObstacle.NOT_OFFERED
        case ChangeKind.COUPON:
            has_coupon = bool(usable_coupons(order, market.coupons))
            return None if has_coupon else ChangeObstacle.COUPON
        case ChangeKind.PAYMENT_METHOD:
            return None if market.has_cash else ChangeObstacle.CASH_OFF
        case _:
            return None
