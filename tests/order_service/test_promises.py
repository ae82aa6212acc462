"""What the preview promised is what comes back: by line, by payment, to the last minor unit."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buyer_portal.domain.policy import Permission
from buyer_portal.domain.refunds import add_working_days
from buyer_portal.order_contract.cancellations import LineQuantity

_orders = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["ON_HOLD", "AWAITING_SHIPMENT", "AWAITING_COLLECTION"]),
        "currency": st.sampled_from(["VND", "IDR", "USD", "EUR"]),
        "payment_method": st.sampled_from(["card", "e_wallet", "cash_on_delivery"]),
        "lines": st.lists(
            st.fixed_dictionaries(
                {"quantity": st.integers(1, 4), "unit_price_minor": st.integers(1, 10_007)}
            ),
            min_size=1,
            max_size=3,
        ),
        "charges": st.lists(
            st.sampled_from(
                [
                    {"kind": "shipping", "amount_minor": 301},
                    {"kind": "shipping_discount", "amount_minor": -101},
                    {"kind": "voucher", "amount_minor": -1, "label": "WELCOME"},
                    {"kind": "tax", "amount_minor": 13},
                    {"kind": "fee", "amount_minor": 3},
                ]
            ),
            max_size=4,
            unique_by=lambda charge: charge["kind"],
        ),
    }
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    preset=st.sampled_from(["until-packed", "until-shipped", "until-carrier", "tiktok-th"]),
    order=_orders,
    cuts=st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4)), max_size=3),
)
async def test_preview_is_the_refund(  # noqa: PLR0917 - fixtures and examples
    make_world, new_key, cancel_command, preset, order, cuts
):
    world = await make_world(sellers=[{"key": "seller", "preset": preset}], orders=[order])
    buyer, order_id = await world.buyer(), world.order("order-1")

    for line, quantity in (*cuts, (None, 0)):
        detail = await buyer.order(order_id)
        asked = _pieces(detail.order, line, quantity)
        decision = (await buyer.decision(order_id, asked)).decision
        if not asked or decision.outcome not in {Permission.INSTANT, Permission.REQUEST}:
            continue
        command = cancel_command(
            detail, lines=[LineQuantity(line_id=id_, quantity=n) for id_, n in asked.items()]
        )
        made = (await buyer.cancel(order_id, command, new_key())).cancellation
        if decision.outcome is Permission.REQUEST:
            await world.step("seller-approve", "order-1", reason="Fine.")
            made = (await buyer.cancellation(made.id)).cancellation

        preview = decision.refund_preview
        assert made.refund_minor == preview.total_minor
        assert {line.line_id: line.refund_minor for line in made.lines} == {
            line.line_id: line.refund_minor for line in decision.lines if line.covered
        }
        assert [
            (refund.payment_id, refund.method, refund.amount_minor) for refund in made.refunds
        ] == [(part.payment_id, part.method, part.amount_minor) for part in preview.parts]
        for refund, part in zip(made.refunds, preview.parts, strict=True):
            assert refund.expected_from == add_working_days(refund.requested_at, part.days_at_least)
            assert refund.expected_until == add_working_days(refund.requested_at, part.days_at_most)
    after = (await buyer.order(order_id)).order
    assert after.refunded_minor <= after.paid_minor


def _pieces(order, place, quantity):
    """Return what of an order is asked for: some pieces of a line, or all that is open."""
    if place is None:
        return {line.id: line.open_quantity for line in order.lines if line.open_quantity}
    line = order.lines[place % len(order.lines)]
    count = min(quantity, line.open_quantity)
    return {line.id: count} if count else {}
