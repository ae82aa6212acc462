"""Change here when advice shows and who leads: each rule that applies speaks, in this order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from buyer_portal.domain.decision_values import ActionKind, Cause
from buyer_portal.domain.next_steps import STEPS_OF
from buyer_portal.domain.policy import Permission
from buyer_portal.domain.sellers import request_to
from buyer_portal.guidance.facts import (
    can_appeal_return,
    can_return,
    has_money_to_come,
    is_return_open,
    moment,
    rejection_words,
    spoke,
)
from buyer_portal.guidance.situation import Situation
from buyer_portal.guidance.values import Tone

Predicate = Callable[[Situation], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Say ``why.<cause>.<body>`` in ``tone`` when ``applies``.

    ``needs`` names the parameters of the text, from ``facts.PARAMETERS``; a rule whose parameters
    cannot be known must not apply.
    """

    cause: Cause
    tone: Tone
    applies: Predicate
    body: str = "body"
    needs: tuple[str, ...] = ()
    steps: tuple[ActionKind, ...] = ()

    @property
    def title_key(self) -> str:
        """The message id of the sentence that also stands beside the button."""
        return f"why.{self.cause}.title"

    @property
    def body_key(self) -> str:
        """The message id of what it means."""
        return f"why.{self.cause}.{self.body}"

    @property
    def kinds(self) -> tuple[ActionKind, ...]:
        """The steps to offer, as far as the decision allows them."""
        return self.steps or STEPS_OF.get(self.cause, ())


def _has(cause: Cause, *also: Predicate) -> Predicate:
    """Return a predicate: the decision holds ``cause``, and all of ``also`` are true."""

    def applies(situation: Situation) -> bool:
        decision = situation.decision
        return (
            decision is not None
            and cause in decision.causes
            and all(predicate(situation) for predicate in also)
        )

    return applies


def _knows(*names: str) -> Predicate:
    return lambda situation: all(moment(situation, name) is not None for name in names)


def _not(predicate: Predicate) -> Predicate:
    return lambda situation: not predicate(situation)


def _spoke(rule: str) -> Predicate:
    return lambda situation: spoke(situation, rule)


def _leads(cause: Cause) -> Predicate:
    def applies(situation: Situation) -> bool:
        decision = situation.decision
        return decision is not None and decision.causes[:1] == (cause,)

    return applies


def _outcome(permission: Permission) -> Predicate:
    def applies(situation: Situation) -> bool:
        decision = situation.decision
        return decision is not None and decision.outcome is permission

    return applies


def _silence_approves(situation: Situation) -> bool:
    order = situation.order
    if order is not None and order.open_requests:
        return order.open_requests[0].silence_approves
    return situation.policy is not None and situation.policy.silence_approves


def _is_returning(situation: Situation) -> bool:
    """Say whether all that is open are returns: one that was agreed to waits for its buyer."""
    order = situation.order
    return order is not None and bool(order.open_requests) and request_to(order, "") is None


def _is_partly_cancellable(situation: Situation) -> bool:
    decision = situation.decision
    return decision is not None and any(
        line.permission is Permission.INSTANT for line in decision.lines
    )


def _nothing_is_left(situation: Situation) -> bool:
    """Say whether returns took all that could go back, and their time is not what ended it."""
    return situation.has_returns and not is_return_open(situation)


