"""Change here how the edge is put together: what stands between the network and the pages."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextvars import copy_context
from typing import Final

import httpx
from reflex.app import App
from reflex.event import Event
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from buyer_portal import routes
from buyer_portal.edge.camera import CameraProcess
from buyer_portal.edge.downloads import Downloads
from buyer_portal.edge.embedded_service import EmbeddedService
from buyer_portal.edge.event_follower import EventFollower
from buyer_portal.edge.fault_page import FaultPage
from buyer_portal.edge.forwarding import TestingApi, health_routes, service_http, webhook_routes
from buyer_portal.edge.frames import is_frame
from buyer_portal.edge.frontend import ReadyFrontend
from buyer_portal.edge.guard import SessionGuard
from buyer_portal.edge.headers import page_policy
from buyer_portal.edge.mailer import Mailer
from buyer_portal.edge.network_faults import NetworkFaults
from buyer_portal.edge.offline_page import offline_routes
from buyer_portal.edge.open_tabs import OpenTabs
from buyer_portal.edge.own_data import OwnData
from buyer_portal.edge.page_files import PortalFiles
from buyer_portal.edge.pictures import Pictures
from buyer_portal.edge.prototypes import Prototypes
from buyer_portal.edge.sign_in import SignInForms
from buyer_portal.edge.socket_guard import EVENT_PATH, SocketGuard
from buyer_portal.edge.uploads import Uploads
from buyer_portal.edge.verdicts import Verdicts
from buyer_portal.order_client.connection import Connection
from buyer_portal.order_client.service import ServiceClient
from buyer_portal.order_contract.probes import Readiness
from buyer_portal.session import (
    SessionState,
    connection,
    service_client,
    use_announcer,
    use_connection,
    use_presence,
)
from buyer_portal.settings import Mode, Settings
from buyer_portal.studio.network import PLAN

PING: Final = "/ping"


class PortalEdge:
    """Everything between network and pages, made once per process.

    ``attach`` it to the app, then let the app's ASGI stack pass ``around``.
    """

    def __init__(self, app: App, *, settings: Settings, frontend: ReadyFrontend | None) -> None:
        """Prepare; nothing is started before the app's lifespan.

        Args:
            frontend: What is served; None under ``reflex run``, where Vite serves the pages.
        """
        self._app = app
        self._settings = settings
        self._frontend = frontend
        self._http: httpx.AsyncClient | None = None
        self.tabs = OpenTabs(self._is_connected)
        self.verdicts = Verdicts(lambda session_hash: service_client().session(session_hash))

    def attach(self) -> None:
        """Set the guard before all other middleware, and start with the app."""
        self._app.add_middleware(SessionGuard(self.verdicts, self.tabs), 0)
        self._app.register_lifespan_task(self.lifespan)

    @contextlib.asynccontextmanager
    async def lifespan(self) -> AsyncIterator[None]:
        """Run the order service (unless a remote one is set), the pool and the event feed."""
        settings = self._settings
        async with contextlib.AsyncExitStack() as stack:
            if settings.order_service_url is None:
                embedded = EmbeddedService(settings, on_restart=self.verdicts.drop_all)
                await stack.enter_async_context(embedded.running())
            pool = await stack.enter_async_context(
                connect(settings, on_authorised=self.verdicts.confirm)
            )
            use_connection(pool)
            stack.callback(use_connection, None)
            self._http = await stack.enter_async_context(service_http(settings))
            follower = EventFollower(
                ServiceClient(pool), verdicts=self.verdicts, tabs=self.tabs, push=self.push
            )
            await stack.enter_async_context(follower.running())
            use_announcer(self._announcer(follower))
            stack.callback(use_announcer, None)
            use_presence(self._is_connected)
            stack.callback(use_presence, None)
            mailer = Mailer(ServiceClient(pool), settings=settings)
            await stack.enter_async_context(mailer.running())
            await stack.enter_async_context(CameraProcess(settings).running())
            yield

    def around(self, reflex_api: ASGIApp) -> ASGIApp:
        """Return what answers on the portal's port; of Reflex' API only what pages need."""
        settings = self._settings
        forms = SignInForms(service_client, settings=settings)
        downloads = Downloads(connection, settings=settings)
        own_data = OwnData(connection, self._service_http, settings=settings)
        testing = TestingApi(self._service_http, settings=settings)
        prototypes = Prototypes(connection, settings=settings)
        health = health_routes(
            has_pages=self._frontend is not None,
            service=self._readiness,
            build=settings.build,
        )
        http = Router(
            [
                *health,
                *forms.routes(),
                *webhook_routes(self._service_http),
                *downloads.routes(),
                *own_data.routes(),
                *Uploads(self._service_http, settings=settings).routes(),
                *testing.routes(),
                *offline_routes(),
                *prototypes.routes(),
                *Pictures(settings=settings).routes(),
                *_entrances(),
            ],
            redirect_slashes=False,
            default=self._pages(reflex_api),
        )
        sockets = SocketGuard(self._around_events(reflex_api), settings=settings)

        async def portal(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "websocket" and scope["path"].rstrip("/") == EVENT_PATH:
                await sockets(scope, receive, send)
            elif scope["type"] == "http" and scope["path"] != PING:
                await http(scope, receive, send)
            elif scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
            else:
                await reflex_api(scope, receive, send)

        return FaultPage(portal)

    async def push(self, token: str) -> None:
        """Have a tab read again what concerns its buyer."""
        [event] = Event.from_event_type(SessionState.refresh())
        await self._app.event_processor.enqueue(token, event)

    def _announcer(self, follower: EventFollower) -> Callable[[], Awaitable[None]]:
        """Return what has every open tab read again, whoever asks for it.

        What a handler enqueues belongs to its own tab, so the pushes start from here.
        """
        context = copy_context()

        async def announce() -> None:
            pushing = follower.push_to(self.tabs.all())
            await asyncio.create_task(pushing, context=context.copy())

        return announce

    def _around_events(self, reflex_api: ASGIApp) -> ASGIApp:
        """Return what sockets talk to; prototypes' may have a bad network."""
        if self._settings.mode is Mode.PRODUCTION:
            return reflex_api
        return NetworkFaults(reflex_api, PLAN)

    def _pages(self, reflex_api: ASGIApp) -> ASGIApp:
        """Return what serves pages and assets."""
        if self._frontend is None:
            return reflex_api
        return PortalFiles(
            self._frontend,
            page_policy=lambda page, sources, in_frame: page_policy(
                self._settings, sources, page=page, in_frame=in_frame
            ),
            is_frame=lambda host: is_frame(self._settings, host),
            router=self._app.router,
            shared_origin=self._settings.studio_origin if self._settings.frame_origins else "",
        )

    def _service_http(self) -> httpx.AsyncClient:
        if self._http is None:
            raise RuntimeError("the app has not started")
        return self._http

    def _is_connected(self, token: str) -> bool:
        namespace = self._app.event_namespace
        return namespace is not None and token in namespace.token_to_sid

    async def _readiness(self) -> Readiness | None:
        return await service_client().readiness()


def connect(
    settings: Settings, *, on_authorised: Callable[[str, float], None] | None = None
) -> Connection:
    """Return a pool of connections to the order service that the settings name."""
    return Connection(
        service_token=settings.service_token,
        socket=None if settings.order_service_url else settings.service_socket,
        base_url=settings.order_service_url,
        on_authorised=on_authorised,
    )


def _entrances() -> list[Route]:
    """Return the bare addresses, which lead to the orders in their language."""

    async def to_orders(request: Request) -> Response:
        locale = routes.locale_of(request.url.path)
        return RedirectResponse(routes.href(routes.ORDERS, locale), status_code=302)

    bare = [routes.prefix(locale) for locale in routes.LOCALES]
    return [Route(path, to_orders) for prefix in bare for path in {prefix or "/", f"{prefix}/"}]
