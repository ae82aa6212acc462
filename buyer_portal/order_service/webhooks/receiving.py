"""Change here what happens to a webhook between its arrival and its answer.

Signature first, on the raw bytes; then JSON; then one transaction for the message, its effect, its
event and its notification. A sender hears the same word for a wrong signature, an unknown tenant
and an unknown source, after the same work.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from pydantic_core import from_json
from sqlalchemy import Connection, bindparam, select

from buyer_portal.domain.sellers import sellers_of
from buyer_portal.importers import PayloadFormat
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.webhooks import Receipt, SourceKind, WebhookOutcome
from buyer_portal.order_service.answers import Answer, ProblemError, good, invalid
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Database, Transaction
from buyer_portal.order_service.orders.repository import StoredOrder, find_order_of_tenant
from buyer_portal.order_service.orders.tables import OrderRow
from buyer_portal.order_service.statements import Prepared
from buyer_portal.order_service.tenants.clock import real_now
from buyer_portal.order_service.tenants.repository import find_world
from buyer_portal.order_service.webhooks import inbox, known_returns, own_events, tiktok_events
from buyer_portal.order_service.webhooks.inbox import MessageKey, Received
from buyer_portal.order_service.webhooks.known_returns import KnownReturn
from buyer_portal.order_service.webhooks.meaning import (
    UNKNOWN_ORDER,
    UNKNOWN_RETURN,
    Act,
    Heard,
    HeardError,
    Told,
    Verdict,
    pending_because,
    refused_because,
    stored_because,
)
from buyer_portal.order_service.webhooks.sealing import Seal, SealBrokenError
from buyer_portal.order_service.webhooks.signatures import (
    ID_HEADER,
    is_signed,
    is_signed_by_tiktok,
    new_secret,
)
from buyer_portal.order_service.webhooks.sources import NAME, Source, find_source

_orders = table_of(OrderRow)
_BY_EXTERNAL_ID: Final = Prepared(
    select(_orders.c.id).where(
        _orders.c.tenant == bindparam("tenant"),
        _orders.c.external_source == bindparam("source"),
        _orders.c.external_id == bindparam("external_id"),
    )
)
_NOBODYS_SECRET: Final = new_secret()

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message as it came, and the address that it came to; ``headers`` by lower-case names."""

    tenant: str
    source: str
    headers: Mapping[str, str]
    body: bytes


async def receive(database: Database, seal: Seal, arrival: Arrival) -> Answer:
    """Accept a message.

    Raises:
        ProblemError: Nobody we know signed it, it is no JSON, or lacks what its type needs. Nothing
            was kept.
    """
    source, body = await _authentic(database, seal, arrival), arrival.body
    try:
        text = body.decode()
        parsed = from_json(text, allow_inf_nan=False)
    except ValueError:
        raise ProblemError(ProblemCode.MALFORMED_JSON) from None
    try:
        heard = _read(source, arrival.headers.get(ID_HEADER, ""), parsed, body)
    except HeardError as error:
        raise invalid(str(error), "missing") from None
    now = real_now()

    def run(transaction: Transaction) -> Receipt:
        key = MessageKey(source.tenant, source.name, heard.id)
        known = inbox.find(transaction.connection, key)
        if known is not None:
            verdict, is_repeated = known.verdict, True
        else:
            verdict, is_repeated = take_effect(transaction, source, heard), False
            inbox.add(transaction, key, heard, verdict, text, now)
        return Receipt(
            id=heard.id, outcome=verdict.outcome, reason=verdict.reason, is_repeated=is_repeated
        )

    return good(await database.write(run))


async def try_pending_again(database: Database, now: datetime) -> int:
    """Let messages take effect whose order, or refund, has become known; return how many tried."""
    keys = await database.read(lambda connection: inbox.due(connection, now))
    for key in keys:
        await database.write(lambda transaction, key=key: _try_again(transaction, key, now))
    return len(keys)


