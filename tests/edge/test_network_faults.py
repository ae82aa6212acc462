"""What a prototype's socket does under each fault of its network."""

import asyncio

import pytest

from buyer_portal.edge.network_faults import NetworkFaults
from buyer_portal.scenario.opening import NetworkFault
from buyer_portal.studio.network import NetworkPlan

SESSION = "a" * 64


class Socket:
    """Both ends of a socket: what the browser sends, what it hears, what the app heard."""

    def __init__(self, plan):
        self.incoming = asyncio.Queue()
        self.heard_by_browser = []
        self.heard_by_app = []
        self.app = NetworkFaults(self._echo, plan)

    async def _echo(self, _scope, receive, send):
        while (message := await receive())["type"] == "websocket.receive":
            self.heard_by_app.append(message["text"])
            await send({"type": "websocket.send", "text": f"re:{message['text']}"})
        self.heard_by_app.append(message["type"])

    async def _send(self, message):
        self.heard_by_browser.append(message.get("text", message["type"]))

    def run(self, session=SESSION):
        """Open the socket."""
        cookie = f"portal_session_hash={session}".encode()
        scope = {"type": "websocket", "headers": [(b"cookie", cookie)]}
        return asyncio.create_task(self.app(scope, self.incoming.get, self._send))

    async def say(self, *texts):
        """Send from the browser."""
        for text in texts:
            await self.incoming.put({"type": "websocket.receive", "text": text})
        await asyncio.sleep(0.01)


@pytest.fixture
def plan():
    made = NetworkPlan()
    made.know(SESSION, "tenant")
    return made


@pytest.fixture
async def socket(plan):
    made = Socket(plan)
    running = made.run()
    yield made
    running.cancel()


async def test_whole_network_passes_everything(socket):
    await socket.say("42a", "2")

    assert socket.heard_by_browser == ["re:42a", "re:2"]


async def test_lost_request_never_arrives_and_the_next_one_does(socket, plan):
    plan.change("tenant", NetworkFault.LOST_REQUEST)
    await socket.say("2", "42first", "42second")

    assert socket.heard_by_app == ["2", "42second"]


async def test_half_open_link_is_silent_both_ways_and_stays_open(socket, plan):
    await socket.say("42a")
    plan.change("tenant", NetworkFault.HALF_OPEN)
    await socket.say("42b")
    plan.change("tenant", NetworkFault.NONE)
    await socket.say("42c")

    assert socket.heard_by_browser == ["re:42a", "re:42c"]


async def test_going_offline_closes_the_socket_and_refuses_the_next(socket, plan):
    plan.change("tenant", NetworkFault.OFFLINE)
    await asyncio.sleep(0.01)
    again = Socket(plan)
    await again.run()

    assert socket.heard_by_browser == ["websocket.close"]
    assert socket.heard_by_app == ["websocket.disconnect"]
    assert (again.heard_by_browser, again.heard_by_app) == (["websocket.close"], [])


async def test_socket_of_nobody_is_left_alone(plan):
    plan.change("tenant", NetworkFault.OFFLINE)
    socket = Socket(plan)
    running = socket.run(session="b" * 64)
    await socket.say("42a")
    running.cancel()

    assert socket.heard_by_browser == ["re:42a"]
