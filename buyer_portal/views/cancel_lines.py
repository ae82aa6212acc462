"""Change here which lines the cancel dialog offers, and what it says of the buyer's money."""

from dataclasses import dataclass

from buyer_portal.domain.decision_values import Decision, LineOutcome
from buyer_portal.domain.orders import Order, OrderLine
from buyer_portal.domain.policy import Permission
from buyer_portal.domain.refunds import refundable_minor
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.views.line_outcomes import (
    GroupView,
    grouped_lines,
    groups_of,
    has_parts,
    outcomes_of,
    seller_name,
)
from buyer_portal.views.printing import Printer, picture_src


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelLineView:
    """A line whose pieces can be chosen, from none to ``most``; a single piece is taken or left.

    ``outcome`` says what will become of it, where lines differ: ``now``, ``ask``, ``waiting``,
    ``late`` or ``closed``. What is ``is_closed`` is shown with its reason and cannot be chosen.
    ``group`` stands above the first line of each seller's parcel.
    """

    id: str
    name: str
    variant: str
    picture: str
    chosen: str
    most: str
    is_single: bool
    label: str
    less_label: str
    more_label: str
    outcome: str = ""
    outcome_text: str = ""
    is_closed: bool = False
    group: str = ""
    group_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SumView:
    """A part of the buyer's money: back ``now``, ``later`` if sellers agree, or it ``stays``."""

    kind: str
    text: str
    amount_text: str


def lines_of_dialog(
    detail: OrderDetail, decision: Decision, chosen: dict[str, int] | None, printer: Printer
) -> list[CancelLineView]:
    """Return the lines to choose from; none where there is nothing to choose.

    Where lines come to different ends, all of them are there, each with its own.
    """
    order = detail.order
    are_apart = has_parts(detail, decision)
    outcomes = outcomes_of(detail, printer, decision)
    by_line = {outcome.line_id: outcome for outcome in decision.lines}
    choosable = [line for line in order.lines if _is_offered(line, by_line.get(line.id), chosen)]
    pieces = sum(line.open_quantity for line in choosable)
    if not decision.cancel_lines or not pieces or (pieces == 1 and not are_apart):
        return []
    picked = chosen_by_default(order, decision) if chosen is None else chosen
    groups = groups_of(order, detail, printer) if are_apart else {}
    views: list[CancelLineView] = []
    heading = GroupView()
    for line in grouped_lines(order) if are_apart else choosable:
        heading = groups.get(line.id, heading)
        if not line.open_quantity:
            continue
        outcome = outcomes[line.id]
        group, heading = heading, GroupView()
        views.append(
            CancelLineView(
                id=line.id,
                name=line.product_name,
                variant=line.variant,
                picture=picture_src(line.picture),
                chosen=str(picked.get(line.id, 0)),
                is_single=line.open_quantity == 1,
                most=str(line.open_quantity),
                label=printer.say("cancel.pieces_of", name=line.product_name),
                less_label=printer.say("cancel.piece.less", name=line.product_name),
                more_label=printer.say("cancel.piece.more", name=line.product_name),
                outcome=outcome.kind if are_apart else "",
                outcome_text=outcome.text if are_apart else "",
                is_closed=line not in choosable,
                group=group.title,
                group_note=group.note,
            )
        )
    return views


def sums_of_dialog(detail: OrderDetail, decision: Decision, printer: Printer) -> list[SumView]:
    """Return what comes back, what may, and what stays paid; nothing where nothing was paid."""
    order = detail.order
    paid = refundable_minor(order)
    if not paid:
        return []
    later = decision.request_preview
    now_minor = 0 if decision.outcome is Permission.REQUEST else decision.refund_preview.total_minor
    later_minor = later.total_minor if later else 0
    rows: list[tuple[str, str, int]] = []
    if now_minor or later is None:
        rows.append(("now", printer.say("cancel.sum.now"), now_minor))
    if later is not None:
        asked = [seller_name(detail, request.seller_id) for request in decision.requests]
        key = "cancel.sum.later" if len(asked) == 1 else "cancel.sum.later.all"
        rows.append(("later", printer.say(key, seller=asked[0]), later_minor))
    rows.append(("stays", printer.say("cancel.sum.stays"), paid - now_minor - later_minor))
    return [
        SumView(kind=kind, text=text, amount_text=printer.money(amount, order.currency))
        for kind, text, amount in rows
    ]


def chosen_by_default(order: Order, decision: Decision) -> dict[str, int]:
    """Return the pieces that a decision about everything covers, by line."""
    covered = {outcome.line_id for outcome in decision.lines if outcome.covered}
    return {line.id: line.open_quantity for line in order.lines if line.id in covered}


def _is_offered(
    line: OrderLine, outcome: LineOutcome | None, chosen: dict[str, int] | None
) -> bool:
    if line.open_quantity <= 0:
        return False
    if chosen is not None and line.id in chosen:
        return True
    return outcome is not None and outcome.permission in (Permission.INSTANT, Permission.REQUEST)
