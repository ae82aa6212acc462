"""Change here how the counterparts' steps are grouped and said on the stage."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from buyer_portal.domain.support import TicketAbout
from buyer_portal.i18n.catalogue import Words
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_contract.support import TicketSummary
from buyer_portal.order_contract.testing import PossibleStep

APPEALS: Final = frozenset({TicketAbout.APPEAL, TicketAbout.RETURN_APPEAL})
SUPPORT_STEPS: Final = ("answer", "grant", "decline", "close")
_ACTORS: Final = {
    "seller": ("seller-",),
    "carrier": ("pack", "carrier-scan", "deliver", "bring-back", "complete", "return-arrive"),
    "bank": ("bank-",),
    "support": ("strike-", "ticket-"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A button of a counterpart; ``id`` is what the event is told."""

    id: str
    label: str
    needs_words: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorView:
    """A counterpart with what it can do now; none: it can only wait."""

    name: str
    label: str
    steps: list[StepView]


def actors_of(
    detail: OrderDetail,
    possible: Sequence[PossibleStep],
    tickets: Sequence[TicketSummary],
    words: Words,
) -> list[ActorView]:
    """Return every counterpart, with a button for each thing that is possible now."""
    names = {seller.id: seller.name for seller in detail.sellers}
    found: dict[str, list[StepView]] = {actor: [] for actor in _ACTORS}
    for one in possible:
        label = words(f"studio.step.{one.step}")
        if one.seller_id:
            label = f"{label} · {names.get(one.seller_id, one.seller_id)}"
        found[actor_of(one.step)].append(
            StepView(id=f"{one.step}|{one.seller_id}", label=label, needs_words=one.needs_words)
        )
    for ticket in tickets:
        steps = SUPPORT_STEPS if ticket.about in APPEALS else ("answer", "close")
        found["support"] += [
            StepView(
                id=f"ticket-{step}|{ticket.id}",
                label=f"{words(f'studio.step.ticket-{step}')} · {ticket.reference}",
                needs_words=step in {"answer", "decline"},
            )
            for step in steps
        ]
    return [
        ActorView(name=actor, label=words(f"studio.actor.{actor}"), steps=steps)
        for actor, steps in found.items()
    ]


def actor_of(step: str) -> str:
    """Return who takes a step; sellers take those that nobody else is known for."""
    for actor, prefixes in _ACTORS.items():
        if step.startswith(prefixes):
            return actor
    return "seller"
