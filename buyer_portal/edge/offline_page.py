"""Change here the page that browsers keep for when they cannot reach the portal (assets/sw.js)."""

import html
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from buyer_portal import routes
from buyer_portal.i18n.catalogue import words_of

ADDRESS: Final = "/offline"
POLICY: Final = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
)
REMEDIES: Final = ("connection", "network", "restart")

PAGE: Final = """<!DOCTYPE html>
<html lang="{locale}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark"><title>{title}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<style>
  :root {{ color-scheme: light dark; font: 16px/1.5 ui-sans-serif, system-ui, sans-serif;
    --back: #f8f7f4; --panel: #fff; --text: #20222c; --quiet: #5c5e68; --line: #dcdad5 }}
  @media (prefers-color-scheme: dark) {{ :root {{
    --back: #17181f; --panel: #20212a; --text: #edecea; --quiet: #b6b6bc; --line: #3a3b45 }} }}
  body {{ margin: 0; min-height: 100dvh; display: grid; place-items: center;
    background: var(--back); color: var(--text) }}
  main {{ box-sizing: border-box; width: min(28rem, 100% - 1.5rem); margin: 1.5rem 0;
    padding: 2rem 1.5rem; background: var(--panel); border-radius: 1.25rem }}
  img {{ display: block; border-radius: .75rem }}
  h1 {{ margin: 1.25rem 0 0; font-size: 1.375rem; line-height: 1.75rem }}
  p, ul {{ margin: .5rem 0 0 }} ul {{ padding-inline-start: 1.25rem }}
  .quiet {{ color: var(--quiet); font-size: .875rem }}
  button {{ width: 100%; min-height: 3rem; margin-top: 1.5rem; border: 0; border-radius: .875rem;
    background: var(--text); color: var(--panel); font: inherit; font-weight: 600 }}
  button:focus-visible {{ outline: 2.5px solid #4a80c4; outline-offset: 2px }}
</style></head>
<body><main><img src="/favicon.svg" alt="" width="48" height="48">
<h1>{title}</h1><p>{text}</p><ul>{remedies}</ul>
<button type="button" id="again">{again}</button>
<p class="quiet" role="status">{wait}</p></main>
<script src="/offline.js"></script></body></html>
"""


def offline_routes() -> list[Route]:
    """Return the page's addresses, one a language."""

    async def offline(request: Request) -> Response:
        page = offline_page(routes.locale_of(request.url.path))
        headers = {"content-security-policy": POLICY, "cache-control": "no-cache"}
        return HTMLResponse(page, headers=headers)

    return [Route(routes.href(ADDRESS, locale), offline) for locale in routes.LOCALES]


def offline_page(locale: str) -> str:
    """Return the page in a language; it is the same for everybody."""
    words = words_of(locale)
    remedies = "".join(f"<li>{html.escape(words(f'retry.slow.{name}'))}</li>" for name in REMEDIES)
    texts = {
        "title": words("offline.title"),
        "text": words("offline.text"),
        "again": words("retry.now"),
        "wait": words("offline.wait"),
    }
    shown = {name: html.escape(text) for name, text in texts.items()}
    return PAGE.format(locale=locale, remedies=remedies, **shown)
