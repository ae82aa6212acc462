"""Change here what the help says about an order's money: refunds, their time, vouchers."""

from typing import Final

from buyer_portal.domain.cancellations import RefundStatus
from buyer_portal.domain.orders import ChargeKind, OrderStatus, PaymentMethod, PaymentState
from buyer_portal.guidance.help_lines import Lines, known, one
from buyer_portal.guidance.help_values import (
    Amount,
    Day,
    HelpFacts,
    HelpLine,
    HelpParameter,
    HelpTarget,
    Word,
)

_KEY_OF_STATUS: Final = {
    RefundStatus.SUCCEEDED: "help.line.refund_done",
    RefundStatus.FAILED: "help.line.refund_failed",
}


def coming(facts: HelpFacts) -> Lines:
    """Say what of the money is on its way, where to, and when it is expected."""
    if known(facts) is None:
        return ()
    lines: list[HelpLine] = []
    for refund in facts.refunds:
        is_late = refund.expected_until < facts.situation.now
        key = _KEY_OF_STATUS.get(
            refund.status, "help.line.refund_late" if is_late else "help.line.refund_coming"
        )
        lines.append(
            HelpLine(
                key=key,
                target=HelpTarget.REFUND,
                parameters={
                    "amount": Amount(minor=refund.amount_minor, currency=refund.currency),
                    "label": _label(refund.label, refund.method),
                    "from_day": Day(at=refund.expected_from),
                    "until_day": Day(at=refund.expected_until),
                },
            )
        )
    return tuple(lines)


def days(facts: HelpFacts) -> Lines:
    """Say how long money takes for the way an order was paid."""
    found = known(facts)
    if found is None or found.order.status in (OrderStatus.UNPAID, OrderStatus.CANCELLED):
        return ()
    lines: list[HelpLine] = []
    for payment in found.order.payments:
        least_most = found.policy.refund_days.get(payment.method)
        if least_most is None or payment.method is PaymentMethod.CASH_ON_DELIVERY:
            continue
        least, most = least_most.at_least, least_most.at_most
        if most == 0:
            key = "help.line.refund_at_once"
        else:
            key = "help.line.refund_day" if most == 1 else "help.line.refund_days"
        lines.append(
            HelpLine(
                key=key,
                parameters={
                    "label": _label(payment.label, payment.method),
                    "least": least,
                    "most": most,
                },
            )
        )
    return tuple(lines)


def at_the_door(facts: HelpFacts) -> Lines:
    """Name the orders that are paid when they arrive."""
    found = known(facts)
    if found is None or found.order.payment_state is not PaymentState.CASH_ON_DELIVERY:
        return ()
    if found.order.status in (OrderStatus.CANCELLED, OrderStatus.COMPLETED, OrderStatus.DELIVERED):
        return ()
    return one("help.line.cod")


def vouchers(facts: HelpFacts) -> Lines:
    """Say whether an order's voucher comes back."""
    found = known(facts)
    if found is None or found.order.status is OrderStatus.CANCELLED:
        return ()
    if all(charge.kind is not ChargeKind.VOUCHER for charge in found.order.charges):
        return ()
    return one(
        "help.line.voucher_back" if found.policy.restores_vouchers else "help.line.voucher_lost"
    )


def _label(label: str, method: PaymentMethod) -> HelpParameter:
    return label or Word(key=f"method.{method}")
