"""Change here what is kept ready for the list: the card, the search text, what a version offers."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision import decide
from buyer_portal.domain.decision_values import ActionKind, DeadlineKind, Decision
from buyer_portal.domain.orders import Order
from buyer_portal.domain.policy import Permission, Policy
from buyer_portal.domain.returns import Return
from buyer_portal.domain.sellers import request_to
from buyer_portal.domain.standing import GOOD_STANDING, Standing
from buyer_portal.order_contract.orders import LineSummary, OrderSummary, Seller

SUMMARY_FORM: Final = 4
"""Raise it when a card prints something new: cards of another form are drawn anew when read."""

CARD_LINES: Final = 3
_MOMENT_LATER: Final = timedelta(microseconds=1)
_SHOWN_DEADLINES: Final = (
    DeadlineKind.PAY_BY,
    DeadlineKind.SELLER_ANSWERS_BY,
    DeadlineKind.CANCEL_BY,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card as stored: its JSON, and when its permission becomes another one."""

    text: str
    permission_until: datetime | None
    permission_later: str
    digest: str
    deadlines: Mapping[DeadlineKind, datetime]


def buyers_decision(
    order: Order,
    lines: Mapping[str, int] | None,
    *,
    now: datetime,
    policy: Policy,
    standing: Standing = GOOD_STANDING,
    client_build: int | None = None,
    minimum_build: int = 0,
    returns: Sequence[Return] = (),
) -> Decision:
    """Return what the buyer may do; every answer and every command asks here.

    Args:
        standing: The buyer's own, wherever actions are looked at: it changes what they cost, never
            whether an order can be cancelled.
        returns: All of the order's, wherever actions are looked at: what can still go back.
        minimum_build: What installation and tenant accept; an order's policy may ask for more.
    """
    if minimum_build > policy.minimum_client_build:
        policy = replace(policy, minimum_client_build=minimum_build)
    return decide(
        order,
        lines,
        actor=Actor.BUYER,
        now=now,
        policy=policy,
        standing=standing,
        client_build=client_build,
        returns=returns,
    )


def digest_of(order: Order, decision: Decision) -> str:
    """Return what matters to a buyer who wants to cancel: permission, refund, lines."""
    lines = ",".join(f"{line.id}:{line.open_quantity}" for line in order.lines)
    offered = f"{decision.outcome}|{decision.refund_preview.total_minor}|{lines}"
    later = decision.request_preview
    if later is None or decision.outcome is Permission.REQUEST:
        return offered
    return f"{offered}|{later.total_minor}"


def card_of(
    order: Order, seller: Seller, policy: Policy, now: datetime, returns: Sequence[Return] = ()
) -> Card:
    """Return the card of an order as it stands at ``now``, after all of its returns."""
    decision = buyers_decision(order, None, now=now, policy=policy, returns=returns)
    deadlines = _earliest(decision)
    until, later = _until(order, policy, decision)
    shown = next((deadlines[kind] for kind in _SHOWN_DEADLINES if kind in deadlines), None)
    summary = OrderSummary(
        id=order.id,
        number=order.number,
        seller=seller,
        status=order.status,
        version=order.version,
        currency=order.currency,
        total_minor=order.total_minor,
        lines=tuple(
            LineSummary(
                product_name=line.product_name,
                variant=line.variant,
                picture=line.picture,
                quantity=line.quantity,
            )
            for line in order.lines[:CARD_LINES]
        ),
        line_count=len(order.lines),
        permission=decision.outcome,
        has_open_request=bool(order.open_requests),
        requests_part=_requests_part(order),
        is_returning=bool(order.open_requests) and request_to(order, "") is None,
        can_return=any(action.kind is ActionKind.START_RETURN for action in decision.actions),
        seller_count=1 + len(order.further),
        refund_minor=order.refunded_minor,
        placed_at=order.moments.placed_at,
        deadline=shown,
        expected_from=order.moments.expected_from,
        expected_until=order.moments.expected_until,
    )
    return Card(
        text=summary.model_dump_json(),
        permission_until=until,
        permission_later=later,
        digest=digest_of(order, decision),
        deadlines=deadlines,
    )


def _earliest(decision: Decision) -> dict[DeadlineKind, datetime]:
    """Return the first moment of each kind: with several sellers there may be more than one."""
    found: dict[DeadlineKind, datetime] = {}
    for deadline in decision.deadlines:
        found[deadline.kind] = min(found.get(deadline.kind, deadline.at), deadline.at)
    return found


def _until(order: Order, policy: Policy, decision: Decision) -> tuple[datetime | None, str]:
    """Return when the card's permission becomes another one, and which.

    Where the window of one of several sellers ends first, the others may still hold it up.
    """
    outcome, now = decision.outcome, decision
    while (until := _earliest(now).get(DeadlineKind.CANCEL_BY)) is not None:
        now = buyers_decision(order, None, now=until + _MOMENT_LATER, policy=policy)
        if now.outcome is not outcome or DeadlineKind.CANCEL_BY not in _earliest(now):
            return until, now.outcome
    return None, ""


def _requests_part(order: Order) -> bool:
    """Say whether the open requests leave out something that is open."""
    asked = {line_id for request in order.open_requests for line_id in request.line_ids}
    return bool(asked) and any(line.open_quantity and line.id not in asked for line in order.lines)


def search_text(order: Order, seller: Seller) -> str:
    """Return what a search looks through: number, goods, variants, seller."""
    parts = [order.number, seller.name, *(part.name for part in order.further)]
    for line in order.lines:
        parts += [line.product_name, line.variant]
    return folded("\n".join(part for part in parts if part))


def folded(text: str) -> str:
    """Return ``text`` as it is compared: small letters without marks, so that "ca phe" finds."""
    plain = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    marked = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(marked.casefold().replace("\0", "").split())
