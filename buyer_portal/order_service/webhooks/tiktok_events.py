"""Change here what TikTok Shop's webhooks mean to us, type by type.

Source: Partner API, "Webhooks overview" and the page of each type. The bodies carry ids and
statuses alone; times are Unix seconds, money is a decimal text. A repeat is known by
``tts_notification_id``, where it is missing by the body itself.
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.money import MoneyError, minor_of
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.sellers import request_to
from buyer_portal.importers import PayloadFormat
from buyer_portal.importers.tiktok_words import INITIATORS, STATUSES
from buyer_portal.order_service.cancellations import seller_answers
from buyer_portal.order_service.cancellations.requests import open_request_of
from buyer_portal.order_service.cancellations.use_cases import take_back
from buyer_portal.order_service.cancellations.whole_orders import request_whole
from buyer_portal.order_service.orders.counterparts import note_new_address
from buyer_portal.order_service.webhooks.catching_up import bring_to, cancel
from buyer_portal.order_service.webhooks.meaning import (
    APPLIED,
    SAME,
    UNKNOWN_STATUS,
    Act,
    Heard,
    HeardError,
    Told,
    Verdict,
    names_of,
    refused_because,
    stored_because,
)
from buyer_portal.order_service.webhooks.refund_reports import settle_sum
from buyer_portal.order_service.webhooks.return_events import (
    PARCEL_STATUSES,
    REQUEST_STATUSES,
    TIKTOK_STATUSES,
)

SECOND: Final = 1_000_000
MAX_SECONDS: Final = 2**33
_S = OrderStatus
_Seconds = Field(default=0, ge=0, le=MAX_SECONDS)
_Id = Field(default="", max_length=64)


class Data(BaseModel):
    """What the types hold, all of them together."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True, str_max_length=200)

    order_id: str = _Id
    order_status: str = ""
    update_time: int = _Seconds
    create_time: int = _Seconds
    cancellations_role: str = ""
    cancel_status: str = ""
    cancel_id: str = _Id
    return_id: str = _Id
    return_role: str = ""
    return_type: str = ""
    return_status: str = ""
    aftersales_request_id: str = _Id
    aftersales_request_status: str = ""
    aftersales_request_update_time: int = _Seconds
    rma_id: str = _Id
    rma_status: str = ""
    rma_update_time: int = _Seconds
    line_items: "tuple[RefundedItem, ...]" = Field(default=(), max_length=500)
    refund_currency: str = ""
    refund_status: str = ""
    refund_timestamp: int = _Seconds
    refund_total: str = ""


class RefundedItem(BaseModel):
    """Whose money came back."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    main_order_id: str = _Id


class Body(BaseModel):
    """A message of TikTok Shop."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    type: int = Field(ge=0, le=10**6)
    tts_notification_id: str = Field(default="", max_length=64)
    shop_id: str = _Id
    timestamp: int = _Seconds
    data: Data = Field(default_factory=Data)


def _order_status(data: Data) -> Act:
    target = STATUSES.get(data.order_status)
    if target is None:
        raise HeardError("/data/order_status")

    def act(told: Told) -> Verdict:
        if target is _S.CANCELLED:
            return cancel(told, "", Actor.SYSTEM)
        if target is _S.PARTIALLY_SHIPPING:
            return stored_because("no-lines-named")
        return bring_to(told, target)

    return act


def _address(_: Data) -> Act:
    def act(told: Told) -> Verdict:
        note_new_address(told.transaction, told.world, told.stored)
        return APPLIED

    return act


def _cancellation(data: Data) -> Act:
    status = data.cancel_status.removeprefix("CANCELLATION_REQUEST_")
    role = INITIATORS.get(data.cancellations_role, Actor.SYSTEM)
    steps: Mapping[str, Callable[[Told, Actor], Verdict]] = {
        "PENDING": _ask,
        "SUCCESS": _agree,
        "COMPLETE": _agree_and_settle,
        "CANCEL": _close,
        "CANCELLED": _close,
    }
    step = steps.get(status)
    if step is None:
        raise HeardError("/data/cancel_status")
    return lambda told: step(told, role)


def _ask(told: Told, role: Actor) -> Verdict:
    if role is not Actor.BUYER:
        return stored_because("not-asked-by-the-buyer")
    if told.stored.order.status is _S.CANCELLED or request_to(told.stored.order, told.seller_id):
        return SAME
    request_whole(told.transaction, told.world, told.stored, "", "", told.seller_id)
    return APPLIED


