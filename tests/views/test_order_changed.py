"""What happened to an order while its buyer was deciding, in words."""

from dataclasses import replace

from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.policy import Permission
from buyer_portal.order_contract.orders import HistoryEntry
from buyer_portal.views.order_changed import changes_between

from .order_details import NOW, detail_of


def _later(detail, **decision):
    """The same order, one version on."""
    return detail.model_copy(
        update={
            "order": replace(detail.order, version=detail.order.version + 1),
            "decision": replace(detail.decision, **decision),
        }
    )


def test_the_same_version_has_no_news(printer_in):
    detail = detail_of()

    assert changes_between(detail, detail, printer_in()) == []


def test_events_are_told_with_their_time_then_what_they_mean(printer_in):
    before = detail_of(status=OrderStatus.AWAITING_SHIPMENT)
    after = _later(before, outcome=Permission.REQUEST)
    packed = HistoryEntry(sequence=99, type="order.packed", at=NOW, actor="seller")
    after = after.model_copy(update={"history": (*before.history, packed)})
    printer = printer_in()

    news = changes_between(before, after, printer)

    assert [change.text for change in news] == [
        f"Packed by the seller at {printer.clock(NOW)}",
        "The seller now has to agree to cancelling.",
    ]
    assert {change.version for change in news} == {str(after.order.version)}


def test_another_refund_is_told_with_both_amounts(printer_in):
    before = detail_of(status=OrderStatus.AWAITING_SHIPMENT)
    preview = before.decision.refund_preview
    less = replace(preview, total_minor=preview.total_minor - 1000)

    [change] = changes_between(before, _later(before, refund_preview=less), printer_in())

    assert change.text == "You would now get back ₫614,800 instead of ₫615,800."


def test_a_change_without_a_name_is_still_told(printer_in):
    before = detail_of()

    [change] = changes_between(before, _later(before), printer_in())

    assert change.text == "The order was updated."
