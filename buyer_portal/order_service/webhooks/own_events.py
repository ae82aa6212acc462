"""Change here what systems of one's own may tell: seller, carrier and payment system.

The body is ``{"type", "timestamp", "sequence"?, "data": {"order", …}}``; docs/webhooks.md has all.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, field_validator

from buyer_portal.domain.cancellations import Actor, RefundFailure
from buyer_portal.domain.money import MoneyError, minor_of
from buyer_portal.domain.orders import OrderStatus, PaymentMethod
from buyer_portal.domain.sellers import request_to
from buyer_portal.order_contract.webhooks import SourceKind
from buyer_portal.order_service.cancellations import requests, seller_answers
from buyer_portal.order_service.columns import microseconds_of
from buyer_portal.order_service.conversations.counterparts import say
from buyer_portal.order_service.orders.counterparts import pay
from buyer_portal.order_service.refusals.counterparts import bring_back
from buyer_portal.order_service.webhooks import return_events
from buyer_portal.order_service.webhooks.catching_up import (
    bring_to,
    cancel,
    line_ids_in,
    payments_of,
)
from buyer_portal.order_service.webhooks.meaning import (
    APPLIED,
    SAME,
    Heard,
    HeardError,
    Told,
    Verdict,
    names_of,
    refused_because,
)
from buyer_portal.order_service.webhooks.refund_reports import OTHER_AMOUNT, report_one

MAX_SEQUENCE: Final = 2**62
_S = OrderStatus


class Data(BaseModel):
    """What a message is about; each type needs some of it (``NEEDED``)."""

    model_config = ConfigDict(frozen=True, str_max_length=1000)

    order: str = Field(default="", max_length=100)
    order_source: str = Field(default="", max_length=50)
    lines: tuple[str, ...] = Field(default=(), max_length=500)
    reason: str = Field(default="", max_length=500)
    text: str = ""
    refund: str = Field(default="", max_length=100)
    request: str = Field(default="", max_length=64)
    amount: str = Field(default="", max_length=30)
    currency: str = Field(default="", max_length=3)
    failure: RefundFailure | None = None
    bank_reference: str = Field(default="", max_length=64)
    method: PaymentMethod | None = None
    label: str = Field(default="", max_length=60)
    payment: str = Field(default="", max_length=100)
    address: str = Field(default="", max_length=500)
    carrier: str = Field(default="", max_length=60)
    tracking_number: str = Field(default="", max_length=60)

    @field_validator("*", mode="before")
    @classmethod
    def _refuse_nul(cls, given: object) -> object:
        """Refuse what PostgreSQL cannot store and nobody means."""
        if isinstance(given, str) and "\0" in given:
            raise ValueError("holds a NUL character")
        return given


class Body(BaseModel):
    """A message of a system of one's own."""

    model_config = ConfigDict(frozen=True)

    type: str = Field(min_length=1, max_length=100)
    timestamp: AwareDatetime
    sequence: int | None = Field(default=None, ge=0, le=MAX_SEQUENCE)
    data: Data


_Act = Callable[[Told, Data], Verdict]


def _move(target: OrderStatus) -> _Act:
    def act(told: Told, data: Data) -> Verdict:
        line_ids = line_ids_in(told.stored.order, data.lines)
        if line_ids is None:
            return refused_because("unknown-line")
        return bring_to(told, target, line_ids)

    return act


def _come_back(told: Told, data: Data) -> Verdict:
    line_ids = line_ids_in(told.stored.order, data.lines)
    if line_ids is None:
        return refused_because("unknown-line")
    if told.stored.order.moments.refused_at is not None and told.stored.order.status is (
        _S.CANCELLED
    ):
        return SAME
    bring_back(told.transaction, told.world, told.stored, line_ids)
    return APPLIED


def _approve(told: Told, _: Data) -> Verdict:
    seller_answers.approve(told.transaction, told.world, told.stored, Actor.SELLER, told.seller_id)
    return APPLIED


def _reject(told: Told, data: Data) -> Verdict:
    seller_answers.reject(
        told.transaction, told.world, told.stored, Actor.SELLER, data.reason, told.seller_id
    )
    return APPLIED


def _receive(told: Told, _: Data) -> Verdict:
    requests.receive(told.transaction, told.world, told.stored, told.seller_id)
    return APPLIED


def _hold(told: Told, _: Data) -> Verdict:
    waiting = request_to(told.stored.order, told.seller_id)
    if waiting is not None and waiting.held_at is not None:
        return SAME
    requests.hold(told.transaction, told.world, told.stored, told.seller_id)
    return APPLIED


def _unlock(told: Told, data: Data) -> Verdict:
    seller_answers.unlock(told.transaction, told.world, told.stored, data.reason, told.seller_id)
    return APPLIED


def _cancel(told: Told, data: Data) -> Verdict:
    return cancel(told, data.reason, Actor.SELLER)


def _say(told: Told, data: Data) -> Verdict:
    say(told.transaction, told.world, told.stored, data.text, told.seller_id)
    return APPLIED


