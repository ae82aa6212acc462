"""Change here how it is told what a change made different."""

from dataclasses import dataclass
from datetime import datetime

from buyer_portal.domain.cancellations import Refund
from buyer_portal.domain.changes import ChangeKind
from buyer_portal.domain.orders import Address, ChargeKind, Order, PaymentMethod, PaymentState


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that a change made different, as printed: a variant, a number, a code."""

    kind: ChangeKind
    subject: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedChange:
    """A change that was made, for the order's page and for whoever asks later.

    ``difference_minor`` is what the order costs more since then; ``refunds`` are on their way.
    """

    id: str
    reference: str
    order_id: str
    changed_at: datetime
    differences: tuple[Difference, ...]
    difference_minor: int
    currency: str
    refunds: tuple[Refund, ...] = ()


def differences_of(before: Order, after: Order) -> tuple[Difference, ...]:
    """Return what is different between two states of an order, in words of the order itself."""
    found: list[Difference] = []
    if before.address != after.address:
        found.append(
            Difference(
                kind=ChangeKind.ADDRESS,
                before=_printed(before.address),
                after=_printed(after.address),
            )
        )
    old = {line.id: line for line in before.lines}
    for line in after.lines:
        was = old.get(line.id)
        name = line.product_name
        if was is None:
            said = f"{line.variant} × {line.quantity}".strip()
            found.append(Difference(kind=ChangeKind.ITEMS, subject=name, after=said))
            continue
        if was.variant != line.variant:
            found.append(
                Difference(
                    kind=ChangeKind.VARIANT, subject=name, before=was.variant, after=line.variant
                )
            )
        if was.quantity != line.quantity:
            numbers = {"before": str(was.quantity), "after": str(line.quantity)}
            found.append(Difference(kind=ChangeKind.QUANTITY, subject=name, **numbers))
    known = [charge.label for charge in before.charges if charge.kind is ChargeKind.VOUCHER]
    found += [
        Difference(kind=ChangeKind.COUPON, after=charge.label)
        for charge in after.charges
        if charge.kind is ChargeKind.VOUCHER and charge.label not in known
    ]
    if before.payment_state is PaymentState.UNPAID is not after.payment_state:
        found.append(
            Difference(kind=ChangeKind.PAYMENT_METHOD, after=PaymentMethod.CASH_ON_DELIVERY.value)
        )
    return tuple(found)


def _printed(address: Address) -> str:
    return ", ".join(part for part in (address.name, address.phone, *address.lines) if part)
