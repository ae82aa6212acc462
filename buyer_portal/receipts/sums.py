"""Change here which amounts of a receipt have to add up, and which moments have to follow."""

from collections.abc import Iterator

from buyer_portal.domain.receipts import KINDS, Receipt


def wrong_sums(receipt: Receipt) -> Iterator[tuple[str, str]]:
    """Yield where an amount or a moment contradicts another, and how.

    A genuine receipt has none; one would mean that whoever issued it made a mistake.
    """
    yield from _wrong_totals(receipt)
    yield from _wrong_currencies(receipt)
    if receipt.number < 1 or (receipt.number == 1) != (not receipt.previous):
        yield "receipt/previous", "does not go with the number: only the first receipt has none"
    if (receipt.statement is not None) != KINDS[receipt.kind].has_statement:
        yield "receipt/statement", f"does not go with a {receipt.kind} receipt"
    if receipt.issued_at < receipt.subject.asked_at:
        yield "receipt/issued_at", "is before it was asked for"


def _wrong_totals(receipt: Receipt) -> Iterator[tuple[str, str]]:
    amounts, row = receipt.amounts, KINDS[receipt.kind]
    lines = sum(line.refund_minor for line in receipt.lines)
    paid = sum(refund.amount_minor for refund in receipt.refunds)
    if not row.is_pay_out and lines != amounts.lines_minor:
        yield "receipt/amounts/lines_minor", f"is {amounts.lines_minor}, the lines make {lines}"
    whole = amounts.lines_minor + amounts.rest_minor
    if whole != amounts.total_minor:
        yield "receipt/amounts/total_minor", f"is {amounts.total_minor}, its parts make {whole}"
    whole = paid + amounts.promised_minor
    if whole != amounts.total_minor:
        what = f"and the promised amount make {whole}, the total is {amounts.total_minor}"
        yield "receipt/refunds", what
    if any(one.amount_minor < 0 for one in receipt.refunds) or amounts.promised_minor < 0:
        yield "receipt/refunds", "give back less than nothing"


def _wrong_currencies(receipt: Receipt) -> Iterator[tuple[str, str]]:
    currency = receipt.order.currency
    if receipt.amounts.currency != currency:
        yield "receipt/amounts/currency", f"is not {currency}, the order's"
    for at, refund in enumerate(receipt.refunds):
        if refund.currency != currency:
            yield f"receipt/refunds/{at}/currency", f"is not {currency}, the order's"
