"""Random orders and policies, sensible and not, for the property tests."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from buyer_portal.domain.cancellations import Actor
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
    SellerPart,
)
from buyer_portal.domain.policy import (
    DayRange,
    Permission,
    Policy,
    ReasonPolicy,
    RefusalEffect,
    StagePolicy,
)
from buyer_portal.domain.standing import Standing, Strike
from tests.domain.builders import PLACED

CURRENCIES = ("VND", "IDR", "USD", "EUR")
permissions = st.sampled_from(Permission)
statuses = st.sampled_from(OrderStatus)
moments_around = st.integers(-60, 60 * 24 * 40).map(
    lambda minutes: PLACED + timedelta(minutes=minutes)
)
maybe_moments = st.none() | moments_around


@st.composite
def lines(draw, status=statuses):
    quantity = draw(st.integers(1, 5))
    price = draw(st.integers(0, 300_000))
    return OrderLine(
        id="l",
        product_name="Goods",
        quantity=quantity,
        cancelled_quantity=draw(st.integers(0, quantity)),
        unit_price_minor=price,
        discount_minor=draw(st.integers(0, price * quantity)),
        status=draw(status),
        goods=draw(st.sampled_from(GoodsKind)),
    )


@st.composite
def charges(draw):
    """Charges as shops have them: shipping and tax up, discounts down, an odd adjustment."""
    found = []
    for kind, least, most in (
        (ChargeKind.SHIPPING, 0, 50_000),
        (ChargeKind.SHIPPING_DISCOUNT, -5_000, 0),
        (ChargeKind.SELLER_DISCOUNT, -30_000, 0),
        (ChargeKind.PLATFORM_DISCOUNT, -20_000, 0),
        (ChargeKind.VOUCHER, -10_000, 0),
        (ChargeKind.TAX, 0, 40_000),
        (ChargeKind.FEE, 0, 3_000),
        (ChargeKind.ADJUSTMENT, -2_000, 2_000),
    ):
        if draw(st.booleans()):
            amount = draw(st.integers(least, most))
            found.append(Charge(kind=kind, amount_minor=amount, label=kind.value))
    return tuple(found)


@st.composite
def payments(draw, total):
    """Up to three payments that add up to the total, or nothing."""
    if total <= 0 or draw(st.integers(0, 4)) == 0:
        return ()
    cuts = sorted(draw(st.lists(st.integers(0, total), max_size=2)))
    amounts = [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]
    return tuple(
        Payment(
            id=f"p{at}",
            method=draw(st.sampled_from(PaymentMethod)),
            amount_minor=amount,
            paid_at=draw(maybe_moments),
        )
        for at, amount in enumerate(amounts)
    )


@st.composite
def orders(draw):
    """Any order at all: the four axes drawn apart, whether they fit together or not."""
    further = draw(st.sampled_from([(), ("t",), ("t", "u")]))
    of_seller = st.sampled_from(["", *further])
    chosen = tuple(
        replace(draw(lines()), id=f"l{at}", seller_id=draw(of_seller))
        for at in range(draw(st.integers(0, 4)))
    )
    extra = tuple(replace(charge, seller_id=draw(of_seller)) for charge in draw(charges()))
    total = sum(line.total_minor for line in chosen) + sum(charge.amount_minor for charge in extra)
    request = st.builds(
        OpenRequest,
        id=st.just("r"),
        kind=st.sampled_from(RequestKind),
        requested_at=moments_around,
        answer_by=maybe_moments,
        silence_approves=st.booleans(),
    )
    rejected = st.builds(
        RejectedRequest, id=st.just("r"), rejected_at=moments_around, reason=st.text(max_size=5)
    )
    return Order(
        id="o",
        number="BP",
        seller_id="s",
        buyer_id="b",
        market="",
        currency=draw(st.sampled_from(CURRENCIES)),
        status=draw(statuses),
        payment_state=draw(st.sampled_from(PaymentState)),
        total_minor=total,
        lines=chosen,
        charges=extra,
        payments=draw(payments(total)),
        moments=draw(
            st.builds(
                Moments,
                placed_at=st.just(PLACED),
                **dict.fromkeys(
                    ("paid_at", "packed_at", "collected_at", "delivered_at", "ship_by"),
                    maybe_moments,
                ),
            )
        ),
        shipped_by_seller=draw(st.booleans()),
        open_request=draw(st.none() | request),
        rejected_request=draw(st.none() | rejected),
        unlocked_at=draw(maybe_moments),
        cancellations_made=draw(st.integers(0, 2)),
        further=tuple(
            SellerPart(
                seller_id=seller_id,
                shipped_by_seller=draw(st.booleans()),
                open_request=draw(st.none() | request),
                rejected_request=draw(st.none() | rejected),
                unlocked_at=draw(maybe_moments),
                cancellations_made=draw(st.integers(0, 2)),
            )
            for seller_id in further
        ),
    )


stage_policies = st.builds(
    StagePolicy,
    cancel=permissions,
    cancel_later=permissions,
    instant_minutes=st.none() | st.integers(0, 3000),
    refund=permissions,
    return_=permissions,
)
_policies_of_one = st.builds(
    Policy,
    id=st.just("p"),
    preset=st.just("p"),
    market=st.just(""),
    source=st.just("random"),
    stages=st.dictionaries(statuses, stage_policies),
    exclusions=st.dictionaries(st.sampled_from(GoodsKind), permissions),
    exclusion_stages=st.lists(statuses, max_size=3).map(tuple),
    excludes_shipped_by_seller=st.none() | permissions,
    reasons=st.builds(ReasonPolicy, required=st.booleans()),
    cancel_lines=st.booleans(),
    one_cancellation=st.booleans(),
    silence_approves=st.booleans(),
    late_shipment_is_instant=st.booleans(),
    return_days=st.integers(0, 30),
    return_free=st.booleans(),
    refund_days=st.dictionaries(
        st.sampled_from(PaymentMethod), st.just(DayRange(at_least=1, at_most=4))
    ),
    refusal_effect=st.sampled_from(RefusalEffect),
    free_shipping_from_minor=st.none() | st.integers(0, 300_000),
    minimum_client_build=st.integers(1, 3),
)
policies = st.builds(
    replace, _policies_of_one, sellers=st.dictionaries(st.just("t"), _policies_of_one, max_size=1)
)
"""Of the further sellers "t" may have a policy of its own, "u" has the order's."""
standings = st.lists(
    st.builds(
        Strike,
        id=st.just("k"),
        order_id=st.just("o"),
        seller_id=st.just("s"),
        is_seen_by_all=st.booleans(),
        happened_at=moments_around,
        expires_at=moments_around,
        appeal_by=moments_around,
    ),
    max_size=2,
).map(lambda strikes: Standing(strikes=tuple(strikes)))
selections = st.none() | st.dictionaries(
    st.sampled_from(["l0", "l1", "l2", "l3", "elsewhere"]), st.integers(-1, 7)
)
builds = st.none() | st.integers(0, 4)


