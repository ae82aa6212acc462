from dataclasses import replace

import pytest

from buyer_portal.domain.orders import OrderStatus
from buyer_portal.views.journey import journey_of

from .order_details import detail_of


def states(printer, **order) -> list[tuple[str, str]]:
    detail = detail_of(**order)
    return [(step.key, step.state) for step in journey_of(detail.order, printer)]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("UNPAID", "done current todo todo todo"),
        ("ON_HOLD", "done done current todo todo"),
        ("AWAITING_SHIPMENT", "done done current todo todo"),
        ("AWAITING_COLLECTION", "done done done current todo"),
        ("IN_TRANSIT", "done done done done current"),
        ("DELIVERED", "done done done done done"),
        ("COMPLETED", "done done done done done"),
    ],
)
def test_the_journey_is_as_far_as_the_order(status, expected, printer_in):
    assert [state for _, state in states(printer_in(), status=status)] == expected.split()


def test_cash_on_delivery_has_no_payment_step(printer_in):
    steps = states(printer_in(), payment_method="cash_on_delivery")

    assert [key for key, _ in steps] == ["placed", "packed", "collected", "delivered"]


def test_a_cancelled_journey_ends_there(printer_in):
    order = detail_of().order
    moments = replace(order.moments, cancelled_at=order.moments.paid_at)
    stopped = replace(order, status=OrderStatus.CANCELLED, moments=moments)

    steps = journey_of(stopped, printer_in())

    assert [(step.text, step.state) for step in steps] == [
        ("Ordered", "done"),
        ("Paid", "done"),
        ("Cancelled", "stopped"),
    ]
