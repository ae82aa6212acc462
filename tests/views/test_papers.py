"""What receipts, invoices and the offer to withdraw print, in every language."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from buyer_portal.domain.cancellations import CancellationStatus
from buyer_portal.domain.receipts import KINDS, ReceiptKind, ReceiptPolicy
from buyer_portal.domain.withdrawal import WithdrawalObstacle
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.order_contract.receipts import ReceiptAnswer, ReceiptEntry
from buyer_portal.policies import PRESETS, source_of
from buyer_portal.routes import LOCALES
from buyer_portal.views.invoice import InvoiceView
from buyer_portal.views.receipt import ReceiptView, receipt_links
from buyer_portal.views.withdrawal import WithdrawalOfferView, obstacle_text
from tests.receipts.builders import NOW as SIGNED_AT
from tests.receipts.builders import SEALER, receipt, withdrawal
from tests.views.order_details import NOW, cancellation_of, detail_of


def answer_with(one) -> ReceiptAnswer:
    sealed = SEALER.seal(one)
    return ReceiptAnswer(
        entry=entry_of(one.kind, "receipt-1"),
        hash=sealed.hash,
        document=sealed.text,
        server_now=SIGNED_AT,
    )


def entry_of(kind, receipt_id, number=1) -> ReceiptEntry:
    return ReceiptEntry(
        id=receipt_id,
        order_id="order-1",
        kind=kind,
        subject_id=f"subject-{number}",
        reference="R-7F3K-92QD",
        number=number,
        issued_at=SIGNED_AT,
    )


def test_receipt_prints_what_was_signed(printer_in):
    view = ReceiptView.of(answer_with(receipt()), printer_in())

    paper = view.paper
    assert (paper.kind, paper.issuer) == ("cancellation", "Elbkontor Kaffee")
    assert [(goods.name, goods.quantity, goods.amount_text) for goods in paper.goods] == [
        ("Mühle", "1", "€20.00"),
        ("Filter", "2", "€10.00"),
    ]
    assert [(row.kind, row.amount_text, row.is_total) for row in paper.sums] == [
        ("lines", "€30.00", False),
        ("rest", "€4.99", False),
        ("total", "€34.99", True),
    ]
    assert [(money.method, money.amount_text) for money in paper.back] == [("Visa 4242", "€34.99")]
    assert (paper.quote, paper.dates) == ("", [])
    assert view.file_href == "/downloads/receipts/receipt-1.json"
    assert view.command == "python -m buyer_portal verify R-7F3K-92QD.json"
    assert view.key_id == SEALER.key_id
    assert view.hash == json.loads(SEALER.seal(receipt()).text)["proof"]["hash"]


def test_withdrawal_repeats_the_statement_with_its_moment(printer_in):
    paper = ReceiptView.of(answer_with(withdrawal()), printer_in()).paper

    assert paper.quote == "I withdraw from my contract."
    assert "2 March 2026" in paper.quote_note
    assert "Lukas Brandt" in {fact.text for fact in paper.parties}
    assert [date.name for date in paper.dates] == ["Send the goods back by"]
    assert [row.kind for row in paper.sums] == ["lines", "rest", "total", "promised"]


@pytest.mark.parametrize("preset", PRESETS)
def test_rules_are_named_in_the_readers_language(printer_in, preset):
    rules = ReceiptPolicy(preset=preset, market="VN", version=1, source=source_of(preset))
    one = replace(receipt(), policy=rules)

    feet = [ReceiptView.of(answer_with(one), printer_in(code)).paper.foot[0] for code in LOCALES]

    assert len(set(feet)) == len(LOCALES)
    assert not any(rules.source in foot for foot in feet)


def test_rules_of_a_shops_own_are_named_in_its_own_words(printer_in):
    rules = ReceiptPolicy(preset="tiktok-us", market="US", version=1, source="Our terms, section 4")

    paper = ReceiptView.of(answer_with(replace(receipt(), policy=rules)), printer_in("vi")).paper

    assert paper.foot[0] == "Căn cứ: Our terms, section 4"


def test_receipt_of_nothing_says_so(printer_in):
    one = receipt(
        refunds=(),
        lines=tuple(replace(line, refund_minor=0) for line in receipt().lines),
        amounts=replace(receipt().amounts, lines_minor=0, rest_minor=0, total_minor=0),
    )

    assert ReceiptView.of(answer_with(one), printer_in()).paper.sums[-1].kind == "nothing"


@pytest.mark.parametrize("locale", LOCALES)
def test_every_kind_and_outcome_has_words(locale):
    words = words_of(locale)
    keys = {f"receipt.{part}.{kind}" for kind in ReceiptKind for part in ("link", "title", "goods")}
    keys |= {f"receipt.outcome.{outcome}" for row in KINDS.values() for outcome in row.outcomes}

    for kind in ("goods_back_by", "refund_by"):
        keys |= {f"receipt.deadline.{kind}", f"calendar.{kind}", f"calendar.{kind}.text"}

    assert {key for key in keys if not words.has(key)} == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_every_obstacle_is_told(printer_in, locale):
    told = {obstacle_text(obstacle, printer_in(locale)) for obstacle in WithdrawalObstacle}

    assert len(told) == len(WithdrawalObstacle)


def test_links_lead_to_the_newest_first(printer_in):
    entries = (
        entry_of(ReceiptKind.CANCELLATION, "a"),
        entry_of(ReceiptKind.REFUND, "b", number=2),
    )

    links = receipt_links(entries, printer_in("vi"))

    assert [link.href for link in links] == ["/vi/receipts/b/", "/vi/receipts/a/"]


@pytest.mark.parametrize("locale", LOCALES)
def test_invoice_adds_up_to_what_was_kept(printer_in, locale):
    printer = printer_in(locale)
    detail = detail_of(status="CANCELLED", charges=[{"kind": "shipping", "amount_minor": 30_000}])
    cancellation = cancellation_of(detail, CancellationStatus.SUCCESS)
    order = replace(
        detail.order,
        payments=tuple(
            replace(payment, refunded_minor=590_000) for payment in detail.order.payments
        ),
    )
    detail = detail.model_copy(update={"order": order, "cancellations": (cancellation,)})

    paper = InvoiceView.of(detail, printer).paper

    assert [row.kind for row in paper.sums] == ["goods", "shipping", "total", "refunded", "kept"]
    assert [row.amount_text for row in paper.sums] == [
        printer.money(amount, "VND")
        for amount in (590_000, 30_000, 620_000, -590_000, order.paid_minor - 590_000)
    ]
    assert [money.amount_text for money in paper.back] == [printer.money(590_000, "VND")]
    assert paper.facts[0].text == order.number


def test_invoice_names_discounts_and_what_was_cancelled(printer_in):
    lines = [{"quantity": 2, "unit_price_minor": 100_000, "discount_minor": 20_000}]
    detail = detail_of(lines=lines)
    cut = tuple(replace(line, cancelled_quantity=1) for line in detail.order.lines)
    detail = detail.model_copy(update={"order": replace(detail.order, lines=cut)})

    [goods] = InvoiceView.of(detail, printer_in()).paper.goods

    assert "discount -₫20,000" in goods.note.replace("\N{MINUS SIGN}", "-")
    assert printer_in().count("order.pieces_cancelled", 1) in goods.note


@pytest.mark.parametrize(
    ("preset", "status", "is_offered"),
    [
        ("eu-withdrawal", "AWAITING_SHIPMENT", True),
        ("eu-withdrawal", "IN_TRANSIT", True),
        ("eu-withdrawal", "DELIVERED", True),
        ("until-packed", "DELIVERED", False),
    ],
)
def test_withdrawal_is_offered_where_the_law_gives_it(printer_in, preset, status, is_offered):
    offer = WithdrawalOfferView.of(detail_of(preset, status=status), printer_in("vi"))

    assert (offer is not None) == is_offered
    if offer:
        assert offer.href.startswith("/vi/withdrawal/?order=")


def test_withdrawal_is_offered_until_its_last_moment(printer_in):
    detail = detail_of("eu-withdrawal", status="DELIVERED")
    late = detail.model_copy(update={"server_now": NOW + timedelta(days=30)})

    assert WithdrawalOfferView.of(late, printer_in()) is None


def test_acknowledgement_replaces_the_offer(printer_in):
    detail = detail_of("eu-withdrawal", status="DELIVERED")
    detail = detail.model_copy(update={"receipts": (entry_of(ReceiptKind.WITHDRAWAL, "ack"),)})

    offer = WithdrawalOfferView.of(detail, printer_in())

    assert (offer.is_done, offer.href) == (True, "/receipts/ack/")
