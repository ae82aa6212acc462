"""Change here what other systems tell of goods that go back."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.returns import Return, ReturnKind, ReturnStatus
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_service.answers import ProblemError
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.returns import counterparts
from buyer_portal.order_service.returns.past import bring_about
from buyer_portal.order_service.returns.repository import returns_of
from buyer_portal.order_service.returns.steps import move
from buyer_portal.order_service.returns.use_cases import send
from buyer_portal.order_service.sessions.viewer import World
from buyer_portal.order_service.webhooks.meaning import (
    APPLIED,
    SAME,
    Told,
    Verdict,
    pending_because,
    refused_because,
    stored_because,
)
from buyer_portal.order_service.webhooks.refund_reports import settle_sum
from buyer_portal.scenario.scenario import ScenarioReturn

UNKNOWN_RETURN: Final = "unknown-return"
_S = ReturnStatus
_Act = Callable[[Told, Return], StoredOrder]


def on_running(told: Told, act: _Act) -> Verdict:
    """Act on the return that runs; wait where the buyer's asking has not been told yet.

    Raises:
        ProblemError: The step does not fit the return.
    """
    try:
        found = counterparts.running_return(
            told.transaction, told.world, told.stored, told.seller_id
        )
    except ProblemError:
        return SAME if _every(told) else pending_because(UNKNOWN_RETURN)
    act(told, found)
    return APPLIED


def approve(told: Told, instructions: str = "", address: str = "") -> Verdict:
    """Let the return go on."""

    def act(told: Told, found: Return) -> StoredOrder:
        return counterparts.approve(*_names(told), found, Actor.SELLER, instructions, address)

    return on_running(told, act)


def reject(told: Told, reason: str) -> Verdict:
    """Decline it in the seller's words."""
    return on_running(
        told,
        lambda told, found: counterparts.reject(*_names(told), found, Actor.SELLER, reason),
    )


def offer(told: Told, amount_minor: int, currency: str, words: str) -> Verdict:
    """Offer a part of the money for keeping the goods."""
    if currency != told.stored.order.currency:
        return refused_because("other-currency")
    return on_running(
        told,
        lambda told, found: counterparts.offer_part(*_names(told), found, amount_minor, words),
    )


def keep(told: Told) -> Verdict:
    """Pay back without wanting the goods."""
    return on_running(
        told, lambda told, found: counterparts.keep(*_names(told), found, Actor.SELLER)
    )


def ship(told: Told, carrier: str, tracking_number: str) -> Verdict:
    """Note that the goods are on their way back."""
    return on_running(
        told,
        lambda told, found: send(
            *_names(told), found, carrier=carrier, tracking_number=tracking_number
        ),
    )


def arrive(told: Told) -> Verdict:
    """Note that the seller has them."""
    return on_running(told, lambda told, found: counterparts.arrive(*_names(told), found))


def receive(told: Told) -> Verdict:
    """Confirm them; the money goes back."""
    return on_running(
        told, lambda told, found: counterparts.receive(*_names(told), found, Actor.SELLER)
    )


def _ask(told: Told, return_type: str) -> Verdict:
    """Ask in the buyer's name, for all that can still go back."""
    kinds = {"REFUND": ReturnKind.REFUND, "RETURN_AND_REFUND": ReturnKind.RETURN}
    kind = kinds.get(return_type)
    if kind is None:
        return stored_because("replacement")
    if any(found.is_running for found in _every(told)):
        return SAME
    spec = ScenarioReturn(kind=kind, state="requested", hours_ago=0)
    bring_about(*_names(told), spec, seller_id=told.seller_id)
    return APPLIED


def _agree(told: Told, _: str) -> Verdict:
    return on_running(
        told,
        lambda told, found: (
            told.stored
            if found.status is not _S.REQUESTED
            else counterparts.approve(*_names(told), found, Actor.SELLER)
        ),
    )


def _send(told: Told, _: str) -> Verdict:
    return ship(told, "", "")


def _accept(told: Told, _: str) -> Verdict:
    def act(told: Told, found: Return) -> StoredOrder:
        if found.status is _S.REQUESTED:
            return counterparts.approve(*_names(told), found, Actor.SELLER)
        return counterparts.receive(*_names(told), found, Actor.SELLER)

    return on_running(told, act)


def _complete(told: Told, _: str) -> Verdict:
    return settle_sum(told, None, "")


def _take_back(told: Told, _: str) -> Verdict:
    def act(told: Told, found: Return) -> StoredOrder:
        after = replace(found, status=_S.WITHDRAWN, ended_at=told.world.now)
        event = EventType.RETURN_WITHDRAWN
        return move(*_names(told), found, after, event, Actor.BUYER)

    return on_running(told, act)


def _decline(told: Told, _: str) -> Verdict:
    """A seller owes a reason, and this message has none: somebody has to look at it."""
    return refused_because("no-reason-told") if _every(told) else SAME


TIKTOK_STATUSES: Final[Mapping[str, Callable[[Told, str], Verdict]]] = {
    "RETURN_OR_REFUND_REQUEST_PENDING": _ask,
    "AWAITING_BUYER_SHIP": _agree,
    "BUYER_SHIPPED_ITEM": _send,
    "RETURN_OR_REFUND_REQUEST_SUCCESS": _accept,
    "REQUEST_SUCCESS": _accept,
    "RETURN_OR_REFUND_REQUEST_COMPLETE": _complete,
    "RETURN_OR_REFUND_REQUEST_CANCEL": _take_back,
    "RETURN_OR_REFUND_CANCEL": _take_back,
    "REFUND_OR_RETURN_REQUEST_REJECT": _decline,
    "REQUEST_REJECTED": _decline,
    "REJECT_RECEIVE_PACKAGE": _decline,
    "RECEIVE_REJECTED": _decline,
}
"""By ``return_status`` of type 12, in both spellings of the documentation."""


def _names(told: Told) -> tuple[Transaction, World, StoredOrder]:
    """Return what every step takes first."""
    return told.transaction, told.world, told.stored


def _every(told: Told) -> tuple[Return, ...]:
    order = told.stored.order
    return tuple(
        returns_of(told.transaction.connection, told.world.tenant, order.buyer_id, order.id)
    )
