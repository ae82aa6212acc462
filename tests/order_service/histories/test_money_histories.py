"""Random histories of money: whatever happens to an order, none is lost, made up or paid twice."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buyer_portal.domain.returns import ReturnKind
from buyer_portal.order_client.errors import OrderServiceError
from buyer_portal.order_contract.cancellations import LineQuantity, WithdrawCancellation
from buyer_portal.order_contract.changes import ChangeOrder, ChangeWish, LineSent
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_contract.refusals import RefuseDelivery
from buyer_portal.order_contract.returns import (
    PiecesToReturn,
    RequestReturn,
)
from buyer_portal.order_contract.withdrawals import DeclareWithdrawal
from tests.order_service.histories.return_steps import go_on_with_return
from tests.order_service.money import check_conserved, check_ledgers

DAY = 86_400
ORDER = "order-1"
MARKETS = {"VND": "VN", "IDR": "ID", "USD": "US", "EUR": "DE"}
HELD, PACKED, MOVING, THERE = (
    "AWAITING_SHIPMENT",
    "AWAITING_COLLECTION",
    "IN_TRANSIT",
    "DELIVERED",
)
OF_BUYER = (
    "cancel",
    "cancel-piece",
    "withdraw-request",
    "change-variant",
    "change-quantity",
    "use-coupon",
    "withdraw-from-contract",
    "refuse",
    "return-piece",
    "return-all",
    "ask-refund",
    "send-back",
    "accept-offer",
    "decline-offer",
    "withdraw-return",
)
OF_OTHERS = (
    "pack",
    "carrier-scan",
    "deliver",
    "bring-back",
    "complete",
    "seller-approve",
    "seller-reject",
    "seller-unlock",
    "seller-cancel",
    "seller-receive",
    "return-approve",
    "return-reject",
    "return-offer",
    "return-keep",
    "return-receive",
    "bank-settle",
    "bank-fail",
)
BANKS = (
    {},
    {"unavailable_times": 1},
    {"lost_answer_times": 2},
    {"late_days": 3},
    {"fails": "account_closed"},
)
WAITS = {"hour": 3600, "days": 4 * DAY, "weeks": 20 * DAY}
WAYS = (
    ("until-packed", HELD, "change-variant", "use-coupon", "cancel-piece", "hour", "bank-settle"),
    ("until-shipped", HELD, "change-variant", "cancel-piece", "cancel", "hour", "bank-fail"),
    ("until-shipped", PACKED, "cancel", "seller-approve", "hour", "bank-settle"),
    ("unpaid-only", HELD, "seller-unlock", "cancel"),
    ("until-packed", MOVING, "refuse", "bring-back", "hour"),
    ("until-packed", THERE, "return-piece", "return-approve", "send-back", "return-receive"),
    ("until-shipped", THERE, "return-piece", "return-offer", "accept-offer", "return-all"),
    ("tiktok-us", THERE, "return-all", "return-offer", "decline-offer", "return-approve"),
    ("tiktok-us", MOVING, "ask-refund", "return-keep"),
    ("eu-withdrawal", HELD, "cancel-piece", "withdraw-from-contract", "hour"),
    ("eu-withdrawal", THERE, "withdraw-from-contract", "send-back", "return-receive"),
    ("until-shipped", "UNPAID", "change-quantity", "use-coupon"),
)
"""Whose policy, from which stage on, and what comes first, so that histories get far."""

_steps = st.lists(st.sampled_from((*OF_BUYER, *OF_OTHERS, *WAITS)), min_size=2, max_size=12)
_lines = st.lists(
    st.fixed_dictionaries(
        {"quantity": st.integers(1, 3), "unit_price_minor": st.integers(0, 10_007)}
    ),
    min_size=1,
    max_size=3,
)
_charges = st.sampled_from(
    [
        [],
        [
            {"kind": "shipping", "amount_minor": 301},
            {"kind": "voucher", "amount_minor": -7, "label": "WELCOME"},
            {"kind": "tax", "amount_minor": 13},
        ],
    ]
)


class Walk:
    """One order and everybody who can move its money."""

    def __init__(self, world, buyer, new_key, cancel_command) -> None:
        self.world, self.buyer = world, buyer
        self.new_key, self.cancel_command = new_key, cancel_command

    async def step(self, name: str) -> None:
        """Do one thing, or be refused; either way the money has to be right after it."""
        detail = await self.world.detail(ORDER)
        try:
            if name in WAITS:
                await self.world.advance(advance_seconds=WAITS[name])
            elif name in OF_OTHERS:
                await self.world.step(name, reason="It must be.", text="Hello", amount_minor=7)
            else:
                await self._as_buyer(name, detail)
        except OrderServiceError:
            refused = (await self.world.detail(ORDER)).order
            assert refused.refunded_minor == detail.order.refunded_minor

    async def _as_buyer(self, name: str, detail: OrderDetail) -> None:
        order, until = detail.order, detail.server_now + timedelta(minutes=1)
        key = self.new_key()
        if name in {"cancel", "cancel-piece"}:
            piece = (LineQuantity(line_id=order.lines[-1].id, quantity=1),)
            lines = piece if name == "cancel-piece" else ()
            command = self.cancel_command(detail, lines=lines)
            await self.buyer.cancel(order.id, command, key)
        elif name == "withdraw-request" and detail.cancellations:
            back = WithdrawCancellation(expires_at=until)
            await self.buyer.withdraw(detail.cancellations[-1].id, back, key)
        elif name in {"change-variant", "change-quantity", "use-coupon"}:
            await self._change(name, detail)
        elif name == "withdraw-from-contract":
            statement = DeclareWithdrawal(
                name="Linh Nguyen",
                email="linh@example.com",
                order_number=order.number,
                text="I hereby withdraw from my contract.",
            )
            await self.buyer.withdraw_from_contract(order.id, statement, key)
        elif name == "refuse":
            no = RefuseDelivery(order_version=order.version, expires_at=until)
            await self.buyer.refuse(order.id, no, key)
        elif name in {"return-piece", "return-all", "ask-refund"}:
            await self._ask_back(name, detail)
        elif detail.returns:
            await go_on_with_return(self.buyer, name, detail, key)

    async def _change(self, name: str, detail: OrderDetail) -> None:
        order = detail.order
        choices = await self.buyer.choices(order.id)
        line = order.lines[0]
        wish = ChangeWish(coupon_code="SAVE10")
        if name == "change-quantity":
            fewer = LineSent(line_id=line.id, quantity=max(1, line.quantity - 1))
            wish = ChangeWish(lines=(fewer,))
        elif name == "change-variant":
            every = [variant for offer in choices.offers for variant in offer.variants]
            cheapest = min(every, key=lambda variant: variant.price_minor)
            wish = ChangeWish(lines=(LineSent(line_id=line.id, variant_id=cheapest.id),))
        preview = await self.buyer.preview_change(order.id, wish)
        command = ChangeOrder(
            order_version=order.version,
            expires_at=detail.server_now + timedelta(minutes=1),
            wish=wish,
            seen_total_minor=preview.order.total_minor,
        )
        await self.buyer.change_order(order.id, command, self.new_key())

    async def _ask_back(self, name: str, detail: OrderDetail) -> None:
        kind = ReturnKind.REFUND if name == "ask-refund" else ReturnKind.RETURN
        order_id = detail.order.id
        offer = await self.buyer.return_offer(order_id, kind)
        left = [line for line in offer.lines if line.way(kind)]
        pieces = {line.line_id: line.quantity for line in left}
        if name == "return-piece":
            pieces = {line.line_id: 1 for line in left[:1]}
        if offer.kind is not kind or not pieces:
            return
        priced = await self.buyer.return_offer(order_id, kind, pieces)
        command = RequestReturn(
            order_version=detail.order.version,
            expires_at=detail.server_now + timedelta(minutes=1),
            kind=kind,
            lines=tuple(
                PiecesToReturn(line_id=one, quantity=count) for one, count in pieces.items()
            ),
            reason_key=priced.reasons[0],
            seen_refund_minor=priced.preview.total_minor,
        )
        await self.buyer.request_return(order_id, command, self.new_key())


@pytest.mark.parametrize("way", WAYS, ids="-".join)
@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    currency=st.sampled_from(sorted(MARKETS)),
    order=st.fixed_dictionaries(
        {
            "payment_method": st.sampled_from(["card", "e_wallet", "card", "cash_on_delivery"]),
            "lines": _lines,
            "charges": _charges,
        }
    ),
    bank=st.sampled_from(BANKS),
    steps=_steps,
)
async def test_no_money_is_lost_made_up_or_paid_twice(  # noqa: PLR0917 - fixtures and examples
    make_world, new_key, cancel_command, database, way, currency, order, bank, steps
):
    market = MARKETS[currency]
    preset, status, *first = way
    world = await make_world(
        buyers=[{"key": "buyer", "name": "Linh Nguyen", "email": "linh@example.com"}],
        sellers=[{"key": "seller", "preset": preset, "market": market}],
        orders=[{**order, "status": status, "key": ORDER, "market": market, "currency": currency}],
        coupons=[{"code": "SAVE10", "percent": 10, "currency": currency}],
        faults={"bank": bank},
    )
    walk = Walk(world, await world.buyer(), new_key, cancel_command)

    for name in [*first, *steps]:
        await walk.step(name)
        check_conserved(await world.detail(ORDER))

    await world.faults()
    for _ in range(3):  # the last requests lapse, what is owed is paid, what failed is tried again
        await world.advance(advance_seconds=60 * DAY)
        check_conserved(await world.detail(ORDER))
    await check_ledgers(world, database, ORDER)
