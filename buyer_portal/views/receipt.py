"""Change here what the page of a receipt prints."""

import json
from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter

from buyer_portal import routes
from buyer_portal.domain.receipts import Receipt, ReceiptLine, ReceiptPolicy, ReceiptRefund
from buyer_portal.domain.withdrawal import zone_of_market
from buyer_portal.order_contract.receipts import ReceiptAnswer, ReceiptEntry
from buyer_portal.policies import source_of
from buyer_portal.receipts.canonical import Json
from buyer_portal.views.calendar import receipt_calendar_href
from buyer_portal.views.cancel import method_text
from buyer_portal.views.paper import DateView, FactView, GoodsView, MoneyView, PaperView, SumView
from buyer_portal.views.printing import Printer

DOWNLOADS: Final = "/downloads/receipts"
_RECEIPT: Final = TypeAdapter(Receipt)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLinkView:
    """The way to a receipt, from whatever it is about."""

    subject_id: str
    text: str
    at_text: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptView:
    """The page of a receipt."""

    paper: PaperView
    order_href: str
    file_href: str
    all_href: str
    command: str
    hash: str
    key_id: str

    @classmethod
    def of(cls, answer: ReceiptAnswer, printer: Printer) -> "ReceiptView":
        """Print a receipt as it was signed."""
        document = json.loads(answer.document)
        file_name = f"{answer.entry.reference}.json"
        return cls(
            paper=receipt_paper(document["receipt"], printer, answer.entry.id),
            order_href=printer.href(routes.ORDER, order_id=answer.entry.order_id),
            file_href=f"{DOWNLOADS}/{answer.entry.id}.json",
            all_href=f"{DOWNLOADS}.json",
            command=f"python -m buyer_portal verify {file_name}",
            hash=answer.hash,
            key_id=document["proof"]["key_id"],
        )


def receipt_links(entries: tuple[ReceiptEntry, ...], printer: Printer) -> list[ReceiptLinkView]:
    """Return the ways to an order's receipts, the newest first."""
    return [
        ReceiptLinkView(
            subject_id=entry.subject_id,
            text=printer.say(f"receipt.link.{entry.kind.value}", reference=entry.reference),
            at_text=printer.moment(entry.issued_at),
            href=printer.href(routes.RECEIPT, receipt_id=entry.id),
        )
        for entry in reversed(entries)
    ]


def receipt_in(document: str) -> Receipt:
    """Return the receipt of a document that the service handed out."""
    return _RECEIPT.validate_python(json.loads(document)["receipt"])


def receipt_paper(document: Json, printer: Printer, receipt_id: str = "") -> PaperView:
    """Print what was signed as a sheet; with its id, dates can be taken over into a calendar."""
    receipt = _RECEIPT.validate_python(document)
    kind, statement = receipt.kind.value, receipt.statement
    return PaperView(
        kind=kind,
        issuer=" · ".join(receipt.order.sellers),
        title=printer.say(f"receipt.title.{kind}"),
        lead=printer.say(f"receipt.outcome.{receipt.subject.outcome}"),
        facts=_facts(receipt, printer),
        parties=_parties(receipt, printer),
        quote=statement.text if statement else "",
        quote_note=printer.say(
            "receipt.statement.note", moment=printer.stamp(statement.received_at)
        )
        if statement
        else "",
        goods_title=printer.say(f"receipt.goods.{kind}"),
        goods=[_goods(line, receipt, printer) for line in receipt.lines],
        sums=_sums(receipt, printer),
        back_title=printer.say(f"receipt.back.{kind}"),
        back=[_refund(refund, printer) for refund in receipt.refunds],
        dates_title=printer.say("receipt.dates"),
        dates=[
            DateView(
                name=printer.say(f"receipt.deadline.{deadline.kind}"),
                text=printer.last_day(deadline.at, zone_of_market(receipt.policy.market)),
                calendar_href=receipt_calendar_href(receipt_id, deadline.kind, printer.locale)
                if receipt_id and deadline.at > printer.now
                else "",
            )
            for deadline in receipt.deadlines
        ],
        foot=_foot(receipt, printer),
    )


