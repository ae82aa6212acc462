"""Change here which questions a signed-in buyer has; each feature has a file of its own."""

from buyer_portal.order_client.account import AccountQuestions
from buyer_portal.order_client.cancellations import CancellationQuestions
from buyer_portal.order_client.changes import ChangeQuestions
from buyer_portal.order_client.conversations import ConversationQuestions
from buyer_portal.order_client.notifications import NotificationQuestions
from buyer_portal.order_client.orders import OrderQuestions
from buyer_portal.order_client.purchases import PurchaseQuestions
from buyer_portal.order_client.receipts import ReceiptQuestions
from buyer_portal.order_client.refusals import RefusalQuestions
from buyer_portal.order_client.returns import ReturnQuestions
from buyer_portal.order_client.reviews import ReviewQuestions
from buyer_portal.order_client.standing import StandingQuestions
from buyer_portal.order_client.support import SupportQuestions
from buyer_portal.order_client.withdrawals import WithdrawalQuestions


class BuyerClient(
    AccountQuestions,
    OrderQuestions,
    CancellationQuestions,
    RefusalQuestions,
    ReturnQuestions,
    ReceiptQuestions,
    ReviewQuestions,
    StandingQuestions,
    ConversationQuestions,
    NotificationQuestions,
    SupportQuestions,
    ChangeQuestions,
    PurchaseQuestions,
    WithdrawalQuestions,
):
    """Everything that one session may ask; the service authorises each call again."""
