"""Change here what a buyer is offered for each cause, in which order, and what it costs them."""

from collections.abc import Sequence
from typing import Final

from buyer_portal.domain.decision_rules import has_parcel_in_transit
from buyer_portal.domain.decision_values import Action, ActionCost, ActionKind, Cause, Likelihood
from buyer_portal.domain.orders import Order, OrderStatus, RequestKind
from buyer_portal.domain.policy import Permission, Policy, RefusalEffect
from buyer_portal.domain.refunds import refundable_minor
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
    Cause.REQUEST_REJECTED: (_K.APPEAL, _K.RETURN_AFTER_DELIVERY),
    Cause.NEEDS_SELLER: (_K.ASK_SELLER, _K.CONTACT_SUPPORT),
    Cause.PACKED: (
        _K.ASK_SELLER,
        _K.REQUEST_REFUND,
        _K.CONTACT_SUPPORT,
        _K.RETURN_AFTER_DELIVERY,
    ),
    Cause.IN_TRANSIT: (
        _K.REQUEST_REFUND,
        _K.RETURN_AFTER_DELIVERY,
        _K.REFUSE_DELIVERY,
        _K.CONTACT_SUPPORT,
    ),
    Cause.DELIVERED: (_K.START_RETURN, _K.CONTACT_SUPPORT),
    Cause.COMPLETED: (_K.START_RETURN, _K.ORDER_AGAIN, _K.CONTACT_SUPPORT),
    Cause.ALREADY_CANCELLED: (_K.SEE_REFUND, _K.ORDER_AGAIN),
    Cause.POLICY_FINAL: (_K.SEE_POLICY, _K.ASK_SELLER, _K.CONTACT_SUPPORT),
}
"""Steps per cause, the most useful first. Source: EXPERIENCE.md section 2."""

_LIKELIHOOD: Final = {
    _K.ASK_SELLER: Likelihood.POSSIBLE,
    _K.CONTACT_SUPPORT: Likelihood.POSSIBLE,
    _K.APPEAL: Likelihood.POSSIBLE,
    _K.REQUEST_REFUND: Likelihood.LIKELY,
    _K.START_RETURN: Likelihood.LIKELY,
    _K.RETURN_AFTER_DELIVERY: Likelihood.LIKELY,
    _K.REFUSE_DELIVERY: Likelihood.LIKELY,
}
_WAITS: Final = frozenset(
    {_K.ASK_SELLER, _K.CONTACT_SUPPORT, _K.APPEAL, _K.REQUEST_REFUND, _K.REQUEST_CANCEL}
)


def _plain(kind: ActionKind) -> Action:
    return Action(
        kind=kind,
        cost=ActionCost.WAIT if kind in _WAITS else ActionCost.FREE,
        likelihood=_LIKELIHOOD.get(kind, Likelihood.CERTAIN),
    )


_PLAIN: Final = {kind: _plain(kind) for kind in ActionKind}


def actions_for(
    order: Order,
    causes: Sequence[Cause],
    permissions: frozenset[Permission],
    *,
    outcome: Permission,
    policy: Policy,
    standing: Standing,
    is_returnable: bool,
) -> tuple[Action, ...]:
    """Return what the buyer can do now, the best first, each kind once; never empty.

    Args:
        permissions: What holds for the lines asked for.
        is_returnable: The return window is open, or will be after delivery.
    """
    kinds: dict[ActionKind, None] = {}
    if outcome is Permission.INSTANT:
        kinds[_K.CANCEL_REST if Cause.PARTLY_SHIPPED in causes else _K.CANCEL] = None
    if outcome is Permission.REQUEST or (
        outcome is Permission.INSTANT and Permission.REQUEST in permissions
    ):
        kinds[_K.REQUEST_CANCEL] = None
    for cause in causes:
        for kind in STEPS_OF.get(cause, ()):
            if kind not in kinds and _is_open(kind, order, policy, permissions, is_returnable):
                kinds[kind] = None
    kinds[_K.SEE_POLICY] = None
    return tuple(_action(kind, order, policy, standing) for kind in kinds)


def _is_open(  # noqa: PLR0911 - one word a kind
    kind: ActionKind,
    order: Order,
    policy: Policy,
    permissions: frozenset[Permission],
    is_returnable: bool,  # noqa: FBT001 - private
) -> bool:
    if kind in (_K.RETURN_AFTER_DELIVERY, _K.START_RETURN):
        return is_returnable
    if kind is _K.REQUEST_REFUND:
        return policy.stage(order.status).refund is not Permission.NONE
    if kind is _K.SEE_REFUND:
        return order.refunded_minor > 0 or refundable_minor(order) > 0
    if kind is _K.CANCEL_REST:
        return Permission.INSTANT in permissions
    if kind is _K.REFUSE_DELIVERY:
        return has_parcel_in_transit(order)
    if kind is _K.WITHDRAW_REQUEST:
        return any(request.kind is RequestKind.CANCELLATION for request in order.open_requests)
    return kind is not _K.ASK_SELLER or order.status is not OrderStatus.UNPAID


def _action(kind: ActionKind, order: Order, policy: Policy, standing: Standing) -> Action:
    if kind is _K.REQUEST_CANCEL:
        likelihood = Likelihood.LIKELY if policy.silence_approves else Likelihood.POSSIBLE
        return Action(kind=kind, cost=ActionCost.WAIT, likelihood=likelihood)
    if kind in (_K.RETURN_AFTER_DELIVERY, _K.START_RETURN):
        cost = ActionCost.WAIT if policy.return_free else ActionCost.SHIPPING
        return Action(kind=kind, cost=cost, likelihood=Likelihood.LIKELY)
    if kind is _K.REFUSE_DELIVERY:
        harms = policy.refusal_effect is not RefusalEffect.NONE and policy.refusal_expires_days > 0
        is_marked = harms and standing.has_strike_of(order.id)
        cost = ActionCost.STANDING if harms and not is_marked else ActionCost.WAIT
        return Action(kind=kind, cost=cost, likelihood=Likelihood.LIKELY)
    return _PLAIN[kind]
