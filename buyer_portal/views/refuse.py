"""Change here what the page about refusing a delivery prints, in each state it can be in."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from buyer_portal import routes
from buyer_portal.domain.decision_values import ActionKind, RefundPart
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.refusals import DeliveryRefusal, RefusalStatus, RestrictionPreview
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.refusals import RefusalOffer
from buyer_portal.views.cancel import EffectView, method_text
from buyer_portal.views.printing import Printer, picture_src
from buyer_portal.views.result import RefundView, refund_view
from buyer_portal.views.steps import HOW, LINK, StepView, steps_of

OFFER: Final = "offer"
ANNOUNCED: Final = "announced"
CONFIRMED: Final = "confirmed"
LAPSED: Final = "lapsed"
CLOSED: Final = "closed"

_NOT_OFFERED: Final = frozenset({ActionKind.REFUSE_DELIVERY, ActionKind.SEE_POLICY})
_EARLY: Final = frozenset(
    {
        OrderStatus.UNPAID,
        OrderStatus.ON_HOLD,
        OrderStatus.AWAITING_SHIPMENT,
        OrderStatus.AWAITING_COLLECTION,
        OrderStatus.PARTIALLY_SHIPPING,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelChoiceView:
    """A parcel that can be refused; ``about`` is what travels in it."""

    id: str
    label: str
    about: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerView:
    """What the buyer's standing with this seller would be; ``until`` empty: no new note."""

    now: str
    then: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseView:
    """The page in one of five states, ``kind``; what a state does not show is empty."""

    kind: str
    order_id: str
    number: str
    seller: str
    goods: str
    picture: str
    order_href: str
    standing_href: str
    title: str
    text: str
    parcels: list[ParcelChoiceView]
    effects: list[EffectView]
    ledger: LedgerView
    as_of: str
    agree: str
    door: list[str]
    tracking: list[str]
    then: list[str]
    refunds: list[RefundView]
    refund_text: str
    note_text: str
    first_step: list[StepView]
    more_steps: list[StepView]
    portal_now_ms: str

    @classmethod
    def of(cls, offer: RefusalOffer, printer: Printer, *, portal_now_ms: int) -> "RefuseView":
        """Print what can be refused, was announced, or came of it."""
        detail = offer.detail
        order = detail.order
        kind = _kind(offer)
        last = _told_about(offer, kind)
        lines = [line for line in order.lines if line.open_quantity] or list(order.lines)
        steps = _steps(offer, printer)
        return cls(
            kind=kind,
            order_id=order.id,
            number=order.number,
            seller=_seller(offer),
            goods=", ".join(line.product_name for line in lines),
            picture=picture_src(lines[0].picture if lines else ""),
            order_href=printer.href(routes.ORDER, order_id=order.id),
            standing_href=printer.href(routes.STANDING),
            title=printer.say(f"refuse.{kind}.title"),
            text=_text(offer, kind, last, printer),
            parcels=_parcels(offer, printer),
            effects=_effects(offer, printer),
            ledger=_ledger(offer, printer),
            as_of=printer.moment(detail.server_now),
            agree=_agree(offer, printer),
            door=_door(offer, printer) if kind == ANNOUNCED else [],
            tracking=_tracking(offer, printer) if kind == ANNOUNCED else [],
            then=_then(offer, printer) if kind == ANNOUNCED else [],
            refunds=_refunds(offer, last, printer) if kind == CONFIRMED else [],
            refund_text=printer.say("refuse.refund.none") if kind == CONFIRMED else "",
            note_text=_note(offer, last, printer) if kind == CONFIRMED else "",
            first_step=steps[:1],
            more_steps=steps[1:],
            portal_now_ms=str(portal_now_ms),
        )


def _kind(offer: RefusalOffer) -> str:
    """Return what the page is about: what is open, else what can be done, else how it ended."""
    if offer.detail.order.refusals:
        return ANNOUNCED
    if offer.parcels:
        return OFFER
    ends = [one.status for one in offer.refusals if one.status is not RefusalStatus.WITHDRAWN]
    if not ends:
        return CLOSED
    return CONFIRMED if ends[-1] is RefusalStatus.CONFIRMED else LAPSED


def _seller(offer: RefusalOffer) -> str:
    """Return whose parcel this is about, by name: in an order of several sellers a further one."""
    strike = offer.preview.strike
    names = {part.seller_id: part.name for part in offer.detail.order.further}
    return names.get(strike.seller_id if strike else "", offer.detail.seller.name)


