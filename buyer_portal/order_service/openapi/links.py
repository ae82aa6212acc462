"""Change here what of an answer leads on to which operation: OpenAPI's links."""

from collections.abc import Mapping
from typing import Any, Final

Json = dict[str, Any]


def _to(operation: str, **parameters: str) -> Json:
    """Return a link; parameters are JSON pointers into the answer."""
    return {
        "operationId": operation,
        "parameters": {name: f"$response.body#{where}" for name, where in parameters.items()},
    }


_ORDER_OPERATIONS: Final = (
    "orders_read_order",
    "orders_read_decision",
    "cancellations_cancel",
    "changes_read_choices",
    "changes_preview_change",
    "changes_change_order",
    "refusals_read_offer",
    "refusals_announce",
    "refusals_withdraw",
    "conversations_read_conversation",
    "conversations_send_message",
    "conversations_mark_conversation_read",
    "returns_read_offer",
    "returns_request_return",
)
_OF_TENANT: Final = (
    "testing_set_clock",
    "testing_read_clock",
    "testing_set_faults",
    "testing_read_faults",
    "testing_set_build",
    "testing_set_ttl",
    "testing_read_revision",
    "testing_read_events",
    "testing_read_notifications",
    "testing_read_audit",
    "testing_compare_policies",
    "testing_make_copy",
    "testing_list_support_tickets",
    "testing_let_in",
    "testing_read_received",
    "testing_tell",
    "testing_read_deliveries",
    "testing_remove_tenant",
)

LINKS: Final[Mapping[str, Mapping[str, Json]]] = {
    "orders_list_orders": {
        **{name: _to(name, order_id="/orders/0/id") for name in _ORDER_OPERATIONS},
        "nextPage": _to("orders_list_orders", cursor="/next_cursor"),
    },
    "orders_read_order": {
        **{name: _to(name, order_id="/order/id") for name in _ORDER_OPERATIONS},
        "sellerPolicy": _to("sellers_read_policy", seller_id="/seller/id"),
    },
    "cancellations_cancel": {
        "cancellation": _to("cancellations_read_cancellation", cancellation_id="/cancellation/id"),
        "withdrawal": _to("cancellations_withdraw", cancellation_id="/cancellation/id"),
        "order": _to("orders_read_order", order_id="/order/id"),
    },
    "cancellations_read_cancellation": {
        "withdrawal": _to("cancellations_withdraw", cancellation_id="/cancellation/id"),
        "order": _to("orders_read_order", order_id="/order/id"),
    },
    "conversations_list_conversations": {
        "conversation": _to(
            "conversations_read_conversation", order_id="/conversations/0/order/id"
        ),
        "nextPage": _to("conversations_list_conversations", cursor="/next_cursor"),
    },
    "notifications_list_notifications": {
        "order": _to("orders_read_order", order_id="/notifications/0/order_id"),
        "nextPage": _to("notifications_list_notifications", cursor="/next_cursor"),
    },
    "sessions_list_devices": {"signOut": _to("sessions_revoke_device", key="/devices/1/key")},
    "purchases_place_order": {"order": _to("orders_read_order", order_id="/order/id")},
    "changes_change_order": {"order": _to("orders_read_order", order_id="/order/id")},
    "returns_request_return": {
        name: _to(name, return_id="/returns/0/id")
        for name in ("returns_ship_return", "returns_answer_offer", "returns_withdraw_return")
    },
    "returns_add_photo": {
        name: _to(name, photo_id="/id") for name in ("returns_read_photo", "returns_remove_photo")
    },
    "standing_read_standing": {
        "appeal": _to("standing_appeal", strike_id="/strikes/0/strike/id"),
    },
    "support_list_tickets": {
        "ticket": _to("support_read_ticket", ticket_id="/tickets/0/id"),
        "nextPage": _to("support_list_tickets", cursor="/next_cursor"),
    },
    "support_open_ticket": {
        "ticket": _to("support_read_ticket", ticket_id="/ticket/id"),
        "write": _to("support_write", ticket_id="/ticket/id"),
        "close": _to("support_close", ticket_id="/ticket/id"),
    },
    "events_follow": {"next": _to("events_follow", after="/last")},
    "testing_make_tenant": {name: _to(name, tenant="/tenant") for name in _OF_TENANT},
}
"""By operation id, for its good answer."""
