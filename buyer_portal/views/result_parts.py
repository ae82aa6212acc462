"""Change here what is said of each part of an order after one command did several things."""

from dataclasses import dataclass
from typing import Final

from buyer_portal.domain.cancellations import Actor, Cancellation, CancellationStatus
from buyer_portal.domain.orders import Order
from buyer_portal.domain.sellers import seller_of
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.views.line_outcomes import seller_name
from buyer_portal.views.printing import Printer

_KIND: Final = {
    CancellationStatus.PENDING: "requested",
    CancellationStatus.SUCCESS: "cancelled",
    CancellationStatus.COMPLETE: "cancelled",
    CancellationStatus.REJECTED: "rejected",
    CancellationStatus.WITHDRAWN: "withdrawn",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPartView:
    """One thing that a command did: ``cancelled``, ``requested`` and its ends, or what is ``left``.

    ``id`` and ``reference`` are the cancellation's, both empty for what is left.
    """

    id: str
    kind: str
    title: str
    text: str
    reference: str
    lines: list[str]
    refund_text: str
    can_withdraw: bool


def made_together(cancellation: Cancellation, detail: OrderDetail) -> list[Cancellation]:
    """Return everything that the command made which made ``cancellation``, this one first.

    What waits for an answer is told together, whenever it was asked.
    """
    return [
        cancellation,
        *(
            one
            for one in detail.cancellations
            if one.id != cancellation.id
            and one.requested_by is Actor.BUYER
            and cancellation.requested_by is Actor.BUYER
            and (one.requested_at == cancellation.requested_at or _both_wait(one, cancellation))
        ),
    ]


def _both_wait(one: Cancellation, other: Cancellation) -> bool:
    return one.status is other.status is CancellationStatus.PENDING


def parts_of(
    cancellation: Cancellation, detail: OrderDetail, printer: Printer
) -> list[ResultPartView]:
    """Return what became of each part; empty where the command did but one thing."""
    made = made_together(cancellation, detail)
    if len(made) == 1:
        return []
    made.sort(key=lambda one: (one.status is not CancellationStatus.SUCCESS, one.id))
    views = [_part(one, detail, printer) for one in made]
    left = _left(detail.order, made, printer)
    return [*views, left] if left else views


def parts_title(parts: list[ResultPartView]) -> str:
    """Return the key of the sentence over all parts: ``result.mixed`` or ``result.several``."""
    return "result.mixed" if any(part.kind == "cancelled" for part in parts) else "result.several"


def _part(one: Cancellation, detail: OrderDetail, printer: Printer) -> ResultPartView:
    kind = _KIND[one.status]
    inside = one.line_ids
    whose = next(
        (seller_of(detail.order, line) for line in detail.order.lines if line.id in inside), ""
    )
    seller = seller_name(detail, whose)
    return ResultPartView(
        id=one.id,
        kind=kind,
        title=printer.say(f"result.part.{kind}", seller=seller),
        text=_text(one, kind, printer),
        reference=one.reference,
        lines=[
            printer.say("result.line", name=name, quantity=line.quantity)
            for line in one.lines
            if (name := _name(line.line_id, detail.order))
        ],
        refund_text=_refund(one, kind, seller, printer),
        can_withdraw=kind == "requested",
    )


def _text(one: Cancellation, kind: str, printer: Printer) -> str:
    if kind == "requested" and one.answer_by is not None:
        key = "result.part.requested.text"
        key = key if one.silence_approves else f"{key}.closes"
        return printer.say(key, until=printer.moment(one.answer_by))
    return printer.reason(one.answer_reason) if kind == "rejected" else ""


def _refund(one: Cancellation, kind: str, seller: str, printer: Printer) -> str:
    if not one.refund_minor or kind not in ("cancelled", "requested"):
        return ""
    key = "result.part.refund" if kind == "cancelled" else "result.part.refund_later"
    return printer.say(key, amount=printer.money(one.refund_minor, one.currency), seller=seller)


def _left(order: Order, made: list[Cancellation], printer: Printer) -> ResultPartView | None:
    asked = {
        line.line_id: line.quantity
        for one in made
        if one.status is CancellationStatus.PENDING
        for line in one.lines
    }
    rest = [(line, line.open_quantity - asked.get(line.id, 0)) for line in order.lines]
    lines = [
        printer.say("result.line", name=line.product_name, quantity=count)
        for line, count in rest
        if count > 0
    ]
    if not lines:
        return None
    return ResultPartView(
        id="",
        kind="left",
        title=printer.say("result.part.left"),
        text=printer.say("result.part.left.text"),
        reference="",
        lines=lines,
        refund_text="",
        can_withdraw=False,
    )


def _name(line_id: str, order: Order) -> str:
    return next((line.product_name for line in order.lines if line.id == line_id), "")
