"""Change here which steps a random history can take, and how they are taken."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from buyer_portal.domain.refusals import parcels_in_transit
from buyer_portal.domain.returns import ReturnKind
from buyer_portal.order_client.errors import OrderServiceError
from buyer_portal.order_contract.cancellations import LineQuantity, WithdrawCancellation
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_contract.refusals import RefuseDelivery, WithdrawRefusal
from buyer_portal.order_contract.returns import PiecesToReturn, RequestReturn
from tests.order_service.histories.promises import check_cancellations, check_money, check_step
from tests.order_service.histories.return_steps import go_on_with_return

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
drawn_orders = st.fixed_dictionaries(
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
        check_money(detail)
        assert {one.package_id for one in order.refusals} <= set(parcels_in_transit(order))
        if before := self.last.get(key):
            check_step(before.order, order)
            check_cancellations(before, detail)
        self.last[key] = detail
