from datetime import timedelta

import pytest

from buyer_portal.domain.cancellations import Actor, CancelledLine
from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.returns import Return, ReturnKind, ReturnStatus
from buyer_portal.domain.support import TicketAbout, TicketCode, TicketStatus
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.support import (
    Attached,
    Attempt,
    PageFacts,
    TicketAnswer,
    TicketDraft,
    TicketMessage,
    TicketSummary,
)
from buyer_portal.order_service.support.attempts import FORGOTTEN
from buyer_portal.routes import LOCALES
from buyer_portal.views.support import AttachedView, FactView, TicketRowView, TicketView
from buyer_portal.views.support_form import NewTicketView
from buyer_portal.views.ticket_links import new_ticket_href
from tests.views.order_details import NOW, detail_of


def a_ticket(status=TicketStatus.OPEN, **fields) -> TicketSummary:
    return TicketSummary.model_validate(
        {
            "id": "t1",
            "reference": "S-7F3K-92QD",
            "about": TicketAbout.CANCEL_REFUSED,
            "status": status,
            "order_id": "o1",
            "order_number": "5764",
            "seller_name": "Gió Sneakers",
            "opened_at": NOW,
            "changed_at": NOW - timedelta(hours=3),
            **fields,
        }
    )


def an_answer(*messages, status=TicketStatus.OPEN, **fields) -> TicketAnswer:
    attached = Attached(detail=detail_of(status="AWAITING_COLLECTION"), at=NOW)
    first = TicketMessage(number=1, author=Actor.BUYER, text="Help", at=NOW)
    return TicketAnswer(
        ticket=a_ticket(status, **fields),
        attached=attached,
        messages=(first, *messages),
        server_now=NOW,
    )


def support_says(code="", text="", **parameters) -> TicketMessage:
    return TicketMessage(
        number=2, author=Actor.SUPPORT, text=text, code=code, parameters=parameters, at=NOW
    )


def test_a_row_says_what_it_is_about_and_where_it_stands(printer_in):
    row = TicketRowView.of(a_ticket(TicketStatus.ANSWERED), printer_in())

    assert (row.title, row.subject, row.status, row.href, row.ago) == (
        "I cannot cancel",
        "Order 5764 · Gió Sneakers",
        "Answered",
        "/support/t1/",
        "3 hours ago",
    )


def test_a_ticket_about_no_order_leads_to_none(printer_in):
    view = TicketView.of(an_answer(order_id="", order_number=""), printer_in("vi"))

    assert (view.subject, view.order_href, view.again_href) == (
        "Không liên quan đến đơn hàng",
        "",
        "/vi/support/new/",
    )


def test_what_is_sent_along_stands_in_plain_words(printer_in):
    attached = Attached(
        detail=detail_of(status="AWAITING_COLLECTION"),
        attempts=(
            Attempt(
                operation="cancel",
                code=ProblemCode.CANCELLATION_REFUSED,
                causes=(Cause.PACKED,),
                at=NOW,
            ),
            Attempt(operation="beam", code="no-such-code", times=3, at=NOW),
        ),
        facts=PageFacts(connection="3g", error_reference="AB12-CD34"),
        client_build=3,
        minimum_client_build=7,
        at=NOW,
    )

    view = AttachedView.of(attached, printer_in())

    assert view.facts[1].text == "The seller has packed your parcel"
    assert view.facts[2:] == [
        FactView(label="This page", text="Version 3, older than the 7 that is needed"),
        FactView(label="Connection", text="Weak (3g)"),
        FactView(label="Error shown", text="AB12-CD34"),
    ]
    assert [(one.what, one.outcome, one.when) for one in view.attempts] == [
        (
            "Cancel the order",
            "Refused. The seller has packed your parcel.",
            "Sun 22 Nov, 14:00",
        ),
        (
            "Something else you sent",
            "It was not carried out.",
            "Sun 22 Nov, 14:00 · 3 times",
        ),
    ]
    assert view.no_attempts == ""
    assert view.trace


def test_an_order_that_can_be_cancelled_says_so(printer_in):
    attached = Attached(detail=detail_of(status="AWAITING_SHIPMENT"), at=NOW)

    view = AttachedView.of(attached, printer_in())

    assert view.facts[1].text == "You can cancel it yourself right now."
    assert view.no_attempts == "Nothing was refused and nothing failed."


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("code", sorted(set(ProblemCode) - FORGOTTEN))
def test_every_failure_has_words(code, locale, printer_in):
    attempt = Attempt(operation="cancel", code=code, causes=(Cause.IN_TRANSIT,), at=NOW)

    view = AttachedView.of(Attached(attempts=(attempt,), at=NOW), printer_in(locale))

    assert view.attempts[0].outcome


