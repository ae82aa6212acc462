"""Random histories of an order: what must hold after every step holds."""

import asyncio
import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from buyer_portal.domain.cancellations import CANCELLATION_STEPS, CancellationStatus, RefundStatus
from buyer_portal.domain.lifecycle import STATUS_STEPS
from buyer_portal.domain.orders import Order, OrderStatus
from buyer_portal.domain.receipts import ReceiptKind
from buyer_portal.domain.refusals import parcels_in_transit
from buyer_portal.domain.returns import RETURN_STEPS, ReturnKind, ReturnOutcome, ReturnStatus
from buyer_portal.order_client.errors import OrderServiceError
from buyer_portal.order_contract.cancellations import LineQuantity, WithdrawCancellation
from buyer_portal.order_contract.events import STEPLESS_EVENTS
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_contract.refusals import RefuseDelivery, WithdrawRefusal
from buyer_portal.order_contract.returns import (
    PiecesToReturn,
    RequestReturn,
)
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.me.tables import CounterRow
from buyer_portal.order_service.notifications.tables import NotificationRow
from buyer_portal.order_service.orders.tables import OrderRow
from buyer_portal.receipts.checking import check, check_chain
from tests.order_service.return_steps import go_on_with_return

TOOK_EFFECT = {CancellationStatus.SUCCESS, CancellationStatus.COMPLETE}
PRESETS = [
    "unpaid-only",
    "until-packed",
    "until-shipped",
    "until-carrier",
    "tiktok-us",
    "shopee-ph",
]
RETURNING = {
    "return",
    "return-piece",
    "ask-refund",
    "send-back",
    "accept-offer",
    "decline-offer",
    "withdraw-return",
}
STEPS_OF_RETURNS = [
    *sorted(RETURNING),
    "return",
    "return-approve",
    "return-reject",
    "return-offer",
    "return-keep",
    "return-arrive",
    "return-receive",
    "deliver",
    "bring-back",
    "complete",
    "hour",
    "days",
]
STEPS = [
    "cancel",
    "cancel-piece",
    "cancel-line",
    "replay",
    "withdraw",
    "pack",
    "carrier-scan",
    "scan-one",
    "deliver",
    "refuse",
    "take-after-all",
    "bring-back",
    "complete",
    "seller-approve",
    "seller-reject",
    "seller-unlock",
    "seller-cancel",
    "seller-receive",
    "seller-hold",
    "seller-say",
    "return",
    "ask-refund",
    "return-approve",
    "hour",
    "days",
    "read",
]

_orders = st.fixed_dictionaries(
    {
        "status": st.sampled_from(
            [
                "UNPAID",
                "ON_HOLD",
                "AWAITING_SHIPMENT",
                "AWAITING_COLLECTION",
                "IN_TRANSIT",
                "DELIVERED",
            ]
        ),
        "currency": st.sampled_from(["VND", "IDR", "USD", "EUR"]),
        "payment_method": st.sampled_from(["card", "e_wallet", "cash_on_delivery"]),
        "lines": st.lists(
            st.fixed_dictionaries(
                {
                    "quantity": st.integers(1, 4),
                    "unit_price_minor": st.integers(0, 10_007),
                }
            ),
            min_size=1,
            max_size=3,
        ),
        "charges": st.sampled_from(
            [
                [],
                [{"kind": "shipping", "amount_minor": 301}],
                [
                    {"kind": "shipping", "amount_minor": 301},
                    {"kind": "voucher", "amount_minor": -7, "label": "WELCOME"},
                    {"kind": "tax", "amount_minor": 13},
                ],
            ]
        ),
    }
)


