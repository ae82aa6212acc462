"""Change here what buyers read of their tickets: the list, one ticket, what is sent along."""

from dataclasses import dataclass
from typing import Final

from buyer_portal import routes
from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.money import EXPONENT
from buyer_portal.domain.support import TicketCode, TicketStatus
from buyer_portal.order_contract.support import (
    Attached,
    Attempt,
    TicketAnswer,
    TicketMessage,
    TicketSummary,
)
from buyer_portal.views.printing import Printer
from buyer_portal.views.since import ago_text
from buyer_portal.views.ticket_links import new_ticket_href
from buyer_portal.views.why import TraceView, why_of

TONE_OF_STATUS: Final = {
    TicketStatus.OPEN: "waiting",
    TicketStatus.ANSWERED: "moving",
    TicketStatus.CLOSED: "calm",
}
TONE_OF_CODE: Final = {
    TicketCode.APPEAL_GRANTED: "good",
    TicketCode.APPEAL_TOO_LATE: "waiting",
    TicketCode.APPEAL_DECLINED: "bad",
    TicketCode.RETURN_GRANTED: "good",
    TicketCode.RETURN_TOO_LATE: "waiting",
    TicketCode.RETURN_UPHELD: "bad",
}
SLOW_CONNECTIONS: Final = frozenset({"slow-2g", "2g", "3g"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRowView:
    """One row of the buyer's tickets."""

    id: str
    title: str
    subject: str
    reference: str
    status: str
    tone: str
    href: str
    ago: str
    full: str
    at: str

    @classmethod
    def of(cls, ticket: TicketSummary, printer: Printer) -> "TicketRowView":
        """Print a ticket for the list."""
        return cls(
            id=ticket.id,
            title=printer.say(f"support.about.{ticket.about}"),
            subject=_subject(ticket, printer),
            reference=ticket.reference,
            status=printer.say(f"support.status.{ticket.status}"),
            tone=TONE_OF_STATUS[ticket.status],
            href=printer.href(routes.SUPPORT_TICKET, ticket_id=ticket.id),
            ago=ago_text(ticket.changed_at, printer),
            full=printer.full_moment(ticket.changed_at),
            at=ticket.changed_at.isoformat(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FactView:
    """Something that is sent along: what it is, and a line or two about it."""

    label: str
    text: str
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptView:
    """A command that was not carried out."""

    what: str
    outcome: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedView:
    """What goes with a ticket, in plain words; ``trace`` is every rule that was checked."""

    at_text: str
    facts: list[FactView]
    attempts: list[AttemptView]
    no_attempts: str
    trace: list[TraceView]

    @classmethod
    def of(cls, attached: Attached, printer: Printer) -> "AttachedView":
        """Print what the service attached."""
        attempts = [_attempt(attempt, printer) for attempt in attached.attempts]
        why = None if attached.detail is None else why_of(attached.detail, printer)
        return cls(
            at_text=printer.say("support.attached.at", at=printer.moment(attached.at)),
            facts=[*_order_facts(attached, printer), *_page_facts(attached, printer)],
            attempts=attempts,
            no_attempts="" if attempts else printer.say("support.attached.attempts.none"),
            trace=[] if why is None else why.trace,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketMessageView:
    """A message; ``note`` says what was done with it, and ``note_tone`` how that ended."""

    number: int
    is_mine: bool
    who: str
    text: str
    note: str
    note_tone: str
    at_text: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketView:
    """One ticket with everything its page prints."""

    id: str
    reference: str
    title: str
    subject: str
    order_href: str
    again_href: str
    status: str
    tone: str
    turn: str
    is_closed: bool
    messages: list[TicketMessageView]
    attached: AttachedView

    @classmethod
    def of(cls, answer: TicketAnswer, printer: Printer) -> "TicketView":
        """Print a ticket."""
        ticket = answer.ticket
        has_order = bool(ticket.order_id)
        return cls(
            id=ticket.id,
            reference=ticket.reference,
            title=printer.say(f"support.about.{ticket.about}"),
            subject=_subject(ticket, printer),
            order_href=printer.href(routes.ORDER, order_id=ticket.order_id) if has_order else "",
            again_href=new_ticket_href(printer.locale, ticket.order_id),
            status=printer.say(f"support.status.{ticket.status}"),
            tone=TONE_OF_STATUS[ticket.status],
            turn=printer.say(f"support.turn.{ticket.status}"),
            is_closed=ticket.status is TicketStatus.CLOSED,
            messages=[_message(message, answer, printer) for message in answer.messages],
            attached=AttachedView.of(answer.attached, printer),
        )


def _subject(ticket: TicketSummary, printer: Printer) -> str:
    if not ticket.order_number:
        return printer.say("support.no_order")
    return printer.say("support.about_order", number=ticket.order_number, seller=ticket.seller_name)


def _order_facts(attached: Attached, printer: Printer) -> list[FactView]:
    detail = attached.detail
    if detail is None:
        return []
    order = detail.order
    why = why_of(detail, printer)
    return [
        FactView(
            label=printer.say("support.attached.order"),
            text=printer.say(
                "support.attached.order.value",
                number=order.number,
                seller=detail.seller.name,
                status=printer.say(f"status.{order.status.value}"),
            ),
            more=", ".join(line.product_name for line in order.lines),
        ),
        FactView(
            label=printer.say("support.attached.cancel"),
            text=printer.say("support.attached.cancel.open") if why is None else why.lead.title,
            more="" if why is None else why.lead.text,
        ),
    ]


def _page_facts(attached: Attached, printer: Printer) -> list[FactView]:
    facts: list[FactView] = []
    build, minimum = attached.client_build, attached.minimum_client_build
    if build is not None:
        key = "outdated" if build < minimum else "build"
        text = printer.say(f"support.attached.page.{key}", build=build, minimum=minimum)
        facts.append(FactView(label=printer.say("support.attached.page"), text=text))
    if kind := attached.facts.connection:
        speed = "slow" if kind in SLOW_CONNECTIONS else "fast"
        text = printer.say(f"support.connection.{speed}", kind=kind)
        facts.append(FactView(label=printer.say("support.attached.connection"), text=text))
    if reference := attached.facts.error_reference:
        facts.append(FactView(label=printer.say("support.attached.error"), text=reference))
    return facts


def _attempt(attempt: Attempt, printer: Printer) -> AttemptView:
    what = f"support.attempt.{attempt.operation}"
    outcome = f"support.attempt.code.{attempt.code}"
    cause = attempt.causes[0] if attempt.causes else Cause.POLICY_FINAL
    return AttemptView(
        what=printer.say(what if printer.words.has(what) else "support.attempt.any"),
        outcome=printer.say(
            outcome if printer.words.has(outcome) else "support.attempt.code.any",
            cause=printer.say(f"why.{cause}.title"),
        ),
        when=printer.moment(attempt.at)
        if attempt.times == 1
        else printer.say(
            "support.attempt.when",
            at=printer.moment(attempt.at),
            times=printer.count("support.attempt.times", attempt.times),
        ),
    )


def _message(message: TicketMessage, answer: TicketAnswer, printer: Printer) -> TicketMessageView:
    is_mine = message.author is Actor.BUYER
    is_last = message.number == answer.messages[-1].number
    is_end = is_last and answer.ticket.status is TicketStatus.CLOSED
    return TicketMessageView(
        number=message.number,
        is_mine=is_mine,
        who=printer.say("support.ticket.me" if is_mine else "support.ticket.support"),
        text=message.text,
        note=_note(message, printer, is_end=is_end),
        note_tone=TONE_OF_CODE.get(TicketCode(message.code), "calm") if message.code else "calm",
        at_text=printer.moment(message.at),
        at=message.at.isoformat(),
    )


def _note(message: TicketMessage, printer: Printer, *, is_end: bool) -> str:
    """Return what was done besides writing; empty for plain words."""
    said = message.parameters
    if not message.code:
        return printer.say("support.code.closed") if is_end else ""
    cause = said.get("cause", Cause.IN_TRANSIT.value)
    note = printer.say(
        f"support.code.{message.code}",
        cancellation=said.get("cancellation", ""),
        cause=printer.say(f"why.{cause}.title"),
    )
    amount, currency = said.get("refund_minor", ""), said.get("currency", "")
    if amount.isdecimal() and int(amount) and currency in EXPONENT:
        money = printer.money(int(amount), currency)
        note = f"{note} {printer.say('support.code.appeal_granted.refund', amount=money)}"
    return note
