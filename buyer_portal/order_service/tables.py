"""Change here which tables make up the database: importing this module knows them all."""

from typing import Final

from sqlalchemy import MetaData
from sqlmodel import SQLModel

from buyer_portal.order_service.cancellations.tables import CancellationRow, RefundRow
from buyer_portal.order_service.catalogue.tables import (
    CouponRow,
    CouponUseRow,
    OfferRow,
    VariantRow,
)
from buyer_portal.order_service.changes.tables import OrderChangeRow
from buyer_portal.order_service.commands.tables import CommandRow
from buyer_portal.order_service.conversations.tables import ConversationRow, MessageRow
from buyer_portal.order_service.deadlines.tables import DeadlineRow
from buyer_portal.order_service.events.tables import EventRow
from buyer_portal.order_service.mails.tables import MailCursorRow, MailRow
from buyer_portal.order_service.me.tables import BuyerRow, CounterRow
from buyer_portal.order_service.notifications.tables import NotificationRow
from buyer_portal.order_service.orders.tables import AuditRow, OrderRow, OrderSearchRow
from buyer_portal.order_service.receipts.tables import ReceiptRow
from buyer_portal.order_service.refunds.tables import SimulatedPayoutRow
from buyer_portal.order_service.refusals.tables import RefusalRow
from buyer_portal.order_service.returns.tables import PhotoRow, ReturnRow
from buyer_portal.order_service.reviews.tables import ReviewRow
from buyer_portal.order_service.sellers.tables import PolicyRow, SellerRow
from buyer_portal.order_service.sessions.tables import SessionRow, TryRow, UsedTicketRow
from buyer_portal.order_service.standing.tables import StrikeRow
from buyer_portal.order_service.support.tables import AttemptRow, TicketMessageRow, TicketRow
from buyer_portal.order_service.tenants.tables import TenantRow
from buyer_portal.order_service.webhooks.tables import (
    KnownReturnRow,
    ReceivedWebhookRow,
    WebhookCursorRow,
    WebhookDeliveryRow,
    WebhookEndpointRow,
    WebhookPositionRow,
    WebhookSourceRow,
)
from buyer_portal.order_service.withdrawals.tables import WithdrawalRow

METADATA: Final[MetaData] = SQLModel.metadata

ROWS_OF_TENANTS: Final = (
    AttemptRow,
    AuditRow,
    BuyerRow,
    CancellationRow,
    CommandRow,
    ConversationRow,
    CounterRow,
    CouponRow,
    CouponUseRow,
    DeadlineRow,
    EventRow,
    KnownReturnRow,
    MailRow,
    MessageRow,
    NotificationRow,
    OfferRow,
    OrderChangeRow,
    OrderRow,
    OrderSearchRow,
    PhotoRow,
    PolicyRow,
    ReceiptRow,
    ReceivedWebhookRow,
    RefundRow,
    RefusalRow,
    ReturnRow,
    ReviewRow,
    SellerRow,
    SessionRow,
    SimulatedPayoutRow,
    StrikeRow,
    TicketMessageRow,
    TicketRow,
    TryRow,
    UsedTicketRow,
    VariantRow,
    WebhookDeliveryRow,
    WebhookEndpointRow,
    WebhookPositionRow,
    WebhookSourceRow,
    WithdrawalRow,
)
"""Every table with a ``tenant`` column; ``TenantRow`` itself is deleted first."""

__all__ = ["METADATA", "ROWS_OF_TENANTS", "MailCursorRow", "TenantRow", "WebhookCursorRow"]