def _facts(receipt: Receipt, printer: Printer) -> list[FactView]:
    subject = receipt.subject
    facts = [
        ("receipt.fact.reference", receipt.reference),
        ("receipt.fact.subject", subject.reference),
        ("receipt.fact.order", receipt.order.number),
        ("receipt.fact.placed", printer.stamp(receipt.order.placed_at)),
        ("receipt.fact.asked", printer.stamp(subject.asked_at)),
        ("receipt.fact.issued", printer.stamp(receipt.issued_at)),
        ("receipt.fact.reason", _reason(receipt, printer)),
    ]
    return [FactView(name=printer.say(key), text=text) for key, text in facts if text]


def _parties(receipt: Receipt, printer: Printer) -> list[FactView]:
    parties = [("receipt.fact.seller", ", ".join(receipt.order.sellers))]
    if receipt.statement:
        parties += [
            ("receipt.fact.name", receipt.statement.name),
            ("receipt.fact.email", receipt.statement.email),
        ]
    parties.append(
        ("receipt.fact.asked_by", printer.say(f"receipt.actor.{receipt.subject.asked_by}"))
    )
    return [FactView(name=printer.say(key), text=text) for key, text in parties if text]


def _reason(receipt: Receipt, printer: Printer) -> str:
    key = f"reason.{receipt.reason.key}"
    picked = printer.say(key) if receipt.reason.key and printer.words.has(key) else ""
    return " · ".join(part for part in (picked, receipt.reason.text) if part)


def _goods(line: ReceiptLine, receipt: Receipt, printer: Printer) -> GoodsView:
    return GoodsView(
        name=line.product_name,
        note=line.variant,
        quantity=str(line.quantity),
        price_text=printer.money(line.unit_price_minor, receipt.order.currency),
        amount_text=printer.money(line.refund_minor, receipt.order.currency),
    )


def _sums(receipt: Receipt, printer: Printer) -> list[SumView]:
    amounts = receipt.amounts
    rows: list[SumView] = []
    if receipt.lines:
        rows.append(_sum("lines", amounts.lines_minor, amounts.currency, printer))
        if amounts.rest_minor:
            rows.append(_sum("rest", amounts.rest_minor, amounts.currency, printer))
    total = "nothing" if not amounts.total_minor else "total"
    rows.append(_sum(total, amounts.total_minor, amounts.currency, printer, is_total=True))
    if amounts.promised_minor:
        rows.append(_sum("promised", amounts.promised_minor, amounts.currency, printer))
    return rows


def _sum(
    kind: str, amount_minor: int, currency: str, printer: Printer, *, is_total: bool = False
) -> SumView:
    return SumView(
        kind=kind,
        text=printer.say(f"receipt.sum.{kind}"),
        amount_text=printer.money(amount_minor, currency),
        is_total=is_total,
    )


def _refund(refund: ReceiptRefund, printer: Printer) -> MoneyView:
    if refund.settled_at:
        note = printer.say("receipt.refund.settled", moment=printer.stamp(refund.settled_at))
    elif refund.expected_until <= refund.expected_from:
        note = printer.say("refund.at_once")
    else:
        days = printer.days(refund.expected_from, refund.expected_until)
        note = printer.say("refund.expected", days=days)
    if refund.bank_reference:
        said = printer.say("receipt.refund.reference", reference=refund.bank_reference)
        note = f"{note} · {said}"
    return MoneyView(
        method=method_text(refund.label, refund.method, printer),
        note=note,
        amount_text=printer.money(refund.amount_minor, refund.currency),
    )


def policy_source(policy: ReceiptPolicy, printer: Printer) -> str:
    """Return where the rules come from, in the reader's language where they are ours.

    A shop's own words, and those of a preset that has changed since, stay as they were signed.
    """
    key = f"receipt.policy.{policy.preset}"
    is_ours = printer.words.has(key) and policy.source == source_of(policy.preset)
    return printer.say(key) if is_ours else policy.source


def _foot(receipt: Receipt, printer: Printer) -> list[str]:
    source = policy_source(receipt.policy, printer)
    said = [printer.say("receipt.foot.policy", source=source)] if source else []
    return [*said, printer.say("receipt.foot.chain", number=receipt.number)]
