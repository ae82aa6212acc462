"""Change here which orders are made up to try a policy on: every axis, drawn from a seed."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Final, TypeVar

from buyer_portal.domain.lifecycle import PROGRESS
from buyer_portal.domain.orders import (
    Charge,
    ChargeKind,
    GoodsKind,
    Moments,
    OpenRequest,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    PaymentMethod,
    PaymentState,
    RejectedRequest,
    RequestKind,
)
from buyer_portal.domain.quick import quick

SAMPLE_NOW: Final = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""When made-up orders are asked about."""

_MARKETS: Final = (("US", "USD", 100), ("GB", "GBP", 100), ("VN", "VND", 1000), ("ID", "IDR", 1000))
_STAGES: Final = tuple(
    stage
    for stage, share in zip(OrderStatus, (8, 10, 24, 6, 14, 14, 12, 6, 6), strict=True)
    for _ in range(share)
)
_GOODS: Final = tuple(
    goods for goods, share in zip(GoodsKind, (21, 1, 1, 1, 1), strict=True) for _ in range(share)
)
_METHODS: Final = tuple(PaymentMethod)
_REQUESTS: Final = tuple(RequestKind)
_AGES: Final = (20, 50, 90, 200, 800, 2_000, 6_000, 20_000, 40_000)
"""Minutes since an order was placed: within the common windows, and long past them."""
_HISTORIES: Final = (*[""] * 20, "asked", "asked", "declined", "unlocked", "cancelled before")
"""What happened to an order besides its journey; mostly nothing."""
_S: Final = OrderStatus

# These orders are made by the hundred thousand.
_line, _order = quick(OrderLine), quick(Order)

_T = TypeVar("_T")


class _Draw:
    """Draws from what a number hashes to: far quicker than a generator seeded for each order."""

    __slots__ = ("_left",)

    def __init__(self, number: int) -> None:
        self._left = int.from_bytes(blake2b(number.to_bytes(8, "big")).digest(), "big")

    def below(self, limit: int) -> int:
        """Draw a number from 0 to less than ``limit``."""
        self._left, drawn = divmod(self._left, limit)
        return drawn

    def choice(self, choices: "Sequence[_T]") -> "_T":
        """Draw one of a few."""
        self._left, drawn = divmod(self._left, len(choices))
        return choices[drawn]


def sample_orders(first: int, count: int) -> Iterator[Order]:
    """Yield made-up orders number ``first`` and on; a number always names the same order."""
    for number in range(first, first + count):
        yield _order_at(number)


def _order_at(number: int) -> Order:
    draw = _Draw(number)
    market, currency, unit = draw.choice(_MARKETS)
    status = draw.choice(_STAGES)
    placed = SAMPLE_NOW - timedelta(minutes=draw.choice(_AGES) + draw.below(15))
    goods = draw.choice(_GOODS)
    lines = _lines(draw, status, unit, goods)
    shipping = draw.below(6) * unit
    total = sum([line.unit_price_minor * line.quantity for line in lines]) + shipping
    is_paid = status is not _S.UNPAID
    history = draw.choice(_HISTORIES)
    return _order(
        id=f"sample-{number}",
        number=f"SAMPLE-{number}",
        seller_id="sample",
        buyer_id="sample",
        market=market,
        currency=currency,
        status=status,
        payment_state=PaymentState.PAID if is_paid else PaymentState.UNPAID,
        total_minor=total,
        lines=lines,
        charges=(Charge(kind=ChargeKind.SHIPPING, amount_minor=shipping),) if shipping else (),
        payments=(
            Payment(
                id="paid",
                method=draw.choice(_METHODS),
                amount_minor=total,
                paid_at=placed if is_paid else None,
            ),
        ),
        moments=_moments(draw, status, placed),
        shipped_by_seller=draw.below(5) == 0,
        open_request=OpenRequest(
            id="asked", kind=draw.choice(_REQUESTS), requested_at=placed, silence_approves=True
        )
        if history == "asked"
        else None,
        rejected_request=RejectedRequest(id="declined", rejected_at=placed)
        if history == "declined"
        else None,
        unlocked_at=placed if history == "unlocked" else None,
        cancellations_made=int(history == "cancelled before"),
    )


def _lines(draw: _Draw, status: OrderStatus, unit: int, goods: GoodsKind) -> tuple[OrderLine, ...]:
    stages = [status] * draw.choice((1, 1, 2, 3, 5))
    if status is _S.PARTIALLY_SHIPPING:
        stages = [_S.IN_TRANSIT, *[_S.AWAITING_SHIPMENT] * max(1, len(stages) - 1)]
    return tuple(
        [
            _line(
                id=f"line-{at}",
                product_name="sample",
                quantity=draw.choice((1, 1, 1, 2, 3)),
                unit_price_minor=(1 + draw.below(299)) * unit,
                status=stage,
                goods=goods if at == 0 else GoodsKind.ORDINARY,
            )
            for at, stage in enumerate(stages)
        ]
    )


def _moments(draw: _Draw, status: OrderStatus, placed: datetime) -> Moments:
    reached = PROGRESS[status] if status is not _S.CANCELLED else 1
    hour = timedelta(hours=1)
    return Moments(
        placed_at=placed,
        paid_at=placed if status is not _S.UNPAID else None,
        packed_at=placed + hour if reached >= PROGRESS[_S.AWAITING_COLLECTION] else None,
        collected_at=placed + 2 * hour if reached >= PROGRESS[_S.PARTIALLY_SHIPPING] else None,
        delivered_at=placed + 3 * hour if reached >= PROGRESS[_S.DELIVERED] else None,
        completed_at=placed + 4 * hour if status is _S.COMPLETED else None,
        cancelled_at=placed + hour if status is _S.CANCELLED else None,
        ship_by=placed + timedelta(days=draw.choice((1, 2, 30))),
    )
