"""Change here how an order of the TikTok Shop Partner API becomes one of ours."""

import re
from dataclasses import replace
from typing import Final

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.orders import (
    Address,
    Charge,
    ChargeKind,
    Moments,
    OpenRequest,
    Order,
    OrderLine,
    OrderStatus,
    PaymentMethod,
    RequestKind,
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
from buyer_portal.importers.sums import Cautions, Paid, charge, closed, paid
from buyer_portal.importers.tiktok_lines import lines_and_packages
from buyer_portal.importers.tiktok_words import (
    FEES,
    INITIATORS,
    STATUSES,
)

_OWN_PICTURE: Final = re.compile(r"/goods/[a-z0-9-]{1,40}\.svg", re.ASCII)
_NOT_PACKED: Final = frozenset(
    {OrderStatus.UNPAID, OrderStatus.ON_HOLD, OrderStatus.AWAITING_SHIPMENT}
)
_ON_THE_WAY: Final = frozenset({OrderStatus.IN_TRANSIT, OrderStatus.DELIVERED})
_MAYBE_UNPAID: Final = frozenset({OrderStatus.UNPAID, OrderStatus.CANCELLED})
_ENDED: Final = frozenset({OrderStatus.COMPLETED, OrderStatus.CANCELLED})
_SHIPPING_DISCOUNTS: Final = (
    "shipping_fee_seller_discount",
    "shipping_fee_platform_discount",
    "shipping_fee_cofunded_discount",
)


def order_of(record: Fields, place: Place, cautions: Cautions) -> ImportedOrder:
    """Return the order that a payload states.

    Raises:
        RefusedError: A field is missing or cannot be what it says.
    """
    external_id = record.external_id("id", required=True)
    status = _status(record, "status")
    payment = record.inner("payment")
    currency = payment.currency("currency", required=True)
    total_minor = payment.amount("total_amount", currency, required=True)
    moments = _moments(record, status, cautions)
    lines, packages = lines_and_packages(record, status, currency, moments, cautions)
    charges = _charges(payment, currency, total_minor, lines, cautions)
    buyer = _buyer(record, currency, cautions)
    settled = _paid(record, status, total_minor, moments, cautions)
    if settled.payments:
        moments = replace(moments, paid_at=settled.payments[0].paid_at)
    order = Order(
        id="",
        number=external_id,
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
            path=payment.path("total_amount"),
            cautions=cautions,
        ),
        payments=settled.payments,
        packages=packages,
        moments=moments,
        address=_address(record.inner("recipient_address")),
        shipped_by_seller=record.code("shipping_type") == "SELLER",
        open_request=_open_request(record, status),
        external_source=PayloadFormat.TIKTOK_SHOP.value,
        external_id=external_id,
    )
    return ImportedOrder(
        place=place,
        source=PayloadFormat.TIKTOK_SHOP,
        external_id=external_id,
        buyer=buyer,
        seller=ImportedSeller(
            external_id=record.external_id("shop_id") or PayloadFormat.TIKTOK_SHOP.value,
            name=record.text("shop_name") or "TikTok Shop",
        ),
        order=order,
        cancellation=_cancellation(record, status, moments),
    )


def _status(record: Fields, name: str) -> OrderStatus:
    """Return an order's status by name or number."""
    code = record.code(name)
    if not code:
        record.text(name, required=True)
    try:
        return STATUSES[code]
    except KeyError:
        raise record.refuse(
            Refusal.UNKNOWN_STATUS, name, f"{code[:40]!a} is not an order status"
        ) from None


def _moments(record: Fields, status: OrderStatus, cautions: Cautions) -> Moments:
    placed_at = record.unix_moment("create_time", required=True)
    updated_at = record.unix_moment("update_time")
    if placed_at is None:  # required=True has refused it before
        raise record.refuse(Refusal.MISSING_FIELD, "create_time", "this field is missing")
    cancelled_at = record.unix_moment("cancel_time")
    if status is OrderStatus.CANCELLED and cancelled_at is None:
        cancelled_at = updated_at or placed_at
        cautions.add(
            Caution.MOMENT_ASSUMED,
            record.path("cancel_time"),
            "a cancelled order without cancel_time; its last change was taken",
        )
    delivered_at = record.unix_moment("delivery_time")
    moments = Moments(
        placed_at=placed_at,
        paid_at=record.unix_moment("paid_time"),
        packed_at=record.unix_moment("rts_time"),
        collected_at=record.unix_moment("collection_time"),
        delivered_at=delivered_at,
        completed_at=(updated_at or delivered_at) if status is OrderStatus.COMPLETED else None,
        cancelled_at=cancelled_at,
        expected_from=record.unix_moment("delivery_option_required_delivery_time"),
        expected_until=record.unix_moment("delivery_due_time")
        or record.unix_moment("delivery_sla_time"),
        ship_by=record.unix_moment("shipping_due_time")
        or record.unix_moment("rts_sla_time")
        or record.unix_moment("tts_sla_time"),
    )
    return reached(moments, status, path=record.path("status"), cautions=cautions)


def _buyer(record: Fields, currency: str, cautions: Cautions) -> ImportedBuyer:
    address = record.inner("recipient_address")
    email = email_of(record, "buyer_email", cautions)
    external_id = record.external_id("user_id") or email
    if not external_id:
        record.external_id("user_id", required=True)
    region = address.text("region_code", limit=8).upper()
    market = market_of(region, currency)
    names = (address.text("first_name"), address.text("last_name"))
    return ImportedBuyer(
        external_id=external_id,
        email=email,
        name=address.text("name") or " ".join(name for name in names if name),
        nickname=record.text("buyer_nickname"),
        phone=address.text("phone_number", limit=40),
        locale=locale_of(market),
        market=market,
    )


