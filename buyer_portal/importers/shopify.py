"""Change here how an order of Shopify's REST API becomes one of ours."""

from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.orders import (
    Address,
    Charge,
    ChargeKind,
    Moments,
    Order,
    OrderLine,
    OrderStatus,
    PaymentMethod,
)
from buyer_portal.importers.fields import TEXT_LIMIT, Fields
from buyer_portal.importers.journey import email_of, locale_of, market_of, reached
from buyer_portal.importers.outcomes import (
    Caution,
    ImportedBuyer,
    ImportedCancellation,
    ImportedOrder,
    ImportedSeller,
    PayloadFormat,
    Place,
    Refusal,
)
from buyer_portal.importers.payments import payment_of
from buyer_portal.importers.shopify_lines import Parcel, lines_of, parcels_of
from buyer_portal.importers.shopify_words import (
    FULFILMENTS,
    INITIATORS,
    NOT_FULFILLED,
    NOT_PAID,
    PAID,
)
from buyer_portal.importers.sums import Cautions, Paid, charge, closed, paid

_NOT_PACKED: Final = frozenset(
    {OrderStatus.UNPAID, OrderStatus.ON_HOLD, OrderStatus.AWAITING_SHIPMENT}
)
_RANK: Final = {
    status: rank
    for rank, status in enumerate(
        (
            OrderStatus.AWAITING_SHIPMENT,
            OrderStatus.AWAITING_COLLECTION,
            OrderStatus.IN_TRANSIT,
            OrderStatus.DELIVERED,
        )
    )
}


def order_of(record: Fields, place: Place, cautions: Cautions) -> ImportedOrder:
    """Return the order that a payload states.

    Raises:
        RefusedError: A field is missing or cannot be what it says.
    """
    external_id = record.external_id("id", required=True)
    currency = record.currency("currency", required=True)
    total_minor = record.amount("total_price", currency, required=True)
    parcels = parcels_of(record, cautions)
    method = _method(record, cautions)
    status = _status(record, parcels, method[0])
    if status in _NOT_PACKED:
        parcels = ()
    moments = _moments(record, status, parcels, cautions)
    lines = lines_of(record, currency, status, parcels)
    charges = _charges(record, currency, lines)
    settled = _paid(
        record, currency, method, status=status, total_minor=total_minor, moments=moments
    )
    if settled.payments:
        moments = replace(moments, paid_at=settled.payments[0].paid_at)
    buyer = _buyer(record, currency, cautions)
    order = Order(
        id="",
        number=record.text("name", limit=60) or external_id,
        seller_id="",
        buyer_id="",
        market=buyer.market,
        currency=currency,
        status=status,
        payment_state=settled.state,
        total_minor=total_minor,
        lines=lines,
        charges=closed(
            total_minor,
            lines,
            charges,
            currency=currency,
            path=record.path("total_price"),
            cautions=cautions,
        ),
        payments=settled.payments,
        packages=tuple(parcel.package for parcel in parcels),
        moments=moments,
        address=_address(record.inner("shipping_address")),
        shipped_by_seller=True,
        external_source=PayloadFormat.SHOPIFY.value,
        external_id=external_id,
    )
    return ImportedOrder(
        place=place,
        source=PayloadFormat.SHOPIFY,
        external_id=external_id,
        buyer=buyer,
        seller=_seller(record),
        order=order,
        cancellation=_cancellation(record, moments),
    )


def _status(record: Fields, parcels: tuple[Parcel, ...], method: PaymentMethod) -> OrderStatus:
    """Return our one status for Shopify's payment, fulfilment and cancellation."""
    financial = record.code("financial_status")
    fulfilment = record.code("fulfillment_status")
    for name, code, known in (
        ("financial_status", financial, NOT_PAID | PAID),
        ("fulfillment_status", fulfilment, FULFILMENTS),
    ):
        if code not in known:
            raise record.refuse(Refusal.UNKNOWN_STATUS, name, f"{code[:40]!a} is not a {name}")
    is_cash = method is PaymentMethod.CASH_ON_DELIVERY
    slowest = min(
        (parcel.package.status for parcel in parcels),
        key=lambda status: _RANK[status],
        default=OrderStatus.IN_TRANSIT,
    )
    if record.has("cancelled_at"):
        status = OrderStatus.CANCELLED
    elif fulfilment == "ON_HOLD":
        status = OrderStatus.ON_HOLD
    elif fulfilment == "PARTIAL":
        status = OrderStatus.PARTIALLY_SHIPPING
    elif fulfilment not in NOT_FULFILLED:
        is_over = record.has("closed_at") and slowest is OrderStatus.DELIVERED
        status = OrderStatus.COMPLETED if is_over else slowest
    elif financial in NOT_PAID and not is_cash:
        status = OrderStatus.UNPAID
    else:
        status = OrderStatus.AWAITING_SHIPMENT
    return status


