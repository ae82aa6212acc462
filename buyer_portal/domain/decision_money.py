"""Change here what a decision gives back now, what once the sellers agree, and line by line."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from buyer_portal.domain.decision_facts import INSTANT, NONE, REQUEST, LineFacts, line_outcome
from buyer_portal.domain.decision_values import LineOutcome, RefundPreview, SellerRequest
from buyer_portal.domain.orders import Order
from buyer_portal.domain.policy import Permission, Policy
from buyer_portal.domain.refunds import refund_of, refunded
from buyer_portal.domain.sellers import lines_of, sellers_of


class Money(NamedTuple):
    """What comes back, and each line's own outcome."""

    preview: RefundPreview
    request_preview: RefundPreview | None
    requests: tuple[SellerRequest, ...]
    lines: tuple[LineOutcome, ...]


def money_of(
    order: Order,
    policy: Policy,
    everyone: Sequence[LineFacts],
    outcome: Permission,
    *,
    takes_best: bool,
) -> Money:
    """Return what a command would give back now, and what once the sellers have agreed.

    Covered are the pieces that a command would cancel or ask for; where it could do neither, those
    that a seller would have to open.

    Args:
        everyone: What the rules say of each line, in the order's order.
        takes_best: Each line has its own outcome; else all that were asked for share one.
    """
    at_once, on_request = _covered_by(outcome, takes_best=takes_best)
    now: dict[str, int] = {}
    later: dict[str, int] = {}
    covered: list[bool] = []
    for entry in everyone:
        asked, permission = entry.asked, entry.permission
        is_covered = False
        if asked > 0:
            if permission in at_once:
                now[entry.line.id] = asked
                is_covered = True
            elif permission in on_request:
                later[entry.line.id] = asked
                is_covered = True
        covered.append(is_covered)
    preview, nets = refund_of(order, now, policy)
    request_preview: RefundPreview | None = None
    requests: tuple[SellerRequest, ...] = ()
    if later:
        after = refunded(order, now, preview.parts)
        request_preview, later_nets = refund_of(after, later, policy)
        nets = tuple([one + other for one, other in zip(nets, later_nets, strict=True)])
        requests = _requests(after, later, policy, request_preview)
    elif outcome is REQUEST:
        request_preview = preview
        requests = _requests(order, now, policy, preview)
    return Money(
        preview,
        request_preview,
        requests,
        tuple(
            [
                line_outcome(entry, net, is_covered)
                for entry, net, is_covered in zip(everyone, nets, covered, strict=True)
            ]
        ),
    )


def _covered_by(
    outcome: Permission, *, takes_best: bool
) -> tuple[Collection[Permission], Collection[Permission]]:
    """Return of which lines a command disposes at once, and of which once their sellers agree."""
    if outcome is NONE:
        return (), ()
    if not takes_best:
        return tuple(Permission), ()
    return (outcome,), (REQUEST,) if outcome is INSTANT else ()


def _requests(
    order: Order, pieces: Mapping[str, int], policy: Policy, preview: RefundPreview
) -> tuple[SellerRequest, ...]:
    """Return one request per seller who would be asked, in the order of the sellers."""
    asked: dict[str, dict[str, int]] = {}
    for seller_id in sellers_of(order):
        of_seller = {
            line.id: pieces[line.id] for line in lines_of(order, seller_id) if line.id in pieces
        }
        if of_seller:
            asked[seller_id] = of_seller
    return tuple(
        SellerRequest(
            seller_id=seller_id,
            line_ids=tuple(of_seller),
            refund_minor=(
                preview if len(asked) == 1 else refund_of(order, of_seller, policy)[0]
            ).total_minor,
            answer_hours=policy.of_seller(seller_id).answer_hours,
            silence_approves=policy.of_seller(seller_id).silence_approves,
        )
        for seller_id, of_seller in asked.items()
    )