def _told_about(offer: RefusalOffer, kind: str) -> DeliveryRefusal | None:
    status = {
        ANNOUNCED: RefusalStatus.ANNOUNCED,
        CONFIRMED: RefusalStatus.CONFIRMED,
        LAPSED: RefusalStatus.LAPSED,
    }.get(kind)
    return next((one for one in reversed(offer.refusals) if one.status is status), None)


def _text(offer: RefusalOffer, kind: str, last: DeliveryRefusal | None, printer: Printer) -> str:
    order, seller = offer.detail.order, offer.detail.seller.name
    if kind == CLOSED:
        if order.status is OrderStatus.CANCELLED:
            return printer.say("refuse.closed.cancelled")
        return printer.say(f"refuse.closed.{'early' if order.status in _EARLY else 'late'}")
    at = None if last is None else last.decided_at or last.announced_at
    if at is None:
        return printer.say("refuse.offer.text")
    if kind == CONFIRMED and order.status is not OrderStatus.CANCELLED:
        return printer.say("refuse.confirmed.part.text", at=printer.moment(at), seller=seller)
    facts = {"seller": seller} if kind == CONFIRMED else {}
    return printer.say(f"refuse.{kind}.text", at=printer.moment(at), **facts)


def _parcels(offer: RefusalOffer, printer: Printer) -> list[ParcelChoiceView]:
    """Return the parcels to choose from; none where there is nothing to choose."""
    order = offer.detail.order
    free = offer.parcels
    if order.refusals or len(free) < 2:  # noqa: PLR2004 - nothing to choose
        return []
    numbers = {package.id: at for at, package in enumerate(order.packages, start=1)}
    return [
        ParcelChoiceView(
            id=package_id,
            label=printer.say("refuse.parcel", number=numbers.get(package_id, at)),
            about=", ".join(
                line.product_name
                for line in order.lines
                if line.open_quantity and (line.package_id or "") == package_id
            ),
            is_chosen=package_id in offer.preview.package_ids,
        )
        for at, package_id in enumerate(free, start=1)
    ]


def _effects(offer: RefusalOffer, printer: Printer) -> list[EffectView]:
    """Return everything that refusing would do, whom it harms first."""
    preview, seller = offer.preview, _seller(offer)
    if not preview.package_ids:
        return []
    return [
        EffectView(icon="truck", text=printer.say("refuse.effect.harm", seller=seller)),
        EffectView(icon="shield", text=_strike_text(offer, printer)),
        *_restriction("cash", "card", preview.cash_on_delivery, offer, printer),
        *_restriction("orders", "shop", preview.orders, offer, printer),
        *_money(offer, printer),
    ]


def _strike_text(offer: RefusalOffer, printer: Printer) -> str:
    strike, policy = offer.preview.strike, offer.detail.policy
    if strike is None:
        is_marked = policy.refusal_effect.value != "none" and policy.refusal_expires_days > 0
        return printer.say(f"refuse.effect.strike.{'once' if is_marked else 'none'}")
    return printer.count(
        f"refuse.effect.strike.{'all' if strike.is_seen_by_all else 'seller'}",
        policy.refusal_expires_days,
        until=printer.moment(strike.expires_at),
        **({} if strike.is_seen_by_all else {"seller": _seller(offer)}),
    )


def _restriction(
    name: str,
    icon: str,
    found: RestrictionPreview | None,
    offer: RefusalOffer,
    printer: Printer,
) -> list[EffectView]:
    if found is None or offer.preview.strike is None:
        return []
    key = f"refuse.effect.{name}"
    if found.restriction is None:
        seller = {"seller": _seller(offer)} if name == "orders" else {}
        text = printer.say(f"{key}.far", limit=found.limit, after=found.after, **seller)
        return [EffectView(icon="check", text=text)]
    until = printer.moment(found.restriction.until)
    text = printer.say(
        f"{key}.{'new' if found.is_new else 'still'}",
        seller=_seller(offer),
        until=until,
    )
    return [EffectView(icon=icon, text=text)]


def _money(offer: RefusalOffer, printer: Printer) -> list[EffectView]:
    preview, currency = offer.preview, offer.detail.order.currency
    if preview.refund.total_minor == 0:
        key = "pays_at_door" if preview.pays_at_door else "nothing_back"
        return [EffectView(icon="return", text=printer.say(f"refuse.effect.{key}"))]
    amount = printer.money(preview.refund.total_minor, currency)
    to = " · ".join(_part(part, currency, printer) for part in preview.refund.parts)
    text = printer.say("refuse.effect.refund", amount=amount)
    effects = [EffectView(icon="return", text=f"{text} ({to})" if to else text)]
    if preview.shipping_kept_minor:
        kept = printer.money(preview.shipping_kept_minor, currency)
        text = printer.say("refuse.effect.shipping_kept", amount=kept)
        effects.append(EffectView(icon="alert", text=text))
    return effects