_REQUESTS: Final = _outcome(Permission.REQUEST)
_PACKED: Final = _knows("packed_at")
_ANSWERED: Final = _knows("answer_by")
_DATED_RETURN: Final = _knows("delivered_at", "return_by")
_LEADING_BUILD: Final = _leads(Cause.BUILD_OUTDATED)
_BY_ONCE: Final = _spoke("one_cancellation")
_BY_GOODS: Final = _spoke("goods")
_BY_WHOLE: Final = _spoke("whole_order")

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        cause=Cause.CONNECTION,
        tone=Tone.PROBLEM,
        applies=lambda s: not s.is_connected and s.confirmed_at is not None,
        needs=("confirmed_at",),
        steps=(ActionKind.RETRY,),
    ),
    Rule(
        cause=Cause.CONNECTION,
        tone=Tone.PROBLEM,
        applies=lambda s: not s.is_connected and s.confirmed_at is None,
        body="body_unconfirmed",
        steps=(ActionKind.RETRY,),
    ),
    Rule(
        cause=Cause.WRONG_ACCOUNT,
        tone=Tone.WARNING,
        applies=lambda s: s.is_wrong_account,
        steps=(ActionKind.SWITCH_ACCOUNT,),
    ),
    Rule(
        cause=Cause.SYSTEM_ERROR,
        tone=Tone.PROBLEM,
        applies=lambda s: s.has_system_error and s.retry_at is not None,
        needs=("retry_at",),
        steps=(ActionKind.RETRY, ActionKind.CONTACT_SUPPORT),
    ),
    Rule(
        cause=Cause.SYSTEM_ERROR,
        tone=Tone.PROBLEM,
        applies=lambda s: s.has_system_error and s.retry_at is None,
        body="body_manual",
        steps=(ActionKind.RETRY, ActionKind.CONTACT_SUPPORT),
    ),
    Rule(
        cause=Cause.ORDER_CHANGED,
        tone=Tone.WARNING,
        applies=lambda s: s.has_order_changed or _has(Cause.ORDER_CHANGED)(s),
        steps=(ActionKind.READ_NEW_STATE,),
    ),
    Rule(
        cause=Cause.BUILD_OUTDATED,
        tone=Tone.WARNING,
        applies=_has(Cause.BUILD_OUTDATED, _LEADING_BUILD),
    ),
    Rule(
        cause=Cause.ALREADY_REQUESTED,
        tone=Tone.WAITING,
        applies=_has(Cause.ALREADY_REQUESTED, _ANSWERED, _silence_approves),
        needs=("requested_at", "answer_by"),
    ),
    Rule(
        cause=Cause.ALREADY_REQUESTED,
        tone=Tone.WAITING,
        applies=_has(Cause.ALREADY_REQUESTED, _ANSWERED, _not(_silence_approves)),
        body="body_closes",
        needs=("requested_at", "answer_by"),
    ),
    Rule(
        cause=Cause.ALREADY_REQUESTED,
        tone=Tone.WAITING,
        applies=_has(Cause.ALREADY_REQUESTED, _not(_ANSWERED), _is_returning),
        body="body_return",
        needs=("requested_at",),
    ),
    Rule(
        cause=Cause.ALREADY_REQUESTED,
        tone=Tone.WAITING,
        applies=_has(Cause.ALREADY_REQUESTED, _not(_ANSWERED), _not(_is_returning)),
        body="body_open",
        needs=("requested_at",),
    ),
    Rule(
        cause=Cause.PARTLY_SHIPPED,
        tone=Tone.INFO,
        applies=_has(Cause.PARTLY_SHIPPED, _is_partly_cancellable),
    ),
    Rule(
        cause=Cause.PARTLY_SHIPPED,
        tone=Tone.INFO,
        applies=_has(Cause.PARTLY_SHIPPED, _not(_is_partly_cancellable)),
        body="body_rest_waits",
    ),
    Rule(
        cause=Cause.REQUEST_REJECTED,
        tone=Tone.WARNING,
        applies=_has(Cause.REQUEST_REJECTED, lambda s: bool(rejection_words(s))),
        needs=("seller_reason",),
    ),
    Rule(
        cause=Cause.REQUEST_REJECTED,
        tone=Tone.WARNING,
        applies=_has(Cause.REQUEST_REJECTED, lambda s: not rejection_words(s)),
        body="body_unexplained",
    ),
    Rule(
        cause=Cause.NEEDS_SELLER,
        tone=Tone.INFO,
        applies=_has(Cause.NEEDS_SELLER, _REQUESTS, _silence_approves),
        body="body_request",
        needs=("answer_hours",),
        steps=(ActionKind.REQUEST_CANCEL, ActionKind.CONTACT_SUPPORT),
    ),
    Rule(
        cause=Cause.NEEDS_SELLER,
        tone=Tone.INFO,
        applies=_has(Cause.NEEDS_SELLER, _REQUESTS, _not(_silence_approves)),
        body="body_request_closes",
        needs=("answer_hours",),
        steps=(ActionKind.REQUEST_CANCEL, ActionKind.CONTACT_SUPPORT),
    ),
    Rule(
        cause=Cause.NEEDS_SELLER,
        tone=Tone.INFO,
        applies=_has(Cause.NEEDS_SELLER, _not(_REQUESTS)),
    ),
    Rule(
        cause=Cause.PACKED,
        tone=Tone.INFO,
        applies=_has(Cause.PACKED, _REQUESTS),
        body="body_request",
        needs=("answer_hours",),
        steps=(
            ActionKind.REQUEST_CANCEL,
            ActionKind.CONTACT_SUPPORT,
            ActionKind.RETURN_AFTER_DELIVERY,
        ),
    ),
    Rule(
        cause=Cause.PACKED,
        tone=Tone.INFO,
        applies=_has(Cause.PACKED, _not(_REQUESTS), _PACKED),
        needs=("packed_at",),
    ),
    Rule(
        cause=Cause.PACKED,
        tone=Tone.INFO,
        applies=_has(Cause.PACKED, _not(_REQUESTS), _not(_PACKED)),
        body="body_undated",
    ),
    Rule(
        cause=Cause.POLICY_FINAL,
        tone=Tone.WARNING,
        applies=_has(Cause.POLICY_FINAL, _BY_ONCE),
        body="body_once",
    ),
    Rule(
        cause=Cause.POLICY_FINAL,
        tone=Tone.WARNING,
        applies=_has(Cause.POLICY_FINAL, _not(_BY_ONCE), _BY_WHOLE),
        body="body_whole_order",
    ),
    Rule(
        cause=Cause.POLICY_FINAL,
        tone=Tone.WARNING,
        applies=_has(Cause.POLICY_FINAL, _not(_BY_ONCE), _not(_BY_WHOLE), _BY_GOODS),
        body="body_goods",
    ),
    Rule(
        cause=Cause.POLICY_FINAL,
        tone=Tone.WARNING,
        applies=_has(Cause.POLICY_FINAL, _not(_BY_ONCE), _not(_BY_WHOLE), _not(_BY_GOODS)),
    ),
    Rule(
        cause=Cause.IN_TRANSIT,
        tone=Tone.INFO,
        applies=_has(Cause.IN_TRANSIT, _knows("collected_at"), can_return),
        needs=("collected_at", "return_days"),
    ),
    Rule(
        cause=Cause.IN_TRANSIT,
        tone=Tone.INFO,
        applies=_has(Cause.IN_TRANSIT, _not(_knows("collected_at")), can_return),
        body="body_undated",
        needs=("return_days",),
    ),
    Rule(
        cause=Cause.IN_TRANSIT,
        tone=Tone.WARNING,
        applies=_has(Cause.IN_TRANSIT, _not(can_return)),
        body="body_no_return",
    ),
    Rule(
        cause=Cause.DELIVERED,
        tone=Tone.INFO,
        applies=_has(Cause.DELIVERED, is_return_open, _DATED_RETURN),
        needs=("delivered_at", "return_by"),
    ),
    Rule(
        cause=Cause.DELIVERED,
        tone=Tone.INFO,
        applies=_has(Cause.DELIVERED, is_return_open, _not(_DATED_RETURN)),
        body="body_undated",
        needs=("return_days",),
    ),
    Rule(
        cause=Cause.DELIVERED,
        tone=Tone.WARNING,
        applies=_has(Cause.DELIVERED, _not(is_return_open), can_appeal_return),
        body="body_return_declined",
    ),
    Rule(
        cause=Cause.DELIVERED,
        tone=Tone.INFO,
        applies=_has(Cause.DELIVERED, _nothing_is_left, _not(can_appeal_return)),
        body="body_return_settled",
    ),
    Rule(
        cause=Cause.DELIVERED,
        tone=Tone.WARNING,
        applies=_has(
            Cause.DELIVERED, _not(is_return_open), _not(_nothing_is_left), _not(can_appeal_return)
        ),
        body="body_return_over",
    ),
    Rule(
        cause=Cause.COMPLETED,
        tone=Tone.INFO,
        applies=_has(Cause.COMPLETED, is_return_open),
        body="body_return_open",
    ),
    Rule(
        cause=Cause.COMPLETED,
        tone=Tone.INFO,
        applies=_has(Cause.COMPLETED, _not(is_return_open), can_appeal_return),
        body="body_return_declined",
    ),
    Rule(
        cause=Cause.COMPLETED,
        tone=Tone.INFO,
        applies=_has(Cause.COMPLETED, _not(is_return_open), _not(can_appeal_return)),
    ),
    Rule(
        cause=Cause.ALREADY_CANCELLED,
        tone=Tone.INFO,
        applies=_has(Cause.ALREADY_CANCELLED, _knows("cancelled_at"), has_money_to_come),
        body="body_refund",
        needs=("cancelled_at",),
    ),
    Rule(
        cause=Cause.ALREADY_CANCELLED,
        tone=Tone.INFO,
        applies=_has(Cause.ALREADY_CANCELLED, _knows("cancelled_at"), _not(has_money_to_come)),
        needs=("cancelled_at",),
    ),
    Rule(
        cause=Cause.ALREADY_CANCELLED,
        tone=Tone.INFO,
        applies=_has(Cause.ALREADY_CANCELLED, _not(_knows("cancelled_at"))),
        body="body_undated",
    ),
    Rule(
        cause=Cause.BUILD_OUTDATED,
        tone=Tone.INFO,
        applies=_has(Cause.BUILD_OUTDATED, _not(_LEADING_BUILD)),
        body="body_besides",
    ),
)
"""First the causes of the browser and the portal, then those of the order, what can be solved
soonest first; at most one rule of a cause applies."""
