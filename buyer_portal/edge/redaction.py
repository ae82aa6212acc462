"""Change here what never reaches a log: session ids, tokens, passwords, cookies."""

import logging
import re
from typing import Final

HIDDEN: Final = "<hidden>"  # redacting twice must change nothing
LOGGERS: Final = (
    "",
    "reflex",
    "granian",
    "uvicorn",
    "uvicorn.error",
    "engineio",
    "socketio",
    "httpx",
)

# Whole values after these names, as they stand in headers, JSON, reprs, forms and URLs.
_NAMED = re.compile(
    r"""(?ix)
    (["']? \b (?: cookie | set-cookie | authorization | password | x-portal-token | secret
        | portal_session(?:_hash)? | __Host-portal_session | session_id | token | ticket ) \b ["']?
     \s* (?: [:=] | ,(?=\s*["']) ) \s* )
    (?: "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*' | b'[^']*'
      | [^\s&;,)}\]]+ (?:;\s*[\w-]+=[^\s;,)}\]]+)*
    )
    """
)
# Anything that looks like one of our ids or keys: 43 characters of base64url, 64 hex digits.
_BARE = re.compile(r"(?<![\w-])(?:[A-Za-z0-9_-]{43}|[0-9a-f]{64})(?![\w-])")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]|\n(?=\S)")


def redacted(text: str) -> str:
    """Return ``text`` without secrets; the rest stays readable."""
    return _BARE.sub(HIDDEN, _NAMED.sub(rf"\1{HIDDEN}", text))


class RedactingFilter(logging.Filter):
    """Takes secrets out of a record before any handler sees it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite message and traceback; always let the record through."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError):  # a wrong call of the logger must not lose the line
            message = f"{record.msg} {record.args}"
        # A line break or control character in a message could forge a second line.
        record.msg = _CONTROL.sub(lambda found: repr(found[0])[1:-1], redacted(message))
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redacted(record.exc_text)
        if record.stack_info:
            record.stack_info = redacted(record.stack_info)
        return True


def redact_logs() -> None:
    """Put the filter on every logger that may see an event or a header, and on their handlers.

    A logger's filter does not see what its children log; a handler's filter does.
    """
    redaction = RedactingFilter()
    for name in LOGGERS:
        logger = logging.getLogger(name)
        for target in (logger, *logger.handlers):
            if not any(isinstance(known, RedactingFilter) for known in target.filters):
                target.addFilter(redaction)
