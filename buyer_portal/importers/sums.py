"""Change here how stated amounts become lines, charges and payments that add up."""

from dataclasses import dataclass, field
from datetime import datetime

from buyer_portal.domain.money import AMOUNT_LIMIT_MINOR, major_of
from buyer_portal.domain.orders import (
    Charge,
    ChargeKind,
    OrderLine,
    OrderStatus,
    Payment,
    PaymentMethod,
    PaymentState,
    adjustment_of,
)
from buyer_portal.importers.outcomes import Caution, Refusal, RefusedError

LINES_LIMIT = 200
ARRIVED = frozenset({OrderStatus.DELIVERED, OrderStatus.COMPLETED})


@dataclass(slots=True)
class Cautions:
    """Warnings of one record, gathered while it is read: code, field, sentence."""

    found: list[tuple[Caution, str, str]] = field(default_factory=list[tuple[Caution, str, str]])

    def add(self, code: Caution, path: str, reason: str) -> None:
        """Note a warning once per code and field."""
        if not any((code, path) == (known, at) for known, at, _ in self.found):
            self.found.append((code, path, reason))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """The payment side of an order: its state and the payments made."""

    state: PaymentState
    payments: tuple[Payment, ...] = ()


def charge(kind: ChargeKind, amount_minor: int, label: str = "") -> tuple[Charge, ...]:
    """Return a charge, or nothing for nothing."""
    return (Charge(kind=kind, amount_minor=amount_minor, label=label),) if amount_minor else ()


def checked_lines(lines: tuple[OrderLine, ...], path: str) -> tuple[OrderLine, ...]:
    """Return the lines.

    Raises:
        RefusedError: There are too many, or one is worth more than any amount may be.
    """
    if len(lines) > LINES_LIMIT:
        raise RefusedError(Refusal.TOO_MANY, f"the order has more than {LINES_LIMIT} lines", path)
    if any(abs(line.total_minor) >= AMOUNT_LIMIT_MINOR for line in lines):
        raise RefusedError(Refusal.AMOUNT_TOO_LARGE, "a line is worth too much", path)
    return lines


def closed(
    total_minor: int,
    lines: tuple[OrderLine, ...],
    charges: tuple[Charge, ...],
    *,
    currency: str,
    path: str,
    cautions: Cautions,
) -> tuple[Charge, ...]:
    """Return the charges with the adjustment that makes everything equal the stated total."""
    gap = adjustment_of(total_minor, lines, charges)
    if not gap:
        return charges
    cautions.add(
        Caution.AMOUNTS_ADJUSTED,
        path,
        f"the amounts do not add up; an adjustment of {major_of(gap, currency)} {currency} "
        "closes the gap",
    )
    return (*charges, Charge(kind=ChargeKind.ADJUSTMENT, amount_minor=gap))


def paid(
    method: tuple[PaymentMethod, str],
    *,
    status: OrderStatus,
    total_minor: int,
    paid_at: datetime | None,
    delivered_at: datetime | None,
    refunded_minor: int,
) -> Paid:
    """Return what was paid, or will be at the door; nothing for an order that is not paid."""
    kind, label = method
    if kind is PaymentMethod.CASH_ON_DELIVERY:
        paid_at = delivered_at if status in ARRIVED else None
    is_paid = paid_at is not None
    if kind is not PaymentMethod.CASH_ON_DELIVERY and not is_paid:
        return Paid(state=PaymentState.UNPAID)
    refunded = min(refunded_minor, total_minor) if is_paid else 0
    payment = Payment(
        id="1",
        method=kind,
        label=label,
        amount_minor=total_minor,
        refunded_minor=refunded,
        paid_at=paid_at,
    )
    if not is_paid:
        state = PaymentState.CASH_ON_DELIVERY
    elif not refunded:
        state = PaymentState.PAID
    else:
        is_all = refunded == total_minor
        state = PaymentState.REFUNDED if is_all else PaymentState.PARTLY_REFUNDED
    return Paid(state=state, payments=(payment,) if total_minor else ())
