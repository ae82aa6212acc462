"""Change here how a view test gets an order: from a scenario, decided by the real engine."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from buyer_portal.domain.cancellations import (
    Actor,
    Cancellation,
    CancellationStatus,
    CancelledLine,
    Refund,
)
from buyer_portal.domain.decision import decide
from buyer_portal.domain.orders import OpenRequest, PaymentMethod, RejectedRequest, RequestKind
from buyer_portal.domain.standing import Standing
from buyer_portal.order_contract.orders import HistoryEntry, OrderDetail, Seller
from buyer_portal.policies.loader import merged_policy
from buyer_portal.scenario.orders import order_in, seed_of
from buyer_portal.scenario.parts import ScenarioOrder, ScenarioSeller
from buyer_portal.scenario.scenario import Scenario

NOW = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
SHOE = {"product_name": "Canvas low-tops", "variant": "Sea blue", "unit_price_minor": 590_000}
BAG = {"product_name": "Shoe bag", "variant": "Plum", "unit_price_minor": 90_000}


def detail_of(preset="until-packed", *, chosen=None, client_build=None, **order) -> OrderDetail:
    """Return an order as the service would, decided on ``chosen`` pieces or on everything.

    ``others`` are further sellers, by name, and their presets; lines name them as ``seller``.
    """
    is_requested = order.pop("is_requested", False)
    is_rejected = order.pop("is_rejected", False)
    others = order.pop("others", {})
    spec = ScenarioOrder.model_validate({"lines": [SHOE], **order})
    sellers = tuple(ScenarioSeller(key=key, name=key) for key in ("seller", *others) if others)
    scenario = Scenario(seed="views", now=NOW, orders=(spec,), sellers=sellers)
    made = order_in(seed_of(scenario), scenario, spec, "order-1")
    policy = replace(
        merged_policy(preset, "VN"),
        sellers={part.seller_id: merged_policy(others[part.name], "VN") for part in made.further},
    )
    if is_requested:
        made = replace(
            made,
            open_request=OpenRequest(
                id="request",
                kind=RequestKind.CANCELLATION,
                requested_at=NOW - timedelta(hours=3),
                answer_by=NOW + timedelta(hours=45),
            ),
        )
    if is_rejected:
        made = replace(
            made,
            rejected_request=RejectedRequest(
                id="request", rejected_at=NOW - timedelta(hours=1), reason="It is ready to go."
            ),
        )
    decision = decide(
        made,
        chosen,
        actor=Actor.BUYER,
        now=NOW,
        policy=policy,
        standing=Standing(),
        client_build=client_build,
    )
    return OrderDetail(
        order=made,
        seller=Seller(id=made.seller_id, name="Gió Sneakers"),
        decision=decision,
        policy=policy,
        history=(
            HistoryEntry(sequence=1, type="order.placed", at=made.moments.placed_at, actor="buyer"),
            HistoryEntry(sequence=2, type="order.beamed", at=NOW, actor="system"),
        ),
        server_now=NOW,
    )


def cancellation_of(detail: OrderDetail, status: CancellationStatus) -> Cancellation:
    """Return a cancellation of the first line of an order."""
    line = detail.order.lines[0]
    is_done = status is CancellationStatus.SUCCESS
    refund = Refund(
        id="refund",
        payment_id="payment",
        method=PaymentMethod.E_WALLET,
        label="MoMo",
        amount_minor=590_000,
        currency="VND",
        requested_at=NOW,
        expected_from=NOW + timedelta(days=1),
        expected_until=NOW + timedelta(days=2),
    )
    return Cancellation(
        id="cancellation",
        reference="C-7F3K-92QD",
        order_id=detail.order.id,
        status=status,
        requested_by=Actor.BUYER,
        reason_key="ecom_order_to_ship_canceled_reason_better_price",
        reason_text="Cheaper next door",
        requested_at=NOW,
        answer_by=NOW + timedelta(hours=48) if status is CancellationStatus.PENDING else None,
        answer_reason="It is ready to go." if status is CancellationStatus.REJECTED else "",
        lines=(CancelledLine(line_id=line.id, quantity=1, refund_minor=590_000),),
        refund_minor=590_000,
        currency="VND",
        refunds=(refund,) if is_done else (),
    )
