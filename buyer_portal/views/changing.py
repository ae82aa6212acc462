"""Change here what the page that changes an order prints."""

from dataclasses import dataclass, field

from buyer_portal import routes
from buyer_portal.domain.catalogue import offer_of_line, variant_of_line
from buyer_portal.domain.change_values import ChangeObstacle
from buyer_portal.domain.changes import ChangeKind
from buyer_portal.domain.order_differences import Difference
from buyer_portal.domain.orders import Address, ChargeKind, Order, OrderLine, PaymentMethod
from buyer_portal.order_contract.changes import (
    ChangeAnswer,
    ChangePreview,
    ChangeWish,
    OrderChoices,
)
from buyer_portal.views.address_form import AddressFormView
from buyer_portal.views.cancel import method_text, refund_range
from buyer_portal.views.change_offer import change_href
from buyer_portal.views.obstacles import obstacle_text
from buyer_portal.views.printing import Printer, picture_src
from buyer_portal.views.shopping import (
    CouponView,
    OfferView,
    OptionView,
    coupons_of,
    offers_of,
    options_of,
)

MOST_OF_A_LINE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class KindTabView:
    """One thing that can be changed; ``is_closed`` leads to why it cannot."""

    kind: str
    text: str
    label: str
    href: str
    is_current: bool
    is_closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLineView:
    """A line whose variant or number can be chosen; ``chosen`` is a variant's id."""

    id: str
    name: str
    variant: str
    picture: str
    quantity: str
    chosen: str
    variants: list[OptionView]
    quantities: list[str]
    variant_label: str
    quantity_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePageView:
    """Everything the page prints but the price. ``closed`` says why the kind cannot be changed."""

    order_id: str
    order_href: str
    again_href: str
    of_text: str
    kind: str
    heading: str
    tabs: list[KindTabView]
    closed: str
    lines: list[ChangeLineView]
    offers: list[OfferView]
    coupons: list[CouponView]
    address: AddressFormView
    cash_text: str
    is_cash: bool
    portal_now_ms: str

    @classmethod
    def of(
        cls,
        choices: OrderChoices,
        kind: ChangeKind,
        wish: ChangeWish,
        printer: Printer,
        *,
        address: Address,
        portal_now_ms: int,
    ) -> "ChangePageView":
        """Print the page for changing one ``kind`` of thing.

        Args:
            address: What the address form is filled with.
            portal_now_ms: The portal's own clock, for telling how late a command arrives.
        """
        order = choices.order
        obstacle = choices.obstacles.get(kind)
        added = [one.variant_id for one in wish.added]
        return cls(
            order_id=order.id,
            order_href=printer.href(routes.ORDER, order_id=order.id),
            again_href=printer.href(routes.AGAIN, order_id=order.id),
            of_text=printer.say("changing.of", number=order.number, seller=choices.seller.name),
            kind=kind.value,
            heading=printer.say(f"changing.heading.{kind.value}"),
            tabs=[_tab(one, kind, choices, printer) for one in ChangeKind],
            closed=obstacle_text(obstacle, order, printer) if obstacle else "",
            lines=[_line(line, choices, wish, printer) for line in order.lines],
            offers=offers_of(choices.offers, added, printer),
            coupons=coupons_of(choices.coupons, wish.coupon_code, printer),
            address=AddressFormView.of(
                address,
                choices.addresses,
                printer,
                key=f"change:{order.id}:{order.version}",
            ),
            cash_text=printer.say(
                "changing.payment.cash_on_delivery",
                amount=printer.money(order.total_minor, order.currency),
            ),
            is_cash=wish.payment_method is PaymentMethod.CASH_ON_DELIVERY,
            portal_now_ms=str(portal_now_ms),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePriceView:
    """What the change costs; ``problem`` says why it cannot be saved, ``is_dearer`` offers more."""

    before_text: str
    after_text: str
    is_same: bool
    money: list[str]
    problem: str = ""
    is_dearer: bool = False

    @classmethod
    def of(
        cls, preview: ChangePreview, choices: OrderChoices, printer: Printer
    ) -> "ChangePriceView":
        """Print a preview against the order as it stands."""
        before, after = choices.order, preview.order
        obstacle = preview.obstacle
        difference = preview.difference_minor
        is_idle = obstacle is ChangeObstacle.NOTHING
        return cls(
            before_text=printer.money(before.total_minor, before.currency),
            after_text=printer.money(after.total_minor, after.currency),
            is_same=difference == 0,
            money=[] if obstacle else _money(preview, choices, printer),
            problem=""
            if obstacle is None or is_idle
            else obstacle_text(obstacle, before, printer, more_minor=difference),
            is_dearer=obstacle is ChangeObstacle.DEARER,
        )

    @classmethod
    def still(cls, order: Order, kind: ChangeKind, printer: Printer) -> "ChangePriceView":
        """Print the price of an order of which nothing is different yet."""
        text = printer.money(order.total_minor, order.currency)
        is_address = kind is ChangeKind.ADDRESS
        said = printer.say("changing.money.same" if is_address else "obstacle.nothing")
        return cls(before_text=text, after_text=text, is_same=True, money=[said])


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDoneView:
    """A change that was made."""

    id: str
    title: str
    text: str
    reference: str
    lines: list[str] = field(default_factory=list[str])
    money: list[str] = field(default_factory=list[str])
    order_href: str = ""

    @classmethod
    def of(cls, answer: ChangeAnswer, seller: str, printer: Printer) -> "ChangeDoneView":
        """Print what the service says that it did."""
        change = answer.change
        money = [
            printer.say(
                "changing.money.back",
                amount=printer.money(refund.amount_minor, refund.currency),
                method=method_text(refund.label, refund.method.value, printer),
                days=printer.days(refund.expected_from, refund.expected_until),
            )
            for refund in change.refunds
        ]
        if change.difference_minor and not money:
            key = "less_due" if change.difference_minor < 0 else "more_due"
            amount = printer.money(abs(change.difference_minor), change.currency)
            money = [printer.say(f"changing.money.{key}", amount=amount)]
        return cls(
            id=change.id,
            title=printer.say("changing.done.title"),
            text=printer.say("changing.done.text", seller=seller),
            reference=change.reference,
            lines=[difference_text(one, printer) for one in change.differences],
            money=money or [printer.say("changing.money.same")],
            order_href=printer.href(routes.ORDER, order_id=change.order_id),
        )


def difference_text(difference: Difference, printer: Printer) -> str:
    """Return one thing that is different now, from what it was."""
    subject = difference.subject
    if not subject:
        subject = printer.say(f"changing.subject.{difference.kind.value}")
    after = difference.after
    if difference.kind is ChangeKind.PAYMENT_METHOD:
        after = printer.say(f"method.{after}")
    key = "from_to" if difference.before else "plain"
    return printer.say(
        f"changing.done.{key}", subject=subject, before=difference.before, after=after
    )


def _tab(
    kind: ChangeKind, current: ChangeKind, choices: OrderChoices, printer: Printer
) -> KindTabView:
    text = printer.say(f"changing.tab.{kind.value}")
    is_closed = kind in choices.obstacles
    return KindTabView(
        kind=kind.value,
        text=text,
        label=printer.say("changing.tab.closed", kind=text) if is_closed else text,
        href=change_href(choices.order.id, kind, printer),
        is_current=kind is current,
        is_closed=is_closed,
    )


def _line(
    line: OrderLine, choices: OrderChoices, wish: ChangeWish, printer: Printer
) -> ChangeLineView:
    offer = offer_of_line(choices.offers, line)
    today = variant_of_line(choices.offers, line)
    wanted = next((one for one in wish.lines if one.line_id == line.id), None)
    own = today.variant.id if today else ""
    options = options_of(offer, printer) if offer else []
    if offer and not own:
        options.insert(0, OptionView(value="", text=line.variant or line.product_name))
    most = max(MOST_OF_A_LINE, line.quantity)
    quantity = wanted.quantity if wanted and wanted.quantity else line.quantity
    return ChangeLineView(
        id=line.id,
        name=line.product_name,
        variant=line.variant,
        picture=picture_src(line.picture),
        quantity=str(quantity),
        chosen=(wanted.variant_id if wanted else "") or own,
        variants=options,
        quantities=[str(count) for count in range(1, most + 1)],
        variant_label=printer.say("changing.variant_of", name=line.product_name),
        quantity_label=printer.say("changing.pieces_of", name=line.product_name),
    )


def _money(preview: ChangePreview, choices: OrderChoices, printer: Printer) -> list[str]:
    """Return what happens to the money, and to vouchers."""
    before, difference = choices.order, preview.difference_minor
    said = [
        printer.say(
            "changing.money.back",
            amount=printer.money(part.amount_minor, before.currency),
            method=method_text(part.label, part.method.value, printer),
            days=refund_range(part, printer.now, printer),
        )
        for part in preview.parts
    ]
    back = sum(part.amount_minor for part in preview.parts)
    left = difference + back
    if left:
        key = "less_due" if left < 0 else "more_due"
        amount = printer.money(abs(left), before.currency)
        said.append(printer.say(f"changing.money.{key}", amount=amount))
    if not difference:
        said.append(printer.say("changing.money.same"))
    kept = {charge.label for charge in preview.order.charges if charge.kind is ChargeKind.VOUCHER}
    said += [
        printer.say("changing.money.voucher_lost", code=charge.label)
        for charge in before.charges
        if charge.kind is ChargeKind.VOUCHER and charge.label not in kept
    ]
    return [*said, printer.say("changing.money.seller")]
