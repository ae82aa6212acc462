"""Change here what the order resources carry: a page of the list, one order, its decision."""

from datetime import datetime

from pydantic import Field

from buyer_portal.domain.cancellations import Cancellation
from buyer_portal.domain.decision_values import Decision
from buyer_portal.domain.order_differences import AppliedChange
from buyer_portal.domain.orders import Order, OrderStatus
from buyer_portal.domain.policy import Permission, Policy
from buyer_portal.domain.returns import Return
from buyer_portal.order_contract.base import Message
from buyer_portal.order_contract.receipts import ReceiptEntry


class Seller(Message):
    """A seller as printed."""

    id: str
    name: str


class LineSummary(Message):
    """What a card shows of a line."""

    product_name: str
    variant: str
    picture: str
    quantity: int


class OrderSummary(Message):
    """One card of the orders page: no more than the card prints.

    ``deadline`` is the next moment worth showing (pay by, cancel by), None when there is none.
    ``is_returning``: what is open is a return or a refund.
    ``requests_part``: the open requests leave out something that is still open.
    ``seller_count`` counts ``seller`` too.
    """

    id: str
    number: str
    seller: Seller
    status: OrderStatus
    version: int
    currency: str
    total_minor: int
    lines: tuple[LineSummary, ...]
    line_count: int
    permission: Permission
    has_open_request: bool = False
    requests_part: bool = False
    is_returning: bool = False
    can_return: bool = False
    seller_count: int = 1
    refund_minor: int = 0
    placed_at: datetime
    deadline: datetime | None = None
    expected_from: datetime | None = None
    expected_until: datetime | None = None


class OrdersPage(Message):
    """Orders newest first; ``next_cursor`` empty at the end; ``counts`` per tab for this buyer."""

    orders: tuple[OrderSummary, ...]
    next_cursor: str = ""
    counts: dict[str, int]
    server_now: datetime


class HistoryEntry(Message):
    """Something that happened to the order: an event type such as ``order.packed`` and when."""

    sequence: int
    type: str
    at: datetime
    actor: str
    parameters: dict[str, str] = Field(default_factory=dict[str, str])


class OrderDetail(Message):
    """One order with everything its page prints."""

    order: Order
    seller: Seller
    decision: Decision
    policy: Policy
    cancellations: tuple[Cancellation, ...] = ()
    returns: tuple[Return, ...] = ()
    changes: tuple[AppliedChange, ...] = ()
    history: tuple[HistoryEntry, ...] = ()
    receipts: tuple[ReceiptEntry, ...] = ()
    server_now: datetime

    @property
    def sellers(self) -> tuple[Seller, ...]:
        """Everyone who sells something of the order, its own seller first."""
        others = [Seller(id=part.seller_id, name=part.name) for part in self.order.further]
        return (self.seller, *others)


class DecisionAnswer(Message):
    """The decision for some lines of an order, and the order version it holds for."""

    order_id: str
    order_version: int
    decision: Decision
    server_now: datetime


class SellerPolicy(Message):
    """A seller's current policy; orders keep the one of their purchase."""

    seller: Seller
    policy: Policy
    effective_from: datetime
