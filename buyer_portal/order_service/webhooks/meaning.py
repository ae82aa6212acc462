"""Change here what a received message is to us, whatever form it came in.

A form (``own_events``, ``tiktok_events``) reads a body into a ``Heard``; ``receiving`` finds the
order, keeps the order of things and lets ``act`` do it, all in one transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from buyer_portal.order_contract.webhooks import WebhookOutcome
from buyer_portal.order_service.answers import Answer
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.sessions.viewer import World

NOTHING_NEW: Final = "nothing-new"
UNKNOWN_TYPE: Final = "unknown-type"
UNKNOWN_ORDER: Final = "unknown-order"
UNKNOWN_RETURN: Final = "unknown-return"
UNKNOWN_STATUS: Final = "unknown-status"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a message, and why in one word where that is not plain."""

    outcome: WebhookOutcome
    reason: str = ""
    order_id: str = ""


APPLIED: Final = Verdict(outcome=WebhookOutcome.APPLIED)
SAME: Final = Verdict(outcome=WebhookOutcome.STORED, reason=NOTHING_NEW)


def stored_because(reason: str) -> Verdict:
    """Return that a message was kept and does nothing."""
    return Verdict(outcome=WebhookOutcome.STORED, reason=reason)


def refused_because(reason: str) -> Verdict:
    """Return that a message does not fit."""
    return Verdict(outcome=WebhookOutcome.REFUSED, reason=reason)


def pending_because(reason: str) -> Verdict:
    """Return that a message waits for something to be known."""
    return Verdict(outcome=WebhookOutcome.PENDING, reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Whom an effect is about, and for whom the source speaks (empty: for every seller).

    ``return_id`` is the one return that is meant, where the message names one that we know.
    """

    transaction: Transaction
    world: World
    stored: StoredOrder
    seller_id: str = ""
    return_id: str = ""


Act = Callable[[Told], Verdict]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message as read.

    ``order`` is our id of it or the shop's, in ``order_source`` alone where that is said; empty
    where only ``names``, the shop's numbers of a return, say which is meant. Messages
    about one ``subject`` of an order are ordered by ``position``; an empty one keeps no order.
    ``act`` None: there is nothing to do for it, for ``reason``.
    """

    id: str
    type: str
    order: str = ""
    order_source: str = ""
    names: tuple[str, ...] = ()
    subject: str = ""
    position: int = 0
    act: Act | None = None
    reason: str = UNKNOWN_TYPE


def names_of(*numbers: str) -> tuple[str, ...]:
    """Return a shop's numbers of a return, each once, those left out that a message lacks."""
    return tuple(dict.fromkeys(filter(None, numbers)))


class HeardError(ValueError):
    """A message of a known type lacks what it is about; the text is a JSON pointer."""


def verdict_of(after: StoredOrder | Answer) -> Verdict:
    """Return what a counterpart's step came to: a refusal that was kept counts as one."""
    return refused_because("parcel-stays") if isinstance(after, Answer) else APPLIED
