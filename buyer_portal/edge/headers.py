"""Change here which security headers every answer carries."""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from buyer_portal import routes
from buyer_portal.edge.frames import all_frames
from buyer_portal.settings import Settings
from buyer_portal.studio.screens import is_studio

# Nothing but pages needs to load anything.
NO_CONTENT_POLICY: Final = "default-src 'none'; frame-ancestors 'none'"
PERMISSIONS: Final = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


def page_policy(
    settings: Settings, script_sources: tuple[str, ...], *, page: str = "", in_frame: bool = False
) -> str:
    """Return the Content-Security-Policy of a page with these inline scripts.

    Styles stay 'unsafe-inline': Emotion and style attributes need it (REFLEX.md).

    Args:
        page: The file of the page; those of the studio may show frames of the others.
        in_frame: Whether the page is asked for by a host of the studio's frames.
    """
    shared = [settings.studio_origin] if in_frame else []  # page_files.py sends frames there
    origins = settings.own_origins if not in_frame else (all_frames(settings),)
    sockets = " ".join(
        "ws" + origin.removeprefix("http")
        for origin in origins  # Safari does not take 'self' for sockets
    )
    directives = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *script_sources, *shared]),
        "style-src": " ".join(["'self' 'unsafe-inline'", *shared]),
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": f"'self' {sockets}",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": settings.studio_origin if in_frame else "'none'",
        "object-src": "'none'",
    }
    frames = all_frames(settings)
    if frames and is_studio(_address_of(page)):
        directives["frame-src"] = frames
        directives["connect-src"] += f" {frames}"
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def _address_of(page: str) -> str:
    """Return the address of a page's file without its language: ``vi/studio.html`` is /studio."""
    path = "/" + page.removesuffix(".html").removesuffix("/index")
    return path.removeprefix(routes.prefix(routes.locale_of(path)))


class SecurityHeaders:
    """Adds what an inner layer has not set itself."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self._app = app
        self._defaults = {
            "content-security-policy": NO_CONTENT_POLICY,
            "x-content-type-options": "nosniff",
            "referrer-policy": "same-origin",
            "x-frame-options": "DENY",
            "permissions-policy": PERMISSIONS,
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "cache-control": "no-store",  # whoever serves no personal data says so
        }
        if settings.is_tls:
            self._defaults["strict-transport-security"] = "max-age=31536000; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and complete the headers of its answer."""

        async def send_completed(message: Message) -> None:
            if message["type"] in {"http.response.start", "websocket.http.response.start"}:
                headers = MutableHeaders(raw=message.setdefault("headers", []))
                for name, text in self._defaults.items():
                    headers.setdefault(name, text)
            await send(message)

        await self._app(scope, receive, send_completed)
