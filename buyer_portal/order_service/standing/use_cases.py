"""Change here what a buyer learns of their standing, and how an appeal goes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.policy import Policy
from buyer_portal.domain.standing import (
    AppealStatus,
    Restriction,
    Standing,
    Strike,
    StrikeAppeal,
    cash_on_delivery_off,
    denial,
)
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.orders import Seller
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.standing import (
    AppealStrike,
    SellerRestriction,
    StandingAnswer,
    StrikeAnswer,
    StrikeEntry,
)
from buyer_portal.order_service.answers import (
    CREATED,
    Answer,
    ProblemError,
    good,
    invalid,
    not_found,
    problem,
)
from buyer_portal.order_service.commands.expiry import refuse_late
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.changes import touched
from buyer_portal.order_service.orders.repository import StoredOrder, find_order
from buyer_portal.order_service.orders.writing import Step, save
from buyer_portal.order_service.sessions.viewer import Viewer, World
from buyer_portal.order_service.standing import repository
from buyer_portal.order_service.standing.repository import SellerRules, StrikeNames

_Rule = Callable[[Standing, str, Policy, datetime], Restriction | None]
_UNNAMED = StrikeNames("", "")


def read(connection: Connection, viewer: Viewer) -> StandingAnswer:
    """Return a buyer's whole ledger; in good standing that is one query."""
    standing = repository.standing_of(connection, viewer.tenant, viewer.buyer_id)
    if not standing.strikes:
        return StandingAnswer(server_now=viewer.now)
    names = repository.names_of_strikes(connection, viewer.tenant, viewer.buyer_id)
    sellers = repository.sellers_of_buyer(connection, viewer.tenant, viewer.buyer_id)
    return StandingAnswer(
        strikes=tuple(_entry(strike, names) for strike in reversed(standing.strikes)),
        denials=_restricted(denial, standing, sellers, viewer.now),
        cash_on_delivery_off=_restricted(cash_on_delivery_off, standing, sellers, viewer.now),
        server_now=viewer.now,
    )


def appeal(
    transaction: Transaction, viewer: Viewer, strike_id: str, command: AppealStrike
) -> Answer:
    """Ask support to remove a strike, or refuse because that is over.

    Raises:
        ProblemError: No such strike of this buyer, a command that came too late, or no words.
    """
    connection = transaction.connection
    known = _strike(connection, viewer, strike_id)
    stored = (
        None
        if known is None
        else find_order(connection, viewer.tenant, viewer.buyer_id, known.order_id)
    )
    # The order's version guards what is read after it: PostgreSQL lets others commit in between.
    strike = None if stored is None else _strike(connection, viewer, strike_id)
    if strike is None or stored is None:
        raise not_found()
    refuse_late(command.expires_at, viewer.now)
    text = command.text.strip()
    if not text:
        raise invalid("/text", "missing")
    if not strike.can_appeal(viewer.now):
        return problem(ProblemCode.NOT_APPEALABLE, order_version=stored.order.version)
    appealed = note_appeal(transaction, viewer, stored, strike, text)
    names = repository.names_of_strikes(connection, viewer.tenant, viewer.buyer_id)
    return good(StrikeAnswer(entry=_entry(appealed, names), server_now=viewer.now), CREATED)


def _strike(connection: Connection, viewer: Viewer, strike_id: str) -> Strike | None:
    standing = repository.standing_of(connection, viewer.tenant, viewer.buyer_id)
    return next((one for one in standing.strikes if one.id == strike_id), None)


def note_appeal(
    transaction: Transaction, world: World, stored: StoredOrder, strike: Strike, text: str
) -> Strike:
    """Write an appeal against the strike of an order, and return the strike with it."""
    appealed = replace(strike, appeal=StrikeAppeal(text=text, asked_at=world.now))
    step = Step(
        type=EventType.STRIKE_APPEALED, actor=Actor.BUYER, parameters={"strike_id": strike.id}
    )
    _write(transaction, world, stored, appealed, step)
    return appealed


def answer_appeal(
    transaction: Transaction,
    world: World,
    stored: StoredOrder,
    status: AppealStatus,
    answer: str,
) -> StoredOrder:
    """Let support grant or decline the open appeal against the strike of an order.

    Raises:
        ProblemError: No appeal is open.
    """
    order = stored.order
    standing = repository.standing_of(transaction.connection, world.tenant, order.buyer_id)
    strike = next((one for one in standing.strikes if one.order_id == order.id), None)
    if strike is None or strike.appeal is None or strike.appeal.status is not AppealStatus.OPEN:
        raise ProblemError(ProblemCode.WRONG_STATE)
    closed = replace(strike.appeal, status=status, answered_at=world.now, answer=answer)
    is_granted = status is AppealStatus.GRANTED
    step = Step(
        type=EventType.STRIKE_REMOVED if is_granted else EventType.STRIKE_UPHELD,
        actor=Actor.SUPPORT,
        parameters={"strike_id": strike.id} | ({"answer": answer} if answer else {}),
    )
    return _write(transaction, world, stored, replace(strike, appeal=closed), step)


def _write(
    transaction: Transaction, world: World, stored: StoredOrder, strike: Strike, step: Step
) -> StoredOrder:
    """Write what became of a strike as a step of its order, whose guarded update decides races."""
    saved = save(transaction, world, stored, touched(stored.order), step)
    repository.change(transaction, world.tenant, strike)
    return saved


def _entry(strike: Strike, names: dict[str, StrikeNames]) -> StrikeEntry:
    number, seller_name = names.get(strike.order_id, _UNNAMED)
    return StrikeEntry(
        strike=strike,
        seller=Seller(id=strike.seller_id, name=seller_name),
        order_number=number,
    )


def _restricted(
    rule: _Rule, standing: Standing, sellers: list[SellerRules], now: datetime
) -> tuple[SellerRestriction, ...]:
    found: list[SellerRestriction] = []
    for seller, policy in sellers:
        restriction = rule(standing, seller.id, policy, now)
        if restriction is not None:
            found.append(SellerRestriction(seller=seller, restriction=restriction))
    return tuple(found)