@st.composite
def raised(draw, policy):
    """Return a policy that gives at least as much as ``policy``, key by key."""

    def at_least(permission):
        return max(permission, draw(permissions), key=lambda one: one.rank)

    def up(stage):
        if stage.instant_minutes is None:
            return replace(stage, cancel=at_least(stage.cancel))
        later = at_least(stage.cancel_later)
        return replace(
            stage,
            cancel=max(at_least(stage.cancel), later, key=lambda one: one.rank),
            cancel_later=later,
            instant_minutes=stage.instant_minutes + draw(st.integers(0, 500)),
        )

    return replace(
        policy,
        stages={status: up(stage) for status, stage in policy.stages.items()},
        exclusions={goods: at_least(ceiling) for goods, ceiling in policy.exclusions.items()},
        excludes_shipped_by_seller=draw(st.sampled_from([policy.excludes_shipped_by_seller, None])),
        cancel_lines=policy.cancel_lines or draw(st.booleans()),
        one_cancellation=policy.one_cancellation and draw(st.booleans()),
        late_shipment_is_instant=policy.late_shipment_is_instant or draw(st.booleans()),
        sellers={seller_id: draw(raised(one)) for seller_id, one in policy.sellers.items()},
    )


@st.composite
def questions(draw, **fixed):
    """Everything that ``decide`` is asked with, the axes drawn apart."""
    question = {
        "order": draw(orders()),
        "lines": draw(selections),
        "actor": draw(st.sampled_from(Actor)),
        "now": draw(moments_around),
        "policy": draw(policies),
        "standing": draw(standings),
        "client_build": draw(builds),
    }
    return question | fixed
