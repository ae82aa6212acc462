"""One shop with its buyers, clock and feed, and what a buyer may do in it; no HTTP here.

Everything lives in this process and nothing waits in between, so each command is whole and alone.
Behind a real shop, its answer to a cancel call decides who won.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from buyer_portal.domain.cancellations import Actor, Cancellation
from buyer_portal.domain.decision import decide
from buyer_portal.domain.decision_values import Decision
from buyer_portal.domain.ids import id_of
from buyer_portal.domain.orders import TAB_OF_STATUS, Order, OrderStatus, OrderTab
from buyer_portal.domain.policy import Permission
from buyer_portal.domain.standing import Standing
from buyer_portal.order_contract.cancellations import CancellationAnswer, CancelOrder
from buyer_portal.order_contract.events import Event, EventType
from buyer_portal.order_contract.notifications import Notification
from buyer_portal.order_contract.orders import (
    HistoryEntry,
    LineSummary,
    OrderDetail,
    OrderSummary,
    Seller,
)
from buyer_portal.order_contract.problems import PROBLEM_TYPE_PREFIX, FieldError, ProblemCode
from examples.shopify_order_service.adapting import (
    POLICY,
    UNPAID_HOURS,
    cancellation_id,
    cancellations_of,
    decimal_of,
    order_id,
    order_of,
)
from examples.shopify_order_service.shop import Json, Shop, ShopError

Digest = tuple[Permission, int, tuple[int, ...]]
STEPS: Final[Mapping[str, tuple[str, EventType]]] = {
    "pack": ("confirmed", EventType.ORDER_PACKED),
    "carrier-scan": ("in_transit", EventType.ORDER_COLLECTED),
    "deliver": ("delivered", EventType.ORDER_DELIVERED),
}
STATUS_OF: Final[Mapping[ProblemCode, int]] = {
    ProblemCode.INVALID_REQUEST: 422,
    ProblemCode.MALFORMED_JSON: 400,
    ProblemCode.TOO_LARGE: 413,
    ProblemCode.NOT_FOUND: 404,
    ProblemCode.METHOD_NOT_ALLOWED: 405,
    ProblemCode.UNAUTHENTICATED: 401,
    ProblemCode.FORBIDDEN: 403,
    ProblemCode.WRONG_CREDENTIALS: 401,
    ProblemCode.CANCELLATION_REFUSED: 409,
    ProblemCode.ORDER_CHANGED: 409,
    ProblemCode.COMMAND_EXPIRED: 409,
    ProblemCode.KEY_REUSED: 422,
    ProblemCode.KEY_MISSING: 400,
    ProblemCode.NOT_WITHDRAWABLE: 409,
    ProblemCode.WRONG_STATE: 409,
    ProblemCode.SYSTEM_ERROR: 500,
}


class RefusedError(Exception):
    """A problem of RFC 9457; ``is_kept`` under the command's key."""

    def __init__(
        self, code: ProblemCode, *, errors: tuple[FieldError, ...] = (), is_kept: bool = False,
        **said: object,
    ) -> None:  # fmt: skip
        self.status = STATUS_OF[code]
        self.is_kept = is_kept
        self.body: Json = {
            "type": PROBLEM_TYPE_PREFIX + code,
            "title": code.replace("-", " ").capitalize() + ".",
            "status": self.status,
            **said,
        }
        if errors:
            self.body["errors"] = [error.model_dump() for error in errors]
        super().__init__(code)