def _part(part: RefundPart, currency: str, printer: Printer) -> str:
    return printer.say(
        "refuse.effect.refund.to",
        amount=printer.money(part.amount_minor, currency),
        method=method_text(part.label, part.method.value, printer),
        days=printer.say("refund.working_days", least=part.days_at_least, most=part.days_at_most)
        if part.days_at_most
        else printer.say("refund.at_once"),
    )


def _ledger(offer: RefusalOffer, printer: Printer) -> LedgerView:
    preview = offer.preview
    return LedgerView(
        now=str(preview.seen_before),
        then=str(preview.seen_after),
        until=printer.moment(preview.strike.expires_at) if preview.strike else "",
    )


def _agree(offer: RefusalOffer, printer: Printer) -> str:
    """Return what the buyer says they know: who sees it until when, and what it takes away."""
    preview, seller = offer.preview, _seller(offer)
    strike = preview.strike
    if strike is None:
        return printer.say("refuse.agree.none", seller=seller)
    until = printer.moment(strike.expires_at)
    parts = [
        printer.say("refuse.agree.all", until=until)
        if strike.is_seen_by_all
        else printer.say("refuse.agree.seller", seller=seller, until=until)
    ]
    if preview.cash_on_delivery is not None and preview.cash_on_delivery.is_new:
        parts.append(printer.say("refuse.agree.cash", seller=seller))
    if preview.orders is not None and preview.orders.is_new:
        parts.append(printer.say("refuse.agree.orders", seller=seller))
    return " ".join(parts)


def _door(offer: RefusalOffer, printer: Printer) -> list[str]:
    names = ["home", "say", *(["pay"] if offer.preview.pays_at_door else []), "ask", "keep"]
    return [printer.say(f"refuse.door.{name}") for name in names]


def _tracking(offer: RefusalOffer, printer: Printer) -> list[str]:
    order = offer.detail.order
    announced = {one.package_id for one in order.refusals}
    return [
        printer.say("refuse.door.parcel", carrier=package.carrier, tracking=package.tracking_number)
        for package in order.packages
        if package.id in announced and package.tracking_number
    ]


def _then(offer: RefusalOffer, printer: Printer) -> list[str]:
    policy = offer.detail.policy
    is_free = policy.refusal_effect.value == "none" or policy.refusal_expires_days <= 0
    return [
        printer.say("refuse.then.refused.free" if is_free else "refuse.then.refused"),
        printer.say("refuse.then.delivered"),
        printer.say("refuse.then.told"),
    ]


def _refunds(
    offer: RefusalOffer, last: DeliveryRefusal | None, printer: Printer
) -> list[RefundView]:
    return [
        refund_view(refund, printer)
        for cancellation in offer.detail.cancellations
        if last is not None and cancellation.id == last.cancellation_id
        for refund in cancellation.refunds
    ]


def _note(offer: RefusalOffer, last: DeliveryRefusal | None, printer: Printer) -> str:
    """Return what the refusal left, from the history, which names the moment that it ends."""
    strike_id = "" if last is None else last.strike_id
    about = [
        entry
        for entry in offer.detail.history
        if strike_id and entry.parameters.get("strike_id") == strike_id
    ]
    untils = [text for entry in about if (text := entry.parameters.get("strike_until", ""))]
    if not untils or any(entry.type == EventType.STRIKE_REMOVED for entry in about):
        return printer.say("refuse.note.none")
    until = printer.moment(datetime.fromisoformat(untils[0]))
    return printer.say("refuse.note.written", until=until)


def _steps(offer: RefusalOffer, printer: Printer) -> list[StepView]:
    """Return what else can be done, the best first; what needs the order's page leads there."""
    detail = offer.detail
    actions = tuple(action for action in detail.decision.actions if action.kind not in _NOT_OFFERED)
    order_href = printer.href(routes.ORDER, order_id=detail.order.id)
    return [
        step
        if step.mode in (LINK, HOW) and not step.href.startswith("#")
        else replace(step, mode=LINK, href=order_href + step.href)
        for step in steps_of(actions, printer.say("refuse.last_resort"), detail, printer)
    ]
