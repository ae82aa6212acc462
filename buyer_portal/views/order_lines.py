"""Change here what the page of one order prints of each line."""

from dataclasses import dataclass, replace

from buyer_portal.domain.orders import Order, OrderLine, OrderStatus
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.views.line_outcomes import (
    GroupView,
    grouped_lines,
    groups_of,
    has_parts,
    outcomes_of,
)
from buyer_portal.views.printing import Printer, picture_src


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """A line of the order; ``status_text`` only where it differs from the order's.

    ``outcome`` is what can become of it, where lines differ; ``group`` stands above the first line
    of each seller's parcel.
    """

    name: str
    about: str
    picture: str
    total_text: str
    status: str
    status_text: str
    is_cancelled: bool
    outcome: str = ""
    outcome_text: str = ""
    group: str = ""
    group_note: str = ""


def lines_of(detail: OrderDetail, printer: Printer) -> list[LineView]:
    """Return the lines; where parts of the order differ, grouped by who sells and carries them."""
    order = detail.order
    if not has_parts(detail):
        return [_line(line, order, printer) for line in order.lines]
    outcomes, groups = outcomes_of(detail, printer), groups_of(order, detail, printer)
    views: list[LineView] = []
    for line in grouped_lines(order):
        group, outcome = groups.get(line.id, GroupView()), outcomes[line.id]
        views.append(
            replace(
                _line(line, order, printer),
                group=group.title,
                group_note=group.note,
                outcome="" if outcome.kind == "gone" else outcome.kind,
                outcome_text="" if outcome.kind == "gone" else outcome.text,
            )
        )
    return views


def _line(line: OrderLine, order: Order, printer: Printer) -> LineView:
    is_cancelled = line.open_quantity == 0
    parts = [part for part in (line.variant, printer.count("orders.pieces", line.quantity)) if part]
    if 0 < line.cancelled_quantity < line.quantity:
        parts.append(printer.count("order.pieces_cancelled", line.cancelled_quantity))
    if line.returned_quantity:
        parts.append(printer.count("order.pieces_returned", line.returned_quantity))
    status = OrderStatus.CANCELLED if is_cancelled else line.status
    differs = status is not order.status
    return LineView(
        name=line.product_name,
        about=" · ".join(parts),
        picture=picture_src(line.picture),
        total_text=printer.money(line.total_minor, order.currency),
        status=status.value,
        status_text=printer.say(f"status.{status.value}") if differs else "",
        is_cancelled=is_cancelled,
    )