def _agree(told: Told, role: Actor) -> Verdict:
    if request_to(told.stored.order, told.seller_id) is not None:
        by = Actor.SYSTEM if role is Actor.BUYER else role
        seller_answers.approve(told.transaction, told.world, told.stored, by, told.seller_id)
        return APPLIED
    return cancel(told, "", Actor.SYSTEM if role is Actor.SELLER else role)


def _agree_and_settle(told: Told, role: Actor) -> Verdict:
    agreed = _agree(told, role)
    settled = settle_sum(told, None, "")
    return agreed if agreed is APPLIED else settled


def _close(told: Told, role: Actor) -> Verdict:
    request = open_request_of(told.transaction, told.world, told.stored, told.seller_id)
    if request is None:
        return SAME
    if role is Actor.BUYER:
        take_back(told.transaction, told.world, told.stored, request)
    else:  # no reason is told, so these are nobody's words
        seller_answers.reject(
            told.transaction, told.world, told.stored, Actor.SYSTEM, "", told.seller_id
        )
    return APPLIED


def _return(data: Data) -> Act:
    step = TIKTOK_STATUSES.get(data.return_status)
    if step is None:
        raise HeardError("/data/return_status")
    return lambda told: step(told, data.return_type)


def _refund(data: Data) -> Act:
    if data.refund_status != "REFUND_SUCCESS":
        raise HeardError("/data/refund_status")
    try:
        amount = minor_of(data.refund_total, data.refund_currency)
    except MoneyError:
        raise HeardError("/data/refund_total") from None

    def act(told: Told) -> Verdict:
        if len({item.main_order_id for item in data.line_items}) > 1:
            return refused_because("several-orders")
        return settle_sum(told, amount, data.refund_currency)

    return act


def _request(data: Data) -> Act | None:
    step = REQUEST_STATUSES.get(data.aftersales_request_status)
    return None if step is None else lambda told: step(told, "")


def _parcel(data: Data) -> Act | None:
    step = PARCEL_STATUSES.get(data.rma_status)
    return None if step is None else lambda told: step(told, "")


ORDER_STATUS, ADDRESS, CANCELLATION, RETURN, REQUEST, PARCEL, REFUND = 1, 3, 11, 12, 64, 65, 67
_ACTS: Final[Mapping[int, Callable[[Data], Act | None]]] = {
    ORDER_STATUS: _order_status,
    ADDRESS: _address,
    CANCELLATION: _cancellation,
    REFUND: _refund,
    RETURN: _return,
    REQUEST: _request,
    PARCEL: _parcel,
}

KNOWN: Final = tuple(_ACTS)
_NAMELESS: Final[Mapping[int, str]] = {
    REQUEST: "aftersales_request_id",
    PARCEL: "rma_id",
}
"""Types that name no order, and the number that they are about instead."""


def read(parsed: Any, raw: bytes) -> Heard:  # noqa: ANN401 - parsed JSON
    """Return what a message says.

    Raises:
        HeardError: A field is missing or wrong.
    """
    try:
        body = Body.model_validate(parsed)
    except ValidationError as error:
        raise HeardError("".join(f"/{part}" for part in error.errors()[0]["loc"]) or "/") from None
    data = body.data
    known = body.tts_notification_id or hashlib.sha256(raw).hexdigest()
    # The documentation's own examples share one id over several types.
    message_id = f"{body.type}:{known}"
    make = _ACTS.get(body.type)
    if make is None:
        return Heard(id=message_id, type=str(body.type))
    order = data.order_id or next((item.main_order_id for item in data.line_items), "")
    needed = _NAMELESS.get(body.type)
    if needed is not None and not getattr(data, needed):
        raise HeardError(f"/data/{needed}")
    if needed is None and not order:
        raise HeardError("/data/order_id")
    about = data.cancel_id or data.return_id or data.rma_id or data.aftersales_request_id
    return Heard(
        id=message_id,
        type=str(body.type),
        order=order,
        order_source=PayloadFormat.TIKTOK_SHOP,
        names=names_of(data.return_id, data.aftersales_request_id, data.rma_id),
        subject=f"{body.type}:{about}",
        position=_seconds(body) * SECOND,
        act=make(data),
        reason=UNKNOWN_STATUS,
    )


def _seconds(body: Body) -> int:
    data = body.data
    if body.type == CANCELLATION:  # its ``create_time`` is the request's, the same for each status
        return body.timestamp
    if body.type == REQUEST:
        return data.aftersales_request_update_time or body.timestamp
    if body.type == PARCEL:
        return data.rma_update_time or body.timestamp
    return data.update_time or data.refund_timestamp or body.timestamp
