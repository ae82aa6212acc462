"""Change here what the page of a return prints while goods, reason and photos are chosen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from buyer_portal import routes
from buyer_portal.domain.decision_values import RefundPart
from buyer_portal.domain.orders import OrderLine
from buyer_portal.domain.return_rules import ReturnableLine, ReturnObstacle
from buyer_portal.domain.returns import ReturnKind
from buyer_portal.order_contract.returns import MOST_PHOTO_BYTES, MOST_PHOTOS, ReturnOffer
from buyer_portal.views.cancel import method_text
from buyer_portal.views.printing import Printer, picture_src
from buyer_portal.views.return_running import RunningReturnView, running_views

FORM: Final = "form"
RUNNING: Final = "running"
CLOSED: Final = "closed"
_MOST_CHOICES: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLineView:
    """A line that can go back: ``choices`` are numbers of pieces, ``chosen`` one of them."""

    id: str
    name: str
    about: str
    picture: str
    choices: list[str]
    chosen: str
    label: str
    note: str
    is_single: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StayingLineView:
    """A line that cannot go back, and why not."""

    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WayView:
    """One of several things to ask for."""

    kind: str
    label: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnReasonView:
    """A reason to choose."""

    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoView:
    """A photo that was uploaded and not sent yet."""

    id: str
    src: str
    alt: str
    remove_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnPageView:
    """The page: what runs or ran, and the form where something can be asked for."""

    kind: str
    order_id: str
    number: str
    seller: str
    order_href: str
    title: str
    text: str
    running: list[RunningReturnView]
    has_form: bool
    form_title: str
    ways: list[WayView]
    lines: list[ReturnLineView]
    staying: list[StayingLineView]
    reasons: list[ReturnReasonView]
    reason_label: str
    photos: list[PhotoView]
    photos_text: str
    can_add_photo: bool
    upload_href: str
    most_bytes: str
    refund_total: str
    refund_rows: list[str]
    refund_note: str
    facts: list[str]
    send_label: str
    support_href: str
    portal_now_ms: str

    @classmethod
    def of(cls, offer: ReturnOffer, printer: Printer, *, portal_now_ms: int) -> "ReturnPageView":
        """Print what can be returned and what became of returns before."""
        detail = offer.detail
        order = detail.order
        running = running_views(detail, printer, offer.appeals)
        has_form = bool(offer.kinds)
        is_running = any(one.is_open for one in running)
        kind = RUNNING if running and (is_running or not has_form) else CLOSED
        if has_form and not is_running:
            kind = FORM
        name = "refund" if offer.kind is ReturnKind.REFUND else "return"
        title = "returns.title.running" if kind == RUNNING else f"returns.title.{name}"
        if kind == CLOSED:
            title = "returns.title.closed"
        return cls(
            kind=kind,
            order_id=order.id,
            number=order.number,
            seller=detail.seller.name,
            order_href=printer.href(routes.ORDER, order_id=order.id),
            title=printer.say(title),
            text=printer.say(f"returns.text.{name if kind == FORM else kind}"),
            running=running,
            has_form=has_form and not is_running,
            form_title=printer.say("returns.form.again" if running else "returns.form.title"),
            ways=_ways(offer, printer),
            lines=_lines(offer, printer),
            staying=_staying(offer, printer),
            reasons=[ReturnReasonView(key=key, text=printer.reason(key)) for key in offer.reasons],
            reason_label=printer.say(
                "returns.reason" if offer.reason_required else "returns.reason.optional"
            ),
            photos=[
                PhotoView(
                    id=photo.id,
                    src=f"/uploads/photos/{photo.id}",
                    alt=printer.say("returns.photo.alt", number=at),
                    remove_label=printer.say("returns.photo.remove", number=at),
                )
                for at, photo in enumerate(offer.photos, start=1)
            ],
            photos_text=printer.say(
                "returns.photos.text", most=MOST_PHOTOS, megabytes=MOST_PHOTO_BYTES // 1024 // 1024
            ),
            can_add_photo=len(offer.photos) < MOST_PHOTOS,
            upload_href=f"/uploads/orders/{order.id}/photos",
            most_bytes=str(MOST_PHOTO_BYTES),
            refund_total=printer.money(offer.preview.total_minor, order.currency)
            if offer.pieces
            else "",
            refund_rows=[_row(part, order.currency, printer) for part in offer.preview.parts],
            refund_note=printer.say(f"returns.when.{_when(offer)}"),
            facts=_facts(offer, printer),
            send_label=printer.say(f"returns.send.{name}"),
            support_href=f"{printer.href(routes.SUPPORT_NEW)}?order={order.id}",
            portal_now_ms=str(portal_now_ms),
        )


def _when(offer: ReturnOffer) -> str:
    """Return what the money waits for."""
    if offer.kind is ReturnKind.RETURN:
        return "received"
    return "at_once" if offer.is_instant else "agreed"


def _ways(offer: ReturnOffer, printer: Printer) -> list[WayView]:
    if len(offer.kinds) < 2:  # noqa: PLR2004 - nothing to choose
        return []
    return [
        WayView(
            kind=kind.value,
            label=printer.say(f"returns.way.{kind.value}"),
            text=printer.say(f"returns.way.{kind.value}.text"),
            is_chosen=kind is offer.kind,
        )
        for kind in offer.kinds
    ]


def _lines(offer: ReturnOffer, printer: Printer) -> list[ReturnLineView]:
    order = offer.detail.order
    found = [
        (line, entry)
        for line, entry in zip(order.lines, offer.lines, strict=True)
        if entry.way(offer.kind)
    ]
    return [
        ReturnLineView(
            id=line.id,
            name=line.product_name,
            about=_about(line, entry, printer),
            picture=picture_src(line.picture),
            choices=[str(number) for number in range(min(entry.quantity, _MOST_CHOICES) + 1)],
            chosen=str(offer.pieces.get(line.id, 0)),
            label=printer.say("returns.pieces", name=line.product_name),
            note=_until(entry.until, printer),
            is_single=entry.quantity == 1,
        )
        for line, entry in found
    ]


def _about(line: OrderLine, entry: ReturnableLine, printer: Printer) -> str:
    pieces = printer.count("orders.pieces", entry.quantity)
    return f"{line.variant} · {pieces}" if line.variant else pieces


def _until(until: datetime | None, printer: Printer) -> str:
    return printer.say("returns.until", moment=printer.moment(until)) if until else ""


def _staying(offer: ReturnOffer, printer: Printer) -> list[StayingLineView]:
    order = offer.detail.order
    lines: list[StayingLineView] = []
    for line, entry in zip(order.lines, offer.lines, strict=True):
        if entry.way(offer.kind):
            continue
        why = entry.obstacle or ReturnObstacle.NOT_IN_POLICY
        moment = printer.moment(entry.until) if entry.until else ""
        lines.append(
            StayingLineView(
                name=line.product_name,
                why=printer.say(f"returns.obstacle.{why.value}", moment=moment),
            )
        )
    return lines


def _row(part: RefundPart, currency: str, printer: Printer) -> str:
    days = (
        printer.say("refund.working_days", least=part.days_at_least, most=part.days_at_most)
        if part.days_at_most
        else printer.say("refund.at_once")
    )
    return printer.say(
        "returns.refund.to",
        amount=printer.money(part.amount_minor, currency),
        method=method_text(part.label, part.method.value, printer),
        days=days,
    )


def _facts(offer: ReturnOffer, printer: Printer) -> list[str]:
    """Return what the buyer should know before they ask."""
    policy, seller = offer.detail.policy, offer.detail.seller.name
    facts: list[str] = []
    if not offer.is_instant:
        then = "approved" if policy.silence_approves else "closed"
        key = f"returns.fact.answer.{then}"
        facts.append(printer.count(key, policy.answer_hours, seller=seller))
    if offer.kind is ReturnKind.RETURN:
        key = "returns.fact.free" if policy.return_free else "returns.fact.paid"
        facts += [printer.say(key), printer.say("returns.fact.tracking")]
    elif any(line.stage.value in {"IN_TRANSIT", "AWAITING_COLLECTION"} for line in offer.lines):
        facts.append(printer.say("returns.fact.under_way"))
    return facts
