"""Change here what the help says about one order; about its money: ``help_money.py``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from buyer_portal.domain.changes import ChangeKind
from buyer_portal.domain.decision_values import ActionKind, DeadlineKind, Decision
from buyer_portal.domain.lifecycle import has_left
from buyer_portal.domain.orders import Order, OrderStatus
from buyer_portal.domain.policy import Permission, Policy, ReasonMode
from buyer_portal.domain.support import can_appeal
from buyer_portal.guidance.advice import advise
from buyer_portal.guidance.facts import moment
from buyer_portal.guidance.help_values import (
    HelpFacts,
    HelpLine,
    HelpParameter,
    HelpTarget,
)

Lines = tuple[HelpLine, ...]

_OVER: Final = frozenset({OrderStatus.CANCELLED, OrderStatus.COMPLETED})
_POSSIBLE: Final = frozenset({Permission.INSTANT, Permission.REQUEST})
_ON_THE_WAY: Final = frozenset({OrderStatus.IN_TRANSIT, OrderStatus.PARTIALLY_SHIPPING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is there when an order could be read."""

    order: Order
    decision: Decision
    policy: Policy


def known(facts: HelpFacts) -> Known | None:
    """Return order, decision and policy together; None where the order could not be read."""
    situation = facts.situation
    if situation.order is None or situation.decision is None or situation.policy is None:
        return None
    return Known(order=situation.order, decision=situation.decision, policy=situation.policy)


def offers(found: Known, kind: ActionKind) -> bool:
    """Say whether the decision offers an action."""
    return any(action.kind is kind for action in found.decision.actions)


def one(
    key: str,
    *,
    target: HelpTarget = HelpTarget.ORDER,
    more_key: str = "",
    **parameters: HelpParameter,
) -> Lines:
    """Return one line."""
    return (HelpLine(key=key, parameters=parameters, more_key=more_key, target=target),)


def nothing(_: HelpFacts) -> Lines:
    """Say nothing of any order."""
    return ()


def until_when(facts: HelpFacts) -> Lines:
    """Say until when an order can be cancelled, or why it cannot."""
    found = known(facts)
    if found is None or found.order.status in _OVER:
        return ()
    return _possible(facts, found) or why_off(facts)


def now(facts: HelpFacts) -> Lines:
    """Name the orders that can be cancelled now."""
    found = known(facts)
    return () if found is None or found.order.status in _OVER else _possible(facts, found)


def why_off(facts: HelpFacts) -> Lines:
    """Say why cancelling is off, as the order's page does."""
    found = known(facts)
    if found is None or found.decision.outcome in _POSSIBLE:
        return ()
    if found.order.status is OrderStatus.CANCELLED:
        return ()
    advice = advise(facts.situation)
    if not advice:
        return ()
    lead = advice[0]
    parameters: dict[str, HelpParameter] = {**lead.parameters}
    return (HelpLine(key=lead.title_key, more_key=lead.body_key, parameters=parameters),)


def unpaid(facts: HelpFacts) -> Lines:
    """Say when an order that is not paid is cancelled by itself."""
    found = known(facts)
    if found is None or found.order.status is not OrderStatus.UNPAID:
        return ()
    until = _deadline(found, DeadlineKind.PAY_BY)
    return _possible(facts, found) if until is None else one("help.line.pay_by", until=until)


def part(facts: HelpFacts) -> Lines:
    """Say whether lines can be chosen."""
    found = known(facts)
    if found is None or found.decision.outcome not in _POSSIBLE:
        return ()
    if sum(line.open_quantity for line in found.order.lines) < 2:  # noqa: PLR2004 - a choice
        return ()
    return one("help.line.part" if found.decision.cancel_lines else "help.line.whole")


def reason(facts: HelpFacts) -> Lines:
    """Say whether a reason must be given."""
    found = known(facts)
    if found is None or found.decision.outcome not in _POSSIBLE:
        return ()
    decision = found.decision
    if not decision.reason_required or decision.reason_mode is ReasonMode.NONE:
        return one("help.line.reason_free")
    is_text = decision.reason_mode is ReasonMode.TEXT or not decision.reason_keys
    return one("help.line.reason_text" if is_text else "help.line.reason_list")


def worked(facts: HelpFacts) -> Lines:
    """Say whether an order is cancelled, or only asked for."""
    found = known(facts)
    if found is None:
        return ()
    request = found.order.open_request
    if request is not None:
        return one("help.line.requested", at=request.requested_at)
    if found.order.status is not OrderStatus.CANCELLED:
        return ()
    at = found.order.moments.cancelled_at
    return one("help.line.worked_undated") if at is None else one("help.line.worked", at=at)


def withdraw(facts: HelpFacts) -> Lines:
    """Name the orders whose request can be taken back."""
    found = known(facts)
    if found is None or not offers(found, ActionKind.WITHDRAW_REQUEST):
        return ()
    return one("help.line.withdraw")