def _charges(record: Fields, currency: str, lines: tuple[OrderLine, ...]) -> tuple[Charge, ...]:
    shipping = 0
    shipping_discount = 0
    for each in record.each("shipping_lines"):
        price = each.amount("price", currency)
        shipping += price
        if each.has("discounted_price"):
            shipping_discount += price - each.amount("discounted_price", currency)
    codes = [
        (code.text("code", limit=60), code.amount("amount", currency))
        for code in record.each("discount_codes")
    ]
    on_lines = sum(line.discount_minor for line in lines)
    stated = max(sum(amount for _, amount in codes), record.amount("total_discounts", currency))
    label = codes[0][0] if len(codes) == 1 else ""
    tax = record.amount("total_tax", currency) or sum(
        each.amount("price", currency) for each in record.each("tax_lines")
    )
    return (
        *charge(ChargeKind.SHIPPING, shipping),
        *charge(ChargeKind.SHIPPING_DISCOUNT, -shipping_discount),
        *charge(ChargeKind.VOUCHER, -max(stated - on_lines - shipping_discount, 0), label),
        *charge(ChargeKind.TAX, 0 if record.flag("taxes_included") else tax),
        *charge(ChargeKind.FEE, record.amount("total_tip_received", currency)),
    )


def _moments(
    record: Fields, status: OrderStatus, parcels: tuple[Parcel, ...], cautions: Cautions
) -> Moments:
    placed_at = record.iso_moment("created_at", required=True)
    if placed_at is None:  # required=True has refused it before
        raise record.refuse(Refusal.MISSING_FIELD, "created_at", "this field is missing")
    packages = [parcel.package for parcel in parcels]
    delivered = [package.delivered_at for package in packages if package.delivered_at]
    moments = Moments(
        placed_at=placed_at,
        paid_at=(record.iso_moment("processed_at") or placed_at)
        if record.code("financial_status") in PAID
        else None,
        packed_at=min((each.packed_at for each in packages if each.packed_at), default=None),
        collected_at=min(
            (each.collected_at for each in packages if each.collected_at), default=None
        ),
        delivered_at=max(delivered, default=None),
        completed_at=record.iso_moment("closed_at") if status is OrderStatus.COMPLETED else None,
        cancelled_at=record.iso_moment("cancelled_at"),
    )
    return reached(moments, status, path=record.path("fulfillment_status"), cautions=cautions)


def _method(record: Fields, cautions: Cautions) -> tuple[PaymentMethod, str]:
    """Return how it was paid; a card with its company and last digits."""
    card = record.inner("payment_details")
    company = card.text("credit_card_company", limit=60)
    digits = card.text("credit_card_number", limit=40)[-4:]
    gateway = record.text("gateway", limit=100)
    found = payment_of(gateway)
    if found is None or found[0] is PaymentMethod.CARD:
        found = payment_of(company, gateway)
    if found is None:
        if gateway or company:
            cautions.add(
                Caution.UNKNOWN_PAYMENT_METHOD,
                record.path("gateway"),
                "this payment method is not known; refunds count as to a card",
            )
        found = PaymentMethod.CARD, ""
    kind, label = found
    is_shown = kind is PaymentMethod.CARD and label and digits.isdecimal()
    return kind, f"{label} {digits}" if is_shown else label


def _paid(
    record: Fields,
    currency: str,
    method: tuple[PaymentMethod, str],
    *,
    status: OrderStatus,
    total_minor: int,
    moments: Moments,
) -> Paid:
    refunded_minor = sum(
        transaction.amount("amount", currency)
        for refund in record.each("refunds")
        for transaction in refund.each("transactions")
        if transaction.code("kind") == "REFUND" and transaction.code("status") == "SUCCESS"
    )
    if record.code("financial_status") == "REFUNDED":
        refunded_minor = total_minor
    return paid(
        method,
        status=status,
        total_minor=total_minor,
        paid_at=moments.paid_at,
        delivered_at=moments.delivered_at,
        refunded_minor=refunded_minor,
    )


def _buyer(record: Fields, currency: str, cautions: Cautions) -> ImportedBuyer:
    customer = record.inner("customer")
    address = record.inner("shipping_address")
    email = email_of(record, "email", cautions) or email_of(customer, "email", cautions)
    external_id = customer.external_id("id") or email
    if not external_id:
        customer.external_id("id", required=True)
    names = (customer.text("first_name"), customer.text("last_name"))
    market = market_of(address.text("country_code", limit=8).upper(), currency)
    return ImportedBuyer(
        external_id=external_id,
        email=email,
        name=" ".join(name for name in names if name) or address.text("name"),
        phone=address.text("phone", limit=40),
        locale=locale_of(market),
        market=market,
    )


def _address(address: Fields) -> Address:
    town = ", ".join(
        part
        for part in (address.text("city"), address.text("province"), address.text("zip", limit=20))
        if part
    )
    lines = (address.text("address1"), address.text("address2"), town, address.text("country"))
    return Address(
        name=address.text("name"),
        phone=address.text("phone", limit=40),
        lines=tuple(line for line in lines if line),
        region=address.text("country_code", limit=8).upper(),
    )


def _seller(record: Fields) -> ImportedSeller:
    """Return the shop by its host, which only the order's status link gives away."""
    link = record.text("order_status_url", limit=TEXT_LIMIT)
    try:
        host = (urlsplit(link).hostname or "") if link else ""
    except ValueError:
        host = ""
    is_host = bool(host) and len(host) <= 64 and host.isascii()  # noqa: PLR2004  # an id's length
    return ImportedSeller(
        external_id=host if is_host else PayloadFormat.SHOPIFY.value,
        name=host.removeprefix("www.") if is_host else "Shopify",
    )


def _cancellation(record: Fields, moments: Moments) -> ImportedCancellation | None:
    if moments.cancelled_at is None:
        return None
    return ImportedCancellation(
        by=INITIATORS.get(record.code("cancel_reason"), Actor.SELLER),
        reason=record.text("cancel_reason", limit=TEXT_LIMIT),
        cancelled_at=moments.cancelled_at,
    )
