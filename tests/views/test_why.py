import pytest

from buyer_portal.views.steps import DIALOG, HOW
from buyer_portal.views.why import PRESSES, why_of

from .order_details import BAG, SHOE, detail_of

OFF = {
    "packed": {"status": "AWAITING_COLLECTION"},
    "needs_seller": {"preset": "unpaid-only"},
    "in_transit": {"status": "IN_TRANSIT"},
    "delivered": {"status": "DELIVERED"},
    "completed": {"status": "COMPLETED"},
    "already_requested": {
        "preset": "until-shipped",
        "status": "AWAITING_COLLECTION",
        "is_requested": True,
    },
    "request_rejected": {
        "preset": "until-shipped",
        "status": "AWAITING_COLLECTION",
        "is_rejected": True,
    },
    "build_outdated": {"client_build": 0},
}


def test_nothing_is_explained_where_the_button_simply_works(printer_in):
    assert why_of(detail_of(), printer_in()) is None


@pytest.mark.parametrize("locale", ["en", "vi", "id"])
@pytest.mark.parametrize("cause", OFF)
def test_every_cause_has_words_a_trace_and_a_first_step(cause, locale, printer_in):
    why = why_of(detail_of(**OFF[cause]), printer_in(locale))

    steps = [*why.first_step, *why.more_steps]
    said = [why.lead.title, why.lead.text, *(step.text for step in why.trace)]
    said += [text for step in steps for text in (step.label, step.text, *step.how)]
    assert why.lead.cause == cause
    assert len(why.first_step) == 1
    assert all(said)
    assert not any("{" in text or "}" in text for text in said)


def test_no_step_is_a_dead_end(printer_in):
    steps = [
        step
        for order in OFF.values()
        for why in [why_of(detail_of(**order), printer_in())]
        for step in (*why.first_step, *why.more_steps)
    ]

    assert {step.kind for step in steps}.isdisjoint(PRESSES)
    assert [step.kind for step in steps if step.mode == HOW and not step.how] == []
    assert [step.kind for step in steps if step.mode == "link" and not step.href] == []
    assert not any(step.mode == DIALOG for step in steps)


def test_asking_the_seller_leads_to_the_conversation(printer_in):
    detail = detail_of(status="AWAITING_COLLECTION")

    [step] = why_of(detail, printer_in("vi")).first_step

    assert (step.kind, step.mode) == ("ask_seller", "link")
    assert step.href == f"/vi/orders/{detail.order.id}/conversation/?ask=cancel"


def test_the_trace_names_what_closed_the_window_and_when(printer_in):
    why = why_of(detail_of(status="AWAITING_COLLECTION"), printer_in())

    assert [(step.text, step.at_text, step.tone) for step in why.trace] == [
        (
            "Stage “Packed, waiting for pick-up”: the seller has a say.",
            "Packed: Sun 22 Nov, 08:00",
            "waiting",
        ),
        ("Result: you need the seller.", "", "waiting"),
    ]


def test_a_trace_step_names_the_lines_it_holds_for(printer_in):
    lines = [{**SHOE, "status": "IN_TRANSIT"}, {**BAG, "status": "AWAITING_SHIPMENT"}]

    why = why_of(detail_of(status="PARTIALLY_SHIPPING", lines=lines), printer_in())

    assert [step.text for step in why.trace][:2] == [
        "Stage “In transit”: cancelling is over. (Canvas low-tops)",
        "Stage “Waiting for shipment”: you can cancel at once. (Shoe bag)",
    ]


def test_refusing_at_the_door_leads_to_its_own_page(printer_in):
    detail = detail_of(status="IN_TRANSIT")

    why = why_of(detail, printer_in("vi"))

    [refuse] = [
        step for step in (*why.first_step, *why.more_steps) if step.kind == "refuse_delivery"
    ]
    assert (refuse.mode, refuse.href, refuse.how) == (
        "link",
        f"/vi/orders/{detail.order.id}/refuse/",
        [],
    )
