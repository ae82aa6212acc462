"""Change here the receipts that tests seal and tamper with."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from buyer_portal.domain.receipts import (
    Receipt,
    ReceiptAmounts,
    ReceiptDeadline,
    ReceiptKind,
    ReceiptLine,
    ReceiptOrder,
    ReceiptPolicy,
    ReceiptReason,
    ReceiptRefund,
    ReceiptStatement,
    ReceiptSubject,
)
from buyer_portal.receipts.seal import Sealer

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SEALER = Sealer(bytes(range(32)))
STRANGER = Sealer(bytes(reversed(range(32))))


def receipt(**changes: Any) -> Receipt:
    """Return a whole cancellation of two lines with shipping, paid back by card."""
    plain = Receipt(
        kind=ReceiptKind.CANCELLATION,
        reference="R-7F3K-92QD",
        number=1,
        previous="",
        issued_at=NOW,
        tenant="main",
        buyer="buyer-1",
        order=ReceiptOrder(
            id="order-1",
            number="BP-1",
            placed_at=NOW - timedelta(days=1),
            currency="EUR",
            total_minor=3499,
            sellers=("Elbkontor Kaffee",),
        ),
        subject=ReceiptSubject(
            id="cancellation-1",
            reference="C-7F3K-92QD",
            asked_by="buyer",
            asked_at=NOW,
            outcome="cancelled",
        ),
        reason=ReceiptReason(key="found_cheaper", text="Günstiger gefunden ☕"),
        lines=(
            ReceiptLine(
                line_id="line-1",
                product_name="Mühle",
                variant="black",
                quantity=1,
                unit_price_minor=2000,
                refund_minor=2000,
            ),
            ReceiptLine(
                line_id="line-2",
                product_name="Filter",
                variant="",
                quantity=2,
                unit_price_minor=500,
                refund_minor=1000,
            ),
        ),
        amounts=ReceiptAmounts(currency="EUR", lines_minor=3000, rest_minor=499, total_minor=3499),
        refunds=(
            ReceiptRefund(
                id="refund-1",
                method="card",
                label="Visa 4242",
                amount_minor=3499,
                currency="EUR",
                status="INITIATED",
                expected_from=NOW + timedelta(days=1),
                expected_until=NOW + timedelta(days=10),
            ),
        ),
        policy=ReceiptPolicy(preset="eu-withdrawal", market="DE", version=1, source="Art. 9"),
    )
    return replace(plain, **changes)


def withdrawal(**changes: Any) -> Receipt:
    """Return a withdrawal whose money comes back when the goods are back."""
    given = receipt()
    return replace(
        given,
        kind=ReceiptKind.WITHDRAWAL,
        subject=replace(given.subject, outcome="goods_back"),
        refunds=(),
        amounts=replace(given.amounts, promised_minor=3499),
        statement=ReceiptStatement(
            name="Lukas Brandt",
            email="lukas@example.de",
            order_number="BP-1",
            text="I withdraw from my contract.",
            received_at=NOW,
        ),
        deadlines=(ReceiptDeadline(kind="goods_back_by", at=NOW + timedelta(days=14)),),
        **changes,
    )


def sealed(one: Receipt, sealer: Sealer = SEALER) -> dict[str, Any]:
    """Return a receipt as a buyer downloads it."""
    return json.loads(sealer.seal(one).text)


def chain(length: int) -> list[dict[str, Any]]:
    """Return receipts of one buyer that follow each other."""
    made: list[dict[str, Any]] = []
    for number in range(1, length + 1):
        previous = made[-1]["proof"]["hash"] if made else ""
        issued_at = NOW + timedelta(minutes=number)
        made.append(sealed(receipt(number=number, previous=previous, issued_at=issued_at)))
    return made