def take_effect(transaction: Transaction, source: Source, heard: Heard) -> Verdict:
    """Carry out what a message says, unless something newer was here first."""
    if heard.act is None:
        return stored_because(heard.reason)
    world = find_world(transaction.connection, source.tenant)
    known = known_returns.known_by(transaction.connection, source.tenant, heard.names)
    stored = None if world is None else _order_of(transaction.connection, source, heard, known)
    if world is None or stored is None:
        return pending_because(UNKNOWN_ORDER if heard.order else UNKNOWN_RETURN)
    order_id = stored.order.id
    subject = f"{order_id}:{heard.subject}" if heard.subject else ""
    names = (source.tenant, source.name, subject)
    newest = inbox.position_of(transaction.connection, *names) if subject else None
    if newest is not None and heard.position < newest:
        return Verdict(outcome=WebhookOutcome.STALE, order_id=order_id)
    return_ids = [one.return_id for one in known if one.order_id == order_id and one.return_id]
    told = Told(
        transaction=transaction,
        world=world,
        stored=stored,
        seller_id=source.seller_id,
        return_id=return_ids[0] if return_ids else "",
    )
    verdict = replace(_act(heard.act, told), order_id=order_id)
    if heard.names:
        known_returns.remember(told, heard.names, known, real_now())
    is_so = verdict.outcome in {WebhookOutcome.APPLIED, WebhookOutcome.STORED}
    if subject and is_so and newest != heard.position:
        inbox.set_position(transaction, *names, heard.position)
    return verdict


def _act(act: Act, told: Told) -> Verdict:
    """Do it; what it wrote before it was refused is undone, the message itself is kept."""
    nested = told.transaction.connection.begin_nested()
    try:
        verdict = act(told)
    except ProblemError as error:
        nested.rollback()
        return refused_because(str(error.code))
    except BaseException:
        nested.rollback()
        raise
    nested.commit()
    return verdict


async def _authentic(database: Database, seal: Seal, arrival: Arrival) -> Source:
    """Return who sent a message.

    Raises:
        ProblemError: Nobody we know.
    """
    tenant, name, body = arrival.tenant, arrival.source, arrival.body
    headers = arrival.headers
    is_name = bool(NAME.fullmatch(name)) and bool(NAME.fullmatch(tenant))
    asked = (tenant, name) if is_name else ("-", "-")
    source = await database.read(lambda connection: find_source(connection, *asked))
    try:
        active = (_NOBODYS_SECRET,) if source is None else source.secrets(seal)
    except SealBrokenError as error:
        _log.error("source %s of %s: %s", name, tenant, error)
        active = (_NOBODYS_SECRET,)
    if source is not None and source.kind is SourceKind.TIKTOK_SHOP:
        is_right = is_signed_by_tiktok(headers, body, active, app_key=source.app_key)
    else:
        is_right = is_signed(headers, body, active, now_seconds=real_now().timestamp())
    if source is None or not is_right:
        raise ProblemError(ProblemCode.BAD_SIGNATURE)
    return source


def _read(source: Source, message_id: str, parsed: Any, body: bytes) -> Heard:  # noqa: ANN401 - parsed JSON
    if source.kind is SourceKind.TIKTOK_SHOP:
        return tiktok_events.read(parsed, body)
    return own_events.read(source.kind, message_id, parsed)


def _order_of(
    connection: Connection, source: Source, heard: Heard, known: Sequence[KnownReturn]
) -> StoredOrder | None:
    """Return the order that is meant; another seller's looks like an unknown one."""
    if not heard.order:
        found = (find_order_of_tenant(connection, source.tenant, one.order_id) for one in known)
        return next((one for one in found if one is not None and _may_tell(source, one)), None)
    stored = None
    if not heard.order_source:
        stored = find_order_of_tenant(connection, source.tenant, heard.order)
    if stored is None:
        places = (heard.order_source,) if heard.order_source else tuple(PayloadFormat)
        for place in places:
            asked = {"tenant": source.tenant, "source": str(place), "external_id": heard.order}
            found = _BY_EXTERNAL_ID.value(connection, asked)
            if found is not None:
                stored = find_order_of_tenant(connection, source.tenant, str(found))
                break
    return stored if stored is not None and _may_tell(source, stored) else None


def _may_tell(source: Source, stored: StoredOrder) -> bool:
    return not source.seller_id or source.seller_id in sellers_of(stored.order)


def _try_again(transaction: Transaction, key: MessageKey, now: datetime) -> None:
    seen = inbox.find(transaction.connection, key)
    if seen is None or seen.verdict.outcome is not WebhookOutcome.PENDING:
        return
    inbox.settle(transaction, seen, _second_verdict(transaction, seen, now), now)


def _second_verdict(transaction: Transaction, seen: Received, now: datetime) -> Verdict:
    source = find_source(transaction.connection, seen.key.tenant, seen.key.source)
    if source is None:
        return refused_because("source-removed")
    body = seen.body.encode()
    try:
        heard = _read(source, seen.key.id, from_json(body), body)
    except HeardError:
        return refused_because("unreadable")
    verdict = take_effect(transaction, source, heard)
    if verdict.outcome is WebhookOutcome.PENDING and now - seen.received_at > inbox.PATIENCE:
        return replace(verdict, outcome=WebhookOutcome.EXPIRED)
    return verdict
