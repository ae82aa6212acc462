"""Change here what somebody reads whose link to a prototype does not open."""

import html
from collections.abc import Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse

from buyer_portal import routes
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.studio.screens import ADDRESSES, Screen
from buyer_portal.studio.sharing import Fault

POLICY: Final = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; "
    "frame-ancestors {studio}"
)
ENTRANCE: Final = "entrance"
TOO_MANY: Final = "too_many"
REASONS: Final = (*(fault.value for fault in Fault), ENTRANCE, TOO_MANY)
"""Why somebody is not let in: the link itself, the way in, or how many came through it."""
PAGE: Final = """<!DOCTYPE html>
<html lang="{locale}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<style>
  :root {{ color-scheme: light dark; font: 16px/1.5 ui-sans-serif, system-ui, sans-serif;
    --back: #f8f7f4; --panel: #fff; --text: #20222c; --quiet: #5c5e68 }}
  @media (prefers-color-scheme: dark) {{ :root {{
    --back: #17181f; --panel: #20212a; --text: #edecea; --quiet: #b6b6bc }} }}
  body {{ margin: 0; min-height: 100dvh; display: grid; place-items: center;
    background: var(--back); color: var(--text) }}
  main {{ box-sizing: border-box; width: min(28rem, 100% - 1.5rem); padding: 2rem 1.5rem;
    background: var(--panel); border-radius: 1.25rem }}
  h1 {{ margin: 1rem 0 0; font-size: 1.375rem; line-height: 1.75rem }}
  p {{ margin: .5rem 0 0 }}
  a {{ display: grid; place-items: center; min-height: 3rem; margin-top: 1.5rem;
    border-radius: .875rem; background: var(--text); color: var(--panel); font-weight: 600;
    text-decoration: none }}
  a:focus-visible {{ outline: 2.5px solid #4a80c4; outline-offset: 2px }}
</style></head>
<body><main><img src="/favicon.svg" alt="" width="48" height="48">
<h1>{title}</h1><p>{text}</p><a href="{href}">{link}</a></main></body></html>
"""


def refusal_page(request: Request, reason: str, *, status: int, framed_by: str) -> HTMLResponse:
    """Return the page of ``studio.refused.<reason>`` in the first language that is understood."""
    locale = locale_of(request.headers.get("accept-language", ""))
    page = drawn(words_of(locale), reason, locale)
    return HTMLResponse(
        page, status, headers={"content-security-policy": POLICY.format(studio=framed_by)}
    )


def drawn(say: Callable[[str], str], reason: str, locale: str) -> str:
    """Return the HTML of the page; ``say`` gives the text of a message."""
    texts = {
        "title": say(f"studio.refused.{reason}.title"),
        "text": say(f"studio.refused.{reason}.text"),
        "link": say("studio.refused.link"),
        "href": routes.href(ADDRESSES[Screen.BOARD], locale),
    }
    shown = {name: html.escape(text) for name, text in texts.items()}
    return PAGE.format(locale=locale, **shown)


def locale_of(accepted: str) -> str:
    """Return the first language of an Accept-Language that the portal speaks."""
    wanted = [part.partition(";")[0].strip().lower()[:2] for part in accepted.split(",")]
    return next((name for name in wanted if name in routes.LOCALES), routes.DEFAULT_LOCALE)
