"""Change here what the order service is made of: features, handlers, what starts and stops."""

import asyncio
import contextlib
import functools
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline
from starlette.routing import Router
from starlette.types import ASGIApp, Receive, Scope, Send

from buyer_portal.order_service.account.api import router as account
from buyer_portal.order_service.answers import add_problem_handlers
from buyer_portal.order_service.cancellations.api import router as cancellations
from buyer_portal.order_service.changes.api import router as changes
from buyer_portal.order_service.conversations.api import router as conversations
from buyer_portal.order_service.database import Database
from buyer_portal.order_service.events.api import router as events
from buyer_portal.order_service.gate import Gate, send_fault
from buyer_portal.order_service.imports.demo import load_demo
from buyer_portal.order_service.mails.api import router as mails
from buyer_portal.order_service.mails.api import testing_router as testing_mails
from buyer_portal.order_service.me.api import router as me
from buyer_portal.order_service.migrate import prepare
from buyer_portal.order_service.notifications.api import router as notifications
from buyer_portal.order_service.openapi.document import operation_id, publish
from buyer_portal.order_service.orders.api import router as orders
from buyer_portal.order_service.probes.api import router as probes
from buyer_portal.order_service.purchases.api import router as purchases
from buyer_portal.order_service.receipts.api import router as receipts
from buyer_portal.order_service.refunds.durable import DurableWork
from buyer_portal.order_service.refusals.api import router as refusals
from buyer_portal.order_service.returns.api import router as returns
from buyer_portal.order_service.reviews.api import router as reviews
from buyer_portal.order_service.sellers.api import router as sellers
from buyer_portal.order_service.service import Service
from buyer_portal.order_service.sessions.api import router as sessions
from buyer_portal.order_service.standing.api import router as standing
from buyer_portal.order_service.support.api import router as support
from buyer_portal.order_service.support.testing_api import router as testing_support
from buyer_portal.order_service.tenants.api import router as testing
from buyer_portal.order_service.tenants.main_tenant import ensure_main_tenant
from buyer_portal.order_service.tenants.studio_api import router as testing_studio
from buyer_portal.order_service.webhooks.api import router as webhooks
from buyer_portal.order_service.webhooks.testing_api import router as testing_webhooks
from buyer_portal.order_service.withdrawals.api import router as withdrawals
from buyer_portal.receipts.seal import Sealer
from buyer_portal.settings import Mode, Settings


@dataclass(frozen=True, slots=True)
class OrderService:
    """The application as served, and what it is made of."""

    asgi: Gate
    api: FastAPI
    service: Service


def make_order_service(settings: Settings) -> OrderService:
    """Prepare the database and return the service; deadlines run while it is served.

    Raises:
        DatabaseRefusedError: The database is not in a state to work with.
    """
    database = Database(settings.database)
    database.sealer = Sealer(settings.receipt_seed)  # the demo cancels something as well
    prepare(database)
    database.write_now(ensure_main_tenant)
    if settings.mode is Mode.DEMO:
        load_demo(database)
    made = serve(settings, database)
    made.service.refunds.work = DurableWork(made.service.refunds.steps, settings.work_database)
    return made


def serve(settings: Settings, database: Database) -> OrderService:
    """Return the service on a database that was prepared; it closes it at its end."""
    service = Service(settings, database)

    @contextlib.asynccontextmanager
    async def lifespan(_: ASGIApp) -> AsyncGenerator[None]:
        deadlines = asyncio.create_task(service.run_deadlines(), name="deadlines")
        refunds = asyncio.create_task(service.refunds.run_for_ever(), name="refunds")
        sender = asyncio.create_task(service.webhooks.run_for_ever(), name="webhooks")
        try:
            yield
        finally:
            service.feed.close()
            for task in (deadlines, refunds, sender):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
            database.close()

    api = _routes(has_testing=settings.mode is not Mode.PRODUCTION)
    served = _Served(api, service, lifespan=lifespan)
    return OrderService(Gate(served, service_token=settings.service_token), api, service)


class _Served:
    """The routes, with the service that answers them."""

    def __init__(
        self,
        app: ASGIApp,
        service: Service,
        *,
        lifespan: Callable[[ASGIApp], contextlib.AbstractAsyncContextManager[None]],
    ) -> None:
        self._app = app
        self._service = service
        self._life = Router(lifespan=lifespan)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._life.lifespan(scope, receive, send)
            return
        scope.setdefault("state", {})["service"] = self._service
        await self._app(scope, receive, send)


@functools.cache
def _routes(*, has_testing: bool) -> FastAPI:
    """Return every route. They are dear to make and the same for every service of a process."""
    api = FastAPIOffline(  # its pages ask no other host for their scripts
        title="Order service",
        version="1",
        redoc_url=None,
        summary="Orders, cancellations, returns and sessions of the buyer portal.",
        generate_unique_id_function=operation_id,
    )
    add_problem_handlers(api)
    api.add_exception_handler(Exception, send_fault)
    features = [
        sessions,
        me,
        account,
        orders,
        cancellations,
        changes,
        purchases,
        receipts,
        refusals,
        returns,
        conversations,
        notifications,
        mails,
        reviews,
        standing,
        support,
        sellers,
        webhooks,
        withdrawals,
        events,
    ]
    if has_testing:
        features.extend([testing, testing_studio, testing_support, testing_webhooks, testing_mails])
    for feature in [*features, probes]:
        api.include_router(feature)
    publish(api)
    return api
