"""Change here which orders are made up to try a policy on: every axis, drawn from a seed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

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
_STAGES: Final = tuple(OrderStatus)
_STAGE_SHARES: Final = (8, 10, 24, 6, 14, 14, 12, 6, 6)
_GOODS: Final = tuple(GoodsKind)
_GOODS_SHARES: Final = (88, 5, 4, 3)
_METHODS: Final = tuple(PaymentMethod)
_REQUESTS: Final = tuple(RequestKind)
_AGES: Final = (20, 50, 90, 200, 800, 2_000, 6_000, 20_000, 40_000)
"""Minutes since an order was placed: within the common windows, and long past them."""
_S: Final = OrderStatus

# These orders are made by the hundred thousand.
_line, _order = quick(OrderLine), quick(Order)


def sample_orders(first: int, count: int) -> Iterator[Order]:
    """Yield made-up orders number ``first`` and on; a number always names the same order."""
    for number in range(first, first + count):
        yield _order_at(number)


def _order_at(number: int) -> Order:
    draw = Random(number)  # noqa: S311 - repeats, which is what it is for
    market, currency, unit = draw.choice(_MARKETS)
    status = draw.choices(_STAGES, _STAGE_SHARES)[0]
    placed = SAMPLE_NOW - timedelta(minutes=draw.choice(_AGES) + draw.randrange(15))
    goods = draw.choices(_GOODS, _GOODS_SHARES)[0]
    lines = _lines(draw, status, unit, goods)
    shipping = draw.randrange(6) * unit
    total = sum([line.unit_price_minor * line.quantity for line in lines]) + shipping
    is_paid = status is not _S.UNPAID
    request = draw.random()
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
        shipped_by_seller=draw.random() < 0.2,  # noqa: PLR2004 - a share
        open_request=OpenRequest(
            id="asked", kind=draw.choice(_REQUESTS), requested_at=placed, silence_approves=True
        )
        if request < 0.08  # noqa: PLR2004 - a share
        else None,
        rejected_request=RejectedRequest(id="declined", rejected_at=placed)
        if 0.08 <= request < 0.14  # noqa: PLR2004 - a share
        else None,
        unlocked_at=placed if 0.14 <= request < 0.18 else None,  # noqa: PLR2004 - a share
        cancellations_made=int(request > 0.9),  # noqa: PLR2004 - a share
    )


def _lines(draw: Random, status: OrderStatus, unit: int, goods: GoodsKind) -> tuple[OrderLine, ...]:
    stages = [status] * draw.choice((1, 1, 2, 3, 5))
    if status is _S.PARTIALLY_SHIPPING:
        stages = [_S.IN_TRANSIT, *[_S.AWAITING_SHIPMENT] * max(1, len(stages) - 1)]
    return tuple(
        [
            _line(
                id=f"line-{at}",
                product_name="sample",
                quantity=draw.choice((1, 1, 1, 2, 3)),
                unit_price_minor=draw.randrange(1, 300) * unit,
                status=stage,
                goods=goods if at == 0 else GoodsKind.ORDINARY,
            )
            for at, stage in enumerate(stages)
        ]
    )


def _moments(draw: Random, status: OrderStatus, placed: datetime) -> Moments:
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
