"""Change here when advice shows and who leads: each rule that applies speaks, in this order."""

from dataclasses import dataclass
from typing import Final

from buyer_portal.domain.decision_values import ActionKind, Cause
from buyer_portal.domain.next_steps import STEPS_OF
from buyer_portal.guidance.facts import (
    can_appeal_return,
    can_return,
    has_money_to_come,
    is_return_open,
    rejection_words,
)
from buyer_portal.guidance.predicates import (
    ANSWERED,
    BY_GOODS,
    BY_ONCE,
    BY_WHOLE,
    DATED_RETURN,
    LEADING_BUILD,
    PACKED,
    REQUESTS,
    Predicate,
    has,
    is_partly_cancellable,
    is_returning,
    knows,
    nothing_is_left,
    silence_approves,
    unless,
)
from buyer_portal.guidance.values import Tone


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
        applies=lambda s: s.has_order_changed or has(Cause.ORDER_CHANGED)(s),
        steps=(ActionKind.READ_NEW_STATE,),
    ),
    Rule(
        cause=Cause.BUILD_OUTDATED,
        tone=Tone.WARNING,
        applies=has(Cause.BUILD_OUTDATED, LEADING_BUILD),
    ),
    Rule(
        cause=Cause.ALREADY_REQUESTED,
        tone=Tone.WAITING,
        applies=has(Cause.ALREADY_REQUESTED, ANSWERED, silence_approves),
        needs=("requested_at", "answer_by"),
    ),
    Rule(
        cause=Cause.ALREADY_REQUESTED,
        tone=Tone.WAITING,
        applies=has(Cause.ALREADY_REQUESTED, ANSWERED, unless(silence_approves)),
        body="body_closes",
        needs=("requested_at", "answer_by"),
    ),
    Rule(
        cause=Cause.ALREADY_REQUESTED,
        tone=Tone.WAITING,
        applies=has(Cause.ALREADY_REQUESTED, unless(ANSWERED), is_returning),
        body="body_return",
        needs=("requested_at",),
    ),
    Rule(
        cause=Cause.ALREADY_REQUESTED,
        tone=Tone.WAITING,
        applies=has(Cause.ALREADY_REQUESTED, unless(ANSWERED), unless(is_returning)),
        body="body_open",
        needs=("requested_at",),
    ),
    Rule(
        cause=Cause.PARTLY_SHIPPED,
        tone=Tone.INFO,
        applies=has(Cause.PARTLY_SHIPPED, is_partly_cancellable),
    ),
    Rule(
        cause=Cause.PARTLY_SHIPPED,
        tone=Tone.INFO,
        applies=has(Cause.PARTLY_SHIPPED, unless(is_partly_cancellable)),
        body="body_rest_waits",
    ),
    Rule(
        cause=Cause.REQUEST_REJECTED,
        tone=Tone.WARNING,
        applies=has(Cause.REQUEST_REJECTED, lambda s: bool(rejection_words(s))),
        needs=("seller_reason",),
    ),
    Rule(
        cause=Cause.REQUEST_REJECTED,
        tone=Tone.WARNING,
        applies=has(Cause.REQUEST_REJECTED, lambda s: not rejection_words(s)),
        body="body_unexplained",
    ),
    Rule(
        cause=Cause.NEEDS_SELLER,
        tone=Tone.INFO,
        applies=has(Cause.NEEDS_SELLER, REQUESTS, silence_approves),
        body="body_request",
        needs=("answer_hours",),
        steps=(ActionKind.REQUEST_CANCEL, ActionKind.CONTACT_SUPPORT),
    ),
    Rule(
        cause=Cause.NEEDS_SELLER,
        tone=Tone.INFO,
        applies=has(Cause.NEEDS_SELLER, REQUESTS, unless(silence_approves)),
        body="body_request_closes",
        needs=("answer_hours",),
        steps=(ActionKind.REQUEST_CANCEL, ActionKind.CONTACT_SUPPORT),
    ),
    Rule(
        cause=Cause.NEEDS_SELLER,
        tone=Tone.INFO,
        applies=has(Cause.NEEDS_SELLER, unless(REQUESTS)),
    ),
    Rule(
        cause=Cause.PACKED,
        tone=Tone.INFO,
        applies=has(Cause.PACKED, REQUESTS),
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
        applies=has(Cause.PACKED, unless(REQUESTS), PACKED),
        needs=("packed_at",),
    ),
    Rule(
        cause=Cause.PACKED,
        tone=Tone.INFO,
        applies=has(Cause.PACKED, unless(REQUESTS), unless(PACKED)),
        body="body_undated",
    ),
    Rule(
        cause=Cause.POLICY_FINAL,
        tone=Tone.WARNING,
        applies=has(Cause.POLICY_FINAL, BY_ONCE),
        body="body_once",
    ),
    Rule(
        cause=Cause.POLICY_FINAL,
        tone=Tone.WARNING,
        applies=has(Cause.POLICY_FINAL, unless(BY_ONCE), BY_WHOLE),
        body="body_whole_order",
    ),
    Rule(
        cause=Cause.POLICY_FINAL,
        tone=Tone.WARNING,
        applies=has(Cause.POLICY_FINAL, unless(BY_ONCE), unless(BY_WHOLE), BY_GOODS),
        body="body_goods",
    ),
    Rule(
        cause=Cause.POLICY_FINAL,
        tone=Tone.WARNING,
        applies=has(Cause.POLICY_FINAL, unless(BY_ONCE), unless(BY_WHOLE), unless(BY_GOODS)),
    ),
    Rule(
        cause=Cause.IN_TRANSIT,
        tone=Tone.INFO,
        applies=has(Cause.IN_TRANSIT, knows("collected_at"), can_return),
        needs=("collected_at", "return_days"),
    ),
    Rule(
        cause=Cause.IN_TRANSIT,
        tone=Tone.INFO,
        applies=has(Cause.IN_TRANSIT, unless(knows("collected_at")), can_return),
        body="body_undated",
        needs=("return_days",),
    ),
    Rule(
        cause=Cause.IN_TRANSIT,
        tone=Tone.WARNING,
        applies=has(Cause.IN_TRANSIT, unless(can_return)),
        body="body_no_return",
    ),
    Rule(
        cause=Cause.DELIVERED,
        tone=Tone.INFO,
        applies=has(Cause.DELIVERED, is_return_open, DATED_RETURN),
        needs=("delivered_at", "return_by"),
    ),
    Rule(
        cause=Cause.DELIVERED,
        tone=Tone.INFO,
        applies=has(Cause.DELIVERED, is_return_open, unless(DATED_RETURN)),
        body="body_undated",
        needs=("return_days",),
    ),
    Rule(
        cause=Cause.DELIVERED,
        tone=Tone.WARNING,
        applies=has(Cause.DELIVERED, unless(is_return_open), can_appeal_return),
        body="body_return_declined",
    ),
    Rule(
        cause=Cause.DELIVERED,
        tone=Tone.INFO,
        applies=has(Cause.DELIVERED, nothing_is_left, unless(can_appeal_return)),
        body="body_return_settled",
    ),
    Rule(
        cause=Cause.DELIVERED,
        tone=Tone.WARNING,
        applies=has(
            Cause.DELIVERED,
            unless(is_return_open),
            unless(nothing_is_left),
            unless(can_appeal_return),
        ),
        body="body_return_over",
    ),
    Rule(
        cause=Cause.COMPLETED,
        tone=Tone.INFO,
        applies=has(Cause.COMPLETED, is_return_open),
        body="body_return_open",
    ),
    Rule(
        cause=Cause.COMPLETED,
        tone=Tone.INFO,
        applies=has(Cause.COMPLETED, unless(is_return_open), can_appeal_return),
        body="body_return_declined",
    ),
    Rule(
        cause=Cause.COMPLETED,
        tone=Tone.INFO,
        applies=has(Cause.COMPLETED, unless(is_return_open), unless(can_appeal_return)),
    ),
    Rule(
        cause=Cause.ALREADY_CANCELLED,
        tone=Tone.INFO,
        applies=has(Cause.ALREADY_CANCELLED, knows("cancelled_at"), has_money_to_come),
        body="body_refund",
        needs=("cancelled_at",),
    ),
    Rule(
        cause=Cause.ALREADY_CANCELLED,
        tone=Tone.INFO,
        applies=has(Cause.ALREADY_CANCELLED, knows("cancelled_at"), unless(has_money_to_come)),
        needs=("cancelled_at",),
    ),
    Rule(
        cause=Cause.ALREADY_CANCELLED,
        tone=Tone.INFO,
        applies=has(Cause.ALREADY_CANCELLED, unless(knows("cancelled_at"))),
        body="body_undated",
    ),
    Rule(
        cause=Cause.BUILD_OUTDATED,
        tone=Tone.INFO,
        applies=has(Cause.BUILD_OUTDATED, unless(LEADING_BUILD)),
        body="body_besides",
    ),
)
"""First the causes of the browser and the portal, then those of the order, what can be solved
soonest first; at most one rule of a cause applies."""
