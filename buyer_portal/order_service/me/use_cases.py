"""Change here what a buyer learns of themselves, and what they may change."""

import re
from dataclasses import replace
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from sqlalchemy import Connection

from buyer_portal.domain.mail_groups import MailGroup
from buyer_portal.order_contract.sessions import BuyerChange, CurrentSession, Me
from buyer_portal.order_service.answers import invalid
from buyer_portal.order_service.conversations.repository import unread_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.events.repository import last_of_tenant
from buyer_portal.order_service.me import repository
from buyer_portal.order_service.orders.repository import UNREAD, counts_of
from buyer_portal.order_service.sessions.use_cases import MAIN_TENANT, buyer_of
from buyer_portal.order_service.sessions.viewer import Viewer
from buyer_portal.order_service.standing.repository import standing_of
from buyer_portal.routes import LOCALES

_time_zones: Final = cache(available_timezones)  # reads a folder tree
_ZONE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_+-]{1,30}(/[A-Za-z0-9_+-]{1,30}){0,2}", re.ASCII)
THEMES: Final = frozenset({"", "light", "dark"})


def me(connection: Connection, viewer: Viewer) -> Me:
    """Return the buyer, the counters and the clock: four queries with the session's."""
    counts = counts_of(connection, viewer.tenant, viewer.buyer_id)
    unread = counts.pop(UNREAD)
    waiting = unread_of(connection, viewer.tenant, viewer.buyer_id)
    standing = standing_of(connection, viewer.tenant, viewer.buyer_id)
    return Me(
        buyer=buyer_of(
            viewer,
            unread=unread,
            unread_messages=waiting,
            strikes=len(standing.counting(viewer.now)),
        ),
        session_key=viewer.session_key,
        counts=counts,
        minimum_client_build=viewer.minimum_client_build,
        feed_id=0 if viewer.tenant == MAIN_TENANT else last_of_tenant(connection, viewer.tenant),
        server_now=viewer.now,
    )


def current_session(connection: Connection, viewer: Viewer) -> CurrentSession:
    """Return what the portal's guard asks for: two queries."""
    unread = counts_of(connection, viewer.tenant, viewer.buyer_id)[UNREAD]
    return CurrentSession(
        buyer=buyer_of(viewer, unread=unread),
        session_key=viewer.session_key,
        expires_at=viewer.expires_at,
        server_now=viewer.now,
    )


def change_me(transaction: Transaction, viewer: Viewer, change: BuyerChange) -> Me:
    """Store language, time zone, theme and what comes by e-mail.

    Raises:
        ProblemError: One of them does not exist.
    """
    changes = change.model_dump(exclude_none=True)
    if change.locale is not None and change.locale not in LOCALES:
        raise invalid("/locale", "unknown")
    if change.theme is not None and change.theme not in THEMES:
        raise invalid("/theme", "unknown")
    if change.time_zone and not _is_time_zone(change.time_zone):
        raise invalid("/time_zone", "unknown")
    stored = dict(changes)
    if change.mail_groups is not None:
        changes["mail_groups"] = tuple(one for one in MailGroup if one in change.mail_groups)
        stored["mail_groups"] = ",".join(changes["mail_groups"])
    repository.change_buyer(transaction, viewer.tenant, viewer.buyer_id, stored)
    return me(transaction.connection, replace(viewer, **changes))


def _is_time_zone(name: str) -> bool:
    """Say whether ``name`` is a zone; on a machine without zone files, whether it may be one."""
    known = _time_zones()
    return name in known if known else _ZONE.fullmatch(name) is not None
