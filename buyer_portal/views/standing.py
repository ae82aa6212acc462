"""Change here what the standing page prints: every note, who sees it, until when, what it takes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from buyer_portal import routes
from buyer_portal.domain.standing import APPEAL_CHARACTERS, AppealStatus, Strike
from buyer_portal.order_contract.standing import (
    SellerRestriction,
    StandingAnswer,
    StrikeEntry,
)
from buyer_portal.views.printing import Printer

COUNTS: Final = "counts"
APPEALED: Final = "appealed"
EXPIRED: Final = "expired"
REMOVED: Final = "removed"

TONE_OF_STATE: Final = {
    COUNTS: "tint tint-warning",
    APPEALED: "tint tint-info",
    EXPIRED: "tint tint-neutral",
    REMOVED: "tint tint-success",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeView:
    """A note of the ledger; ``appeal`` tells its appeal, one sentence each."""

    id: str
    state: str
    state_text: str
    order_text: str
    order_href: str
    happened: str
    seen_by: str
    until: str
    appeal_by: str
    can_appeal: bool
    appeal: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictionView:
    """Something that a seller takes away."""

    seller: str
    seller_href: str
    why: str
    since: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingView:
    """A buyer's whole standing."""

    is_good: bool
    title: str
    text: str
    strikes: list[StrikeView]
    denials: list[RestrictionView]
    cash_off: list[RestrictionView]
    most_characters: int
    portal_now_ms: str

    @classmethod
    def of(cls, answer: StandingAnswer, printer: Printer, *, portal_now_ms: int) -> "StandingView":
        """Print the ledger as it stands at the service's clock."""
        now = answer.server_now
        counting = sum(entry.strike.counts(now) for entry in answer.strikes)
        if counting:
            title = printer.count("standing.notes.title", counting)
            text = printer.say("standing.notes.text")
        else:
            title = printer.say("standing.good.title")
            text = printer.say("standing.past.text" if answer.strikes else "standing.good.text")
        return cls(
            is_good=not counting,
            title=title,
            text=text,
            strikes=[_strike(entry, now, printer) for entry in answer.strikes],
            denials=[_restriction("denial", found, printer) for found in answer.denials],
            cash_off=[
                _restriction("cash", found, printer) for found in answer.cash_on_delivery_off
            ],
            most_characters=APPEAL_CHARACTERS,
            portal_now_ms=str(portal_now_ms),
        )


def state_of(strike: Strike, now: datetime) -> str:
    """Return where a strike stands: what support removed is removed, whatever else it was."""
    if strike.is_removed:
        return REMOVED
    if not strike.counts(now):
        return EXPIRED
    is_open = strike.appeal is not None and strike.appeal.status is AppealStatus.OPEN
    return APPEALED if is_open else COUNTS


def _strike(entry: StrikeEntry, now: datetime, printer: Printer) -> StrikeView:
    strike = entry.strike
    state = state_of(strike, now)
    return StrikeView(
        id=strike.id,
        state=state,
        state_text=printer.say(f"standing.state.{state}"),
        order_text=printer.say(
            "standing.strike.order", number=entry.order_number, seller=entry.seller.name
        ),
        order_href=printer.href(routes.ORDER, order_id=strike.order_id),
        happened=printer.moment(strike.happened_at),
        seen_by=_seen_by(entry, now, printer),
        until=printer.moment(strike.expires_at),
        appeal_by=printer.moment(strike.appeal_by) if strike.can_appeal(now) else "",
        can_appeal=strike.can_appeal(now),
        appeal=_appeal(strike, now, printer),
    )


def _seen_by(entry: StrikeEntry, now: datetime, printer: Printer) -> str:
    strike = entry.strike
    if not strike.counts(now):
        return printer.say("standing.strike.seen.nobody")
    if strike.is_seen_by_all:
        return printer.say("standing.strike.seen.all")
    return printer.say("standing.strike.seen.seller", seller=entry.seller.name)


def _appeal(strike: Strike, now: datetime, printer: Printer) -> list[str]:
    appeal = strike.appeal
    if appeal is None:
        is_over = strike.counts(now) and not strike.can_appeal(now)
        return [printer.say("standing.appeal.over")] if is_over else []
    said = [printer.say("standing.appeal.sent", at=printer.moment(appeal.asked_at))]
    if appeal.status is not AppealStatus.OPEN and appeal.answered_at is not None:
        key = "granted" if appeal.status is AppealStatus.GRANTED else "declined"
        said = [printer.say(f"standing.appeal.{key}", at=printer.moment(appeal.answered_at))]
        if appeal.answer:
            said.append(printer.say("notification.strike.reason", reason=appeal.answer))
    return [*said, printer.say("standing.appeal.yours", text=appeal.text)]


def _restriction(name: str, found: SellerRestriction, printer: Printer) -> RestrictionView:
    restriction = found.restriction
    return RestrictionView(
        seller=found.seller.name,
        seller_href=printer.href(routes.SELLER_POLICY, seller_id=found.seller.id),
        why=printer.count(f"standing.{name}.why", restriction.strikes, limit=restriction.limit),
        since=printer.say("standing.since", at=printer.moment(restriction.since)),
        until=printer.say("standing.until", at=printer.moment(restriction.until)),
    )
