"""Change here what is checked of money: no amount appears or gets lost."""

from buyer_portal.conformance.checks.cancelling import cancellable
from buyer_portal.conformance.checks.deciding import details_of
from buyer_portal.conformance.findings import NotCheckableError, expect
from buyer_portal.conformance.kit import Kit
from buyer_portal.conformance.registry import Area, check
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.order_contract.orders import OrderDetail

MARKETS = ("VN", "ID", "US", "DE")
_PRICES = {"VN": 129_000, "ID": 8_500_000, "US": 1299, "DE": 1333}


def check_sums(detail: OrderDetail) -> None:
    """Hold one order against the invariants.

    Raises:
        FindingError: One does not hold.
    """
    order, preview = detail.order, detail.decision.refund_preview
    name = f"order {order.number} ({order.status}, {order.currency})"
    lines = sum(line.total_minor for line in order.lines)
    charges = sum(charge.amount_minor for charge in order.charges)
    expect(
        lines + charges == order.total_minor,
        f"lines and charges of {name} to make its total {order.total_minor}",
        lines + charges,
    )
    given: dict[str, int] = {}
    for made in detail.cancellations:
        parts = sum(refund.amount_minor for refund in made.refunds)
        if made.refunds:
            fits = parts == made.refund_minor
            expect(fits, f"refunds of {made.refund_minor} in {made.reference} of {name}", parts)
        for refund in made.refunds:
            given[refund.payment_id] = given.get(refund.payment_id, 0) + refund.amount_minor
    for payment in order.payments:
        back = max(given.get(payment.id, 0), payment.refunded_minor)
        paid = payment.amount_minor if payment.paid_at else 0
        expect(back <= paid, f"at most {paid} back of what {payment.id} of {name} paid", back)
    strange = given.keys() - {payment.id for payment in order.payments}
    expect(not strange, f"refunds by payments of {name}", strange)
    left = order.paid_minor - order.refunded_minor
    expect(preview.total_minor <= left, f"a preview of at most {left} for {name}", preview)
    parts = sum(part.amount_minor for part in preview.parts)
    expect(
        parts == preview.total_minor, f"parts of {preview.total_minor} promised for {name}", parts
    )


@check(Area.MONEY, "Sums add up, and nobody gets more back than was paid.", is_reading=True)
async def sums_add_up(kit: Kit) -> None:
    """Look at every order of a buyer."""
    for detail in await details_of(await kit.reader()):
        check_sums(detail)


@check(Area.MONEY, "Piece by piece gives back what the whole would, to the last unit.")
async def pieces_make_the_whole(kit: Kit) -> None:
    """Cancel a discounted order one piece at a time, in four currencies."""
    for market in MARKETS:
        price = _PRICES[market]
        lines = [
            {"quantity": 2, "unit_price_minor": price, "discount_minor": price // 7},
            {"product_name": "Linen tote", "unit_price_minor": price // 3},
        ]
        charges = [
            {"kind": "shipping", "amount_minor": price // 5},
            {"kind": "voucher", "amount_minor": -(price // 11)},
        ]
        _, buyer, detail = await cancellable(kit, market=market, lines=lines, charges=charges)
        if not detail.decision.cancel_lines:
            raise NotCheckableError("pieces of an order cannot be cancelled on their own")
        check_sums(detail)
        whole = detail.decision.refund_preview.total_minor
        for _ in range(sum(line.open_quantity for line in detail.order.lines)):
            line = next(one for one in detail.order.lines if one.open_quantity)
            await buyer.cancelled(detail, lines=[{"line_id": line.id, "quantity": 1}])
            detail = await buyer.order(detail.order.id)
            check_sums(detail)
        given = sum(made.refund_minor for made in detail.cancellations)
        expect(detail.order.status is OrderStatus.CANCELLED, "CANCELLED", detail.order.status)
        expect(given == whole, f"{whole} back in all ({detail.order.currency})", given)


@check(Area.MONEY, "What was cancelled at once is refunded as it was paid.")
async def refunds_are_as_promised(kit: Kit) -> None:
    """Cancel whole orders, in four currencies."""
    for market in MARKETS:
        _, buyer, detail = await cancellable(kit, market=market)
        await buyer.cancelled(detail)
        after = await buyer.order(detail.order.id)
        check_sums(after)
        given = sum(one.amount_minor for made in after.cancellations for one in made.refunds)
        promised = detail.decision.refund_preview.total_minor
        expect(given == promised, f"{promised} {detail.order.currency} back", given)
