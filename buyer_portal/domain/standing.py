"""Change here what a buyer's ledger of strikes holds, who sees it, and what it takes away."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from buyer_portal.domain.policy import Policy, RefusalEffect

APPEAL_CHARACTERS: Final = 1000
"""How long an appeal may be."""


class AppealStatus(StrEnum):
    """Where an appeal stands; a granted one removes its strike."""

    OPEN = "OPEN"
    GRANTED = "GRANTED"
    DECLINED = "DECLINED"


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeAppeal:
    """The one appeal against a strike, in the buyer's words, and support's answer."""

    text: str
    asked_at: datetime
    status: AppealStatus = AppealStatus.OPEN
    answered_at: datetime | None = None
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strike:
    """A refused delivery that counts until ``expires_at``, that moment excluded.

    ``seller_id`` is whose parcel it was. ``is_seen_by_all`` says that every seller sees it, else
    that seller alone. It can be appealed against before ``appeal_by``.
    """

    id: str
    order_id: str
    seller_id: str
    is_seen_by_all: bool
    happened_at: datetime
    expires_at: datetime
    appeal_by: datetime
    appeal: StrikeAppeal | None = None

    @property
    def is_removed(self) -> bool:
        """Support took it back."""
        return self.appeal is not None and self.appeal.status is AppealStatus.GRANTED

    def counts(self, now: datetime) -> bool:
        """Say whether it counts at ``now``; an appeal that is open changes nothing yet."""
        return not self.is_removed and self.happened_at <= now < self.expires_at

    def can_appeal(self, now: datetime) -> bool:
        """Say whether an appeal can be sent: once, in time, while it counts."""
        return self.appeal is None and self.counts(now) and now < self.appeal_by

    def is_seen_by(self, seller_id: str) -> bool:
        """Say whether a seller sees it."""
        return self.is_seen_by_all or self.seller_id == seller_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All strikes of one buyer, oldest first; empty is good standing."""

    strikes: tuple[Strike, ...] = ()

    def counting(self, now: datetime) -> tuple[Strike, ...]:
        """Return the strikes that count at ``now``."""
        return tuple(strike for strike in self.strikes if strike.counts(now))

    def seen_by(self, seller_id: str, now: datetime) -> tuple[Strike, ...]:
        """Return the strikes that count and that a seller sees."""
        return tuple(strike for strike in self.counting(now) if strike.is_seen_by(seller_id))

    def with_seller(self, seller_id: str, now: datetime) -> tuple[Strike, ...]:
        """Return the strikes that count and were about a seller's own parcels."""
        return tuple(strike for strike in self.counting(now) if strike.seller_id == seller_id)

    def has_strike_of(self, order_id: str) -> bool:
        """Say whether an order has left a strike, whatever became of it: no order leaves two."""
        return any(strike.order_id == order_id for strike in self.strikes)

    def plus(self, strike: Strike) -> "Standing":
        """Return the ledger with one strike more."""
        return replace(self, strikes=(*self.strikes, strike))


GOOD_STANDING: Final = Standing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """Something that strikes took away: from ``since`` until before ``until``.

    ``strikes`` is how many count for it, ``limit`` how many it takes.
    """

    strikes: int
    limit: int
    since: datetime
    until: datetime


def denial(standing: Standing, seller_id: str, policy: Policy, now: datetime) -> Restriction | None:
    """Return that a seller takes no order from this buyer; None while it takes them.

    Only refused parcels of the seller's own count, so that a buyer's ledger names every seller.

    Args:
        policy: The seller's current one, not that of an old order.
    """
    return _restriction(standing.with_seller(seller_id, now), policy.deny_after_strikes)


def cash_on_delivery_off(
    standing: Standing, seller_id: str, policy: Policy, now: datetime
) -> Restriction | None:
    """Return that this buyer cannot pay at the door with a seller; None while they can.

    Every strike that the seller sees counts.

    Args:
        policy: The seller's current one, not that of an old order.
    """
    return _restriction(standing.seen_by(seller_id, now), policy.cod_off_after_strikes)


def strike_for(
    order_id: str,
    seller_id: str,
    standing: Standing,
    policy: Policy,
    now: datetime,
    *,
    id: str,  # noqa: A002
) -> Strike | None:
    """Return the strike that a parcel refused at ``now`` leaves; None where it leaves none.

    Args:
        policy: The seller's for this order, as it was at purchase.
    """
    if not policy.counts_refusals or standing.has_strike_of(order_id):
        return None
    return Strike(
        id=id,
        order_id=order_id,
        seller_id=seller_id,
        is_seen_by_all=policy.refusal_effect is RefusalEffect.STRIKE_PLATFORM,
        happened_at=now,
        expires_at=now + timedelta(days=policy.refusal_expires_days),
        appeal_by=now + timedelta(days=policy.appeal_days),
    )


def _restriction(strikes: tuple[Strike, ...], limit: int | None) -> Restriction | None:
    if limit is None or not strikes or len(strikes) < limit:
        return None
    happened = sorted(strike.happened_at for strike in strikes)
    expires = sorted(strike.expires_at for strike in strikes)
    return Restriction(
        strikes=len(strikes),
        limit=limit,
        since=happened[limit - 1],
        # Over as soon as fewer than the limit are left.
        until=expires[len(strikes) - limit],
    )