def packed(facts: HelpFacts) -> Lines:
    """Say what holds for parcels that wait for the carrier."""
    found = known(facts)
    if found is None or found.order.status is not OrderStatus.AWAITING_COLLECTION:
        return ()
    return until_when(facts)


def ask(facts: HelpFacts) -> Lines:
    """Name the orders whose seller can be asked, and how."""
    found = known(facts)
    if found is None or found.order.status in _OVER:
        return ()
    if found.decision.outcome is Permission.REQUEST:
        return _possible(facts, found)
    if not offers(found, ActionKind.ASK_SELLER):
        return ()
    return one("help.line.ask", target=HelpTarget.CONVERSATION)


def silent(facts: HelpFacts) -> Lines:
    """Say what happens when a seller does not answer in time."""
    found = known(facts)
    request = None if found is None else next(iter(found.order.open_requests), None)
    if request is None or request.answer_by is None:
        return ()
    key = "help.line.silent_yes" if request.silence_approves else "help.line.silent_no"
    return one(key, until=request.answer_by)


def declined(facts: HelpFacts) -> Lines:
    """Repeat why a seller declined, and lead to the appeal while there is one."""
    found = known(facts)
    rejected = None if found is None else found.order.rejected_request
    if found is None or rejected is None or found.order.status is OrderStatus.CANCELLED:
        return ()
    is_open = can_appeal(found.order, policy=found.policy, now=facts.situation.now)
    target = HelpTarget.APPEAL if is_open else HelpTarget.ORDER
    if not rejected.reason.strip():
        return one("help.line.declined_silent", target=target, at=rejected.rejected_at)
    return one(
        "help.line.declined",
        target=target,
        at=rejected.rejected_at,
        reason=rejected.reason.strip(),
    )


def policy(facts: HelpFacts) -> Lines:
    """Lead to the rules that an order was bought under."""
    found = known(facts)
    return () if found is None else one("help.line.policy", target=HelpTarget.POLICY)


def shipped(facts: HelpFacts) -> Lines:
    """Say what holds for orders that are on their way."""
    found = known(facts)
    if found is None or found.order.status not in _ON_THE_WAY:
        return ()
    return until_when(facts)


def refuse(facts: HelpFacts) -> Lines:
    """Say what refusing a parcel would leave."""
    found = known(facts)
    if found is None or not offers(found, ActionKind.REFUSE_DELIVERY):
        return ()
    return one(
        f"help.line.refuse.{found.policy.refusal_effect}",
        target=HelpTarget.REFUSE,
        days=found.policy.refusal_expires_days,
    )


def change(*kinds: ChangeKind) -> Callable[[HelpFacts], Lines]:
    """Return what says whether some of an order can still be changed."""

    def say(facts: HelpFacts) -> Lines:
        found = known(facts)
        if found is None or found.order.status in _OVER:
            return ()
        if not found.order.open_requests and set(kinds) & set(
            found.policy.changes.get(found.order.status, ())
        ):
            return one("help.line.change_yes", target=HelpTarget.CHANGE)
        if has_left(found.order.status):
            return ()
        if found.decision.outcome in _POSSIBLE:
            return one("help.line.change_again")
        return one("help.line.change_no")

    return say


def again(facts: HelpFacts) -> Lines:
    """Name the orders that can be placed again."""
    found = known(facts)
    if found is None or found.order.status not in _OVER:
        return ()
    return one("help.line.again", target=HelpTarget.AGAIN)


def return_(facts: HelpFacts) -> Lines:
    """Say until when goods can go back, and who pays for that."""
    found = known(facts)
    if found is None or found.order.status is OrderStatus.CANCELLED:
        return ()
    paid = "free" if found.policy.return_free else "paid"
    until = moment(facts.situation, "return_by")
    if offers(found, ActionKind.START_RETURN) and until is not None:
        return one(f"help.line.return_until_{paid}", until=until)
    if offers(found, ActionKind.RETURN_AFTER_DELIVERY):
        return one(f"help.line.return_after_{paid}", days=found.policy.return_days)
    return ()


def _possible(facts: HelpFacts, found: Known) -> Lines:
    """Say how an order can be cancelled now; nothing where it cannot."""
    outcome = found.decision.outcome
    if outcome is Permission.REQUEST:
        answer = "yes" if found.policy.silence_approves else "no"
        return one(f"help.line.cancel_request_{answer}", hours=found.policy.answer_hours)
    if outcome is not Permission.INSTANT:
        return ()
    if found.order.status in _ON_THE_WAY:
        return one("help.line.cancel_rest")
    until = _deadline(found, DeadlineKind.CANCEL_BY)
    if until is not None and until > facts.situation.now:
        return one("help.line.cancel_until", until=until)
    return one("help.line.cancel_now")


def _deadline(found: Known, kind: DeadlineKind) -> datetime | None:
    return next((entry.at for entry in found.decision.deadlines if entry.kind is kind), None)
