"""Change here what the portal takes to be sent by e-mail, and what it reports (service token)."""

from datetime import datetime

from pydantic import Field

from buyer_portal.order_contract.base import Message, Request
from buyer_portal.order_contract.notifications import Notification


class MailToSend(Message):
    """A notification that its buyer wants by e-mail, or has to get; ``now`` is the tenant's clock.

    ``address`` is empty where it goes to the account's own address. ``document`` is the signed
    receipt that the mail has to contain; empty for all that only tell where to look.
    """

    tenant: str
    to: str
    address: str = ""
    name: str
    locale: str
    time_zone: str
    skin: str
    now: datetime
    notification: Notification
    document: str = ""


class MailsToSend(Message):
    """What is due; each is somebody else's again after the lease."""

    mails: tuple[MailToSend, ...] = ()


class MailReport(Request):
    """What became of one; ``is_final``: the address does not take it, so do not try again."""

    tenant: str = Field(max_length=64)
    id: str = Field(max_length=64)
    address: str = Field(default="", max_length=320)
    is_sent: bool
    is_final: bool = False
    error: str = Field(default="", max_length=500)
    subject: str = Field(default="", max_length=500)
    text: str = Field(default="", max_length=4000)


class MailReports(Request):
    """What became of those that were taken."""

    reports: tuple[MailReport, ...] = Field(max_length=100)


class Mail(Message):
    """One mail as the testing API tells it; the words only where it was sent in test mode."""

    notification_id: str
    buyer_id: str
    type: str
    state: str
    tries: int
    subject: str = ""
    text: str = ""
    error: str = ""
    address: str = ""


class MailsPage(Message):
    """The mails of a tenant, oldest first."""

    mails: tuple[Mail, ...] = ()
