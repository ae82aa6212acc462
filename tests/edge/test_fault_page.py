import logging
from typing import Any

import pytest
from uvicorn.protocols.utils import ClientDisconnected

from buyer_portal.edge.fault_page import FaultPage

SOCKET = {"type": "websocket", "path": "/_event/", "headers": []}


def failing(error):
    async def app(*_):
        raise error

    return FaultPage(app)


async def nothing(*_) -> Any:
    return {"type": "websocket.disconnect"}


async def test_a_browser_that_left_before_its_socket_was_open_is_no_fault(caplog):
    with caplog.at_level(logging.INFO):
        await failing(ClientDisconnected())(SOCKET, nothing, nothing)

    assert caplog.records == []


async def test_a_real_fault_of_a_socket_is_logged_and_ends_it(caplog):
    with pytest.raises(ValueError, match="broken"):
        await failing(ValueError("broken"))(SOCKET, nothing, nothing)

    [record] = caplog.records
    assert record.levelname == "ERROR"