def _pay(told: Told, data: Data) -> Verdict:
    order = told.stored.order
    if order.status is not _S.UNPAID:
        return SAME if order.paid_minor else refused_because("not-waiting-for-money")
    if (_minor(data), data.currency) != (order.total_minor, order.currency):
        return refused_because(OTHER_AMOUNT)
    expected = payments_of(order)
    payments = tuple(
        replace(
            payment,
            method=data.method or payment.method,
            label=data.label or payment.label,
            external_id=data.payment or payment.external_id,
        )
        if len(expected) == 1
        else payment
        for payment in expected
    )
    pay(told.transaction, told.world, told.stored, payments)
    return APPLIED


def _settle(told: Told, data: Data) -> Verdict:
    return report_one(
        told,
        data.refund,
        amount_minor=_minor(data),
        currency=data.currency,
        bank_reference=data.bank_reference,
    )


def _fail(told: Told, data: Data) -> Verdict:
    return report_one(
        told,
        data.refund,
        amount_minor=_minor(data) if data.amount else None,
        currency=data.currency,
        failure=data.failure or RefundFailure.PROVIDER_ERROR,
    )


def _return_approved(told: Told, data: Data) -> Verdict:
    return return_events.approve(told, data.text, data.address)


def _return_rejected(told: Told, data: Data) -> Verdict:
    return return_events.reject(told, data.reason)


def _return_offered(told: Told, data: Data) -> Verdict:
    return return_events.offer(told, _minor(data), data.currency, data.text)


def _return_shipped(told: Told, data: Data) -> Verdict:
    return return_events.ship(told, data.carrier, data.tracking_number)


def _minor(data: Data) -> int:
    try:
        return minor_of(data.amount, data.currency)
    except MoneyError:
        raise HeardError("/data/amount") from None


_MOVES: Final = "order"
_RETURN: Final = "return"
ACTS: Final[Mapping[SourceKind, Mapping[str, tuple[_Act, str, tuple[str, ...]]]]] = {
    SourceKind.SELLER: {
        "order.packed": (_move(_S.AWAITING_COLLECTION), _MOVES, ()),
        "order.completed": (_move(_S.COMPLETED), _MOVES, ()),
        "order.cancelled": (_cancel, _MOVES, ("reason",)),
        "order.unlocked": (_unlock, "cancellation", ("reason",)),
        "cancellation.received": (_receive, "cancellation", ()),
        "cancellation.held": (_hold, "cancellation", ()),
        "cancellation.approved": (_approve, "cancellation", ()),
        "cancellation.rejected": (_reject, "cancellation", ("reason",)),
        "message.sent": (_say, "", ("text",)),
        "return.approved": (_return_approved, _RETURN, ()),
        "return.rejected": (_return_rejected, _RETURN, ("reason",)),
        "return.offered": (_return_offered, _RETURN, ("amount", "currency")),
        "return.kept": (lambda told, _: return_events.keep(told), _RETURN, ()),
        "return.received": (lambda told, _: return_events.receive(told), _RETURN, ()),
        "return.registered": (lambda told, _: return_events.register(told), "", ("request",)),
    },
    SourceKind.CARRIER: {
        "parcel.collected": (_move(_S.IN_TRANSIT), _MOVES, ()),
        "parcel.delivered": (_move(_S.DELIVERED), _MOVES, ()),
        "parcel.refused": (_come_back, _MOVES, ()),
        "return.shipped": (_return_shipped, _RETURN, ("carrier", "tracking_number")),
        "return.arrived": (lambda told, _: return_events.arrive(told), _RETURN, ()),
    },
    SourceKind.PAYMENTS: {
        "payment.received": (_pay, "payment", ("amount", "currency")),
        "refund.settled": (_settle, "refund", ("refund", "amount", "currency")),
        "refund.failed": (_fail, "refund", ("refund",)),
    },
}
"""By who sends and type: what it does, what it keeps in order, what it needs besides the order."""


def read(kind: SourceKind, message_id: str, parsed: Any) -> Heard:  # noqa: ANN401 - parsed JSON
    """Return what a message says.

    Raises:
        HeardError: A field is missing or wrong.
    """
    try:
        type_only = _TypeAlone.model_validate(parsed)
    except ValidationError as error:
        raise HeardError(_pointer(error)) from None
    known = ACTS[kind].get(type_only.type)
    if known is None:
        return Heard(id=message_id, type=type_only.type)
    try:
        body = Body.model_validate(parsed)
    except ValidationError as error:
        raise HeardError(_pointer(error)) from None
    act, subject, needed = known
    for name in ("order", *needed):
        if not str(getattr(body.data, name)).strip():
            raise HeardError(f"/data/{name}")
    if body.data.amount:
        _minor(body.data)
    data = body.data
    about = ":".join(sorted(data.lines)) or data.refund
    return Heard(
        id=message_id,
        type=body.type,
        order=data.order,
        order_source=data.order_source,
        names=names_of(data.request),
        subject=f"{subject}:{about}" if subject else "",
        position=_position(body.sequence, body.timestamp),
        act=lambda told: act(told, data),
    )


class _TypeAlone(BaseModel):
    type: str = Field(min_length=1, max_length=100)


def _position(sequence: int | None, timestamp: datetime) -> int:
    return microseconds_of(timestamp) if sequence is None else sequence


def _pointer(error: ValidationError) -> str:
    wrong = error.errors()[0]
    return "".join(f"/{part}" for part in wrong["loc"]) or "/"
