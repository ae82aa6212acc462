"""Change here what stands beside each line of an order that comes to different ends."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from buyer_portal.domain.decision_values import Cause, Decision, LineOutcome
from buyer_portal.domain.lifecycle import has_left
from buyer_portal.domain.orders import Order, OrderLine, OrderStatus
from buyer_portal.domain.policy import Permission
from buyer_portal.domain.sellers import part_of, seller_of
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.views.printing import Printer

CANCELLABLE: Final = frozenset({"now", "ask"})
"""Outcomes of lines that a buyer can choose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineOutcomeView:
    """What can become of a line: ``now``, ``ask``, ``waiting``, ``late``, ``closed``, ``gone``."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """What the lines of one parcel have in common; empty texts where there is but one group."""

    title: str = ""
    note: str = ""


def seller_name(detail: OrderDetail, seller_id: str) -> str:
    """Return a seller of an order as printed; an empty id is its own."""
    names = {seller.id: seller.name for seller in detail.sellers}
    return names.get(seller_id, detail.seller.name)


def sellers_text(name: str, count: int, printer: Printer) -> str:
    """Return who sells an order: one name, or the first and how many more."""
    return printer.count("parts.sellers", count - 1, seller=name) if count > 1 else name


def has_parts(detail: OrderDetail, decision: Decision | None = None) -> bool:
    """Say whether the lines of an order have to be told apart: sellers, or what can be done."""
    if detail.order.further:
        return True
    kinds = {
        _kind_of(line, outcome, detail)
        for line, outcome in _judged(detail.order, decision or detail.decision)
        if line.open_quantity
    }
    return len(kinds) > 1 and bool(kinds & CANCELLABLE)


def outcomes_of(
    detail: OrderDetail, printer: Printer, decision: Decision | None = None
) -> dict[str, LineOutcomeView]:
    """Return, by line, what can become of it; all of them, whether they can be chosen or not."""
    return {
        line.id: _view(line, outcome, detail, printer)
        for line, outcome in _judged(detail.order, decision or detail.decision)
    }


def groups_of(order: Order, detail: OrderDetail, printer: Printer) -> dict[str, GroupView]:
    """Return, by the first line of each, the groups: one per seller and parcel.

    Empty where all lines are one seller's and in one parcel.
    """
    ranks = {package.id: rank for rank, package in enumerate(order.packages, start=1)}
    found: dict[tuple[str, str], str] = {}
    for line in grouped_lines(order):
        found.setdefault((seller_of(order, line), line.package_id or ""), line.id)
    if len(found) < 2:  # noqa: PLR2004 - one group needs no heading
        return {}
    groups: dict[str, GroupView] = {}
    for (seller_id, package_id), line_id in found.items():
        parcel = (
            printer.say("parcel.title", number=ranks[package_id], of=len(ranks))
            if package_id in ranks
            else printer.say("parts.no_parcel")
        )
        if order.further:
            groups[line_id] = GroupView(title=seller_name(detail, seller_id), note=parcel)
        else:
            groups[line_id] = GroupView(title=parcel)
    return groups


def grouped_lines(order: Order) -> tuple[OrderLine, ...]:
    """Return the lines so that those of one seller and one parcel stand together."""
    rank: dict[tuple[str, str], int] = {}
    for line in order.lines:
        rank.setdefault((seller_of(order, line), line.package_id or ""), len(rank))
    sellers: dict[str, int] = {}
    for seller_id, _ in rank:
        sellers.setdefault(seller_id, len(sellers))

    def place(line: OrderLine) -> tuple[int, int]:
        seller_id = seller_of(order, line)
        return sellers[seller_id], rank[seller_id, line.package_id or ""]

    return tuple(sorted(order.lines, key=place))


def _judged(order: Order, decision: Decision) -> list[tuple[OrderLine, LineOutcome | None]]:
    outcomes = {outcome.line_id: outcome for outcome in decision.lines}
    return [(line, outcomes.get(line.id)) for line in order.lines]


def _kind_of(line: OrderLine, outcome: LineOutcome | None, detail: OrderDetail) -> str:
    if line.open_quantity == 0:
        return "gone"
    if outcome is not None and outcome.permission is Permission.INSTANT:
        return "now"
    if outcome is not None and outcome.permission is Permission.REQUEST:
        return "ask"
    if outcome is not None and outcome.cause is Cause.ALREADY_REQUESTED:
        return "waiting"
    return "late" if has_left(_stage(line, detail.order)) else "closed"


def _stage(line: OrderLine, order: Order) -> OrderStatus:
    return line.status if has_left(line.status) else order.status


def _view(
    line: OrderLine, outcome: LineOutcome | None, detail: OrderDetail, printer: Printer
) -> LineOutcomeView:
    order = detail.order
    seller_id = seller_of(order, line)
    seller = seller_name(detail, seller_id)
    policy = detail.policy.of_seller(seller_id)
    kind = _kind_of(line, outcome, detail)
    if kind == "ask":
        until = printer.moment(printer.now + timedelta(hours=policy.answer_hours))
        return LineOutcomeView(kind=kind, text=printer.say("parts.ask", seller=seller, until=until))
    if kind == "waiting":
        return LineOutcomeView(kind=kind, text=_waiting(line, order, seller_id, seller, printer))
    if kind == "late":
        return LineOutcomeView(
            kind=kind, text=printer.say(_late(line, order, seller_id, policy.return_days))
        )
    if kind == "closed" and outcome is not None and outcome.permission is Permission.SELLER_UNLOCK:
        return LineOutcomeView(kind=kind, text=printer.say("parts.closed.unlock", seller=seller))
    return LineOutcomeView(kind=kind, text=printer.say(f"parts.{kind}"))


def _late(line: OrderLine, order: Order, seller_id: str, return_days: int) -> str:
    """Return which words tell what is left for a line that has gone."""
    request = part_of(order, seller_id).open_return
    if request is not None and line.id in request.line_ids:
        return "parts.late.returning"
    if return_days <= 0:
        return "parts.late.final"
    is_there = _stage(line, order) is not OrderStatus.IN_TRANSIT
    return "parts.late.there" if is_there else "parts.late"


def _waiting(line: OrderLine, order: Order, seller_id: str, seller: str, printer: Printer) -> str:
    part = part_of(order, seller_id)
    request = part.open_request or part.open_return
    if request is None or (request.line_ids and line.id not in request.line_ids):
        return printer.say("parts.waiting.other", seller=seller)
    if request.answer_by is None:
        return printer.say("parts.waiting.open", seller=seller)
    return printer.say("parts.waiting", seller=seller, until=printer.moment(request.answer_by))