def wrong(pointer: str, reason: str) -> RefusedError:
    """Return the problem of one wrong field."""
    error = FieldError(pointer=pointer, reason=reason)
    return RefusedError(ProblemCode.INVALID_REQUEST, errors=(error,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """A customer of the shop who may sign in."""

    id: str
    customer: int
    name: str
    login: str
    password: str = ""


@dataclass(slots=True)
class Feed:
    """What was committed in every world, in order."""

    events: list[Event] = field(default_factory=list[Event])


@dataclass(slots=True)
class World:
    """A tenant."""

    tenant: str
    seed: bytes
    feed: Feed
    frozen_at: datetime | None = None
    offset: timedelta = timedelta()
    shop: Shop = field(default_factory=Shop)
    buyers: dict[str, Buyer] = field(default_factory=dict[str, Buyer])
    told: dict[str, list[Notification]] = field(default_factory=dict[str, list[Notification]])
    _ids: dict[str, int] = field(default_factory=dict[str, int])
    _history: dict[str, list[HistoryEntry]] = field(default_factory=dict[str, list[HistoryEntry]])
    _offered: dict[tuple[str, int], Digest] = field(default_factory=dict[Any, Any])
    _answers: dict[tuple[str, str], tuple[str, int, str]] = field(default_factory=dict[Any, Any])

    @property
    def seller(self) -> Seller:
        """The shop itself."""
        return Seller(
            id=id_of(self.seed, datetime(2020, 1, 1, tzinfo=UTC), "shop"), name="Kiln & Co"
        )

    @property
    def now(self) -> datetime:
        """What this tenant's clock shows."""
        return self.frozen_at or datetime.now(UTC) + self.offset

    def add_buyer(self, name: str, login: str, password: str = "") -> Buyer:
        """Let a customer sign in."""
        customer = 207_119_551 + len(self.buyers)
        made = Buyer(
            id=id_of(self.seed, datetime(2020, 1, 1, tzinfo=UTC), "customer", str(customer)),
            customer=customer, name=name, login=login, password=password,
        )  # fmt: skip
        self.buyers[made.id] = made
        return made

    def add_order(self, payload: Json) -> str:
        """Take an order of the shop and return its id for buyers."""
        made = self.shop.create(payload)
        known = order_id(self.seed, made)
        self._ids[known] = made["id"]
        order = self.order(known)
        past = [(EventType.ORDER_PLACED, order.moments.placed_at)]
        past += [(EventType.ORDER_PAID, at) for at in (order.moments.paid_at,) if at]
        past += [(EventType.ORDER_PACKED, at) for at in (order.moments.packed_at,) if at]
        past += [(EventType.ORDER_COLLECTED, at) for at in (order.moments.collected_at,) if at]
        past += [(EventType.ORDER_DELIVERED, at) for at in (order.moments.delivered_at,) if at]
        self._history[known] = [
            HistoryEntry(
                sequence=number, type=kind, at=at, actor=Actor.SYSTEM,
                parameters={"number": order.number},
            )
            for number, (kind, at) in enumerate(past, start=1)
        ]  # fmt: skip
        return known

    def orders(self, buyer: Buyer) -> list[Order]:
        """Return a buyer's orders, the newest first."""
        return [self._adapted(made) for made in self.shop.of_customer(buyer.customer)]

    def order(self, known: str, buyer: Buyer | None = None) -> Order:
        """Return an order, of this buyer where one is named.

        Raises:
            RefusedError: Unknown, or somebody else's, which look the same.
        """
        number = self._ids.get(known)
        if number is None:
            raise RefusedError(ProblemCode.NOT_FOUND)
        order = self._adapted(self.shop.get(number))
        if buyer is not None and order.buyer_id != buyer.id:
            raise RefusedError(ProblemCode.NOT_FOUND)
        return order

    def decision(self, order: Order, pieces: Mapping[str, int] | None = None) -> Decision:
        """Return the one engine's answer; it is kept what each version offered."""
        decision = decide(
            order, pieces, actor=Actor.BUYER, now=self.now, policy=POLICY,
            standing=Standing(), client_build=None,
        )  # fmt: skip
        if pieces is None:
            open_pieces = tuple(line.open_quantity for line in order.lines)
            offered = (decision.outcome, decision.refund_preview.total_minor, open_pieces)
            self._offered[order.id, order.version] = offered
        return decision

    def detail(self, known: str, buyer: Buyer | None = None) -> OrderDetail:
        """Return all that an order's page prints."""
        order = self.order(known, buyer)
        return OrderDetail(
            order=order, seller=self.seller, decision=self.decision(order), policy=POLICY,
            cancellations=self.cancellations(known), history=tuple(self._history[known]),
            server_now=self.now,
        )  # fmt: skip

    def summary(self, order: Order) -> OrderSummary:
        """Return a card of the list."""
        decision = self.decision(order)
        return OrderSummary(
            id=order.id, number=order.number, seller=self.seller, status=order.status,
            version=order.version, currency=order.currency, total_minor=order.total_minor,
            lines=tuple(
                LineSummary(
                    product_name=line.product_name, variant=line.variant, picture=line.picture,
                    quantity=line.quantity,
                )
                for line in order.lines
            ),
            line_count=len(order.lines), permission=decision.outcome,
            refund_minor=order.refunded_minor, placed_at=order.moments.placed_at,
            deadline=next((one.at for one in decision.deadlines), None),
        )  # fmt: skip

    def counts(self, buyer: Buyer) -> dict[str, int]:
        """Return how many orders each tab has."""
        tabs = [TAB_OF_STATUS[order.status] for order in self.orders(buyer)]
        return {str(tab): tabs.count(tab) for tab in OrderTab} | {str(OrderTab.ALL): len(tabs)}

    def cancellations(self, known: str) -> tuple[Cancellation, ...]:
        """Return what was cancelled of an order."""
        return cancellations_of(self.seed, self.shop.get(self._ids[known]))

    def find_cancellation(self, wanted: str, buyer: Buyer) -> CancellationAnswer:
        """Return one cancellation.

        Raises:
            RefusedError: Unknown, or somebody else's.
        """
        for order in self.orders(buyer):
            for one in self.cancellations(order.id):
                if one.id == wanted:
                    return CancellationAnswer(cancellation=one, order=order, server_now=self.now)
        raise RefusedError(ProblemCode.NOT_FOUND)

    def once(self, buyer: Buyer, key: str, subject: str, command: CancelOrder) -> tuple[int, str]:
        """Carry out a cancellation once per key; return status and body of its one answer.

        Raises:
            RefusedError: It is refused in a way that is not kept: nothing happened.
        """
        stated = command.model_dump_json(exclude={"expires_at"})
        fingerprint = hashlib.sha256(f"{subject}\n{stated}".encode()).hexdigest()
        known = self._answers.get((buyer.id, key))
        if known is not None:
            if known[0] != fingerprint:
                raise RefusedError(ProblemCode.KEY_REUSED)
            return known[1], known[2]
        try:
            status, body = 201, self._cancel(buyer, subject, command).model_dump_json()
        except RefusedError as refusal:
            if not refusal.is_kept:
                raise
            status, body = refusal.status, json.dumps(refusal.body)
        self._answers[buyer.id, key] = (fingerprint, status, body)
        return status, body

    def take_step(self, known: str, name: str) -> OrderDetail:
        """Let the shop or its carrier act.

        Raises:
            RefusedError: No such step, or it does not fit.
        """
        if name not in STEPS:
            raise RefusedError(ProblemCode.NOT_FOUND)
        order = self.order(known)
        shipment, event = STEPS[name]
        if order.status is OrderStatus.UNPAID:
            raise RefusedError(ProblemCode.WRONG_STATE)
        try:
            self.shop.fulfil(self._ids[known], self._stamp(), shipment)
        except ShopError:
            raise RefusedError(ProblemCode.WRONG_STATE) from None
        self._note(order, event, Actor.CARRIER if name != "pack" else Actor.SELLER)
        return self.detail(known)

    def advance(self, now: datetime | None, seconds: float, *, is_frozen: bool | None) -> int:
        """Move the clock, then close what nobody paid in time; return how many that were."""
        then = (now or self.now) + timedelta(seconds=seconds)
        freeze = self.frozen_at is not None if is_frozen is None else is_frozen
        self.frozen_at = then if freeze else None
        self.offset = then - datetime.now(UTC)
        return self.expire()

    def expire(self) -> int:
        """Close what nobody paid in time."""
        late = 0
        for known, number in self._ids.items():
            order = self.order(known)
            until = order.moments.placed_at + timedelta(hours=UNPAID_HOURS)
            if order.status is OrderStatus.UNPAID and until <= self.now:
                self.shop.cancel(number, self._stamp(), "declined")
                self._note(order, EventType.ORDER_EXPIRED, Actor.SYSTEM)
                late += 1
        return late

    def _cancel(self, buyer: Buyer, known: str, command: CancelOrder) -> CancellationAnswer:
        order = self.order(known, buyer)
        if command.expires_at <= self.now:
            raise RefusedError(ProblemCode.COMMAND_EXPIRED)
        pieces = _pieces_of(order, command)
        decision = self.decision(order, pieces)
        if decision.outcome is not Permission.INSTANT:
            raise RefusedError(
                ProblemCode.CANCELLATION_REFUSED, is_kept=True,
                causes=list(decision.causes), order_version=order.version,
            )  # fmt: skip
        if self._is_other_than_seen(order, pieces, command, decision):
            raise RefusedError(ProblemCode.ORDER_CHANGED, is_kept=True, order_version=order.version)
        if command.reason_key not in decision.reason_keys:
            raise wrong("/reason_key", "unknown" if command.reason_key else "missing")
        return self._carry_out(order, pieces or _all_open(order), decision)

    def _carry_out(
        self, order: Order, pieces: Mapping[str, int], decision: Decision
    ) -> CancellationAnswer:
        number, total = self._ids[order.id], decision.refund_preview.total_minor
        taken = {int(line): quantity for line, quantity in pieces.items()}
        amount = decimal_of(total, order.currency)
        try:
            refund = self.shop.refund(number, self._stamp(), taken, amount)
            is_whole = pieces == _all_open(order)
            if is_whole:
                self.shop.cancel(number, self._stamp(), "customer")
        except ShopError:  # the shop was faster; the next read says how it stands
            raise RefusedError(ProblemCode.ORDER_CHANGED, is_kept=True) from None
        wanted = cancellation_id(self.seed, refund)
        [made] = [one for one in self.cancellations(order.id) if one.id == wanted]
        self._note(
            order, EventType.ORDER_CANCELLED if is_whole else EventType.LINES_CANCELLED,
            Actor.BUYER, cancellation_id=made.id, reference=made.reference,
            refund_minor=str(total), currency=order.currency, pieces=str(sum(pieces.values())),
        )  # fmt: skip
        after = self.order(order.id)
        return CancellationAnswer(cancellation=made, order=after, server_now=self.now)

    def _is_other_than_seen(
        self, order: Order, pieces: Mapping[str, int] | None, command: CancelOrder,
        decision: Decision,
    ) -> bool:  # fmt: skip
        """Say whether the buyer agreed to something else than what would happen now."""
        promised, amount = command.seen_permission, command.seen_refund_minor
        if promised not in {None, decision.outcome}:
            return True
        if amount not in {None, decision.refund_preview.total_minor}:
            return True
        if any(line.open_quantity < (pieces or {}).get(line.id, 0) for line in order.lines):
            return True
        if command.order_version == order.version or None not in {promised, amount}:
            return False
        self.decision(order)
        seen = self._offered.get((order.id, command.order_version))
        return seen != self._offered[order.id, order.version]

    def _note(self, order: Order, kind: EventType, actor: Actor, **said: str) -> None:
        """Write event, history and notification of a step."""
        history = self._history[order.id]
        parameters = {"number": order.number, **said}
        number = history[-1].sequence + 1
        history.append(
            HistoryEntry(
                sequence=number, type=kind, at=self.now, actor=actor, parameters=parameters
            )
        )
        self.feed.events.append(
            Event(
                feed_id=len(self.feed.events) + 1, tenant=self.tenant, type=kind, at=self.now,
                buyer_id=order.buyer_id, order_id=order.id, sequence=number, parameters=parameters,
            )
        )  # fmt: skip
        self.told.setdefault(order.buyer_id, []).insert(
            0,
            Notification(
                id=id_of(self.seed, self.now, "told", order.id, str(number)), type=kind,
                order_id=order.id, parameters=parameters, created_at=self.now, is_read=False,
            ),
        )  # fmt: skip

    def _adapted(self, made: Json) -> Order:
        buyer = next(one for one in self.buyers.values() if one.customer == made["customer"]["id"])
        return order_of(self.seed, made, buyer.id, self.seller)

    def _stamp(self) -> str:
        return self.now.isoformat()


def _pieces_of(order: Order, command: CancelOrder) -> dict[str, int] | None:
    lines = {line.id for line in order.lines}
    pieces: dict[str, int] = {}
    for at, asked in enumerate(command.lines):
        if asked.line_id not in lines or asked.line_id in pieces:
            raise wrong(f"/lines/{at}/line_id", "unknown")
        pieces[asked.line_id] = asked.quantity
    return pieces or None


def _all_open(order: Order) -> dict[str, int]:
    return {line.id: line.open_quantity for line in order.lines if line.open_quantity}
