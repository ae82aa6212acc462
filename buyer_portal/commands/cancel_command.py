"""Change here what a cancel form becomes: the command, and the words when it did not happen."""

from datetime import datetime

from buyer_portal.commands.cancel_form import CancelForm
from buyer_portal.domain.decision_values import Decision
from buyer_portal.order_client.errors import (
    CancellationRefusedError,
    CommandExpiredError,
    OrderServiceError,
    OrderServiceUnavailableError,
)
from buyer_portal.order_contract.cancellations import CancelOrder, LineQuantity
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.views.cancel_lines import chosen_by_default
from buyer_portal.views.line_outcomes import has_parts
from buyer_portal.views.printing import Printer
from buyer_portal.views.result import (
    FailureView,
    changed_view,
    fault_view,
    late_view,
    refused_view,
    unknown_view,
)


def command_of(
    form: CancelForm, detail: OrderDetail, decision: Decision, *, expires_at: datetime
) -> CancelOrder:
    """Return what to send: the buyer's choice, and what the dialog promised for it."""
    most = {line.id: line.open_quantity for line in detail.order.lines}
    wanted = {
        line_id: min(count, most.get(line_id, count))
        for line_id, count in form.pieces.items()
        if count
    }
    permission_of = {line.line_id: line.permission for line in decision.lines}
    is_default = not wanted or (
        wanted == chosen_by_default(detail.order, detail.decision) and not has_parts(detail)
    )
    return CancelOrder(
        order_version=detail.order.version,
        expires_at=expires_at,
        reason_key=form.reason_key,
        reason_text=form.reason_text,
        lines=()
        if is_default
        else tuple(
            LineQuantity(
                line_id=line_id, quantity=count, seen_permission=permission_of.get(line_id)
            )
            for line_id, count in wanted.items()
        ),
        seen_permission=decision.outcome,
        seen_refund_minor=decision.refund_preview.total_minor,
        seen_request_minor=decision.request_preview.total_minor if decision.request_preview else 0,
    )


def is_unknown(error: OrderServiceError) -> bool:
    """Say whether the command may have happened although nobody told us."""
    return isinstance(error, OrderServiceUnavailableError) and error.may_have_happened


def is_fault(error: OrderServiceError) -> bool:
    """Say whether our side failed and nothing was done: the same may simply be sent again."""
    return isinstance(error, OrderServiceUnavailableError) and not error.may_have_happened


def is_same(command: CancelOrder, other: CancelOrder) -> bool:
    """Say whether two commands ask for the same, whenever each of them expires."""
    return command.model_copy(update={"expires_at": other.expires_at}) == other


def failure_of(
    error: OrderServiceError,
    detail: OrderDetail | None,
    printer: Printer,
    *,
    seen: OrderDetail | None = None,
    retry_at: datetime | None = None,
) -> FailureView:
    """Return why a command did not happen, or that nobody knows.

    Args:
        detail: The order as read after the failure; None when it could not be read.
        seen: The order as the buyer saw it.
        retry_at: When the browser tries again by itself after a fault; None: it does not.
    """
    if is_unknown(error):
        return unknown_view(printer)
    if is_fault(error):
        return fault_view(printer, retry_at=retry_at)
    if isinstance(error, CommandExpiredError):
        return late_view(printer)
    if isinstance(error, CancellationRefusedError) and detail is not None:
        return refused_view(_moment_of(error.happened_at), detail, printer)
    # Changed, gone, or refused for a reason that could not be read afterwards.
    return changed_view(detail, printer, seen=seen)


def _moment_of(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
