"""Change here what refusing a parcel at the door is, what it gives back and what it leaves."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from buyer_portal.domain import sellers
from buyer_portal.domain.decision_rules import stage_of
from buyer_portal.domain.decision_values import RefundPreview
from buyer_portal.domain.money import share_out
from buyer_portal.domain.orders import Order, OrderStatus, PaymentMethod
from buyer_portal.domain.policy import Policy
from buyer_portal.domain.refunds import refund_of, refund_parts, shipping_by_seller
from buyer_portal.domain.standing import (
    Restriction,
    Standing,
    Strike,
    cash_on_delivery_off,
    denial,
    strike_for,
)

REFUSED_REASON: Final = "returned_to_shipper_refused"
"""Why an order ends whose parcel was refused. Source: reasons of the Partner API."""


class RefusalStatus(StrEnum):
    """Where a refused delivery stands; what the buyer announces, the carrier decides."""

    ANNOUNCED = "ANNOUNCED"
    CONFIRMED = "CONFIRMED"
    LAPSED = "LAPSED"
    WITHDRAWN = "WITHDRAWN"


REFUSAL_STEPS: Final[dict[RefusalStatus, frozenset[RefusalStatus]]] = {
    RefusalStatus.ANNOUNCED: frozenset(
        {RefusalStatus.CONFIRMED, RefusalStatus.LAPSED, RefusalStatus.WITHDRAWN}
    ),
    RefusalStatus.CONFIRMED: frozenset(),
    RefusalStatus.LAPSED: frozenset(),
    RefusalStatus.WITHDRAWN: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRefusal:
    """A parcel that its buyer refuses; ``package_id`` empty: the goods that are in no parcel.

    ``announced_at`` is None for a parcel refused without a word before. ``strike_id`` and
    ``cancellation_id`` are what the carrier's event led to, empty until then.
    """

    id: str
    order_id: str
    package_id: str
    status: RefusalStatus
    announced_at: datetime | None = None
    decided_at: datetime | None = None
    cancellation_id: str = ""
    strike_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictionPreview:
    """What strikes take away at ``limit``: how many count before and after, and what then holds."""

    limit: int
    before: int
    after: int
    restriction: Restriction | None

    @property
    def is_new(self) -> bool:
        """Refusing would be what takes it away."""
        return self.restriction is not None and self.before < self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalPreview:
    """Exactly what refusing these parcels now would do.

    ``strike`` is None where it leaves none; ``seen_before`` and ``seen_after`` count what this
    seller sees. ``cash_on_delivery`` and ``orders`` are None where the seller's policy has no
    limit. ``shipping_kept_minor`` is what of the shipping does not come back.
    """

    package_ids: tuple[str, ...]
    strike: Strike | None
    seen_before: int
    seen_after: int
    cash_on_delivery: RestrictionPreview | None
    orders: RestrictionPreview | None
    refund: RefundPreview
    shipping_kept_minor: int
    pays_at_door: bool


def parcels_in_transit(order: Order) -> tuple[str, ...]:
    """Return the parcels that can be refused, in the order's order; empty when there is none."""
    found: dict[str, None] = {}
    for line in order.lines:
        if line.open_quantity > 0 and stage_of(order, line) is OrderStatus.IN_TRANSIT:
            found[line.package_id or ""] = None
    return tuple(found)


def pieces_in(order: Order, package_ids: Collection[str]) -> dict[str, int]:
    """Return the open pieces (line id → pieces) that travel in some parcels."""
    return {
        line.id: line.open_quantity
        for line in order.lines
        if line.open_quantity > 0
        and (line.package_id or "") in package_ids
        and stage_of(order, line) is OrderStatus.IN_TRANSIT
    }


def seller_of(order: Order, package_ids: Collection[str], policy: Policy) -> str:
    """Return with whom refusing some parcels leaves a strike; an order leaves one.

    It is the first of their sellers whose policy counts refusals, else the first of them.
    """
    found = dict.fromkeys(
        sellers.seller_of(order, line)
        for line in order.lines
        if (line.package_id or "") in package_ids
    )
    counting = (one for one in found if policy.of_seller(one).counts_refusals)
    return next(counting, next(iter(found), order.seller_id))


def refund_of_refusal(
    order: Order, package_ids: Collection[str], policy: Policy
) -> tuple[RefundPreview, tuple[int, ...]]:
    """Return exactly what refusing some parcels gives back, and each line's part of it.

    As for a cancellation, but the shipping stays with the carrier who drove it, where the policy
    of the seller it was charged for says so. Nothing was paid: nothing comes back.
    """
    pieces = pieces_in(order, package_ids)
    preview, nets = refund_of(order, pieces, policy)
    stays = min(preview.shipping_minor, _shipping_that_stays(order, pieces, policy))
    if stays <= 0:
        return preview, nets
    total = max(0, preview.total_minor - stays)
    shipping = preview.shipping_minor - stays
    kept = replace(
        preview,
        total_minor=total,
        shipping_minor=shipping,
        other_minor=total
        - shipping
        - preview.items_minor
        - preview.tax_minor
        + preview.discounts_clawed_back_minor,
        parts=refund_parts(order, total, policy),
    )
    return kept, share_out(total, nets) if sum(nets) > total else nets


def _shipping_that_stays(order: Order, pieces: Mapping[str, int], policy: Policy) -> int:
    if not order.further and policy.refusal_refunds_shipping:
        return 0
    return sum(
        amount
        for seller_id, amount in shipping_by_seller(order, pieces, policy).items()
        if not policy.of_seller(seller_id).refusal_refunds_shipping
    )


def preview_refusal(
    order: Order,
    package_ids: Collection[str],
    *,
    policy: Policy,
    seller_policy: Policy,
    standing: Standing,
    now: datetime,
) -> RefusalPreview:
    """Return what would happen if the carrier brought these parcels back at ``now``; pure.

    Args:
        policy: The order's own: with those of its sellers it decides about strike and money.
        seller_policy: The seller's current one: it decides what strikes take away.
    """
    chosen = tuple(one for one in parcels_in_transit(order) if one in package_ids)
    seller_id = seller_of(order, chosen, policy)
    own = policy.of_seller(seller_id)
    strike = strike_for(order.id, seller_id, standing, own, now, id="") if chosen else None
    after = standing if strike is None else standing.plus(strike)
    refund, _ = refund_of_refusal(order, chosen, policy)
    whole, _ = refund_of(order, pieces_in(order, chosen), policy)
    return RefusalPreview(
        package_ids=chosen,
        strike=strike,
        seen_before=len(standing.seen_by(seller_id, now)),
        seen_after=len(after.seen_by(seller_id, now)),
        cash_on_delivery=_restriction_preview(
            seller_policy.cod_off_after_strikes,
            len(standing.seen_by(seller_id, now)),
            len(after.seen_by(seller_id, now)),
            cash_on_delivery_off(after, seller_id, seller_policy, now),
        ),
        orders=_restriction_preview(
            seller_policy.deny_after_strikes,
            len(standing.with_seller(seller_id, now)),
            len(after.with_seller(seller_id, now)),
            denial(after, seller_id, seller_policy, now),
        ),
        refund=refund,
        shipping_kept_minor=whole.total_minor - refund.total_minor,
        pays_at_door=any(
            payment.method is PaymentMethod.CASH_ON_DELIVERY and payment.paid_at is None
            for payment in order.payments
        ),
    )


def _restriction_preview(
    limit: int | None, before: int, after: int, restriction: Restriction | None
) -> RestrictionPreview | None:
    if limit is None:
        return None
    return RestrictionPreview(limit=limit, before=before, after=after, restriction=restriction)