@pytest.mark.parametrize(
    ("message", "note", "tone"),
    [
        pytest.param(
            support_says(
                TicketCode.APPEAL_GRANTED,
                cancellation="C-1",
                refund_minor="590000",
                currency="VND",
            ),
            "Appeal granted: support overruled the seller. Cancellation C-1."
            " You get back ₫590,000. The order shows when.",
            "good",
            id="granted",
        ),
        pytest.param(
            support_says(TicketCode.APPEAL_TOO_LATE, cause="in_transit"),
            "Your appeal was right, but it is too late to cancel. Your parcel is on its way.",
            "waiting",
            id="too-late",
        ),
        pytest.param(
            support_says(TicketCode.APPEAL_DECLINED, "Ready."),
            "Appeal declined: the seller’s decision stands.",
            "bad",
            id="declined",
        ),
        pytest.param(support_says(text="Done."), "Support closed the ticket.", "calm", id="closed"),
    ],
)
def test_what_support_did_is_said_in_words(message, note, tone, printer_in):
    view = TicketView.of(an_answer(message, status=TicketStatus.CLOSED), printer_in())

    assert (view.messages[-1].note, view.messages[-1].note_tone) == (note, tone)
    assert view.messages[0].note == ""
    assert view.is_closed


def test_the_form_offers_the_order_of_the_address_even_when_it_is_old(printer_in):
    detail = detail_of(status="AWAITING_COLLECTION")
    draft = TicketDraft(
        attached=Attached(detail=detail, at=NOW),
        subjects=(TicketAbout.CANCEL_REFUSED, TicketAbout.OTHER),
        open_tickets={TicketAbout.OTHER: "t9"},
        server_now=NOW,
    )

    view = NewTicketView.of(detail.order.id, draft, (), printer_in())

    assert [choice.id for choice in view.orders] == ["", detail.order.id]
    assert [(one.key, one.open_href) for one in view.subjects] == [
        ("cancel_refused", ""),
        ("other", "/support/t9/"),
    ]


def a_declined_return(return_id, line_id) -> Return:
    return Return(
        id=return_id,
        reference=f"B-{return_id}",
        order_id="o1",
        seller_id="s1",
        kind=ReturnKind.RETURN,
        status=ReturnStatus.REJECTED,
        requested_at=NOW - timedelta(days=1),
        ended_at=NOW - timedelta(hours=1),
        lines=(CancelledLine(line_id=line_id, quantity=1, refund_minor=1),),
        currency="VND",
    )


@pytest.mark.parametrize(
    ("lines", "hints"),
    [
        (["line-1"], ["Support reads both sides and can overrule the seller."]),
        (["line-1", "line-2"], ["Return B-r1: Mug", "Return B-r2: Bowl"]),
    ],
)
def test_each_declined_return_is_a_subject_of_its_own(lines, hints, printer_in):
    goods = [{"product_name": "Mug"}, {"product_name": "Bowl"}]
    declined = tuple(a_declined_return(f"r{at}", line) for at, line in enumerate(lines, start=1))
    detail = detail_of(status="DELIVERED", lines=goods).model_copy(update={"returns": declined})
    draft = TicketDraft(
        attached=Attached(detail=detail, at=NOW),
        subjects=(TicketAbout.RETURN_APPEAL, TicketAbout.OTHER),
        open_appeals={"r1": "t1"},
        server_now=NOW,
    )

    *appeals, other = NewTicketView.of(detail.order.id, draft, (), printer_in()).subjects

    assert [one.key for one in appeals] == [f"return_appeal.{one.id}" for one in declined]
    assert [one.hint for one in appeals] == hints
    assert [one.open_href for one in appeals] == ["/support/t1/", ""][: len(lines)]
    assert other.key == "other"


@pytest.mark.parametrize("locale", LOCALES)
def test_every_subject_and_status_has_words(locale, printer_in):
    printer = printer_in(locale)

    for about in TicketAbout:
        assert printer.say(f"support.about.{about}")
        assert printer.say(f"support.about.{about}.hint")
    for status in TicketStatus:
        assert printer.say(f"support.status.{status}")
        assert printer.say(f"support.turn.{status}")


def test_links_prefill_the_form():
    assert new_ticket_href("vi", "o1", "appeal") == "/vi/support/new/?order=o1&about=appeal"
    of_return = new_ticket_href("en", "o1", "return_appeal", "r1")
    assert of_return == "/support/new/?order=o1&about=return_appeal&return=r1"
    assert new_ticket_href("en") == "/support/new/"
