"""Change here what a decision says: outcome, causes, trace, deadlines, actions, refund preview."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from buyer_portal.domain.orders import OrderStatus, PaymentMethod
from buyer_portal.domain.policy import Permission, ReasonMode


class Cause(StrEnum):
    """Why cancelling is off, or not at once. Stable codes; several can hold."""

    PACKED = "packed"
    NEEDS_SELLER = "needs_seller"
    IN_TRANSIT = "in_transit"
    PARTLY_SHIPPED = "partly_shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    ALREADY_CANCELLED = "already_cancelled"
    ALREADY_REQUESTED = "already_requested"
    REQUEST_REJECTED = "request_rejected"
    POLICY_FINAL = "policy_final"
    BUILD_OUTDATED = "build_outdated"
    CONNECTION = "connection"
    SYSTEM_ERROR = "system_error"
    WRONG_ACCOUNT = "wrong_account"
    ORDER_CHANGED = "order_changed"


class Verdict(StrEnum):
    """What one rule said."""

    ALLOWS = "allows"
    LIMITS = "limits"
    CLOSES = "closes"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceStep:
    """One rule that was evaluated: what it looked at, what it said, what closed the window when.

    ``rule`` is a stable code; ``event`` such as ``order.packed`` and ``at`` (aware UTC) name what
    closed the window, None where nothing did. ``line_id`` None means the whole order, or all lines
    of ``seller_id`` where an order has several sellers.
    """

    rule: str
    inputs: dict[str, str]
    verdict: Verdict
    permission: Permission
    line_id: str | None = None
    event: str | None = None
    at: datetime | None = None
    seller_id: str | None = None


class DeadlineKind(StrEnum):
    """What runs out."""

    PAY_BY = "pay_by"
    CANCEL_BY = "cancel_by"
    SELLER_ANSWERS_BY = "seller_answers_by"
    RETURN_BY = "return_by"


class OnExpiry(StrEnum):
    """What happens when a deadline passes."""

    ORDER_EXPIRES = "order_expires"
    CANCEL_NEEDS_SELLER = "cancel_needs_seller"
    CANCEL_CLOSES = "cancel_closes"
    REQUEST_APPROVED = "request_approved"
    REQUEST_CLOSED = "request_closed"
    RETURN_CLOSES = "return_closes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A moment (aware UTC) and what happens at it.

    ``seller_id`` names whose it is on an order of several sellers, else it is empty.
    """

    kind: DeadlineKind
    at: datetime
    on_expiry: OnExpiry
    seller_id: str = ""


class ActionKind(StrEnum):
    """Something the buyer can do now."""

    CANCEL = "cancel"
    REQUEST_CANCEL = "request_cancel"
    CANCEL_REST = "cancel_rest"
    REQUEST_REFUND = "request_refund"
    ASK_SELLER = "ask_seller"
    SEE_REQUEST = "see_request"
    WITHDRAW_REQUEST = "withdraw_request"
    SEE_REFUND = "see_refund"
    RETURN_AFTER_DELIVERY = "return_after_delivery"
    START_RETURN = "start_return"
    REFUSE_DELIVERY = "refuse_delivery"
    ORDER_AGAIN = "order_again"
    APPEAL = "appeal"
    APPEAL_RETURN = "appeal_return"
    UPDATE_PAGE = "update_page"
    RETRY = "retry"
    SWITCH_ACCOUNT = "switch_account"
    READ_NEW_STATE = "read_new_state"
    CONTACT_SUPPORT = "contact_support"
    SEE_POLICY = "see_policy"


class ActionCost(StrEnum):
    """What an action costs the buyer."""

    FREE = "free"
    WAIT = "wait"
    SHIPPING = "shipping"
    STANDING = "standing"


class Likelihood(StrEnum):
    """How likely an action gets the buyer what they want."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An action offered, the best first."""

    kind: ActionKind
    cost: ActionCost
    likelihood: Likelihood


@dataclass(frozen=True, slots=True, kw_only=True)
class LineOutcome:
    """What holds for one line; ``refund_minor`` is what cancelling ``quantity`` pieces gives back.

    ``quantity`` is what was asked for, all open pieces when nothing was named, 0 for other lines.
    ``covered`` lines are the ones that a command would cancel (``instant``) or ask for
    (``request``); the previews are theirs. Shipping and fees are in the previews alone.
    """

    line_id: str
    permission: Permission
    quantity: int
    cause: Cause | None = None
    refund_minor: int = 0
    covered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundPart:
    """What goes back by one payment method, and in how many working days."""

    payment_id: str
    method: PaymentMethod
    label: str
    amount_minor: int
    days_at_least: int
    days_at_most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundPreview:
    """Exactly what cancelling gives back: ``total = items + shipping + tax + other - clawed back``.

    All amounts are minor units of ``currency``; ``parts`` add up to ``total_minor`` and are empty
    where nothing was paid.
    """

    currency: str
    total_minor: int = 0
    items_minor: int = 0
    shipping_minor: int = 0
    tax_minor: int = 0
    other_minor: int = 0
    discounts_clawed_back_minor: int = 0
    vouchers_restored: tuple[str, ...] = ()
    parts: tuple[RefundPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerRequest:
    """What one seller would be asked; ``refund_minor`` comes back if only this seller agrees."""

    seller_id: str
    line_ids: tuple[str, ...]
    refund_minor: int
    answer_hours: int
    silence_approves: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The one answer: what may be done, why, until when, and what it gives back.

    ``refund_preview`` is what a command with this outcome gives back: now where it is ``instant``,
    once the sellers have agreed where it is ``request``. ``requests`` has one entry per seller whom
    a command would ask, and ``request_preview`` is what comes back when all of them agree; both
    also beside an outcome ``instant``, None and empty where nobody would be asked.
    """

    outcome: Permission
    causes: tuple[Cause, ...]
    trace: tuple[TraceStep, ...]
    deadlines: tuple[Deadline, ...]
    actions: tuple[Action, ...]
    lines: tuple[LineOutcome, ...]
    refund_preview: RefundPreview
    stage: OrderStatus
    reason_mode: ReasonMode
    reason_required: bool
    reason_keys: tuple[str, ...]
    confirm_step: bool
    cancel_lines: bool
    request_preview: RefundPreview | None = None
    requests: tuple[SellerRequest, ...] = ()
