"""Change here what signing in and out does, and how many tries there are."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.sessions import (
    Buyer,
    DemoBuyer,
    DemoBuyers,
    DemoSignIn,
    Device,
    Devices,
    NewSession,
    SignIn,
    TicketSignIn,
)
from buyer_portal.order_service.answers import ProblemError, not_found
from buyer_portal.order_service.database import Database, Transaction
from buyer_portal.order_service.events.repository import append
from buyer_portal.order_service.me.logins import email_of, phone_of
from buyer_portal.order_service.sessions import repository
from buyer_portal.order_service.sessions.passwords import is_password
from buyer_portal.order_service.sessions.tickets import MAIN_TENANT, tenant_of, ticket_in
from buyer_portal.order_service.sessions.tries import count_tries
from buyer_portal.order_service.sessions.viewer import Viewer
from buyer_portal.order_service.tenants.clock import real_now

SESSION_LIFETIME: Final = timedelta(days=30)
TRIES_PER_ACCOUNT: Final = 10
TRIES_PER_ADDRESS: Final = 50
MANY: Final = 1_000_000
MAX_USER_AGENT: Final = 256

_LIMITS: Final = {"account": TRIES_PER_ACCOUNT, "address": TRIES_PER_ADDRESS}


async def sign_in(database: Database, ticket_key: bytes, credentials: SignIn) -> NewSession:
    """Open a session for name and password; wrong names and wrong passwords look the same.

    Raises:
        ProblemError: Wrong credentials, or too many tries.
    """
    real = real_now()
    tenant = MAIN_TENANT
    if credentials.ticket:
        ticket = ticket_in(ticket_key, credentials.ticket, real=real)
        if ticket is None:
            raise ProblemError(ProblemCode.WRONG_CREDENTIALS)
        tenant = ticket.tenant
    login, phone = email_of(credentials.login), phone_of(credentials.login)
    subjects = {
        "account": hashlib.sha256(login.encode("utf-8", "replace")).hexdigest(),
        "address": credentials.address.replace("\0", "")[:64],
    }

    # The try is counted before the password is compared, so that many at once cannot slip through.
    def begin(transaction: Transaction) -> repository.Account | None:
        count_tries(transaction, tenant, subjects, _LIMITS, real)
        return repository.account_of(transaction.connection, tenant, login, phone)

    account = await database.write(begin)
    is_right = await is_password(credentials.password, account.password_hash if account else "")
    if account is None or not is_right:
        raise ProblemError(ProblemCode.WRONG_CREDENTIALS)

    def finish(transaction: Transaction) -> NewSession:
        _forgive(transaction, tenant, subjects)
        return open_session(
            transaction,
            tenant,
            account.buyer_id,
            address=credentials.address,
            user_agent=credentials.user_agent,
        )

    return await database.write(finish)


def sign_in_by_ticket(
    transaction: Transaction, ticket_key: bytes, given: TicketSignIn
) -> NewSession:
    """Open a session for a buyer's ticket and use the ticket up.

    Raises:
        ProblemError: Forged, expired, used before, or its buyer is gone.
    """
    ticket = ticket_in(ticket_key, given.ticket, real=real_now())
    if (
        ticket is None
        or not ticket.buyer
        or not repository.has_buyer(transaction.connection, ticket.tenant, ticket.buyer)
    ):
        raise ProblemError(ProblemCode.WRONG_CREDENTIALS)
    expires_at = datetime.fromtimestamp(ticket.expires, UTC)
    if not repository.use_ticket(transaction, ticket.tenant, ticket.nonce, expires_at):
        raise ProblemError(ProblemCode.WRONG_CREDENTIALS)
    return open_session(
        transaction,
        ticket.tenant,
        ticket.buyer,
        address=given.address,
        user_agent=given.user_agent,
    )


def demo_sign_in(transaction: Transaction, demo: DemoSignIn) -> NewSession:
    """Open a session for a one-click buyer.

    Raises:
        ProblemError: There is no such buyer.
    """
    buyers = repository.demo_buyers(transaction.connection, MAIN_TENANT)
    buyer_id = next((row.id for row in buyers if row.demo_key == demo.buyer), None)
    if buyer_id is None:
        raise ProblemError(ProblemCode.WRONG_CREDENTIALS)
    return open_session(
        transaction, MAIN_TENANT, buyer_id, address=demo.address, user_agent=demo.user_agent
    )


def demo_buyers(
    connection: Connection, ticket_key: bytes = b"", ticket: str = "", *, has_buyers: bool = True
) -> DemoBuyers:
    """Return the one-click buyers of the main tenant, and the skin that the sign-in page has.

    Args:
        ticket: Names another tenant; one that is forged or expired names none.
    """
    tenant = tenant_of(ticket_key, ticket, real=real_now())
    skin = repository.skin_of(connection, tenant)
    if not has_buyers:
        return DemoBuyers(buyers=(), skin=skin)
    rows = tuple(repository.demo_buyers(connection, MAIN_TENANT))
    return DemoBuyers(
        skin=skin,
        other_order_id=repository.newest_order_of(connection, MAIN_TENANT, rows[0].id)
        if rows
        else "",
        buyers=tuple(
            DemoBuyer(
                key=row.demo_key,
                name=row.name,
                login=row.login,
                market=row.market,
                about_key=row.about_key,
            )
            for row in rows
        ),
    )


def open_session(
    transaction: Transaction, tenant: str, buyer_id: str, *, address: str, user_agent: str
) -> NewSession:
    """Store a new session and return its id, which is told this once."""
    real = real_now()
    session_id = secrets.token_urlsafe(32)
    expires_at = real + SESSION_LIFETIME
    repository.add_session(
        transaction,
        {
            "id_hash": hashlib.sha256(session_id.encode()).hexdigest(),
            "tenant": tenant,
            "buyer_id": buyer_id,
            "key": secrets.token_hex(8),
            "user_agent": user_agent.replace("\0", "")[:MAX_USER_AGENT],
            "address": address.replace("\0", "")[:64],
            "signed_in_at": real,
            "last_seen_at": real,
            "expires_at": expires_at,
        },
    )
    return NewSession(session_id=session_id, expires_at=expires_at)


def buyer_of(viewer: Viewer, *, unread: int, unread_messages: int = 0, strikes: int = 0) -> Buyer:
    """Return who is signed in."""
    return Buyer(
        id=viewer.buyer_id,
        tenant=viewer.tenant,
        name=viewer.name,
        login=viewer.login,
        locale=viewer.locale,
        time_zone=viewer.time_zone,
        theme=viewer.theme,
        market=viewer.market,
        mail_groups=viewer.mail_groups,
        unread_notifications=unread,
        unread_messages=unread_messages,
        strikes=strikes,
        skin=viewer.skin,
    )


def devices(connection: Connection, viewer: Viewer) -> Devices:
    """Return where the buyer is signed in."""
    rows = repository.sessions_of(connection, viewer.tenant, viewer.buyer_id, real_now())
    return Devices(
        devices=tuple(
            Device(
                key=row.key,
                user_agent=row.user_agent,
                signed_in_at=row.signed_in_at,
                last_seen_at=row.last_seen_at,
                is_current=row.id_hash == viewer.session_hash,
            )
            for row in rows
        )
    )


def revoke_device(transaction: Transaction, viewer: Viewer, key: str) -> None:
    """Sign one of the buyer's devices out.

    Raises:
        ProblemError: It is none of theirs.
    """
    found = repository.session_by_key(
        transaction.connection, viewer.tenant, viewer.buyer_id, key.replace("\0", "")
    )
    if found is None:
        raise not_found()
    sign_out(transaction, found[0])


def sign_out(transaction: Transaction, session_hash: str) -> None:
    """End a session and tell every portal worker; one that has ended stays ended."""
    real = real_now()
    ended = repository.revoke(transaction, session_hash, real)
    if ended is None:
        return
    tenant, buyer_id = ended
    append(
        transaction,
        tenant,
        EventType.SESSION_REVOKED,
        real,
        buyer_id=buyer_id,
        parameters={"session_hash": session_hash},
    )


def _forgive(transaction: Transaction, tenant: str, subjects: dict[str, str]) -> None:
    """Forget the account's tries, and take the one that succeeded off the address."""
    repository.forgive(transaction, tenant, "account", subjects["account"], MANY)
    repository.forgive(transaction, tenant, "address", subjects["address"], 1)
