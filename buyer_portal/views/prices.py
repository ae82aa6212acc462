"""Change here which rows the price breakdown of an order has."""

from collections.abc import Mapping
from dataclasses import dataclass

from buyer_portal.domain.orders import ChargeKind, Order, PaymentMethod, PaymentState
from buyer_portal.views.cancel import method_text
from buyer_portal.views.printing import Printer


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRowView:
    """A row of the breakdown; ``note`` explains one that is not plain."""

    kind: str
    text: str
    amount_text: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentView:
    """How much was paid by what, and when."""

    method: str
    amount_text: str
    note: str


def price_rows_of(
    order: Order, printer: Printer, sellers: Mapping[str, str] | None = None
) -> list[PriceRowView]:
    """Return goods first, then each charge, then what has gone back; the total stands apart.

    Args:
        sellers: Names by id, where charges may be one seller's alone.
    """
    goods_minor = sum(line.total_minor for line in order.lines)
    rows = [
        PriceRowView(
            kind="goods",
            text=printer.say("price.goods"),
            amount_text=printer.money(goods_minor, order.currency),
        )
    ]
    for charge in order.charges:
        kind = charge.kind
        text = printer.say(f"price.{kind.value}")
        rows.append(
            PriceRowView(
                kind=kind.value,
                text=f"{text} {charge.label}".strip() if kind is ChargeKind.VOUCHER else text,
                amount_text=printer.money(charge.amount_minor, order.currency),
                note=printer.say("price.adjustment.note")
                if kind is ChargeKind.ADJUSTMENT
                else (sellers or {}).get(charge.seller_id, ""),
            )
        )
    return rows


def payments_of(order: Order, printer: Printer) -> list[PaymentView]:
    """Return the payments of an order, in its order."""
    return [
        PaymentView(
            method=method_text(payment.label, payment.method.value, printer),
            amount_text=printer.money(payment.amount_minor, order.currency),
            note=_note(
                payment.method,
                printer.moment(payment.paid_at) if payment.paid_at else "",
                printer.money(payment.refunded_minor, order.currency)
                if payment.refunded_minor
                else "",
                printer,
            ),
        )
        for payment in order.payments
    ]


def payment_sentence(order: Order, printer: Printer) -> str:
    """Return how the order stands with its money."""
    if order.payment_state is PaymentState.UNPAID:
        return printer.say("payment.unpaid")
    return printer.say(f"payment.{order.payment_state.value}")


def _note(method: PaymentMethod, paid: str, refunded: str, printer: Printer) -> str:
    if refunded:
        return printer.say("payment.refunded_amount", amount=refunded)
    if paid:
        return printer.say("payment.paid_at", at=paid)
    at_door = method is PaymentMethod.CASH_ON_DELIVERY
    return printer.say("payment.due_at_door" if at_door else "payment.not_paid")
