"""Change here what a browser gets when the portal itself fails: a page that needs no script."""

import html
import logging
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.utils import ClientDisconnected

from buyer_portal import routes
from buyer_portal.edge.problems import problem
from buyer_portal.edge.references import new_reference
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.order_contract.problems import ProblemCode

logger = logging.getLogger(__name__)

PAGE = """<!DOCTYPE html>
<html lang="{locale}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<style>
  :root {{ color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5 }}
  body {{ margin: 0; min-height: 100dvh; display: grid; place-items: center }}
  main {{ max-width: 28rem; padding: 2rem }}
  a {{ display: inline-block; padding: .75rem 0; color: inherit; font-weight: 600 }}
  small {{ display: block; opacity: .75 }}
</style></head>
<body><main><h1>{title}</h1><p>{text}</p><p><a href="{href}">{link}</a></p>
<small>{reference}</small></main></body></html>
"""


class FaultPage:
    """Answers in place of an exception: people get a page, programs a problem."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; if it fails before its answer began, say so."""
        has_begun = False

        async def send_and_note(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except ClientDisconnected:  # the browser left before it was answered: nobody's fault
            return
        except Exception:
            reference = new_reference()
            logger.exception("Fault %s: %s %s", reference, scope.get("method", ""), scope["path"])
            if has_begun or scope["type"] != "http":
                raise
            await _answer(scope, reference)(scope, receive, send)


def _answer(scope: Scope, reference: str) -> Response:
    """Return the page in the language of the address, or a problem."""
    if "text/html" not in Headers(scope=scope).get("accept", ""):
        return problem(500, ProblemCode.SYSTEM_ERROR, f"A fault on our side: {reference}")
    return HTMLResponse(fault_page(scope["path"], reference), HTTPStatus.INTERNAL_SERVER_ERROR)


def fault_page(path: str, reference: str) -> str:
    """Return the page for a fault at ``path``."""
    locale = routes.locale_of(path)
    words = words_of(locale)
    texts = {
        "title": words("errors.system.title"),
        "text": words("errors.system.text"),
        "link": words("errors.to_orders"),
        "reference": words("errors.reference", reference=reference),
    }
    shown = {name: html.escape(text) for name, text in texts.items()}
    return PAGE.format(locale=locale, href=routes.href(routes.ORDERS, locale), **shown)
