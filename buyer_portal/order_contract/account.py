"""Change here what deleting an account sends and gets back."""

from datetime import datetime

from pydantic import Field

from buyer_portal.order_contract.base import Message, Request


class AccountFacts(Message):
    """What stands in the way of deleting an account, as counts; all zero when nothing does.

    ``open_orders`` have not arrived and are not cancelled, ``open_returns`` wait for their refund;
    ``open_refunds`` are on their way.
    """

    login: str
    open_orders: int = 0
    open_returns: int = 0
    open_refunds: int = 0
    orders: int = 0
    server_now: datetime

    @property
    def can_delete(self) -> bool:
        """Whether nothing stands in the way."""
        return not (self.open_orders or self.open_returns or self.open_refunds)


class DeleteAccount(Request):
    """Delete the account; ``login`` is typed again by its owner."""

    login: str = Field(min_length=1, max_length=320)
