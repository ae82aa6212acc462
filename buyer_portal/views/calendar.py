"""Change here how a date becomes an entry of somebody's calendar (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from buyer_portal import routes
from buyer_portal.domain.cancellations import RefundStatus
from buyer_portal.domain.decision_values import Deadline
from buyer_portal.domain.receipts import Receipt
from buyer_portal.domain.returns import due_of
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.views.printing import Printer

DOWNLOADS: Final = "/downloads/orders"
RECEIPTS: Final = "/downloads/receipts"
REFUND_KIND: Final = "refund"
LINE_OCTETS: Final = 75
ALARMS_BEFORE: Final = (timedelta(days=1), timedelta(hours=1), timedelta(minutes=15))
"""An entry rings at the two longest of these that are still ahead."""
MOST_ALARMS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """A moment (aware UTC) that is worth being reminded of.

    ``uid`` stays the same however often it is downloaded, so that a calendar replaces the entry.
    """

    uid: str
    at: datetime
    summary: str
    description: str
    url: str
    locale: str


def calendar_href(
    order_id: str, kind: str, locale: str, *, seller_id: str = "", return_id: str = ""
) -> str:
    """Return where a deadline of an order, or of one of its returns, can be downloaded."""
    named = {"in": locale, "seller": seller_id, "return": return_id}
    query = {name: value for name, value in named.items() if value}
    return f"{DOWNLOADS}/{order_id}/{kind}.ics?{urlencode(query)}"


def receipt_calendar_href(receipt_id: str, kind: str, locale: str) -> str:
    """Return where a date that a receipt names can be downloaded."""
    return f"{RECEIPTS}/{receipt_id}/{kind}.ics?{urlencode({'in': locale})}"


def receipt_entry_of(
    receipt_id: str, receipt: Receipt, kind: str, *, printer: Printer, base_url: str
) -> CalendarEntry | None:
    """Return a date that a receipt names; None when it names none such."""
    found = [deadline for deadline in receipt.deadlines if deadline.kind == kind]
    if not found:
        return None
    url = base_url + printer.href(routes.RECEIPT, receipt_id=receipt_id)
    return CalendarEntry(
        uid=_uid(base_url, receipt_id, kind, ""),
        at=found[0].at,
        summary=printer.say(f"calendar.{kind}", number=receipt.order.number),
        description=_paragraphs(printer.say(f"calendar.{kind}.text"), url),
        url=url,
        locale=printer.locale,
    )


def entry_of(
    detail: OrderDetail, kind: str, seller_id: str, *, printer: Printer, base_url: str
) -> CalendarEntry | None:
    """Return a deadline of an order, or the day a refund is expected; None when there is none."""
    order = detail.order
    if kind == REFUND_KIND:
        return _refund_entry(detail, printer, base_url)
    found = [
        deadline
        for deadline in detail.decision.deadlines
        if deadline.kind == kind and deadline.seller_id == seller_id
    ]
    if not found:
        return None
    deadline: Deadline = found[0]
    url = base_url + printer.href(routes.ORDER, order_id=order.id)
    name = printer.say(f"calendar.{deadline.kind.value}", number=order.number)
    return CalendarEntry(
        uid=_uid(base_url, order.id, deadline.kind.value, deadline.seller_id),
        at=deadline.at,
        summary=name,
        description=_paragraphs(
            printer.say("calendar.until", moment=printer.full_moment(deadline.at)),
            printer.say(f"expiry.{deadline.on_expiry.value}"),
            url,
        ),
        url=url,
        locale=printer.locale,
    )


def return_entry_of(
    detail: OrderDetail, kind: str, return_id: str, *, printer: Printer, base_url: str
) -> CalendarEntry | None:
    """Return what runs out on a return; None when it is another thing by now."""
    found = next((one for one in detail.returns if one.id == return_id), None)
    due = None if found is None else due_of(found)
    if found is None or due is None or due.kind != kind:
        return None
    url = base_url + printer.href(routes.RETURN, order_id=detail.order.id)
    return CalendarEntry(
        uid=_uid(base_url, found.id, due.kind.value, ""),
        at=due.at,
        summary=printer.say(f"calendar.return.{due.kind.value}", reference=found.reference),
        description=_paragraphs(
            printer.say("calendar.until", moment=printer.full_moment(due.at)),
            printer.say(f"returns.then.{due.then.value}"),
            url,
        ),
        url=url,
        locale=printer.locale,
    )


def calendar_of(entry: CalendarEntry, now: datetime) -> bytes:
    """Return the entry as a file of iCalendar; ``now`` is when it was made."""
    language = f";LANGUAGE={entry.locale}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Buyer portal//Deadlines//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{_escaped(entry.uid)}",
        f"DTSTAMP:{_moment(now)}",
        f"DTSTART:{_moment(entry.at)}",
        f"SUMMARY{language}:{_escaped(entry.summary)}",
        f"DESCRIPTION{language}:{_escaped(entry.description)}",
        f"URL:{entry.url}",
        "TRANSP:TRANSPARENT",
        *_alarms(entry, now),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(_folded(line) for line in lines).encode()


def _refund_entry(detail: OrderDetail, printer: Printer, base_url: str) -> CalendarEntry | None:
    """Return the last day by which all money that is on its way should be there."""
    order = detail.order
    waiting = [
        refund.expected_until
        for cause in (*detail.cancellations, *detail.changes, *detail.returns)
        for refund in cause.refunds
        if refund.status is not RefundStatus.SUCCEEDED
    ]
    if not waiting:
        return None
    url = base_url + printer.href(routes.REFUND, order_id=order.id)
    return CalendarEntry(
        uid=_uid(base_url, order.id, REFUND_KIND, ""),
        at=max(waiting),
        summary=printer.say("calendar.refund", number=order.number),
        description=_paragraphs(printer.say("calendar.refund.text"), url),
        url=url,
        locale=printer.locale,
    )


def _uid(base_url: str, order_id: str, kind: str, seller_id: str) -> str:
    host = base_url.partition("://")[2]
    return f"{'-'.join(part for part in (order_id, kind, seller_id) if part)}@{host}"


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(texts)


def _alarms(entry: CalendarEntry, now: datetime) -> Iterable[str]:
    ahead = [before for before in ALARMS_BEFORE if entry.at - before > now]
    for before in ahead[:MOST_ALARMS]:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION;LANGUAGE={entry.locale}:{_escaped(entry.summary)}"
        yield f"TRIGGER:-{_duration(before)}"
        yield "END:VALARM"


def _duration(length: timedelta) -> str:
    if length >= timedelta(days=1):
        return f"P{length.days}D"
    return f"PT{int(length.total_seconds()) // 60}M"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """Return a text value: no control characters, and what separates values is quoted."""
    kept = "".join(letter for letter in text if letter in "\n\t" or letter.isprintable())
    for letter in ("\\", ";", ","):
        kept = kept.replace(letter, f"\\{letter}")
    return kept.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return a line cut into pieces of at most 75 octets, never within a letter."""
    pieces: list[str] = []
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LINE_OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece += letter
        size += octets
    return "\r\n".join([*pieces, piece]) + "\r\n"
