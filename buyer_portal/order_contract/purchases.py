"""Change here what placing a new order sends and gets back."""

from datetime import datetime

from pydantic import Field

from buyer_portal.domain.change_values import ChangeObstacle
from buyer_portal.domain.orders import Charge, Order, OrderLine, PaymentMethod
from buyer_portal.order_contract.base import Message, Request
from buyer_portal.order_contract.changes import AddressSent, PiecesSent


class Basket(Request):
    """What is to be bought: from the seller of ``again_of``, an order of the same buyer.

    The service prices it: a basket carries no amount.
    """

    again_of: str = Field(min_length=1, max_length=64)
    lines: tuple[PiecesSent, ...] = Field(min_length=1, max_length=50)
    coupon_code: str = Field(default="", max_length=40)
    payment_method: PaymentMethod = PaymentMethod.CARD


class PlaceOrder(Request):
    """Place a new order; sent with an ``Idempotency-Key`` header."""

    basket: Basket
    address: AddressSent
    expires_at: datetime
    seen_total_minor: int


class BasketPrice(Message):
    """What a basket costs now; ``obstacle`` says why it cannot be bought."""

    lines: tuple[OrderLine, ...]
    charges: tuple[Charge, ...]
    total_minor: int
    currency: str
    obstacle: ChangeObstacle | None = None
    server_now: datetime


class PlacedAnswer(Message):
    """The new order."""

    order: Order
    server_now: datetime
