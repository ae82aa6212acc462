"""Change here how it is told what happened to an order while its buyer was deciding."""

from dataclasses import dataclass

from buyer_portal.domain.policy import Permission
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.views.printing import Printer


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """Something that happened; ``version`` is the order's after it."""

    version: str
    text: str


def changes_between(before: OrderDetail, after: OrderDetail, printer: Printer) -> list[ChangeView]:
    """Return what happened between two readings of an order, oldest first, then what it means.

    Empty when the version is the same.
    """
    if before.order.version == after.order.version:
        return []
    known = max((entry.sequence for entry in before.history), default=0)
    happened = [
        printer.say(
            "changed.event",
            event=printer.say(f"event.{entry.type}"),
            at=printer.clock(entry.at),
        )
        for entry in after.history
        if entry.sequence > known and printer.words.has(f"event.{entry.type}")
    ]
    meant = [*_outcome(before, after, printer), *_money(before, after, printer)]
    texts = [*happened, *meant] or [printer.say("changed.other")]
    return [ChangeView(version=str(after.order.version), text=text) for text in texts]


def _outcome(before: OrderDetail, after: OrderDetail, printer: Printer) -> list[str]:
    outcome = after.decision.outcome
    if outcome is before.decision.outcome:
        return []
    if outcome is Permission.INSTANT:
        return [printer.say("changed.instant")]
    if outcome is Permission.REQUEST:
        return [printer.say("changed.request")]
    return []


def _money(before: OrderDetail, after: OrderDetail, printer: Printer) -> list[str]:
    was, now = (
        printer.money(detail.decision.refund_preview.total_minor, detail.order.currency)
        for detail in (before, after)
    )
    can_be_cancelled = after.decision.outcome in (Permission.INSTANT, Permission.REQUEST)
    if was == now or not can_be_cancelled:
        return []
    return [printer.say("changed.refund", before=was, now=now)]
