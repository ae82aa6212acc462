"""A date as a calendar reads it: an independent parser says the same."""

from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest

from buyer_portal.domain.cancellations import CancellationStatus
from buyer_portal.domain.returns import DueKind, Return, ReturnKind, ReturnStatus
from buyer_portal.routes import LOCALES
from buyer_portal.views.calendar import (
    CalendarEntry,
    calendar_href,
    calendar_of,
    entry_of,
    return_entry_of,
)
from buyer_portal.views.return_running import running_views
from tests.views.order_details import NOW, cancellation_of, detail_of

BASE = "https://orders.example.com"


def event_of(entry: CalendarEntry, now: datetime = NOW) -> Any:
    [event] = icalendar.Calendar.from_ical(calendar_of(entry, now)).walk("VEVENT")
    return event


def entry(**changes) -> CalendarEntry:
    fields = {
        "uid": "order-1-pay_by@orders.example.com",
        "at": NOW + timedelta(days=3),
        "summary": "Pay order BP-1",
        "description": "Until then.",
        "url": f"{BASE}/orders/order-1/",
        "locale": "en",
    }
    return CalendarEntry(**fields | changes)


@pytest.mark.parametrize("locale", LOCALES)
def test_deadline_of_an_order_is_an_entry_in_its_language(printer_in, locale):
    detail, printer = detail_of(status="UNPAID"), printer_in(locale)
    [deadline] = [one for one in detail.decision.deadlines if one.kind == "pay_by"]

    found = entry_of(detail, "pay_by", "", printer=printer, base_url=BASE)
    assert found is not None
    event = event_of(found)

    order = detail.order
    assert event["SUMMARY"] == printer.say("calendar.pay_by", number=order.number)
    assert event["SUMMARY"].params["LANGUAGE"] == locale
    assert deadline.at == event["DTSTART"].dt
    assert event["DTSTAMP"].dt == NOW
    assert event["URL"] == BASE + printer.href("/orders/[order_id]", order_id=order.id)
    assert str(event["DESCRIPTION"]).endswith(str(event["URL"]))
    assert event["UID"] == f"{order.id}-pay_by@orders.example.com"


def test_refund_is_expected_on_its_last_day(printer_in):
    detail = detail_of(status="CANCELLED")
    cancellation = cancellation_of(detail, CancellationStatus.SUCCESS)
    detail = detail.model_copy(update={"cancellations": (cancellation,)})

    found = entry_of(detail, "refund", "", printer=printer_in(), base_url=BASE)

    assert found.at == cancellation.refunds[0].expected_until
    assert found.url == f"{BASE}/orders/{detail.order.id}/refund/"


@pytest.mark.parametrize("kind", ["return_by", "refund", "unknown", ""])
def test_what_is_not_running_is_no_entry(printer_in, kind):
    detail = detail_of(status="UNPAID")

    assert entry_of(detail, kind, "", printer=printer_in(), base_url=BASE) is None
    assert entry_of(detail, "pay_by", "other", printer=printer_in(), base_url=BASE) is None


@pytest.mark.parametrize(
    ("ahead", "alarms"),
    [
        pytest.param(timedelta(days=3), [timedelta(days=-1), timedelta(hours=-1)], id="days"),
        pytest.param(timedelta(hours=5), [timedelta(hours=-1), timedelta(minutes=-15)], id="hours"),
        pytest.param(timedelta(minutes=30), [timedelta(minutes=-15)], id="minutes"),
        pytest.param(timedelta(minutes=5), [], id="too-late"),
    ],
)
def test_it_rings_before_and_never_in_the_past(ahead, alarms):
    event = event_of(entry(at=NOW + ahead))

    assert [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")] == alarms


HOSTILE = "Hạn; hủy, ngay\\đơn\nBEGIN:VEVENT\r\n\x00SUMMARY:no ☕" + "ư" * 200


def test_text_stays_text_and_lines_stay_short():
    raw = calendar_of(entry(summary=HOSTILE, description=HOSTILE, locale="vi"), NOW)

    event = event_of(entry(summary=HOSTILE, description=HOSTILE, locale="vi"))
    assert str(event["SUMMARY"]) == HOSTILE.replace("\r", "").replace("\x00", "")
    assert len(icalendar.Calendar.from_ical(raw).walk("VEVENT")) == 1
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    raw.decode()


def test_moments_are_utc():
    zone = datetime(2026, 3, 2, 9, 30, tzinfo=UTC).astimezone()

    assert b"DTSTART:20260302T093000Z\r\n" in calendar_of(entry(at=zone), NOW)


def test_address_names_language_and_seller():
    assert calendar_href("order-1", "pay_by", "vi", seller_id="s 1") == (
        "/downloads/orders/order-1/pay_by.ics?in=vi&seller=s+1"
    )


def a_return(**changes) -> Return:
    fields = {
        "id": "return-1",
        "reference": "B-7F3K-92QD",
        "order_id": "order-1",
        "seller_id": "seller",
        "kind": ReturnKind.RETURN,
        "status": ReturnStatus.APPROVED,
        "requested_at": NOW,
        "ship_by": NOW + timedelta(days=5),
        "currency": "VND",
    }
    return Return(**fields | changes)


@pytest.mark.parametrize("locale", LOCALES)
def test_what_runs_out_on_a_return_is_an_entry(printer_in, locale):
    found, printer = a_return(), printer_in(locale)
    detail = detail_of(status="DELIVERED").model_copy(update={"returns": (found,)})
    [due] = running_views(detail, printer)[0].due

    entry = return_entry_of(detail, due.kind, found.id, printer=printer, base_url=BASE)
    assert entry is not None
    event = event_of(entry)

    assert due.calendar_href == calendar_href(
        found.order_id, "ship_by", locale, return_id="return-1"
    )
    assert event["DTSTART"].dt == found.ship_by
    assert "B-7F3K-92QD" in event["SUMMARY"]
    assert event["URL"] == BASE + printer.href(
        "/orders/[order_id]/return", order_id=detail.order.id
    )


@pytest.mark.parametrize(
    ("kind", "return_id"), [("seller_confirms_by", "return-1"), ("ship_by", "return-2")]
)
def test_what_does_not_run_out_is_no_entry(printer_in, kind, return_id):
    detail = detail_of(status="DELIVERED").model_copy(update={"returns": (a_return(),)})

    found = return_entry_of(detail, kind, return_id, printer=printer_in(), base_url=BASE)

    assert found is None


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", DueKind)
def test_every_date_of_a_return_has_a_name(printer_in, locale, kind):
    assert printer_in(locale).words.has(f"calendar.return.{kind}")
