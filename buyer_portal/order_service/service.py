"""Change here what every feature is handed: the database, the faults, the feed, the settings."""

import asyncio
import contextlib
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Final, TypeVar

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader
from pydantic import BaseModel
from sqlalchemy import Connection

from buyer_portal.order_contract.paths import CLIENT_BUILD_HEADER, KEY_HEADER, SESSION_HEADER
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import FIRST_REFUSAL, Answer, ProblemError
from buyer_portal.order_service.columns import microseconds_of
from buyer_portal.order_service.commands import repository as commands
from buyer_portal.order_service.database import (
    Database,
    DatabaseUnavailableError,
    Transaction,
)
from buyer_portal.order_service.deadlines.use_cases import process_due, tenants_with_due
from buyer_portal.order_service.events.feed import Feed
from buyer_portal.order_service.gate import LostReplyError
from buyer_portal.order_service.mails import outbox as mails
from buyer_portal.order_service.refunds.payouts import PaymentSystem
from buyer_portal.order_service.refunds.simulated import SimulatedBank
from buyer_portal.order_service.refunds.sweep import RefundSweep
from buyer_portal.order_service.refunds.work import RefundSteps
from buyer_portal.order_service.sessions import repository as sessions
from buyer_portal.order_service.sessions.tries import TRIES_WINDOW
from buyer_portal.order_service.sessions.viewer import Viewer, viewer_of
from buyer_portal.order_service.support import attempts
from buyer_portal.order_service.tenants.clock import real_now
from buyer_portal.order_service.tenants.faults import FaultPlan
from buyer_portal.order_service.tenants.repository import (
    delete_tenant,
    expired_tenant,
    find_world,
)
from buyer_portal.order_service.webhooks import inbox, outbox
from buyer_portal.order_service.webhooks.addresses import AddressGuard
from buyer_portal.order_service.webhooks.receiving import try_pending_again
from buyer_portal.order_service.webhooks.sealing import Seal
from buyer_portal.order_service.webhooks.sending import WebhookSender
from buyer_portal.receipts.seal import Sealer
from buyer_portal.settings import Mode, Payments, Settings

Result = TypeVar("Result")

TICK_SECONDS: Final = 1.0
HOUSEKEEPING_TICKS: Final = 60
MAX_BUILD_DIGITS: Final = 9
_KEY: Final = re.compile(r"[A-Za-z0-9_.:-]{8,128}")

