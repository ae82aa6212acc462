"""Change here what the cancel dialog prints: pieces, reasons, and what will happen."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from buyer_portal.domain.decision_values import Decision, RefundPart, RefundPreview
from buyer_portal.domain.orders import Order, OrderStatus, PaymentState
from buyer_portal.domain.policy import Permission, ReasonMode
from buyer_portal.domain.refunds import add_working_days
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.views.cancel_lines import (
    CancelLineView,
    SumView,
    lines_of_dialog,
    sums_of_dialog,
)
from buyer_portal.views.change_offer import ChangeOfferView, any_change_href, change_offer
from buyer_portal.views.line_outcomes import has_parts, seller_name, sellers_text
from buyer_portal.views.printing import Printer

MOST_REASON_CHARACTERS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonView:
    """A reason that can be picked, and what to change instead of cancelling for it."""

    key: str
    text: str
    offer: ChangeOfferView = field(default_factory=ChangeOfferView)


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectView:
    """Something that will happen when the command is sent."""

    icon: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelDialogView:
    """Everything the dialog prints; made together with the page, so that it opens at once.

    ``can_send`` is false where the pieces chosen cannot be cancelled; ``problem`` then says why.
    """

    order_id: str
    version: str
    title: str
    intro: str
    lines: list[CancelLineView]
    sums: list[SumView]
    reasons: list[ReasonView]
    asks_text: bool
    text_title: str
    text_hint: str
    is_reason_required: bool
    reason_hint: str
    effects: list[EffectView]
    has_confirm_step: bool
    confirm_title: str
    confirm_text: str
    send_text: str
    portal_now_ms: str
    can_send: bool = True
    problem: str = ""
    change_href: str = ""

    @classmethod
    def of(
        cls,
        detail: OrderDetail,
        printer: Printer,
        *,
        portal_now_ms: int,
        decision: Decision | None = None,
        chosen: dict[str, int] | None = None,
    ) -> "CancelDialogView":
        """Print the dialog of an order.

        Args:
            portal_now_ms: The portal's own clock, for telling how late a command arrives.
            decision: The decision on the pieces ``chosen``; None takes the order's own.
        """
        order, policy = detail.order, detail.policy
        held = decision or detail.decision
        is_request = held.outcome is Permission.REQUEST
        mode = held.reason_mode
        is_open = held.outcome in (Permission.INSTANT, Permission.REQUEST)
        kind = ".request" if is_request else ""
        return cls(
            order_id=order.id,
            version=str(order.version),
            title=printer.say(f"cancel.title{kind}", seller=_asked_text(detail, held, printer)),
            intro=_intro(detail, held, printer),
            lines=(lines := lines_of_dialog(detail, held, chosen, printer)),
            sums=sums_of_dialog(detail, held, printer) if lines and is_open else [],
            reasons=_reasons(held, detail, printer),
            asks_text=mode is not ReasonMode.NONE,
            text_title=printer.under(policy.skin).say("cancel.tell_us_why"),
            text_hint=printer.say("cancel.text_hint"),
            is_reason_required=held.reason_required and mode is not ReasonMode.NONE,
            reason_hint=printer.say(
                "cancel.reason_required" if held.reason_required else "cancel.reason_optional"
            ),
            effects=effects_of(detail, held, printer) if is_open else [],
            has_confirm_step=held.confirm_step,
            confirm_title=printer.say(f"cancel.confirm.title{kind}"),
            confirm_text=printer.say(
                f"cancel.confirm.text{kind}", seller=_asked_text(detail, held, printer)
            ),
            send_text=printer.under(policy.skin).say("cancel.send"),
            portal_now_ms=str(portal_now_ms),
            can_send=is_open,
            problem="" if is_open else printer.say("cancel.pieces_closed"),
            change_href=any_change_href(detail, printer) if mode is ReasonMode.TEXT else "",
        )


def effects_of(detail: OrderDetail, decision: Decision, printer: Printer) -> list[EffectView]:
    """Return what sending would do, the first thing first."""
    preview = decision.refund_preview
    is_request = decision.outcome is Permission.REQUEST
    later = decision.request_preview
    effects = [] if is_request else [_at_once(detail.order, decision, printer)]
    if is_request:
        effects += _answers(detail, decision, printer)
    effects += [_part(part, preview, printer, is_request=is_request) for part in preview.parts]
    if later is not None and not is_request:
        effects += _answers(detail, decision, printer)
        effects += [_part(part, later, printer, is_request=True) for part in later.parts]
    if not preview.parts:
        effects.append(EffectView(icon="card", text=_nothing_back(detail.order, printer)))
    if preview.discounts_clawed_back_minor:
        amount = printer.money(preview.discounts_clawed_back_minor, preview.currency)
        effects.append(
            EffectView(icon="info", text=printer.say("cancel.effect.clawed_back", amount=amount))
        )
    effects += [
        EffectView(icon="voucher", text=printer.say("cancel.effect.voucher", voucher=voucher))
        for voucher in preview.vouchers_restored
    ]
    has_lost_voucher = any(charge.kind.value == "voucher" for charge in detail.order.charges)
    if has_lost_voucher and not preview.vouchers_restored and not detail.policy.restores_vouchers:
        effects.append(EffectView(icon="voucher", text=printer.say("cancel.effect.voucher_lost")))
    return effects


def refund_range(part: RefundPart, now: datetime, printer: Printer) -> str:
    """Return when a refund that starts at ``now`` is expected, as days or ``today``."""
    if part.days_at_most == 0:
        return printer.say("refund.at_once")
    start = add_working_days(now, part.days_at_least)
    end = add_working_days(now, part.days_at_most)
    return printer.days(start, end)


def method_text(label: str, method: str, printer: Printer) -> str:
    """Return a payment method as printed: its own label, else its kind."""
    return label or printer.say(f"method.{method}")


def _intro(detail: OrderDetail, decision: Decision, printer: Printer) -> str:
    if has_parts(detail, decision):
        return printer.say("cancel.intro.parts")
    closed = [line for line in decision.lines if line.permission is not decision.outcome]
    if closed and any(line.covered for line in decision.lines):
        return printer.say("cancel.intro.rest")
    return printer.say("cancel.intro", seller=detail.seller.name)


def _asked_text(detail: OrderDetail, decision: Decision, printer: Printer) -> str:
    """Return who is asked, or who sells it where nobody is."""
    asked = [seller_name(detail, request.seller_id) for request in decision.requests]
    return sellers_text(asked[0], len(asked), printer) if asked else detail.seller.name


def _reasons(decision: Decision, detail: OrderDetail, printer: Printer) -> list[ReasonView]:
    """Return the reasons, each text once: a market may have two keys for the same thing."""
    if decision.reason_mode not in (ReasonMode.LIST, ReasonMode.LIST_AND_TEXT):
        return []
    by_text: dict[str, str] = {}
    for key in decision.reason_keys:
        by_text.setdefault(printer.reason(key), key)
    return [
        ReasonView(key=key, text=text, offer=change_offer(key, detail, printer))
        for text, key in by_text.items()
    ]


def _at_once(order: Order, decision: Decision, printer: Printer) -> EffectView:
    going = {line.line_id: line.quantity for line in decision.lines if line.covered}
    asked = {line_id for request in decision.requests for line_id in request.line_ids}
    is_all = not asked and all(line.open_quantity == going.get(line.id, 0) for line in order.lines)
    key = "cancel.effect.at_once" if is_all else "cancel.effect.at_once.part"
    return EffectView(icon="check", text=printer.say(key))


def _answers(detail: OrderDetail, decision: Decision, printer: Printer) -> list[EffectView]:
    """Return, for each seller who is asked, until when they answer and what silence does."""
    effects: list[EffectView] = []
    for request in decision.requests:
        answer_by = printer.now + timedelta(hours=request.answer_hours)
        key = "silence_approves" if request.silence_approves else "silence_closes"
        seller = seller_name(detail, request.seller_id)
        text = printer.say(f"cancel.effect.{key}", seller=seller, until=printer.moment(answer_by))
        effects.append(EffectView(icon="clock", text=text))
    return effects


def _part(
    part: RefundPart, preview: RefundPreview, printer: Printer, *, is_request: bool
) -> EffectView:
    amount = printer.money(part.amount_minor, preview.currency)
    method = method_text(part.label, part.method.value, printer)
    if is_request:
        days = printer.say("refund.working_days", least=part.days_at_least, most=part.days_at_most)
        text = printer.say("cancel.effect.refund_later", amount=amount, method=method, days=days)
    else:
        days = refund_range(part, printer.now, printer)
        text = printer.say("cancel.effect.refund", amount=amount, method=method, days=days)
    return EffectView(icon="return", text=text)


def _nothing_back(order: Order, printer: Printer) -> str:
    if order.payment_state is PaymentState.CASH_ON_DELIVERY:
        return printer.say("cancel.effect.cash")
    if order.status is OrderStatus.UNPAID or order.paid_minor == 0:
        return printer.say("cancel.effect.unpaid")
    return printer.say("cancel.effect.nothing_back")