class History:
    """One world, walked at random, and what was true of it before."""

    def __init__(self, world, buyer, new_key, cancel_command) -> None:
        self.world = world
        self.buyer = buyer
        self.new_key = new_key
        self.cancel_command = cancel_command
        self.last: dict[str, OrderDetail] = {}
        self.sent: list[tuple[str, Any, str, Any]] = []

    async def step(self, name: str, key: str) -> None:
        """Do one thing; whatever is refused must have changed nothing."""
        detail = await self.world.detail(key)
        try:
            if name.startswith("cancel"):
                await self._cancel(name, key, detail)
            elif name == "replay" and self.sent:
                order_id, command, sent_key, answer = self.sent[-1]
                assert await self.buyer.cancel(order_id, command, sent_key) == answer
            elif name == "withdraw" and detail.cancellations:
                expires_at = detail.server_now + timedelta(minutes=1)
                await self.buyer.withdraw(
                    detail.cancellations[-1].id,
                    WithdrawCancellation(expires_at=expires_at),
                    self.new_key(),
                )
            elif name in {"hour", "days"}:
                await self.world.advance(advance_seconds=3600 if name == "hour" else 4 * 86400)
            elif name == "scan-one":
                await self.world.step("carrier-scan", key, line_ids=(detail.order.lines[-1].id,))
            elif name in {"read", "refuse", "take-after-all"} | RETURNING:
                await self._act_as_buyer(name, detail)
            elif name not in {"replay", "withdraw"}:
                await self.world.step(name, key, reason="It must be.", text="Hello", amount_minor=7)
        except OrderServiceError:
            # Whatever was refused changed nothing, but that a carrier came in vain is kept once.
            order = (await self.world.detail(key)).order
            if order.moments.pickup_refused_at != detail.order.moments.pickup_refused_at:
                assert name in {"carrier-scan", "scan-one"}
                assert detail.order.moments.pickup_refused_at is None
                order = replace(order, version=detail.order.version, moments=detail.order.moments)
            assert order == detail.order

    async def _act_as_buyer(self, name: str, detail: OrderDetail) -> None:
        order, until = detail.order, detail.server_now + timedelta(minutes=1)
        if name in RETURNING:
            await self._return(name, detail)
        elif name == "read":
            await self.buyer.mark_read()
        elif name == "refuse":
            command = RefuseDelivery(order_version=order.version, expires_at=until)
            await self.buyer.refuse(order.id, command, self.new_key())
        else:
            back = WithdrawRefusal(expires_at=until)
            await self.buyer.withdraw_refusal(order.id, back, self.new_key())

    async def _return(self, name: str, detail: OrderDetail) -> None:
        if name in {"return", "return-piece", "ask-refund"}:
            await self._ask_back(name, detail)
        elif detail.returns:
            await go_on_with_return(self.buyer, name, detail, self.new_key())

    async def _ask_back(self, name: str, detail: OrderDetail) -> None:
        kind = ReturnKind.REFUND if name == "ask-refund" else ReturnKind.RETURN
        offer = await self.buyer.return_offer(detail.order.id, kind)
        left = [line for line in offer.lines if line.way(kind)]
        pieces = {line.line_id: line.quantity for line in left}
        if name == "return-piece":
            pieces = {line.line_id: 1 for line in left[:1]}
        if offer.kind is not kind or not pieces:
            return
        priced = await self.buyer.return_offer(detail.order.id, kind, pieces)
        command = RequestReturn(
            order_version=detail.order.version,
            expires_at=detail.server_now + timedelta(minutes=1),
            kind=kind,
            lines=tuple(
                PiecesToReturn(line_id=line_id, quantity=count) for line_id, count in pieces.items()
            ),
            reason_key=priced.reasons[0],
            seen_refund_minor=priced.preview.total_minor,
        )
        await self.buyer.request_return(detail.order.id, command, self.new_key())

    async def _cancel(self, name: str, key: str, detail: OrderDetail) -> None:
        line = detail.order.lines[0]
        lines: tuple[LineQuantity, ...] = ()
        if name != "cancel":
            quantity = 1 if name == "cancel-piece" else max(1, line.open_quantity)
            lines = (LineQuantity(line_id=line.id, quantity=quantity),)
        command, sent_key = self.cancel_command(detail, lines=lines), self.new_key()
        order_id = self.world.order(key)
        answer = await self.buyer.cancel(order_id, command, sent_key)
        self.sent.append((order_id, command, sent_key, answer))

    async def check(self, key: str) -> None:
        """Compare an order with itself before, and its money with its cancellations."""
        detail = await self.world.detail(key)
        order = detail.order
        _check_money(detail)
        assert {one.package_id for one in order.refusals} <= set(parcels_in_transit(order))
        if before := self.last.get(key):
            _check_step(before.order, order)
            _check_cancellations(before, detail)
        self.last[key] = detail


