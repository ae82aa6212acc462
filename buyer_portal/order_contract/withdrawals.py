"""Change here what a withdrawal from a contract sends and gets back."""

from datetime import datetime

from pydantic import Field

from buyer_portal.domain.withdrawal import Withdrawal
from buyer_portal.order_contract.base import Message, Request


class DeclareWithdrawal(Request):
    """The statement: who, from which contract, where to send the acknowledgement. No reason.

    ``text`` is the statement in the buyer's language, kept word for word. ``address`` is the
    caller's, ``ticket`` names another tenant; both serve only those who are not signed in.
    """

    name: str = Field(min_length=1, max_length=200)
    email: str = Field(min_length=3, max_length=320)
    order_number: str = Field(min_length=1, max_length=80)
    text: str = Field(min_length=1, max_length=1000)
    address: str = Field(default="", max_length=64)
    ticket: str = Field(default="", max_length=2000)


class WithdrawalAnswer(Message):
    """The acknowledgement. ``document`` is the signed receipt, byte for byte."""

    withdrawal: Withdrawal
    receipt_id: str
    document: str
    server_now: datetime
