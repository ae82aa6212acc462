"""Change here what the testing API carries: tenants, clocks, faults, counterparts.

Operations that faults can name: ``session, me, change_me, orders, order, decision, cancel,
cancellation, withdraw, notifications, mark_read, devices, revoke_device, seller_policy,
conversation, conversations, send_message, read_conversation, choices, preview_change, change,
price_basket, place_order, tickets, ticket, ticket_draft, open_ticket, write_ticket, close_ticket,
return, request_return, ship_return, answer_offer, withdraw_return, photo, add_photo,
remove_photo``.
"""

from datetime import datetime
from typing import Annotated, Final

from pydantic import BeforeValidator, Field

from buyer_portal.domain.cancellations import RefundFailure
from buyer_portal.domain.money import AMOUNT_LIMIT_MINOR
from buyer_portal.order_contract.base import Message, Request

MAX_TTL_SECONDS: Final = 30 * 86400


class Fault(Request):
    """What goes wrong with an operation; a lost reply is one whose effect was committed."""

    slow_ms: int = Field(default=0, ge=0, le=60_000)
    system_error_times: int = Field(default=0, ge=0)
    system_error_seconds: float = Field(default=0, ge=0, le=3600)
    retry_after_seconds: int | None = Field(default=None, ge=0, le=3600)
    """What a system error says about when to try again; None: nothing."""
    lost_reply_times: int = Field(default=0, ge=0)


def _listed(given: object) -> object:
    return (given,) if isinstance(given, str) else given


class Bank(Request):
    """How the simulated bank behaves towards refunds that it is asked for from now on.

    It does not hear us the first ``unavailable_times``, pays but its answer is lost the next
    ``lost_answer_times``; it pays ``late_days`` after the promised range, or ``fails``.
    """

    unavailable_times: int = Field(default=0, ge=0, le=1000)
    lost_answer_times: int = Field(default=0, ge=0, le=1000)
    late_days: int = Field(default=0, ge=0, le=365)
    fails: RefundFailure | None = None


class Faults(Fault):
    """All faults of a tenant; an empty value takes them away.

    Fields of ``Fault`` given here hold for every operation but ``session``, which is the guard's.

    The portal's client repeats a call whose reply was lost up to twice, so three lost replies in a
    row reach the buyer as "not confirmed".
    """

    operations: dict[str, Fault] = Field(default_factory=dict[str, Fault])
    carrier_scan_before_cancel: Annotated[
        tuple[str, ...], BeforeValidator(_listed, json_schema_input_type=str | tuple[str, ...])
    ] = ()
    """Orders whose parcel the carrier takes just before their next cancellation."""
    bank: Bank = Field(default_factory=Bank)


class BuildChange(Request):
    """Raise or lower the oldest client build that a tenant accepts."""

    minimum: int = Field(ge=0, le=10**9)


class ClockChange(Request):
    """Set the clock, then advance it; deadlines that pass are worked off before the answer."""

    now: datetime | None = None
    advance_seconds: float = Field(default=0, ge=0, le=10 * 366 * 86400)
    is_frozen: bool | None = None


class Clock(Message):
    """What a tenant's clock shows, and whether it stands still."""

    now: datetime
    is_frozen: bool
    deadlines_passed: int = 0


class TenantBuyer(Message):
    """A buyer of a new tenant. ``ticket`` signs in once; ``password`` may be empty."""

    id: str
    name: str
    login: str
    ticket: str
    password: str = ""


class TenantEnd(Request):
    """Let a tenant be deleted so many seconds from now; None: not before somebody deletes it."""

    ttl_seconds: int | None = Field(default=None, ge=1, le=MAX_TTL_SECONDS)


class Revision(Message):
    """How far a tenant has come: the last of its events, 0 before the first.

    A page shows how far it has read as ``data-feed``: with this number it shows all that happened.
    """

    feed_id: int


class NewTenant(Message):
    """A new tenant; all maps go from the scenario's keys. ``ticket`` opens its sign-in form.

    It is deleted at ``expires_at``, which is real time; None: not by itself.
    """

    tenant: str
    ticket: str
    now: datetime
    buyers: dict[str, TenantBuyer]
    sellers: dict[str, str]
    orders: dict[str, str]
    expires_at: datetime | None = None
    tickets: dict[str, str] = Field(default_factory=dict[str, str])


class TenantCopy(Message):
    """A copy of a tenant: what has an id has the same one there. Its clock stands still."""

    tenant: str
    now: datetime
    expires_at: datetime | None = None


class NewTicket(Message):
    """A fresh one-use ticket for a buyer."""

    ticket: str


class CounterpartStep(Request):
    """What a counterpart says or picks; ``line_ids`` empty means every line that still can.

    ``reason`` is what a seller owes who declines or unlocks, ``text`` what one writes to the buyer;
    who approves a return says in it how to pack, and in ``address`` where it goes. ``amount_minor``
    is the part of the money that a seller offers for keeping the goods.
    """

    reason: str = Field(default="", max_length=500)
    text: str = Field(default="", max_length=1000)
    seller_id: str = Field(default="", max_length=64)
    line_ids: tuple[str, ...] = ()
    amount_minor: int = Field(default=0, ge=0, lt=AMOUNT_LIMIT_MINOR)
    address: str = Field(default="", max_length=500)


class PossibleStep(Message):
    """A step that would not be refused; ``needs_words``: not without a reason or a text.

    ``seller_id`` is empty where the order has one seller, or nobody's step.
    """

    step: str
    seller_id: str = ""
    needs_words: bool = False


class PossibleSteps(Message):
    """What counterparts could do to an order of this version."""

    steps: tuple[PossibleStep, ...]
    order_version: int


class AuditEntry(Message):
    """One audit row."""

    order_id: str
    sequence: int
    type: str
    at: datetime
    actor: str
    version: int
    from_status: str
    to_status: str
    parameters: dict[str, str]


class Audit(Message):
    """Audit rows of a tenant or an order, in order."""

    entries: tuple[AuditEntry, ...]
