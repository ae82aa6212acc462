"""What stands around the lines of a conversation, and how each kind of line reads."""

from dataclasses import replace
from datetime import timedelta

import pytest

from buyer_portal.domain.cancellations import Actor, CancellationStatus
from buyer_portal.domain.conversations import Message, MessageKind, quick_requests_for
from buyer_portal.domain.orders import OrderStatus, RequestKind
from buyer_portal.order_contract.conversations import Conversation
from buyer_portal.routes import LOCALES
from buyer_portal.views.conversation import ConversationView, lines_of
from buyer_portal.views.conversation_panel import panel_of

from .order_details import NOW, cancellation_of, detail_of

K, S = MessageKind, CancellationStatus
STEPS = [kind for kind in K if kind not in {K.TEXT, K.ASK_CANCEL, K.ASK_ADDRESS, K.ASK_SHIPPING}]


def a_conversation(detail, **changes):
    return Conversation(
        order_id=detail.order.id,
        seller=detail.seller,
        messages=(),
        unread=0,
        quick=quick_requests_for(detail.order),
        server_now=NOW,
        **changes,
    )


def with_cancellation(detail, status, **changes):
    found = replace(cancellation_of(detail, status), **changes)
    return detail.model_copy(update={"cancellations": (found,)})


def panel(detail, printer, **changes):
    return panel_of(a_conversation(detail, **changes), detail, printer)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", STEPS)
def test_every_step_reads_in_every_language(kind, locale, printer_in):
    message = Message(number=1, author=Actor.SYSTEM, at=NOW, kind=kind, text="Why not")

    [line] = lines_of((message,), "Gió Sneakers", printer_in(locale))

    assert line.side == "step"
    assert "Why not" in line.reason
    assert line.text


def test_silence_that_grants_is_not_the_sellers_word(printer_in):
    by_silence = Message(number=1, author=Actor.SYSTEM, at=NOW, kind=K.APPROVED)
    by_seller = Message(number=2, author=Actor.SELLER, at=NOW, kind=K.APPROVED)

    silent, said = lines_of((by_silence, by_seller), "Gió", printer_in())

    assert (silent.text, said.text) == (
        "Gió did not answer in time, so your request is granted.",
        "Gió agreed to cancel.",
    )


def test_a_new_day_is_named_once(printer_in):
    times = (NOW, NOW + timedelta(hours=1), NOW + timedelta(days=1))
    messages = tuple(
        Message(number=at + 1, author=Actor.BUYER, at=moment, text="Hello")
        for at, moment in enumerate(times)
    )

    lines = lines_of(messages, "Gió", printer_in())

    assert [line.day for line in lines] == ["Sun 22 Nov", "", "Mon 23 Nov"]
    assert [(line.side, line.who, line.time) for line in lines[:1]] == [("mine", "You", "14:00")]


def test_a_button_takes_the_place_of_asking(printer_in):
    off = detail_of("unpaid-only", status="AWAITING_SHIPMENT")
    on = detail_of(status="AWAITING_SHIPMENT")

    chips = [
        [chip.kind for chip in ConversationView.of(a_conversation(one), one, printer_in()).chips]
        for one in (off, on)
    ]

    assert chips == [
        ["ask_cancel", "ask_address", "ask_shipping"],
        ["ask_address", "ask_shipping"],
    ]


def test_what_can_be_cancelled_needs_no_seller(printer_in):
    shown = panel(detail_of(status="AWAITING_SHIPMENT"), printer_in())

    assert (shown.kind, shown.button) == ("can_cancel", "Cancel order")


def test_who_asked_reads_since_when(printer_in):
    detail = detail_of("unpaid-only", status="AWAITING_SHIPMENT")

    shown = panel(detail, printer_in(), asked_at=NOW)

    assert (shown.kind, shown.title) == ("waiting", "You asked Gió Sneakers to cancel")
    assert shown.text.startswith("Sent on Sun 22 Nov, 14:00.")


def test_the_sellers_no_offers_what_is_left_but_asking(printer_in):
    detail = detail_of("unpaid-only", status="AWAITING_SHIPMENT", is_rejected=True)

    shown = panel(detail, printer_in())

    assert (shown.kind, shown.text) == ("declined", "Reason: “It is ready to go.”")
    assert shown.next_steps[0].kind == "appeal"
    assert "ask_seller" not in {step.kind for step in shown.next_steps}


def test_an_overtaken_request_is_not_a_no(printer_in):
    detail = with_cancellation(
        detail_of(status="IN_TRANSIT"),
        S.REJECTED,
        answered_by=Actor.CARRIER,
        answered_at=NOW,
    )

    shown = panel(detail, printer_in())

    assert (shown.kind, shown.title) == ("overtaken", "The carrier was faster")
    assert "appeal" not in {step.kind for step in shown.next_steps}


def test_a_cancelled_order_says_when(printer_in):
    detail = detail_of()
    moments = replace(detail.order.moments, cancelled_at=NOW)
    order = replace(detail.order, status=OrderStatus.CANCELLED, moments=moments)

    shown = panel(detail.model_copy(update={"order": order}), printer_in())

    assert (shown.kind, shown.text) == ("cancelled", "Cancelled on Sun 22 Nov, 14:00.")


def test_a_request_that_was_sent_is_not_said_to_be_nothing(printer_in):
    fresh = detail_of("until-shipped", status="AWAITING_COLLECTION")
    sent = with_cancellation(
        detail_of("until-shipped", status="AWAITING_COLLECTION", is_requested=True),
        S.PENDING,
        id="request",
    )

    views = [ConversationView.of(a_conversation(one), one, printer_in()) for one in (fresh, sent)]

    assert [bool(view.empty_text) for view in views] == [True, False]
    assert views[1].status_text == "Cancellation requested"


def test_a_running_return_is_not_called_a_cancellation(printer_in):
    detail = detail_of(status="DELIVERED", is_requested=True)
    assert detail.order.open_request is not None
    asked = replace(detail.order.open_request, kind=RequestKind.RETURN)
    order = replace(detail.order, open_request=None, open_return=asked)
    detail = detail.model_copy(update={"order": order})

    view = ConversationView.of(a_conversation(detail), detail, printer_in())

    assert (view.status, view.status_text) == ("RETURNING", "Return open")