def _check_money(detail: OrderDetail) -> None:
    order = detail.order
    total = sum(line.total_minor for line in order.lines)
    assert total + sum(charge.amount_minor for charge in order.charges) == order.total_minor
    assert 0 <= order.refunded_minor <= order.paid_minor
    refunds = [refund for one in (*detail.cancellations, *detail.returns) for refund in one.refunds]
    by_payment: Counter[str] = Counter()
    for refund in refunds:
        assert refund.amount_minor > 0
        assert refund.currency == order.currency
        by_payment[refund.payment_id] += refund.amount_minor
    for payment in order.payments:
        assert by_payment[payment.id] == payment.refunded_minor <= payment.amount_minor
    for cancellation in detail.cancellations:
        took_effect = cancellation.status in TOOK_EFFECT
        given = sum(refund.amount_minor for refund in cancellation.refunds)
        assert given == (cancellation.refund_minor if took_effect else 0)
        assert sum(line.refund_minor for line in cancellation.lines) <= max(
            cancellation.refund_minor, 0
        )
    receipts = Counter((entry.kind, entry.subject_id) for entry in detail.receipts)
    assert receipts == Counter(
        [
            (ReceiptKind.CANCELLATION, cancellation.id)
            for cancellation in detail.cancellations
            if cancellation.status in TOOK_EFFECT
        ]
        + [(ReceiptKind.RETURN, one.id) for one in detail.returns if one.paid_back_at]
        + [
            (ReceiptKind.REFUND, refund.id)
            for refund in refunds
            if refund.status is RefundStatus.SUCCEEDED
        ]
    )
    if order.status is OrderStatus.CANCELLED and order.paid_minor and not order.moments.refused_at:
        assert order.refunded_minor == order.paid_minor
    gone, returned = _given_back(detail)
    for cancellation in detail.cancellations:
        if cancellation.status in TOOK_EFFECT:
            for line in cancellation.lines:
                gone[line.line_id] += line.quantity
    assert {line.id: line.returned_quantity for line in order.lines if line.returned_quantity} == {
        line_id: count for line_id, count in returned.items() if count
    }
    for line in order.lines:
        assert line.cancelled_quantity + line.returned_quantity <= line.quantity
    assert {
        line.id: line.cancelled_quantity for line in order.lines if line.cancelled_quantity
    } == {line_id: count for line_id, count in gone.items() if count}


def _given_back(detail: OrderDetail) -> tuple[Counter[str], Counter[str]]:
    """Return the pieces that returns cancelled on their way, and those that had arrived."""
    gone: Counter[str] = Counter()
    returned: Counter[str] = Counter()
    for one in detail.returns:
        given = sum(refund.amount_minor for refund in one.refunds)
        assert given == (one.refund_minor if one.paid_back_at else 0)
        assert bool(one.paid_back_at) is (one.outcome is not ReturnOutcome.NONE)
        if one.outcome in {ReturnOutcome.KEPT, ReturnOutcome.RETURNED}:
            counter = gone if one.is_before_arrival else returned
            counter.update(one.pieces)
    return gone, returned


def _check_step(before: Order, after: Order) -> None:
    assert after.version >= before.version
    if after.version == before.version:
        assert after == before
        return
    if after.status is not before.status:
        reached, frontier = set(), {before.status}
        for _ in range(after.version - before.version):
            frontier = {step for status in frontier for step in STATUS_STEPS[status]} | frontier
            reached |= frontier
        assert after.status in reached
    for line, old in zip(after.lines, before.lines, strict=True):
        assert line.cancelled_quantity >= old.cancelled_quantity
        if old.status in {OrderStatus.IN_TRANSIT, OrderStatus.DELIVERED}:
            # What has left is not cancelled, but that it was refused at the door and comes back.
            was_refused = before.moments.refused_at != after.moments.refused_at
            is_back = old.status is OrderStatus.IN_TRANSIT and line.open_quantity == 0
            was_stopped = line.status is OrderStatus.CANCELLED and after.refunded_minor > 0
            assert line.cancelled_quantity == old.cancelled_quantity or (
                (was_refused and is_back) or (was_stopped and old.status is OrderStatus.IN_TRANSIT)
            )
        if old.status is OrderStatus.CANCELLED:
            assert line.status is OrderStatus.CANCELLED  # what is cancelled does not leave


def _check_cancellations(before: OrderDetail, after: OrderDetail) -> None:
    known = {one.id: one for one in after.cancellations}
    for old in before.cancellations:
        new = known[old.id]
        assert new.reference == old.reference
        if new.status is not old.status:
            assert new.status in CANCELLATION_STEPS[old.status]
    pending = [one for one in after.cancellations if one.status is CancellationStatus.PENDING]
    waiting = [one for one in after.returns if one.is_running]
    asked, coming_back = after.order.open_request, after.order.open_return
    assert [one.id for one in pending] == ([asked.id] if asked else [])
    assert [one.id for one in waiting] == ([coming_back.id] if coming_back else [])
    returns = {one.id: one for one in after.returns}
    for old in before.returns:
        new = returns[old.id]
        assert new.reference == old.reference
        assert _leads_to(old.status, new.status)


def _leads_to(status: ReturnStatus, later: ReturnStatus) -> bool:
    """Say whether a return can have come from one status to another by several steps."""
    reached, ahead = {status}, [status]
    while ahead:
        new = RETURN_STEPS[ahead.pop()] - reached
        reached |= new
        ahead.extend(new)
    return later in reached


