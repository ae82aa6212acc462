"""Change here what a buyer is offered for each cause, in which order, and what it costs them."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from buyer_portal.domain.decision_facts import LineFacts
from buyer_portal.domain.decision_rules import has_parcel_in_transit, sellers_in_transit
from buyer_portal.domain.decision_values import Action, ActionCost, ActionKind, Cause, Likelihood
from buyer_portal.domain.orders import Order, OrderLine, OrderStatus, RequestKind
from buyer_portal.domain.policy import Permission, Policy
from buyer_portal.domain.refunds import refundable_minor
from buyer_portal.domain.returns import Return, ReturnStatus
from buyer_portal.domain.standing import Standing

_K = ActionKind

STEPS_OF: Final[dict[Cause, tuple[ActionKind, ...]]] = {
    Cause.BUILD_OUTDATED: (_K.UPDATE_PAGE,),
    Cause.ALREADY_REQUESTED: (_K.SEE_REQUEST, _K.WITHDRAW_REQUEST),
    Cause.ORDER_CHANGED: (_K.READ_NEW_STATE,),
    Cause.PARTLY_SHIPPED: (
        _K.CANCEL_REST,
        _K.RETURN_AFTER_DELIVERY,
        _K.REFUSE_DELIVERY,
        _K.CONTACT_SUPPORT,
    ),
    Cause.REQUEST_REJECTED: (_K.APPEAL, _K.RETURN_AFTER_DELIVERY, _K.CONTACT_SUPPORT),
    Cause.NEEDS_SELLER: (_K.ASK_SELLER, _K.CONTACT_SUPPORT),
    Cause.PACKED: (
        _K.ASK_SELLER,
        _K.REQUEST_REFUND,
        _K.APPEAL_RETURN,
        _K.CONTACT_SUPPORT,
        _K.RETURN_AFTER_DELIVERY,
    ),
    Cause.IN_TRANSIT: (
        _K.REQUEST_REFUND,
        _K.APPEAL_RETURN,
        _K.RETURN_AFTER_DELIVERY,
        _K.REFUSE_DELIVERY,
        _K.CONTACT_SUPPORT,
    ),
    Cause.DELIVERED: (_K.START_RETURN, _K.APPEAL_RETURN, _K.CONTACT_SUPPORT),
    Cause.COMPLETED: (_K.START_RETURN, _K.APPEAL_RETURN, _K.ORDER_AGAIN, _K.CONTACT_SUPPORT),
    Cause.ALREADY_CANCELLED: (_K.SEE_REFUND, _K.ORDER_AGAIN),
    Cause.POLICY_FINAL: (_K.SEE_POLICY, _K.ASK_SELLER, _K.CONTACT_SUPPORT),
}
"""Steps per cause, the most useful first. Source: EXPERIENCE.md section 2."""

_LIKELIHOOD: Final = {
    _K.ASK_SELLER: Likelihood.POSSIBLE,
    _K.CONTACT_SUPPORT: Likelihood.POSSIBLE,
    _K.APPEAL: Likelihood.POSSIBLE,
    _K.APPEAL_RETURN: Likelihood.POSSIBLE,
    _K.REQUEST_REFUND: Likelihood.LIKELY,
    _K.START_RETURN: Likelihood.LIKELY,
    _K.RETURN_AFTER_DELIVERY: Likelihood.LIKELY,
    _K.REFUSE_DELIVERY: Likelihood.LIKELY,
}
_WAITS: Final = frozenset(
    {
        _K.ASK_SELLER,
        _K.CONTACT_SUPPORT,
        _K.APPEAL,
        _K.APPEAL_RETURN,
        _K.REQUEST_REFUND,
        _K.REQUEST_CANCEL,
    }
)


def _plain(kind: ActionKind) -> Action:
    return Action(
        kind=kind,
        cost=ActionCost.WAIT if kind in _WAITS else ActionCost.FREE,
        likelihood=_LIKELIHOOD.get(kind, Likelihood.CERTAIN),
    )


_PLAIN: Final = {kind: _plain(kind) for kind in ActionKind}


class _Chances(NamedTuple):
    """All that decides what is offered; few orders differ in it, so that answers are kept."""

    outcome: Permission
    causes: tuple[Cause, ...]
    permissions: frozenset[Permission]
    is_unpaid: bool
    is_returnable: bool
    is_return_free: bool
    can_ask_refund: bool
    can_appeal: bool
    can_appeal_return: bool
    has_money: bool
    has_request: bool
    has_parcel: bool
    refusing_harms: bool
    silence_approves: bool


def actions_for(
    order: Order,
    causes: tuple[Cause, ...],
    asked: Sequence[LineFacts],
    *,
    outcome: Permission,
    policy: Policy,
    of_order: Policy,
    standing: Standing,
    is_returnable: bool,
    can_appeal: bool,
    returns: Sequence[Return] = (),
    can_appeal_return: bool = False,
) -> tuple[Action, ...]:
    """Return what the buyer can do now, the best first, each kind once; never empty.

    Args:
        asked: The lines asked for.
        policy: Whose reasons are asked for, where there are several sellers.
        of_order: The order's own, with those of further sellers.
        is_returnable: The return window is open, or will be after delivery.
        can_appeal: Support can still overrule a seller who declined.
        returns: All of the order so far.
        can_appeal_return: Support can still overrule a seller who declined one of them.
    """
    is_on_the_way = Cause.IN_TRANSIT in causes
    may_refuse = is_on_the_way or Cause.PARTLY_SHIPPED in causes
    return _actions(
        _Chances(
            outcome,
            causes,
            frozenset([entry.permission for entry in asked]),
            order.status is OrderStatus.UNPAID,
            is_returnable,
            policy.return_free,
            (is_on_the_way or Cause.PACKED in causes)
            and _can_ask_refund(order, policy, asked, returns),
            can_appeal,
            can_appeal_return,
            Cause.ALREADY_CANCELLED in causes
            and (order.refunded_minor > 0 or refundable_minor(order) > 0),
            Cause.ALREADY_REQUESTED in causes and _has_request(order),
            may_refuse and has_parcel_in_transit(order),
            may_refuse and _refusing_harms(order, of_order, standing),
            policy.silence_approves,
        )
    )


_NEEDS: Final[dict[ActionKind, Callable[[_Chances], bool]]] = {
    _K.RETURN_AFTER_DELIVERY: lambda chances: chances.is_returnable,
    _K.START_RETURN: lambda chances: chances.is_returnable and _is_free(chances),
    _K.REQUEST_REFUND: lambda chances: chances.can_ask_refund and _is_free(chances),
    _K.APPEAL: lambda chances: chances.can_appeal,
    _K.APPEAL_RETURN: lambda chances: chances.can_appeal_return,
    _K.SEE_REFUND: lambda chances: chances.has_money,
    _K.CANCEL_REST: lambda chances: Permission.INSTANT in chances.permissions,
    _K.REFUSE_DELIVERY: lambda chances: chances.has_parcel,
    _K.WITHDRAW_REQUEST: lambda chances: chances.has_request,
    _K.ASK_SELLER: lambda chances: not chances.is_unpaid,
}
"""When a step is possible; any other always is."""


def _is_free(chances: _Chances) -> bool:
    """Say whether nothing else is asked of the seller, who answers one thing at a time."""
    return Cause.ALREADY_REQUESTED not in chances.causes


@lru_cache(maxsize=4096)
def _actions(chances: _Chances) -> tuple[Action, ...]:
    causes = chances.causes
    kinds: dict[ActionKind, None] = {}
    if chances.outcome is Permission.INSTANT:
        kinds[_K.CANCEL_REST if Cause.PARTLY_SHIPPED in causes else _K.CANCEL] = None
    if chances.outcome is Permission.REQUEST or (
        chances.outcome is Permission.INSTANT and Permission.REQUEST in chances.permissions
    ):
        kinds[_K.REQUEST_CANCEL] = None
    for cause in causes:
        for kind in STEPS_OF.get(cause, ()):
            if kind not in _NEEDS or _NEEDS[kind](chances):
                kinds[kind] = None
    kinds[_K.SEE_POLICY] = None
    return tuple(_action(kind, chances) for kind in kinds)


def _action(kind: ActionKind, chances: _Chances) -> Action:
    match kind:
        case _K.REQUEST_CANCEL:
            likelihood = Likelihood.LIKELY if chances.silence_approves else Likelihood.POSSIBLE
            return Action(kind=kind, cost=ActionCost.WAIT, likelihood=likelihood)
        case _K.RETURN_AFTER_DELIVERY | _K.START_RETURN:
            cost = ActionCost.WAIT if chances.is_return_free else ActionCost.SHIPPING
            return Action(kind=kind, cost=cost, likelihood=Likelihood.LIKELY)
        case _K.REFUSE_DELIVERY:
            cost = ActionCost.STANDING if chances.refusing_harms else ActionCost.WAIT
            return Action(kind=kind, cost=cost, likelihood=Likelihood.LIKELY)
        case _:
            return _PLAIN[kind]


def _can_ask_refund(
    order: Order, policy: Policy, asked: Sequence[LineFacts], returns: Sequence[Return]
) -> bool:
    """Say whether money can be asked back for some of what was asked for."""
    lines = [entry.line for entry in asked] or order.lines
    if returns and not any(_has_undeclined(line, returns) for line in lines):
        return False
    stages = {entry.stage for entry in asked} or {order.status}
    return any(policy.stage(stage).refund is not Permission.NONE for stage in stages)


def _has_undeclined(line: OrderLine, returns: Sequence[Return]) -> bool:
    """Say whether there are pieces of a line for which nobody has declined to pay."""
    declined = sum(
        one.pieces.get(line.id, 0) for one in returns if one.status is ReturnStatus.REJECTED
    )
    return line.kept_quantity > declined


def _has_request(order: Order) -> bool:
    return any(request.kind is RequestKind.CANCELLATION for request in order.open_requests)


def _refusing_harms(order: Order, policy: Policy, standing: Standing) -> bool:
    """Say whether refusing a parcel that is on its way leaves a strike with its seller."""
    if standing.has_strike_of(order.id):
        return False
    return any(policy.of_seller(one).counts_refusals for one in sellers_in_transit(order))