_SESSION: Final = APIKeyHeader(name=SESSION_HEADER, scheme_name="session", auto_error=False)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, as the headers say."""

    session_hash: str
    client_build: int | None
    key: str


@dataclass(slots=True)
class Service:
    """One running order service."""

    settings: Settings
    database: Database
    faults: FaultPlan = field(default_factory=FaultPlan)
    feed: Feed = field(init=False)
    refunds: RefundSweep = field(init=False)
    seal: Seal = field(init=False)
    webhooks: WebhookSender = field(init=False)
    _seen: dict[str, datetime] = field(default_factory=dict[str, datetime])

    def __post_init__(self) -> None:
        """Let every commit wake those who wait for events, and receipts be signed."""
        self.feed = Feed(self.database)
        self.seal = Seal(self.settings.webhook_key)
        self.database.after_commit = self.feed.wake
        self.database.sealer = Sealer(self.settings.receipt_seed)
        guard = AddressGuard(
            is_strict=self.settings.mode is Mode.PRODUCTION,
            private_hosts=self.settings.webhook_private_hosts,
        )
        self.webhooks = WebhookSender(self.database, self.seal, guard)
        self.database.after_commit = self._wake
        self.refunds = RefundSweep(RefundSteps(self.database, self._payment_system()))

    def _wake(self) -> None:
        """Let all look again who wait for what was committed."""
        self.feed.wake()
        self.webhooks.wake()

    def _payment_system(self) -> PaymentSystem:
        settings = self.settings
        if settings.payments is Payments.STRIPE:
            from buyer_portal.order_service.refunds.stripe_payments import (  # noqa: PLC0415 - a second of imports that most services never need
                StripePayments,
            )

            return StripePayments(settings.stripe_api_key, api_url=settings.stripe_api_url)
        return SimulatedBank(self.database, lambda tenant: self.faults.of(tenant).bank)

    async def read(
        self,
        asker: Asker,
        operation: str,
        work: Callable[[Connection, Viewer], Result],
        *,
        is_slow: bool = False,
    ) -> Result:
        """Answer a signed-in buyer's question on one snapshot; ``is_slow`` may take longer.

        Raises:
            ProblemError: No session, or what ``work`` raises.
        """
        tenant = await self._suffer(asker, operation)

        def run(connection: Connection) -> Result:
            return work(connection, self._viewer_of(connection, asker))

        result = await self.database.read(run, is_slow=is_slow)
        self._seen[asker.session_hash] = real_now()
        self._lose_reply(tenant, operation)
        return result

    async def change(
        self, asker: Asker, operation: str, work: Callable[[Transaction, Viewer], Result]
    ) -> Result:
        """Carry out something that may be repeated without harm.

        Raises:
            ProblemError: No session, or what ``work`` raises.
        """
        tenant = await self._suffer(asker, operation)

        def run(transaction: Transaction) -> Result:
            viewer = self._viewer_of(transaction.connection, asker)
            return work(transaction, viewer)

        result = await self.database.write(run)
        self._lose_reply(tenant, operation)
        return result

    async def command(
        self,
        asker: Asker,
        operation: str,
        subject: str,
        body: BaseModel,
        work: Callable[[Transaction, Viewer], Answer],
    ) -> Answer:
        """Carry out a command once per idempotency key: effect and answer commit together.

        Refusals that ``work`` returns are kept under the key as well; those it raises are not. Both
        are noted for support, under the id that the command is about.

        Raises:
            ProblemError: No session, no key, a key of another command, or what ``work`` raises.
        """
        if not _KEY.fullmatch(asker.key):
            raise ProblemError(ProblemCode.KEY_MISSING)
        try:
            return await self._carry_out(asker, operation, subject, body, work)
        except ProblemError as error:
            await self._note_failure(asker, operation, subject, error.answer)
            raise

    async def _carry_out(
        self,
        asker: Asker,
        operation: str,
        subject: str,
        body: BaseModel,
        work: Callable[[Transaction, Viewer], Answer],
    ) -> Answer:
        tenant = await self._suffer(asker, operation)
        fingerprint = commands.fingerprint_of(operation, subject, body)

        def run(transaction: Transaction) -> Answer:
            viewer = self._viewer_of(transaction.connection, asker)
            names = (transaction, viewer.tenant, viewer.buyer_id)
            given = commands.answer_given(*names, asker.key, fingerprint)
            if given is not None:
                return given
            answer = work(transaction, viewer)
            commands.remember(
                *names, key=asker.key, fingerprint=fingerprint, answer=answer, real=real_now()
            )
            _note(transaction, viewer, asker, operation=operation, subject=subject, answer=answer)
            return answer

        answer = await self.database.write(run)
        if answer.status < FIRST_REFUSAL:
            self._lose_reply(tenant, operation)
        return answer

    async def _note_failure(
        self, asker: Asker, operation: str, subject: str, answer: Answer
    ) -> None:
        """Note a command whose transaction was rolled back, or never begun."""
        if not attempts.is_worth_noting(answer):
            return

        def run(transaction: Transaction) -> None:
            viewer = self._viewer_of(transaction.connection, asker)
            _note(transaction, viewer, asker, operation=operation, subject=subject, answer=answer)

        with contextlib.suppress(DatabaseUnavailableError):  # the first failure is what matters
            await self.database.write(run)

    async def run_deadlines(self) -> None:
        """Work off deadlines of running clocks, and keep house, for ever."""
        ticks = 0
        while True:
            await asyncio.sleep(TICK_SECONDS)
            ticks += 1
            try:
                await self._tick()
                await try_pending_again(self.database, real_now())
                if ticks % HOUSEKEEPING_TICKS == 0:
                    await self.keep_house()
            except DatabaseUnavailableError:
                continue  # already logged; the next tick tries again
            except Exception:  # noqa: BLE001 - the next tick must come
                _log.exception("deadlines were not worked off")

    async def work_off(self, tenant: str, now: datetime) -> int:
        """Do everything of a tenant that was due at ``now``; return how many deadlines passed."""
        passed = await process_due(self.database, tenant, now)
        return passed + await self.refunds.carry_on(tenant, now)

    async def _tick(self) -> None:
        real = microseconds_of(real_now())
        for tenant in await self.database.read(
            lambda connection: tenants_with_due(connection, real)
        ):
            world = await self.database.read(
                lambda connection, tenant=tenant: find_world(connection, tenant)
            )
            if world is not None:
                await process_due(self.database, tenant, world.now)

    async def keep_house(self) -> None:
        """Note when sessions were last used, and forget what has had its time."""
        real = real_now()
        seen, self._seen = self._seen, {}

        def run(transaction: Transaction) -> None:
            sessions.touch(transaction, seen)
            sessions.forget_old(transaction, real - TRIES_WINDOW, real)
            commands.forget_old(transaction, real)
            attempts.forget_old(transaction, real)
            mails.forget_old(transaction, real)
            inbox.forget_old(transaction, real)
            outbox.forget_old(transaction, real)

        await self.database.write(run)
        await self.forget_tenants(real)

    async def forget_tenants(self, real: datetime) -> int:
        """Delete the tenants whose time is over, each in a transaction; return how many."""
        forgotten = 0
        while (
            tenant := await self.database.read(lambda connection: expired_tenant(connection, real))
        ) is not None:
            self.faults.clear(tenant)
            await self.database.write(
                lambda transaction, tenant=tenant: delete_tenant(transaction, tenant)
            )
            forgotten += 1
        return forgotten

    def _viewer_of(self, connection: Connection, asker: Asker) -> Viewer:
        minimum = self.settings.minimum_build
        return viewer_of(connection, asker.session_hash, asker.client_build, minimum_build=minimum)

    async def _suffer(self, asker: Asker, operation: str) -> str:
        """Bear the faults that a test asked for; return the tenant where there are any."""
        if self.faults.is_empty:
            return ""
        viewer = await self.database.read(
            lambda connection: viewer_of(connection, asker.session_hash)
        )
        await self.faults.before(viewer.tenant, operation)
        return viewer.tenant

    def _lose_reply(self, tenant: str, operation: str) -> None:
        if tenant and self.faults.takes_reply(tenant, operation):
            raise LostReplyError


def _note(
    transaction: Transaction,
    viewer: Viewer,
    asker: Asker,
    *,
    operation: str,
    subject: str,
    answer: Answer,
) -> None:
    attempts.note_attempt(
        transaction,
        viewer,
        operation=operation,
        subject=subject,
        key=asker.key,
        answer=answer,
        real=real_now(),
    )


async def _service_of(request: Request) -> Service:
    return request.state.service


async def _asker_of(
    request: Request, session_hash: Annotated[str | None, Security(_SESSION)]
) -> Asker:
    headers = request.headers
    build = headers.get(CLIENT_BUILD_HEADER, "")
    is_number = build.isascii() and build.isdigit() and len(build) <= MAX_BUILD_DIGITS
    return Asker(
        session_hash=session_hash or "",
        client_build=int(build) if is_number else None,
        key=headers.get(KEY_HEADER, ""),
    )


TheService = Annotated[Service, Depends(_service_of)]
TheAsker = Annotated[Asker, Depends(_asker_of)]
