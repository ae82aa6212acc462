"""Change here which sellers these tests write to."""

from buyer_portal.domain.conversations import MessageKind

K = MessageKind
UNLOCKS = {"sellers": [{"key": "seller", "preset": "unpaid-only", "name": "Tea House"}]}
ASKS = {
    "sellers": [{"key": "seller", "preset": "until-shipped"}],
    "orders": [{"status": "AWAITING_COLLECTION"}],
}
