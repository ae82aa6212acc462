"""Change here what the standing page and an appeal send and get back."""

from datetime import datetime

from pydantic import Field

from buyer_portal.domain.standing import APPEAL_CHARACTERS, Restriction, Strike
from buyer_portal.order_contract.base import Message, Request
from buyer_portal.order_contract.orders import Seller


class StrikeEntry(Message):
    """A strike as the ledger prints it."""

    strike: Strike
    seller: Seller
    order_number: str


class SellerRestriction(Message):
    """Something that a seller takes away from this buyer."""

    seller: Seller
    restriction: Restriction


class StandingAnswer(Message):
    """A buyer's whole ledger, newest first: nothing that counts is left out.

    ``denials`` are the sellers that take no order from this buyer, ``cash_on_delivery_off`` those
    of the buyer's sellers where they cannot pay at the door.
    """

    strikes: tuple[StrikeEntry, ...] = ()
    denials: tuple[SellerRestriction, ...] = ()
    cash_on_delivery_off: tuple[SellerRestriction, ...] = ()
    server_now: datetime


class AppealStrike(Request):
    """Ask support to remove a strike; sent with an ``Idempotency-Key`` header."""

    expires_at: datetime
    text: str = Field(min_length=1, max_length=APPEAL_CHARACTERS)


class StrikeAnswer(Message):
    """The strike as it stands."""

    entry: StrikeEntry
    server_now: datetime
