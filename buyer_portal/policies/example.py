"""Change here the order that the pages on policies ask about."""

from datetime import UTC, datetime, timedelta
from typing import Final

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision import decide
from buyer_portal.domain.decision_values import Decision
from buyer_portal.domain.orders import (
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
from buyer_portal.domain.policy import Policy
from buyer_portal.domain.standing import Standing

PLACED_AT: Final = datetime(2025, 1, 6, 9, tzinfo=UTC)
AT_ONCE: Final = PLACED_AT + timedelta(minutes=5)
NEXT_DAY: Final = PLACED_AT + timedelta(days=1)

STAGES: Final = tuple(
    status for status in OrderStatus if status is not OrderStatus.PARTIALLY_SHIPPING
)
"""Every stage that one line can be at."""


def ask(
    policy: Policy,
    stage: OrderStatus,
    now: datetime,
    *,
    actor: Actor = Actor.BUYER,
    request: RequestKind | None = None,
    is_declined: bool = False,
    is_unlocked: bool = False,
    is_late: bool = False,
    goods: GoodsKind = GoodsKind.ORDINARY,
) -> Decision:
    """Return what is decided about an order of one line at ``stage``, paid by card if at all."""
    is_paid = stage is not OrderStatus.UNPAID
    paid_at = PLACED_AT if is_paid else None
    order = Order(
        id="example",
        number="example",
        seller_id="example",
        buyer_id="example",
        market="",
        currency="USD",
        status=stage,
        payment_state=PaymentState.PAID if is_paid else PaymentState.UNPAID,
        total_minor=1000,
        lines=(
            OrderLine(
                id="line", product_name="example", unit_price_minor=1000, status=stage, goods=goods
            ),
        ),
        payments=(
            Payment(id="card", method=PaymentMethod.CARD, amount_minor=1000, paid_at=paid_at),
        ),
        moments=Moments(
            placed_at=PLACED_AT, paid_at=paid_at, ship_by=PLACED_AT if is_late else None
        ),
        open_request=None
        if request is None
        else OpenRequest(id="request", kind=request, requested_at=PLACED_AT),
        rejected_request=RejectedRequest(id="request", rejected_at=PLACED_AT)
        if is_declined
        else None,
        unlocked_at=PLACED_AT if is_unlocked else None,
    )
    return decide(
        order,
        None,
        actor=actor,
        now=now,
        policy=policy,
        standing=Standing(),
        client_build=None,
    )
