"""Change here what the page that orders again prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from buyer_portal import routes
from buyer_portal.domain.catalogue import (
    Offer,
    find_variant,
    offer_of_line,
    variant_of_line,
)
from buyer_portal.domain.change_values import Pieces
from buyer_portal.domain.orders import Address, Order, PaymentMethod, PaymentState
from buyer_portal.domain.policy import Policy
from buyer_portal.order_contract.changes import ChangeWish, OrderChoices
from buyer_portal.order_contract.purchases import BasketPrice
from buyer_portal.views.address_form import AddressFormView
from buyer_portal.views.changing import MOST_OF_A_LINE
from buyer_portal.views.obstacles import obstacle_text
from buyer_portal.views.printing import Printer, picture_src
from buyer_portal.views.shopping import (
    ChargeView,
    CouponView,
    OfferView,
    OptionView,
    charges_of,
    coupons_of,
    offers_of,
    options_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketLineView:
    """Some pieces in the basket; ``place`` is where it stands."""

    place: str
    name: str
    picture: str
    chosen: str
    quantity: str
    variants: list[OptionView]
    quantities: list[str]
    variant_label: str
    quantity_label: str
    remove_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView:
    """A way to pay."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainPageView:
    """Everything the page prints but the price. ``closed`` says why nothing can be ordered."""

    order_id: str
    order_href: str
    policy_href: str
    standing_href: str
    intro: str
    closed: str
    left_out: str
    lines: list[BasketLineView]
    more_title: str
    offers: list[OfferView]
    coupons: list[CouponView]
    methods: list[MethodView]
    method_note: str
    address: AddressFormView
    portal_now_ms: str

    @classmethod
    def of(
        cls,
        choices: OrderChoices,
        basket: Sequence[Pieces],
        printer: Printer,
        *,
        coupon_code: str,
        method: PaymentMethod,
        address: Address,
        portal_now_ms: int,
    ) -> "AgainPageView":
        """Print the page for a basket.

        Args:
            address: What the address form is filled with.
            portal_now_ms: The portal's own clock, for telling how late a command arrives.
        """
        order, seller = choices.order, choices.seller
        obstacle = choices.again_obstacle
        chosen = [pieces.variant_id for pieces in basket]
        gone = left_out(choices)
        rest = [one for one in offers_of(choices.offers, chosen, printer) if not one.is_in]
        is_cash = method is PaymentMethod.CASH_ON_DELIVERY
        return cls(
            order_id=order.id,
            order_href=printer.href(routes.ORDER, order_id=order.id),
            policy_href=printer.href(routes.SELLER_POLICY, seller_id=seller.id),
            standing_href=printer.href(routes.STANDING),
            intro=printer.say("again.intro", number=order.number, seller=seller.name),
            closed=obstacle_text(obstacle, order, printer) if obstacle else "",
            left_out=printer.say("again.left_out", names=", ".join(gone)) if gone else "",
            lines=[
                _line(place, pieces, choices.offers, printer) for place, pieces in enumerate(basket)
            ],
            more_title=printer.say("again.more", seller=seller.name),
            offers=rest,
            coupons=coupons_of(choices.coupons, coupon_code, printer),
            methods=[
                MethodView(
                    value=one.value,
                    text=printer.say(f"again.method.{one.value}"),
                    is_chosen=one is method,
                )
                for one in choices.payment_methods
            ],
            method_note="" if is_cash else printer.say("again.pay_later"),
            address=AddressFormView.of(
                address,
                choices.addresses,
                printer,
                key=f"again:{order.id}",
            ),
            portal_now_ms=str(portal_now_ms),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketPriceView:
    """What the basket costs; ``problem`` says why it cannot be bought."""

    rows: list[ChargeView]
    total_text: str
    place_text: str
    problem: str

    @classmethod
    def of(cls, price: BasketPrice, order: Order, printer: Printer) -> "BasketPriceView":
        """Print the service's price."""
        total = printer.money(price.total_minor, price.currency)
        goods = sum(line.total_minor for line in price.lines)
        return cls(
            rows=charges_of(goods, price.charges, price.currency, printer),
            total_text=total,
            place_text=printer.say("again.place", amount=total),
            problem=obstacle_text(price.obstacle, order, printer) if price.obstacle else "",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedView:
    """A new order, and where to see it."""

    id: str
    title: str
    text: str
    href: str

    @classmethod
    def of(cls, order: Order, policy: Policy, printer: Printer) -> "PlacedView":
        """Print an order that was just placed."""
        amount = printer.money(order.total_minor, order.currency)
        until = order.moments.placed_at + timedelta(hours=policy.unpaid_expires_hours)
        is_cash = order.payment_state is PaymentState.CASH_ON_DELIVERY
        return cls(
            id=order.id,
            title=printer.say("again.done.title"),
            text=printer.say(
                "again.done.text.cash" if is_cash else "again.done.text.pay",
                number=order.number,
                amount=amount,
                until=printer.moment(until),
            ),
            href=printer.href(routes.ORDER, order_id=order.id),
        )


def prefilled(choices: OrderChoices, wish: ChangeWish) -> list[Pieces]:
    """Return the basket to start with: the order's goods, as wished where that was closed.

    A variant that is gone or sold out is replaced by the first of its product that is not; goods
    that are not offered any more are left out.
    """
    wanted = {line.line_id: line for line in wish.lines}
    basket: list[Pieces] = []
    for line in choices.order.lines:
        offer = offer_of_line(choices.offers, line)
        if offer is None or (line.seller_id and line.seller_id != choices.order.seller_id):
            continue
        asked = wanted.get(line.id)
        today = variant_of_line(choices.offers, line)
        names = (asked.variant_id if asked else "", today.variant.id if today else "")
        variants = {one.id: one for one in offer.variants if one.stock != 0}
        chosen = next((name for name in names if name in variants), next(iter(variants), ""))
        if chosen:
            quantity = (asked.quantity if asked else None) or line.quantity
            basket.append(Pieces(variant_id=chosen, quantity=quantity))
    return [*basket, *(Pieces(variant_id=one.variant_id) for one in wish.added)]


def left_out(choices: OrderChoices) -> list[str]:
    """Return the goods of the order that cannot be ordered again from this seller."""
    return [
        line.product_name
        for line in choices.order.lines
        if offer_of_line(choices.offers, line) is None
        or (line.seller_id and line.seller_id != choices.order.seller_id)
    ]


def _line(place: int, pieces: Pieces, offers: Sequence[Offer], printer: Printer) -> BasketLineView:
    offered = find_variant(offers, pieces.variant_id)
    name = offered.offer.product_name if offered else ""
    most = max(MOST_OF_A_LINE, pieces.quantity)
    return BasketLineView(
        place=str(place),
        name=name,
        picture=picture_src(offered.variant.picture if offered else ""),
        chosen=pieces.variant_id,
        quantity=str(pieces.quantity),
        variants=options_of(offered.offer, printer) if offered else [],
        quantities=[str(count) for count in range(1, most + 1)],
        variant_label=printer.say("changing.variant_of", name=name),
        quantity_label=printer.say("changing.pieces_of", name=name),
        remove_label=printer.say("changing.remove.one", name=name),
    )
