import io
import logging

import pytest

from buyer_portal.edge.redaction import HIDDEN, RedactingFilter, redacted

RAW = "xhc3e_QBKWZc9UPsIVBhpr3PiQEH-FsUhU-MOTcQpOw"
HASH = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    "text",
    [
        f"Cookie: portal_session={RAW}; theme=dark",
        f"{{'cookie': 'portal_session_hash={HASH}'}}",
        f'{{"headers": {{"cookie": "__Host-portal_session={RAW}"}}}}',
        f"(b'cookie', b'portal_session={RAW}')",
        f"Event(name='x', router_data={{'headers': {{'cookie': 'portal_session={RAW}'}}}})",
        f"GET /auth/ticket?ticket={RAW}.{RAW}&next=/orders/",
        f"Authorization: Bearer {RAW}",
        f"x {RAW} y",
        f"revoked {HASH}",
    ],
)
def test_no_session_leaves_its_id_in_a_log(text):
    told = redacted(text)

    assert RAW not in told
    assert HASH not in told
    assert HIDDEN in told


@pytest.mark.parametrize("secret", ["hunter2", "two words", "semi;colon", 'quo\\"te'])
def test_no_password_of_a_form_or_json_is_logged(secret):
    told = redacted(f'{{"login": "ann@example.com", "password": "{secret}", "next": "/orders/"}}')

    assert told == f'{{"login": "ann@example.com", "password": {HIDDEN}, "next": "/orders/"}}'


def test_redacting_twice_changes_nothing():
    once = redacted(f"password=hush&login=a Cookie: a={RAW}; b=c token={HASH}")

    assert redacted(once) == once


def test_ordinary_lines_stay_as_they_are():
    line = "The order service ended (exit code -9); starting it again in 0.05 s. GET /v1/orders"

    assert redacted(line) == line


@pytest.fixture
def logged():
    """Log through a filtered handler; return what was written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RedactingFilter())
    logger = logging.getLogger("tests.redaction")
    logger.addHandler(handler)
    logger.propagate = False
    yield logger, stream
    logger.removeHandler(handler)


def test_arguments_and_tracebacks_are_redacted_too(logged):
    logger, stream = logged

    logger.error("token=%s", RAW, exc_info=RuntimeError(f"cookie: portal_session={RAW}"))

    assert RAW not in stream.getvalue()
    assert "RuntimeError" in stream.getvalue()


def test_a_message_cannot_forge_a_second_line(logged):
    logger, stream = logged

    logger.warning("name: %s", "x\nERROR root: all is lost\r\x1b[2J")

    assert stream.getvalue() == "name: x\\nERROR root: all is lost\\r\\x1b[2J\n"


def test_a_wrong_call_of_the_logger_still_says_something(logged):
    logger, stream = logged

    logger.warning("%d orders", "many")

    assert stream.getvalue() == "%d orders ('many',)\n"
