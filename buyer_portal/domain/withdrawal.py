"""Change here who may withdraw from a contract by law, until when, and what that obliges both to.

Directive 2011/83/EU as amended by (EU) 2023/2673, whose Article 11a asks for a withdrawal function.
The period is that of Articles 9 and 10; it is counted as Regulation (EEC, Euratom) No 1182/71 says.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from buyer_portal.domain.orders import GoodsKind, Order, OrderLine, OrderStatus
from buyer_portal.domain.policy import Policy

PRESET: Final = "eu-withdrawal"

PERIOD_DAYS: Final = 14
"""Article 9 (1)."""

UNINFORMED_MONTHS: Final = 12
"""Article 10 (1): so much longer for a buyer who was never told of the right."""

SEND_BACK_DAYS: Final = 14
"""Article 14 (1): the buyer sends the goods by then; posting them in time is enough."""

REFUND_DAYS: Final = 14
"""Article 13 (1): the trader pays everything back, by the way it was paid."""

ZONES: Final = {
    "AT": "Europe/Vienna",
    "BE": "Europe/Brussels",
    "BG": "Europe/Sofia",
    "CY": "Asia/Nicosia",
    "CZ": "Europe/Prague",
    "DE": "Europe/Berlin",
    "DK": "Europe/Copenhagen",
    "EE": "Europe/Tallinn",
    "ES": "Europe/Madrid",
    "FI": "Europe/Helsinki",
    "FR": "Europe/Paris",
    "GR": "Europe/Athens",
    "HR": "Europe/Zagreb",
    "HU": "Europe/Budapest",
    "IE": "Europe/Dublin",
    "IT": "Europe/Rome",
    "LT": "Europe/Vilnius",
    "LU": "Europe/Luxembourg",
    "LV": "Europe/Riga",
    "MT": "Europe/Malta",
    "NL": "Europe/Amsterdam",
    "PL": "Europe/Warsaw",
    "PT": "Europe/Lisbon",
    "RO": "Europe/Bucharest",
    "SE": "Europe/Stockholm",
    "SI": "Europe/Ljubljana",
    "SK": "Europe/Bratislava",
}
LATEST_ZONE: Final = "Atlantic/Azores"
"""Where a day of the Union ends last: for markets that are not named, nobody loses an hour."""

_SATURDAY: Final = 5
_UNSENT: Final = frozenset({OrderStatus.UNPAID, OrderStatus.ON_HOLD, OrderStatus.AWAITING_SHIPMENT})
_ARRIVED: Final = frozenset({OrderStatus.DELIVERED, OrderStatus.COMPLETED})
_EXCLUDED: Final = frozenset({GoodsKind.PERISHABLE, GoodsKind.CUSTOM_MADE})


class Exclusion(StrEnum):
    """Why some goods are outside the right. Source: Article 16."""

    PERISHABLE = "perishable"  # (d)
    CUSTOM_MADE = "custom_made"  # (c)
    DIGITAL_BEGUN = "digital_begun"  # (m): only once it was begun, with the buyer's consent


class WithdrawalObstacle(StrEnum):
    """Why there is nothing to withdraw from."""

    NOT_EU = "not_eu"
    NOTHING_LEFT = "nothing_left"
    ALL_EXCLUDED = "all_excluded"
    PERIOD_OVER = "period_over"
    WITHDRAWN = "withdrawn"


class GoodsPlace(StrEnum):
    """Where goods are when the buyer withdraws, which decides what has to be done with them."""

    UNSENT = "unsent"
    PACKED = "packed"
    MOVING = "moving"
    ARRIVED = "arrived"


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalLine:
    """Pieces that the right is about, and where they are; ``exclusion`` None: they are in it."""

    line_id: str
    quantity: int
    place: GoodsPlace
    exclusion: Exclusion | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalRight:
    """Whether a contract can be withdrawn from now.

    ``ends_at`` (aware UTC) is the first moment after the period; None while the goods are not all
    there, for the period has then not begun to run out.
    """

    obstacle: WithdrawalObstacle | None
    lines: tuple[WithdrawalLine, ...]
    ends_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether a statement now has effect."""
        return self.obstacle is None

    @property
    def covered(self) -> tuple[WithdrawalLine, ...]:
        """The lines that a statement is about."""
        return tuple(line for line in self.lines if line.exclusion is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A statement that took effect. ``refund_minor`` is everything that comes back, now and later.

    ``cancellation_ids`` are the cancellations it led to; ``return_ids`` the returns.
    """

    id: str
    reference: str
    order_id: str
    name: str
    email: str
    order_number: str
    text: str
    received_at: datetime
    outcome: str
    lines: tuple[WithdrawalLine, ...]
    cancellation_ids: tuple[str, ...] = ()
    return_ids: tuple[str, ...] = ()
    goods_back_by: datetime | None = None
    refund_by: datetime
    refund_minor: int = 0
    promised_minor: int = 0
    currency: str


def right_of_withdrawal(
    order: Order,
    policy: Policy,
    now: datetime,
    *,
    informed_at: datetime | None,
    is_withdrawn: bool = False,
) -> WithdrawalRight:
    """Return whether a buyer may withdraw from all that is left of an order.

    Args:
        informed_at: When the buyer was told of the right, at the latest at purchase where all is
            well; None: never, which makes the period a year longer (Article 10).
        is_withdrawn: Whether a statement was received before.
    """
    lines = tuple(
        WithdrawalLine(
            line_id=line.id,
            quantity=line.kept_quantity,
            place=_place_of(line),
            exclusion=exclusion_of(line),
        )
        for line in order.lines
        if line.kept_quantity
        and line.status is not OrderStatus.CANCELLED
        and policy.of_seller(line.seller_id).preset == PRESET
    )
    ends_at = period_end(order, informed_at)
    return WithdrawalRight(
        obstacle=_obstacle(order, policy, lines, ends_at, now, is_withdrawn=is_withdrawn),
        lines=lines,
        ends_at=ends_at,
    )


def exclusion_of(line: OrderLine) -> Exclusion | None:
    """Return why a line is outside the right, None when it is not.

    Digital content is outside once its performance has begun, which delivering it is.
    """
    if line.goods in _EXCLUDED:
        return Exclusion(line.goods.value)
    is_begun = line.goods is GoodsKind.DIGITAL and line.status in _ARRIVED
    return Exclusion.DIGITAL_BEGUN if is_begun else None


def period_end(order: Order, informed_at: datetime | None) -> datetime | None:
    """Return the first moment at which it is too late; None while not all goods are there.

    The day on which the last of the goods came is not counted, the fourteenth day after it is,
    whole; where that is no working day, the period ends with the next one. A buyer who was told
    late has 14 days from then; one who never was, 12 months more.
    """
    arrived_at = _arrived_at(order)
    if arrived_at is None:
        return None
    zone = zone_of_market(order.market)
    first_day = arrived_at.astimezone(zone).date()
    plain = _end_of(first_day + timedelta(days=PERIOD_DAYS), zone)
    if informed_at is not None and informed_at <= arrived_at:
        return plain
    longest = _end_of(_months_later(first_day + timedelta(days=PERIOD_DAYS)), zone)
    if informed_at is None:
        return longest
    told = informed_at.astimezone(zone).date() + timedelta(days=PERIOD_DAYS)
    return max(plain, min(longest, _end_of(told, zone)))


def zone_of_market(market: str) -> ZoneInfo:
    """Return by which clock the days of a market are counted."""
    return ZoneInfo(ZONES.get(market, LATEST_ZONE))


def goods_back_by(order: Order, received_at: datetime) -> datetime:
    """Return until when the goods must be sent, the whole last day included (Article 14 (1))."""
    return _days_after(order, received_at, SEND_BACK_DAYS)


def refund_by(order: Order, received_at: datetime) -> datetime:
    """Return until when everything is paid back (Article 13 (1)).

    The trader may wait for the goods, or for proof that they were sent (Article 13 (3)).
    """
    return _days_after(order, received_at, REFUND_DAYS)


def _obstacle(
    order: Order,
    policy: Policy,
    lines: tuple[WithdrawalLine, ...],
    ends_at: datetime | None,
    now: datetime,
    *,
    is_withdrawn: bool,
) -> WithdrawalObstacle | None:
    presets = {policy.preset, *(other.preset for other in policy.sellers.values())}
    if PRESET not in presets:
        return WithdrawalObstacle.NOT_EU
    if is_withdrawn:
        return WithdrawalObstacle.WITHDRAWN
    if not lines or order.status is OrderStatus.CANCELLED:
        return WithdrawalObstacle.NOTHING_LEFT
    if all(line.exclusion for line in lines):
        return WithdrawalObstacle.ALL_EXCLUDED
    if ends_at is not None and now >= ends_at:
        return WithdrawalObstacle.PERIOD_OVER
    return None


def _place_of(line: OrderLine) -> GoodsPlace:
    if line.status in _UNSENT:
        return GoodsPlace.UNSENT
    if line.status is OrderStatus.AWAITING_COLLECTION:
        return GoodsPlace.PACKED
    return GoodsPlace.ARRIVED if line.status in _ARRIVED else GoodsPlace.MOVING


def _arrived_at(order: Order) -> datetime | None:
    """Return when the last of the goods came: Article 9 (2) (b) (i) for several parcels."""
    left = [line for line in order.lines if line.kept_quantity]
    if not left or not all(line.status in _ARRIVED for line in left):
        return None
    parcels = [one.delivered_at for one in order.packages if one.delivered_at]
    moments = order.moments
    known = [*parcels, moments.delivered_at or moments.completed_at]
    return max((at for at in known if at), default=None)


def _days_after(order: Order, at: datetime, days: int) -> datetime:
    zone = zone_of_market(order.market)
    return _end_of(at.astimezone(zone).date() + timedelta(days=days), zone)


def _end_of(last_day: date, zone: ZoneInfo) -> datetime:
    """Return the end of a period whose last day this is (Regulation 1182/71, Article 3 (4)).

    Holidays differ by country and region and are not known here: a period may end later than
    this says, never earlier.
    """
    while last_day.weekday() >= _SATURDAY:
        last_day += timedelta(days=1)
    after = datetime.combine(last_day + timedelta(days=1), time(), zone)
    return after.astimezone(UTC)


def _months_later(day: date) -> date:
    """Return the same day a year later; 29 February becomes 28 (Regulation 1182/71, Art. 3 (2))."""
    years = UNINFORMED_MONTHS // 12
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