async def _check_world(history: History, database) -> None:
    """Counters equal a recount; audit, events and notifications agree and have no gaps.

    The buyer's receipts are good and follow each other.
    """
    papers = [
        check(str(at), json.loads(text))
        for at, text in enumerate((await history.buyer.receipts()).documents)
    ]
    assert [finding for paper in papers for finding in paper.findings] == []
    assert check_chain(papers) == []
    world, tenant = history.world, history.world.made.tenant
    orders, counters = table_of(OrderRow), table_of(CounterRow)
    notifications = table_of(NotificationRow)

    def read(connection):
        tabs = connection.execute(
            select(orders.c.tab, func.count())
            .where(orders.c.tenant == tenant)
            .group_by(orders.c.tab)
        ).all()
        kept = connection.execute(
            select(counters.c.name, counters.c["count"]).where(counters.c.tenant == tenant)
        ).all()
        unread = connection.execute(
            select(func.count())
            .select_from(notifications)
            .where(notifications.c.tenant == tenant, notifications.c.read_at.is_(None))
        ).scalar_one()
        return dict(map(tuple, tabs)), dict(map(tuple, kept)), unread

    tabs, kept, unread = database.read_now(read)
    expected = {**tabs, "all": sum(tabs.values()), "unread": unread}
    assert {name: count for name, count in kept.items() if count} == {
        name: count for name, count in expected.items() if count
    }
    audit = (await world.audit()).entries
    events = [one for one in (await world.events()).events if one.sequence]
    told = [
        one
        for one in (await world.notifications()).notifications
        if one.type not in STEPLESS_EVENTS
    ]
    for key, order_id in world.made.orders.items():
        rows = [row for row in audit if row.order_id == order_id]
        assert [row.sequence for row in rows] == list(range(1, len(rows) + 1))
        order = history.last[key].order
        assert (rows[-1].to_status, rows[-1].version) == (order.status, order.version)
        for row, before in zip(rows[1:], rows, strict=False):
            assert row.from_status == before.to_status
        changes = [(row.sequence, row.type) for row in rows if row.version > 1]
        assert [version for version in (row.version for row in rows) if version > 1] == list(
            range(2, order.version + 1)
        )
        assert changes == [(one.sequence, one.type) for one in events if one.order_id == order_id]
        assert sorted(kind for _, kind in changes) == sorted(
            one.type for one in told if one.order_id == order_id
        )


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    preset=st.sampled_from(PRESETS),
    orders=st.lists(_orders, min_size=1, max_size=2),
    steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 1)), max_size=25),
)
async def test_histories_keep_every_promise(  # noqa: PLR0917 - fixtures and examples
    make_world, new_key, cancel_command, database, preset, orders, steps
):
    world = await make_world(sellers=[{"key": "seller", "preset": preset}], orders=orders)
    history = History(world, await world.buyer(), new_key, cancel_command)
    keys = list(world.made.orders)
    for key in keys:
        await history.check(key)

    for name, place in steps:
        await history.step(name, keys[place % len(keys)])
        for key in keys:
            await history.check(key)
    await _check_world(history, database)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    preset=st.sampled_from(["until-packed", "tiktok-us", "shopee-ph", "eu-withdrawal"]),
    status=st.sampled_from(["IN_TRANSIT", "DELIVERED", "DELIVERED"]),
    order=_orders,
    steps=st.lists(st.sampled_from(STEPS_OF_RETURNS), min_size=6, max_size=25),
)
async def test_histories_of_returns_keep_every_promise(  # noqa: PLR0917 - fixtures and examples
    make_world, new_key, cancel_command, database, preset, status, order, steps
):
    """What was delivered goes back in pieces, for a part of its money, or not at all."""
    world = await make_world(
        sellers=[{"key": "seller", "preset": preset}], orders=[{**order, "status": status}]
    )
    history = History(world, await world.buyer(), new_key, cancel_command)
    await history.check("order-1")

    for name in ["return-piece", *steps]:
        await history.step(name, "order-1")
        await history.check("order-1")
    await _check_world(history, database)


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    steps=st.lists(st.sampled_from(STEPS), min_size=4, max_size=12),
    order=_orders,
)
async def test_simultaneous_steps_keep_every_promise(  # noqa: PLR0917 - fixtures and examples
    make_world, new_key, cancel_command, database, steps, order
):
    world = await make_world(sellers=[{"key": "seller", "preset": "until-shipped"}], orders=[order])
    buyer = await world.buyer()
    history = History(world, buyer, new_key, cancel_command)
    await history.check("order-1")

    async def act(name: str) -> None:
        single = History(world, buyer, new_key, cancel_command)
        try:
            await single.step(name, "order-1")
        except AssertionError:
            return  # somebody else changed the order meanwhile; the checks below decide

    await asyncio.gather(*map(act, steps))

    await history.check("order-1")
    await _check_world(history, database)
