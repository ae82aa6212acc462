"""Change here what other systems tell of goods that go back."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.returns import Return, ReturnKind, ReturnStatus
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.returns import counterparts
from buyer_portal.order_service.returns.past import bring_about
from buyer_portal.order_service.returns.steps import move
from buyer_portal.order_service.returns.use_cases import send
from buyer_portal.order_service.sessions.viewer import World
from buyer_portal.order_service.webhooks.known_returns import returns_told_of
from buyer_portal.order_service.webhooks.meaning import (
    APPLIED,
    SAME,
    UNKNOWN_RETURN,
    Told,
    Verdict,
    pending_because,
    refused_because,
    stored_because,
)
from buyer_portal.order_service.webhooks.refund_reports import settle_sum
from buyer_portal.scenario.parts import ScenarioReturn

_S = ReturnStatus
_Act = Callable[[Told, Return], StoredOrder]


def on_running(told: Told, act: _Act) -> Verdict:
    """Act on the return that is meant, or that runs; wait where nobody has asked for one yet.

    Raises:
        ProblemError: The step does not fit the return.
    """
    every = returns_told_of(told)
    found = next((one for one in every if one.is_running and _is_meant(told, one)), None)
    if found is None:
        return SAME if every else pending_because(UNKNOWN_RETURN)
    return SAME if act(told, found) is told.stored else APPLIED


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


def register(told: Told) -> Verdict:
    """Take in what a shop calls the return; ``receiving`` remembers it."""
    if told.return_id:
        return SAME
    return APPLIED if returns_told_of(told) else pending_because(UNKNOWN_RETURN)


def _ask(told: Told, return_type: str) -> Verdict:
    """Ask in the buyer's name, for all that can still go back; once for each number."""
    kinds = {"REFUND": ReturnKind.REFUND, "RETURN_AND_REFUND": ReturnKind.RETURN}
    kind = kinds.get(return_type)
    if kind is None:
        return stored_because("replacement")
    if told.return_id or any(found.is_running for found in returns_told_of(told)):
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
    return refused_because("no-reason-told") if returns_told_of(told) else SAME


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


def _see(told: Told, _: str) -> Verdict:
    """A request is open there; what it asks for is told by type 12."""
    return SAME if returns_told_of(told) else pending_because(UNKNOWN_RETURN)


def _note_review(told: Told, _: str) -> Verdict:
    """Somebody decided, line by line; how is told by the parcel, the money or type 12."""
    return on_running(told, lambda told, found: counterparts.note_review(*_names(told), found))


REQUEST_STATUSES: Final[Mapping[str, Callable[[Told, str], Verdict]]] = {
    "PENDING_REQUEST_REVIEW": _see,
    "REQUEST_REVIEW_COMPLETED": _note_review,
}
"""By ``aftersales_request_status`` of type 64."""

PARCEL_STATUSES: Final[Mapping[str, Callable[[Told, str], Verdict]]] = {
    "RMA_CREATED": _agree,
    "AWAITING_BUYER_RETURN": _agree,
    **{name: step for name, step in TIKTOK_STATUSES.items() if step is not _ask},
}
"""By ``rma_status`` of type 65; what is spelt as in type 12 means what it means there."""


def _names(told: Told) -> tuple[Transaction, World, StoredOrder]:
    """Return what every step takes first."""
    return told.transaction, told.world, told.stored


def _is_meant(told: Told, found: Return) -> bool:
    """Say whether a message may be about a return: by its number where we know it."""
    return told.seller_id in ("", found.seller_id) and told.return_id in ("", found.id)
