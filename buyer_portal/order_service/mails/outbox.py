"""Change here which notifications become e-mails, and how often one is tried again.

A mail is made once per notification and address. What the law wants on a durable medium is made
whatever a buyer chose, to the account's address and to the one that was given. A mail is sent at
least once: who dies between sending and reporting leaves it to the next, who sends it again under
the same Message-ID.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from buyer_portal.domain.mail_groups import group_of
from buyer_portal.order_contract.events import SILENT_EVENTS, EventType
from buyer_portal.order_contract.mails import Mail, MailReport, MailsPage, MailsToSend, MailToSend
from buyer_portal.order_service.columns import Moment, table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.events.repository import events_after, last_feed_id
from buyer_portal.order_service.mails.tables import MailCursorRow, MailRow
from buyer_portal.order_service.me.tables import BuyerRow
from buyer_portal.order_service.notifications.tables import NotificationRow
from buyer_portal.order_service.notifications.use_cases import notification_of
from buyer_portal.order_service.tenants.clock import tenant_now
from buyer_portal.order_service.tenants.tables import TenantRow
from buyer_portal.order_service.withdrawals.repository import acknowledgement_in, given_address

LOOKED_AT: Final = 500
"""Events that are looked through at a time."""
TAKEN: Final = 20
"""Mails that are handed out at a time."""
LEASE: Final = timedelta(minutes=2)
PAUSES: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
)
"""Between tries; a mail that is a day old helps nobody."""
KEPT: Final = timedelta(days=30)
WITHDRAWN: Final = str(EventType.CONTRACT_WITHDRAWN)
"""Acknowledged by e-mail because the law says so. Source: Directive 2011/83/EU, Article 11a (4)."""
DUE, SENT, FAILED = "due", "sent", "failed"

_CURSOR: Final = "portal"
_mails = table_of(MailRow)
_cursor = table_of(MailCursorRow)
_buyers = table_of(BuyerRow)
_tenants = table_of(TenantRow)
_notifications = table_of(NotificationRow)

_READY: Final = (
    select(
        _mails.c.tries,
        _mails.c.address,
        _buyers.c.login,
        _buyers.c.name,
        _buyers.c.locale,
        _buyers.c.time_zone,
        _tenants.c.skin,
        _tenants.c.clock_offset,
        _tenants.c.frozen_at,
        _notifications,
    )
    .join(
        _notifications,
        (_notifications.c.tenant == _mails.c.tenant)
        & (_notifications.c.id == _mails.c.notification_id),
    )
    .join(_buyers, (_buyers.c.tenant == _mails.c.tenant) & (_buyers.c.id == _mails.c.buyer_id))
    .join(_tenants, _tenants.c.id == _mails.c.tenant)
    .where(_mails.c.due_at <= bindparam("real", type_=Moment))
    .order_by(_mails.c.due_at, _mails.c.notification_id)
    .limit(TAKEN)
)
_ONE: Final = update(_mails).where(
    _mails.c.tenant == bindparam("the_tenant"),
    _mails.c.notification_id == bindparam("the_id"),
    _mails.c.address == bindparam("the_address"),
)


def take(transaction: Transaction, real: datetime) -> MailsToSend:
    """Make mails of what happened since the last call, and hand out those that are due."""
    _look_through(transaction, real)
    connection = transaction.connection
    mails: list[MailToSend] = []
    for row in connection.execute(_READY, {"real": real}).all():
        connection.execute(
            _ONE.values(due_at=real + LEASE, tries=row.tries + 1),
            {"the_tenant": row.tenant, "the_id": row.id, "the_address": row.address},
        )
        mails.append(
            MailToSend(
                tenant=row.tenant,
                to=row.address or row.login,
                address=row.address,
                name=row.name,
                locale=row.locale,
                time_zone=row.time_zone,
                skin=row.skin,
                now=tenant_now(real, row.clock_offset, row.frozen_at),
                notification=notification_of(row),
                document=acknowledgement_in(connection, row.tenant, row.order_id)
                if row.type == WITHDRAWN
                else "",
            )
        )
    return MailsToSend(mails=tuple(mails))


def report(
    transaction: Transaction, given: MailReport, real: datetime, *, keeps_words: bool
) -> None:
    """Note what became of a mail; one that did not go is due again after a pause."""
    connection = transaction.connection
    mine = {"the_tenant": given.tenant, "the_id": given.id, "the_address": given.address}
    words = {"subject": given.subject, "text": given.text} if keeps_words else {}
    if given.is_sent:
        ended = _ONE.values(state=SENT, due_at=None, ended_at=real, error="", **words)
        connection.execute(ended, mine)
        return
    tries = connection.execute(
        select(_mails.c.tries).where(
            _mails.c.tenant == given.tenant,
            _mails.c.notification_id == given.id,
            _mails.c.address == given.address,
        )
    ).scalar_one_or_none()
    if tries is None:
        return
    if given.is_final or tries > len(PAUSES):
        change = _ONE.values(state=FAILED, due_at=None, ended_at=real, error=given.error)
    else:
        change = _ONE.values(due_at=real + PAUSES[tries - 1], error=given.error)
    connection.execute(change, mine)


def forget_old(transaction: Transaction, real: datetime) -> None:
    """Forget mails that ended long ago."""
    transaction.connection.execute(delete(_mails).where(_mails.c.ended_at < real - KEPT))


def mails_of(connection: Connection, tenant: str) -> MailsPage:
    """Return the mails of a tenant, oldest first; for tests, never for a buyer."""
    found = connection.execute(
        select(_mails)
        .where(_mails.c.tenant == tenant)
        .order_by(_mails.c.made_at, _mails.c.notification_id, _mails.c.address)
    )
    return MailsPage(
        mails=tuple(
            Mail(
                notification_id=row.notification_id,
                buyer_id=row.buyer_id,
                type=row.type,
                state=row.state,
                tries=row.tries,
                subject=row.subject,
                text=row.text,
                error=row.error,
                address=row.address,
            )
            for row in found
        )
    )


def _look_through(transaction: Transaction, real: datetime) -> None:
    """Make a mail of each notification since the cursor that its buyer wants by e-mail."""
    connection = transaction.connection
    after = connection.execute(
        select(_cursor.c.feed_id).where(_cursor.c.name == _CURSOR)
    ).scalar_one_or_none()
    if after is None:  # what happened before anybody sent mails is not sent now
        start = last_feed_id(connection)
        connection.execute(insert(_cursor), {"name": _CURSOR, "feed_id": start})
        return
    events = events_after(connection, after, LOOKED_AT)
    if not events:
        return
    told = [one.feed_id for one in events if one.buyer_id and one.type not in SILENT_EVENTS]
    found = connection.execute(
        select(
            _notifications.c.tenant,
            _notifications.c.id,
            _notifications.c.buyer_id,
            _notifications.c.order_id,
            _notifications.c.type,
            _buyers.c.login,
            _buyers.c.mail_groups,
        )
        .join(
            _buyers,
            (_buyers.c.tenant == _notifications.c.tenant)
            & (_buyers.c.id == _notifications.c.buyer_id),
        )
        .where(
            _notifications.c.tenant.in_({one.tenant for one in events}),
            _notifications.c.feed_id.in_(told),
        )
    )
    made = [
        {
            "tenant": row.tenant,
            "notification_id": row.id,
            "address": address,
            "buyer_id": row.buyer_id,
            "type": row.type,
            "state": DUE,
            "tries": 0,
            "made_at": real,
            "due_at": real,
            "error": "",
            "subject": "",
            "text": "",
        }
        for row in found.all()
        for address in _addresses(
            row.type,
            row.login,
            row.mail_groups,
            given_address(connection, row.tenant, row.order_id) if row.type == WITHDRAWN else "",
        )
    ]
    if made:
        connection.execute(insert(_mails), made)
    connection.execute(
        update(_cursor).where(_cursor.c.name == _CURSOR).values(feed_id=events[-1].feed_id)
    )


def _addresses(kind: str, login: str, groups: str, given: str) -> list[str]:
    """Return where a notification goes; empty text is the account's own address.

    Args:
        given: The address that a statement gave for its acknowledgement, empty for all else.
    """
    has_own = "@" in login
    if kind != WITHDRAWN:
        is_wanted = str(group_of(kind)) in groups.split(",")
        return [""] if has_own and is_wanted else []
    is_other = "@" in given and given.casefold() != login.casefold()
    return [*([""] if has_own else []), *([given] if is_other else [])]