def _address(address: Fields) -> Address:
    """Return the printed lines: street first, then places from small to large, then the code."""
    streets = [address.text(f"address_line{at}") for at in (1, 2, 3, 4)]
    detail = address.text("address_detail")
    places = [
        (area.code("address_level"), area.text("address_name"))
        for area in address.each("district_info")
    ]
    area = ", ".join(name for _, name in sorted(places, reverse=True) if name)
    written = [
        *streets,
        "" if any(streets) else detail,
        area,
        address.text("postal_code", limit=20),
    ]
    lines = list(dict.fromkeys(line for line in written if line))
    if not any(streets) and not detail:
        full = address.text("full_address", limit=TEXT_LIMIT)
        lines = [full] if full else lines
    return Address(
        name=address.text("name"),
        phone=address.text("phone_number", limit=40),
        lines=tuple(lines),
        region=address.text("region_code", limit=8).upper(),
    )


def _charges(
    payment: Fields,
    currency: str,
    total_minor: int,
    lines: tuple[OrderLine, ...],
    cautions: Cautions,
) -> tuple[Charge, ...]:
    seller_discount = payment.amount("seller_discount", currency)
    on_lines = sum(line.discount_minor for line in lines)
    tax = payment.amount("tax", currency)
    parts_of_tax = payment.amount("product_tax", currency) + payment.amount(
        "shipping_fee_tax", currency
    )
    charges = (
        *_shipping(payment, currency, cautions),
        *charge(ChargeKind.SELLER_DISCOUNT, -max(seller_discount - on_lines, 0)),
        *charge(ChargeKind.PLATFORM_DISCOUNT, -payment.amount("platform_discount", currency)),
        *charge(ChargeKind.VOUCHER, -payment.amount("payment_platform_discount", currency)),
        *charge(ChargeKind.FEE, sum(payment.amount(name, currency) for name in FEES)),
    )
    without_tax = sum(line.total_minor for line in lines) + sum(
        each.amount_minor for each in charges
    )
    is_included = without_tax == total_minor  # prices with tax inside, as in Vietnam and the EU
    return charges if is_included else (*charges, *charge(ChargeKind.TAX, tax or parts_of_tax))


def _shipping(payment: Fields, currency: str, cautions: Cautions) -> tuple[Charge, ...]:
    """Return shipping before and after discounts where both are stated and agree."""
    net = payment.amount("shipping_fee", currency)
    discounts = sum(payment.amount(name, currency) for name in _SHIPPING_DISCOUNTS)
    if not payment.has("original_shipping_fee"):
        return charge(ChargeKind.SHIPPING, net)
    gross = payment.amount("original_shipping_fee", currency)
    if gross - discounts == net or not payment.has("shipping_fee"):
        return (
            *charge(ChargeKind.SHIPPING, gross),
            *charge(ChargeKind.SHIPPING_DISCOUNT, -discounts),
        )
    cautions.add(
        Caution.SHIPPING_DIFFERS,
        payment.path("shipping_fee"),
        "shipping is not its original fee less its discounts; the fee itself was taken",
    )
    return charge(ChargeKind.SHIPPING, net)


def _paid(
    record: Fields,
    status: OrderStatus,
    total_minor: int,
    moments: Moments,
    cautions: Cautions,
) -> Paid:
    name = record.text("payment_method_name")
    code = record.text("payment_method_code")
    method = payment_of(name, code, record.text("payment_card_type"))
    if record.flag("is_cod"):
        method = PaymentMethod.CASH_ON_DELIVERY, ""
    if method is None:
        method = PaymentMethod.CARD, ""
        if name or code:
            cautions.add(
                Caution.UNKNOWN_PAYMENT_METHOD,
                record.path("payment_method_name"),
                "this payment method is not known; refunds count as to a card",
            )
    paid_at = moments.paid_at
    is_cash = method[0] is PaymentMethod.CASH_ON_DELIVERY
    if paid_at is None and not is_cash and status not in _MAYBE_UNPAID:
        paid_at = moments.placed_at
        cautions.add(
            Caution.MOMENT_ASSUMED,
            record.path("paid_time"),
            "a paid order without paid_time; the time of the order was taken",
        )
    refunded_minor = 0
    if status is OrderStatus.CANCELLED and paid_at and not is_cash and total_minor:
        refunded_minor = total_minor
        cautions.add(
            Caution.REFUND_ASSUMED,
            record.path("status"),
            "a paid order that is cancelled; it counts as refunded in full",
        )
    return paid(
        method,
        status=status,
        total_minor=total_minor,
        paid_at=paid_at,
        delivered_at=moments.delivered_at or moments.completed_at,
        refunded_minor=refunded_minor,
    )


def _open_request(record: Fields, status: OrderStatus) -> OpenRequest | None:
    requested_at = record.unix_moment("request_cancel_time")
    is_asked = record.flag("is_buyer_request_cancel")
    if not is_asked or requested_at is None or status in _ENDED:
        return None
    return OpenRequest(id="", kind=RequestKind.CANCELLATION, requested_at=requested_at)


def _cancellation(
    record: Fields, status: OrderStatus, moments: Moments
) -> ImportedCancellation | None:
    if status is not OrderStatus.CANCELLED or moments.cancelled_at is None:
        return None
    return ImportedCancellation(
        by=INITIATORS.get(record.code("cancellation_initiator"), Actor.SYSTEM),
        reason=record.text("cancel_reason", limit=TEXT_LIMIT),
        requested_at=record.unix_moment("request_cancel_time"),
        cancelled_at=moments.cancelled_at,
    )
