"""Change here what sign-in sends and what the portal learns of a session."""

from datetime import datetime

from pydantic import Field, JsonValue

from buyer_portal.domain.mail_groups import USUAL_GROUPS, MailGroup
from buyer_portal.order_contract.base import Message, Request
from buyer_portal.routes import LOCALES


class SignIn(Request):
    """Credentials. ``login`` is an e-mail or phone; ``ticket`` a signed tenant ticket or empty."""

    login: str
    password: str
    ticket: str = ""
    address: str = ""
    user_agent: str = ""


class TicketSignIn(Request):
    """Sign in with a signed, one-use buyer ticket (tests, demo buyers); never in production."""

    ticket: str
    address: str = ""
    user_agent: str = ""


class DemoSignIn(Request):
    """Sign in as a demo buyer by its key; demo mode only."""

    buyer: str
    address: str = ""
    user_agent: str = ""


class NewSession(Message):
    """``session_id`` is the raw 256-bit id for the cookie: given once, only its hash is stored."""

    session_id: str
    expires_at: datetime


class Buyer(Message):
    """Who is signed in. ``locale`` and ``time_zone`` are as saved, empty when never said."""

    id: str
    tenant: str
    name: str
    login: str
    locale: str = ""
    time_zone: str = ""
    theme: str = ""
    market: str = ""
    mail_groups: tuple[MailGroup, ...] = USUAL_GROUPS
    unread_notifications: int = 0
    unread_messages: int = 0
    strikes: int = 0
    skin: str = "standard"


class CurrentSession(Message):
    """What the guard learns: the session holds, and for whom. ``expires_at`` is in real time."""

    buyer: Buyer
    session_key: str
    expires_at: datetime
    server_now: datetime


class Me(Message):
    """The signed-in buyer, the counters of the order tabs, and the service's clock.

    ``feed_id`` is the last event of the buyer's tenant that this answer knows of, so that tests can
    wait for it; 0 in ``main``.
    """

    buyer: Buyer
    session_key: str
    counts: dict[str, int]
    minimum_client_build: int
    feed_id: int = 0
    server_now: datetime


def _one_of(*values: str) -> dict[str, JsonValue]:
    """Return what the published contract says of a field that the service knows values of."""
    return {"anyOf": [{"type": "string", "enum": list(values)}, {"type": "null"}]}


class BuyerChange(Request):
    """What the buyer may change; None leaves it as it is."""

    locale: str | None = Field(default=None, json_schema_extra=_one_of(*LOCALES))
    time_zone: str | None = None
    theme: str | None = Field(default=None, json_schema_extra=_one_of("", "light", "dark"))
    mail_groups: tuple[MailGroup, ...] | None = Field(default=None, max_length=len(MailGroup))
    """What comes by e-mail from now on; empty is nothing."""


class Device(Message):
    """A signed-in session as listed for its owner; ``key`` names it without giving it away."""

    key: str
    user_agent: str
    signed_in_at: datetime
    last_seen_at: datetime
    is_current: bool


class Devices(Message):
    """All signed-in sessions of the buyer, newest first."""

    devices: tuple[Device, ...]


class DemoBuyer(Message):
    """A one-click demo buyer. ``about_key`` is a message key for the sentence beside it."""

    key: str
    name: str
    login: str
    market: str
    about_key: str


class DemoBuyers(Message):
    """What the sign-in page shows: demo buyers in their order, none outside demo mode; the skin.

    ``other_order_id`` is an order of the first of them, for trying it from another's account.
    """

    buyers: tuple[DemoBuyer, ...]
    skin: str = "standard"
    other_order_id: str = ""
