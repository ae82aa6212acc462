"""A test fails on the errors that it did not announce, and on no others."""

import pytest

from buyer_portal.testing.errors import ErrorWatch, no_errors
from buyer_portal.testing.portal import Portal


@pytest.fixture
def portal(tmp_path) -> Portal:
    """A portal whose log a test writes."""
    log = tmp_path / "portal.log"
    log.write_text("ERROR from before\n")
    return Portal(url="http://localhost:1", testing_token="t" * 16, log=log)


def _log(portal: Portal, line: str) -> None:
    with portal.log.open("a") as log:
        log.write(line + "\n")


def test_what_the_server_logs_from_now_on_fails(portal):
    watch = ErrorWatch(portal)
    _log(portal, "INFO all is well")
    watch.assert_none()

    _log(portal, "ERROR it broke")

    with pytest.raises(AssertionError, match="ERROR it broke"):
        watch.assert_none()


def test_what_is_announced_does_not_fail(portal):
    with no_errors(portal) as errors:
        errors.expect("it broke|status of 503")
        _log(portal, "ERROR it broke")
        errors.seen.append("console: the server responded with a status of 503")


def test_a_request_whose_browser_has_left_is_no_error(portal):
    watch = ErrorWatch(portal)

    _log(
        portal,
        "12:00 ERROR asyncio: Exception in callback <built-in method set_result of"
        " _asyncio.Future object at 0x7f>\\nhandle: <Handle>\n"
        "Traceback (most recent call last):\n"
        '  File "uvloop/cbhandles.pyx", line 66, in uvloop.loop.Handle._run\n'
        "asyncio.exceptions.InvalidStateError: invalid state",
    )
    _log(portal, "INFO the next one")

    assert watch.unexpected() == []


def test_without_a_log_the_browser_alone_is_watched():
    watch = ErrorWatch()
    watch.seen += ["page: TypeError", "console: expected"]
    watch.expect("expected")

    assert watch.unexpected() == ["page: TypeError"]
