"""Change here how a view test gets a policy, and reads what it says."""

# ranges of days have a dash in print
from datetime import UTC, datetime
from typing import Any

from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.policy import Permission, Policy, StagePolicy
from buyer_portal.order_contract.orders import Seller, SellerPolicy
from buyer_portal.views.policy import PolicyView

SINCE = datetime(2026, 9, 30, 18, 0, tzinfo=UTC)
INSTANT = StagePolicy(cancel=Permission.INSTANT)
TIMED = StagePolicy(cancel=Permission.INSTANT, instant_minutes=60, cancel_later=Permission.REQUEST)
GOES_ON = (
    "While the request is open, packing and shipping go on: if the carrier takes the parcel first,"
    " the request lapses."
)
STAGES = (
    OrderStatus.UNPAID,
    OrderStatus.ON_HOLD,
    OrderStatus.AWAITING_SHIPMENT,
    OrderStatus.AWAITING_COLLECTION,
    OrderStatus.IN_TRANSIT,
)


def a_policy(*rules: StagePolicy, **changes: Any) -> Policy:
    return Policy(
        id="p",
        preset="own",
        market="VN",
        source="",
        stages=dict(zip(STAGES, rules, strict=False)),
        **changes,
    )


def view_of(policy: Policy, printer) -> PolicyView:
    answer = SellerPolicy(
        seller=Seller(id="s", name="Lumen House"), policy=policy, effective_from=SINCE
    )
    return PolicyView.of(answer, printer)


def sentences_of(view: PolicyView, title: str) -> list[str]:
    return next(section.sentences for section in view.sections if section.title == title)
