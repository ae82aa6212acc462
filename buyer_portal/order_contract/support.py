"""Change here what support tickets send and get back."""

from datetime import datetime

from pydantic import Field

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.support import TICKET_CHARACTERS, TicketAbout, TicketStatus
from buyer_portal.order_contract.base import Message, Request
from buyer_portal.order_contract.orders import OrderDetail


class PageFacts(Request):
    """What only the browser knows.

    ``connection`` is its own word (``4g``), empty where it has none; ``error_reference`` is what
    the page showed when something of ours failed.
    """

    connection: str = Field(default="", max_length=20, pattern=r"^[a-z0-9-]*$")
    error_reference: str = Field(default="", max_length=20, pattern=r"^[0-9A-Z-]*$")
    locale: str = Field(default="", max_length=5, pattern=r"^[a-zA-Z-]*$")
    time_zone: str = Field(default="", max_length=64)


class Attempt(Message):
    """A command that was not carried out; ``code`` is a problem's, ``times`` how often it came."""

    operation: str
    code: str
    causes: tuple[Cause, ...] = ()
    times: int = 1
    at: datetime


class Attached(Message):
    """What the service adds to a ticket by itself, as it was when the ticket was opened.

    ``detail`` is the order with its decision and trace; None where the ticket is about no order.
    """

    detail: OrderDetail | None = None
    attempts: tuple[Attempt, ...] = ()
    facts: PageFacts = PageFacts()
    client_build: int | None = None
    minimum_client_build: int = 1
    at: datetime


class TicketSummary(Message):
    """One row of the buyer's tickets. ``order_id`` is empty where it is about no order.

    ``return_id`` is the declined return that an appeal is about, empty elsewhere.
    """

    id: str
    reference: str
    about: TicketAbout
    status: TicketStatus
    order_id: str = ""
    return_id: str = ""
    order_number: str = ""
    seller_name: str = ""
    opened_at: datetime
    changed_at: datetime


class TicketsPage(Message):
    """The buyer's tickets, the last changed first; ``next_cursor`` empty at the end."""

    tickets: tuple[TicketSummary, ...]
    next_cursor: str = ""
    server_now: datetime


class TicketMessage(Message):
    """A message of a ticket. ``code`` (a ``TicketCode``) says what was done, empty for plain words.

    ``parameters`` are texts: ``reference``, ``refund_minor``, ``currency`` of a cancellation that
    was granted, ``cause`` of one that came too late.
    """

    number: int
    author: Actor
    text: str
    code: str = ""
    parameters: dict[str, str] = Field(default_factory=dict[str, str])
    at: datetime


class TicketDraft(Message):
    """What a new ticket would hold: shown before it is sent.

    ``subjects`` are what it can be about, ``open_tickets`` those that are open already, by subject;
    ``open_appeals`` those about declined returns, by the return's id.
    """

    attached: Attached
    subjects: tuple[TicketAbout, ...]
    open_tickets: dict[TicketAbout, str] = Field(default_factory=dict[TicketAbout, str])
    open_appeals: dict[str, str] = Field(default_factory=dict[str, str])
    server_now: datetime


class OpenTicket(Request):
    """Open a ticket, or add to the open one; sent with an ``Idempotency-Key`` header.

    An appeal about a return names it by ``return_id``; where only one was declined, empty means it.
    """

    order_id: str = Field(default="", max_length=64)
    about: TicketAbout
    return_id: str = Field(default="", max_length=64)
    text: str = Field(max_length=TICKET_CHARACTERS)
    facts: PageFacts = PageFacts()
    expires_at: datetime


class WriteTicket(Request):
    """Write to support; sent with an ``Idempotency-Key`` header."""

    text: str = Field(max_length=TICKET_CHARACTERS)
    expires_at: datetime


class CloseTicket(Request):
    """Say that a ticket is done; sent with an ``Idempotency-Key`` header."""

    expires_at: datetime


class TicketAnswer(Message):
    """A ticket as it stands."""

    ticket: TicketSummary
    attached: Attached
    messages: tuple[TicketMessage, ...]
    server_now: datetime


class SupportStep(Request):
    """What support says (testing API)."""

    text: str = Field(default="", max_length=TICKET_CHARACTERS)
