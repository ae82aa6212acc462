"""Change here what the invoice of an order prints."""

from dataclasses import dataclass

from buyer_portal import routes
from buyer_portal.domain.orders import Order, OrderLine
from buyer_portal.domain.sellers import seller_of
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.views.line_outcomes import seller_name
from buyer_portal.views.paper import FactView, GoodsView, MoneyView, PaperView, SumView
from buyer_portal.views.prices import payment_sentence, payments_of, price_rows_of
from buyer_portal.views.printing import Printer
from buyer_portal.views.result import refund_view


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceView:
    """The invoice of an order, as it stands now."""

    paper: PaperView
    order_href: str

    @classmethod
    def of(cls, detail: OrderDetail, printer: Printer) -> "InvoiceView":
        """Print an order as a paper: what was bought, paid and given back so far."""
        order = detail.order
        sellers = [seller.name for seller in detail.sellers]
        return cls(
            order_href=printer.href(routes.ORDER, order_id=order.id),
            paper=PaperView(
                kind="invoice",
                issuer=" · ".join(sellers),
                title=printer.say("invoice.title"),
                lead=printer.say(f"status.{order.status.value}"),
                facts=_facts(order, printer),
                parties=_parties(order, sellers, printer),
                goods_title=printer.say("invoice.goods"),
                goods=[_goods(line, detail, printer) for line in order.lines],
                sums=_sums(detail, printer),
                money_title=printer.say("invoice.payments"),
                money=[
                    MoneyView(method=paid.method, note=paid.note, amount_text=paid.amount_text)
                    for paid in payments_of(order, printer)
                ],
                back_title=printer.say("invoice.refunds"),
                back=_refunds(detail, printer),
                foot=[
                    payment_sentence(order, printer),
                    printer.say("invoice.foot", moment=printer.stamp(detail.server_now)),
                ],
            ),
        )


def _facts(order: Order, printer: Printer) -> list[FactView]:
    moments = order.moments
    facts = [("invoice.fact.number", order.number)]
    if order.external_id and order.external_id != order.number:
        facts.append(("invoice.fact.external", order.external_id))
    for key, at in (
        ("invoice.fact.placed", moments.placed_at),
        ("invoice.fact.paid", moments.paid_at),
        ("invoice.fact.delivered", moments.delivered_at),
        ("invoice.fact.cancelled", moments.cancelled_at),
    ):
        if at is not None:
            facts.append((key, printer.stamp(at)))
    return [FactView(name=printer.say(key), text=text) for key, text in facts]


def _parties(order: Order, sellers: list[str], printer: Printer) -> list[FactView]:
    address = order.address
    buyer = ", ".join(part for part in (address.name, *address.lines) if part)
    parties = [("invoice.fact.seller", ", ".join(sellers)), ("invoice.fact.buyer", buyer)]
    return [FactView(name=printer.say(key), text=text) for key, text in parties if text]


def _goods(line: OrderLine, detail: OrderDetail, printer: Printer) -> GoodsView:
    currency = detail.order.currency
    notes = [line.variant]
    if detail.order.further:
        notes.append(seller_name(detail, seller_of(detail.order, line)))
    if line.discount_minor:
        off = printer.money(-line.discount_minor, currency)
        notes.append(printer.say("invoice.discount", amount=off))
    if line.cancelled_quantity:
        notes.append(printer.count("order.pieces_cancelled", line.cancelled_quantity))
    return GoodsView(
        name=line.product_name,
        note=" · ".join(note for note in notes if note),
        quantity=str(line.quantity),
        price_text=printer.money(line.unit_price_minor, currency),
        amount_text=printer.money(line.total_minor, currency),
    )


def _sums(detail: OrderDetail, printer: Printer) -> list[SumView]:
    order = detail.order
    sellers = {seller.id: seller.name for seller in detail.sellers} if order.further else None
    rows = [
        SumView(
            kind=row.kind,
            text=f"{row.text} ({row.note})" if row.note else row.text,
            amount_text=row.amount_text,
        )
        for row in price_rows_of(order, printer, sellers)
    ]
    rows.append(
        SumView(
            kind="total",
            text=printer.say("order.total"),
            amount_text=printer.money(order.total_minor, order.currency),
            is_total=True,
        )
    )
    if order.refunded_minor:
        rows += [
            SumView(
                kind="refunded",
                text=printer.say("invoice.refunded"),
                amount_text=printer.money(-order.refunded_minor, order.currency),
            ),
            SumView(
                kind="kept",
                text=printer.say("invoice.kept"),
                amount_text=printer.money(order.paid_minor - order.refunded_minor, order.currency),
            ),
        ]
    return rows


def _refunds(detail: OrderDetail, printer: Printer) -> list[MoneyView]:
    return [
        MoneyView(
            method=shown.method,
            note=f"{shown.status_text} · {shown.days_text}",
            amount_text=shown.amount_text,
        )
        for cause in (*detail.cancellations, *detail.changes, *detail.returns)
        for shown in (refund_view(refund, printer) for refund in cause.refunds)
    ]
