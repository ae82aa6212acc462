"""Change here which cancel commands are refused, and with what."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from buyer_portal.domain.decision_values import Cause, Decision, Verdict
from buyer_portal.domain.orders import Order
from buyer_portal.domain.policy import ReasonMode
from buyer_portal.order_contract.cancellations import CancelOrder
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import Answer, ProblemError, invalid, problem
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.repository import StoredOrder, digest_at
from buyer_portal.order_service.orders.summaries import buyers_decision, digest_of
from buyer_portal.order_service.sessions.viewer import Viewer

_WITH_LIST: Final = frozenset({ReasonMode.LIST, ReasonMode.LIST_AND_TEXT})
_WITH_TEXT: Final = frozenset({ReasonMode.TEXT, ReasonMode.LIST_AND_TEXT})


def check_expiry(expires_at: datetime, now: datetime) -> None:
    """Refuse a command that came too late.

    Raises:
        ProblemError: It did, or its moment names no time zone.
    """
    if expires_at.tzinfo is None:
        raise invalid("/expires_at", "timezone_aware")
    if expires_at <= now:
        raise ProblemError(ProblemCode.COMMAND_EXPIRED)


def asks_too_much(order: Order, pieces: Mapping[str, int] | None) -> bool:
    """Say whether more pieces are named than are open."""
    return any(line.open_quantity < (pieces or {}).get(line.id, 0) for line in order.lines)


def is_other_than_seen(
    transaction: Transaction,
    viewer: Viewer,
    stored: StoredOrder,
    command: CancelOrder,
    decision: Decision,
) -> bool:
    """Say whether the buyer agreed to something else than what would happen now.

    What the dialog promised decides where it was sent; otherwise a version that is not the current
    one is fine as long as it offered the same permission, refund and lines.
    """
    promised, amount = command.seen_permission, command.seen_refund_minor
    if promised is not None and promised is not decision.outcome:
        return True
    if amount is not None and amount != decision.refund_preview.total_minor:
        return True
    later = decision.request_preview
    asked = command.seen_request_minor
    if asked is not None and asked != (later.total_minor if later else 0):
        return True
    seen_of = {line.line_id: line.seen_permission for line in command.lines}
    for line in decision.lines:
        seen = seen_of.get(line.line_id)
        if seen is not None and seen is not line.permission:
            return True
    order = stored.order
    if (promised is not None and amount is not None) or command.order_version == order.version:
        return False
    seen = digest_at(transaction.connection, viewer.tenant, order.id, command.order_version)
    current = buyers_decision(order, None, now=viewer.now, policy=stored.policy)
    return seen != digest_of(order, current)


def refusal_of(order: Order, decision: Decision) -> Answer:
    """Return why nothing is cancelled."""
    if decision.causes[:1] == (Cause.ORDER_CHANGED,):
        return problem(ProblemCode.ORDER_CHANGED, order_version=order.version)
    closed = [step.at for step in decision.trace if step.verdict is not Verdict.ALLOWS and step.at]
    return problem(
        ProblemCode.CANCELLATION_REFUSED,
        causes=decision.causes,
        order_version=order.version,
        happened_at=closed[-1] if closed else None,
    )


def check_reason(command: CancelOrder, decision: Decision) -> None:
    """Refuse a reason that the policy does not offer, or none where it wants one.

    Raises:
        ProblemError: The field that is wrong.
    """
    mode = decision.reason_mode
    if command.reason_key and (
        mode not in _WITH_LIST or command.reason_key not in decision.reason_keys
    ):
        raise invalid("/reason_key", "unknown")
    if not decision.reason_required or mode is ReasonMode.NONE:
        return
    has_key = bool(command.reason_key) or mode not in _WITH_LIST or not decision.reason_keys
    has_text = bool(command.reason_text.strip())
    if mode is ReasonMode.TEXT and not has_text:
        raise invalid("/reason_text", "missing")
    if mode in _WITH_LIST and not has_key and not (mode in _WITH_TEXT and has_text):
        raise invalid("/reason_key", "missing")
