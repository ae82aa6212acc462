"""Change here how a decision is said in the words of the Partner API's eligibility answer.

The other way round than the rest of this room: who has a client for
``GET /return_refund/202602/orders/{id}/aftersale_eligibility`` reads our answer with it.
"""

from collections.abc import Mapping
from typing import Final

from buyer_portal.domain.decision_values import Cause, Decision, LineOutcome
from buyer_portal.domain.orders import Order
from buyer_portal.domain.policy import Permission

REVERSE_ORDER_EXISTS: Final = (25001011, "there are processing reverse order exists")
INVALID_STATUS: Final = (25001001, "invalid order status")
"""Codes and their words as the API has them. Source: a sandbox capture, and its documentation."""


def cancel_eligibility(
    order: Order, decision: Decision, *, sku_ids: Mapping[str, str]
) -> dict[str, object]:
    """Return the ``data`` of an eligibility answer for request type CANCEL.

    Args:
        sku_ids: Line id → the API's id of what was sold; lines without one stand under "".
    """
    by_sku: dict[str, list[dict[str, object]]] = {}
    for line, outcome in zip(order.lines, decision.lines, strict=True):
        answer: dict[str, object] = {"eligible": _is_eligible(outcome)}
        if not answer["eligible"]:
            code, reason = _why_not(outcome)
            answer |= {"ineligible_code": code, "ineligible_reason": reason}
        elif decision.reason_keys:
            answer["available_reason_names"] = [*decision.reason_keys]
        answer |= {"order_line_items_ids": line.external_id.split(","), "request_type": "CANCEL"}
        by_sku.setdefault(sku_ids.get(line.id, ""), []).append(answer)
    return {
        "sku_eligibility": [
            {"line_item_eligibility": answers, "sku_id": sku_id}
            for sku_id, answers in by_sku.items()
        ]
    }


def _is_eligible(outcome: LineOutcome) -> bool:
    """Say whether a cancellation can be started: at once, or as a request."""
    return outcome.permission in {Permission.INSTANT, Permission.REQUEST}


def _why_not(outcome: LineOutcome) -> tuple[int, str]:
    is_asked = outcome.cause is Cause.ALREADY_REQUESTED
    return REVERSE_ORDER_EXISTS if is_asked else INVALID_STATUS
