"""Page objects: one a screen, with locators and actions in the words of a buyer."""

from buyer_portal.testing.missing import advice

try:
    from buyer_portal.testing.pages.cancel_dialog import CancelDialog
    from buyer_portal.testing.pages.change_page import ChangePage
    from buyer_portal.testing.pages.conversation_page import ConversationPage
    from buyer_portal.testing.pages.failure_panel import FailurePanel
    from buyer_portal.testing.pages.help_page import HelpPage
    from buyer_portal.testing.pages.home_page import HomePage
    from buyer_portal.testing.pages.login_page import LoginPage
    from buyer_portal.testing.pages.messages_page import MessagesPage
    from buyer_portal.testing.pages.not_found_page import NotFoundPage
    from buyer_portal.testing.pages.notifications_page import NotificationsPage
    from buyer_portal.testing.pages.order_again_page import OrderAgainPage
    from buyer_portal.testing.pages.order_detail_page import OrderDetailPage
    from buyer_portal.testing.pages.orders_page import OrdersPage
    from buyer_portal.testing.pages.profile_page import ProfilePage
    from buyer_portal.testing.pages.receipt_page import ReceiptPage
    from buyer_portal.testing.pages.refund_page import RefundPage
    from buyer_portal.testing.pages.refuse_page import RefusePage
    from buyer_portal.testing.pages.return_page import ReturnPage
    from buyer_portal.testing.pages.review_page import ReviewPage
    from buyer_portal.testing.pages.seller_policy_page import SellerPolicyPage
    from buyer_portal.testing.pages.settings_page import SettingsPage
    from buyer_portal.testing.pages.standing_page import StandingPage
    from buyer_portal.testing.pages.support_page import SupportPage
    from buyer_portal.testing.pages.update_page import UpdatePage
    from buyer_portal.testing.pages.withdrawal_page import WithdrawalPage
    from buyer_portal.testing.pages.your_data_page import YourDataPage
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(advice(), name=error.name) from error

__all__ = [
    "CancelDialog",
    "ChangePage",
    "ConversationPage",
    "FailurePanel",
    "HelpPage",
    "HomePage",
    "LoginPage",
    "MessagesPage",
    "NotFoundPage",
    "NotificationsPage",
    "OrderAgainPage",
    "OrderDetailPage",
    "OrdersPage",
    "ProfilePage",
    "ReceiptPage",
    "RefundPage",
    "RefusePage",
    "ReturnPage",
    "ReviewPage",
    "SellerPolicyPage",
    "SettingsPage",
    "StandingPage",
    "SupportPage",
    "UpdatePage",
    "WithdrawalPage",
    "YourDataPage",
]
