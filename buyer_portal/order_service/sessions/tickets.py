"""Change here how tickets are signed: a tenant's opens its form, a buyer's signs in once."""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

MAIN_TENANT: Final = "main"
TICKET_LIFETIME: Final = timedelta(days=1)
MAX_TICKET: Final = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """What a ticket says; ``buyer`` is empty on a tenant's. ``expires`` is in Unix seconds."""

    tenant: str
    buyer: str = ""
    nonce: str
    expires: int


def new_ticket(key: bytes, *, tenant: str, buyer: str = "", real: datetime) -> str:
    """Return a signed ticket."""
    ticket = Ticket(
        tenant=tenant,
        buyer=buyer,
        nonce=secrets.token_urlsafe(12),
        expires=int((real + TICKET_LIFETIME).timestamp()),
    )
    body = _encoded(json.dumps(asdict(ticket), separators=(",", ":")).encode())
    return f"{body}.{_encoded(_mac(key, body))}"


def ticket_in(key: bytes, text: str, *, real: datetime) -> Ticket | None:
    """Return what a ticket says, None when it is forged, torn or expired."""
    body, _, mac = text.partition(".")
    if len(text) > MAX_TICKET or not text.isascii():
        return None
    if not hmac.compare_digest(mac.encode(), _encoded(_mac(key, body)).encode()):
        return None
    ticket = Ticket(**json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))))
    return ticket if ticket.expires > real.timestamp() else None


def tenant_of(key: bytes, text: str, *, real: datetime) -> str:
    """Return the tenant that a ticket names; the main one where there is none that holds."""
    named = ticket_in(key, text, real=real) if text else None
    return named.tenant if named else MAIN_TENANT


def _mac(key: bytes, body: str) -> bytes:
    return hmac.digest(key, b"ticket:" + body.encode(), hashlib.sha256)


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
