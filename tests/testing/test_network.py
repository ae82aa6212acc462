"""The bad network of end-to-end tests does what it says."""

import socket
import threading
from collections.abc import Iterator

import pytest

from buyer_portal.testing.network import FlakyNetwork, lane_to

SHORT = 0.3
LONG = 5.0


@pytest.fixture
def echo_port() -> Iterator[int]:
    """The port of a server that gives back what it gets."""
    listening = socket.create_server(("127.0.0.1", 0))

    def answer(connection: socket.socket) -> None:
        with connection:
            try:
                while got := connection.recv(1024):
                    connection.sendall(got)
            except OSError:
                return

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(connection,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    yield listening.getsockname()[1]
    listening.close()


@pytest.fixture
def network(echo_port) -> Iterator[FlakyNetwork]:
    with FlakyNetwork(echo_port) as made:
        yield made


@pytest.fixture
def line(network) -> Iterator[socket.socket]:
    """A connection through the network that has worked once."""
    with socket.create_connection(("127.0.0.1", network.port), timeout=LONG) as made:
        made.sendall(b"hello")
        assert made.recv(16) == b"hello"
        yield made


def test_half_open_holds_everything_and_thawing_lets_it_pass(network, line):
    network.freeze()
    line.sendall(b"held")
    line.settimeout(SHORT)
    with pytest.raises(TimeoutError):
        line.recv(16)

    network.thaw()

    line.settimeout(LONG)
    assert line.recv(16) == b"held"


def test_what_is_held_can_be_lost(network, line):
    network.freeze()
    line.sendall(b"lost")

    network.drop_held()

    with pytest.raises(ConnectionResetError):
        line.recv(16)
    with socket.create_connection(("127.0.0.1", network.port), timeout=LONG) as fresh:
        fresh.sendall(b"well again")
        assert fresh.recv(16) == b"well again"


def test_a_reset_loses_what_is_under_way_and_takes_new_lines(network, line):
    network.slow(SHORT)
    line.sendall(b"under way")

    network.reset()

    with pytest.raises(ConnectionResetError):
        line.recv(16)
    with socket.create_connection(("127.0.0.1", network.port), timeout=LONG) as fresh:
        fresh.sendall(b"new")
        assert fresh.recv(16) == b"new"


def test_a_cut_ends_lines_and_takes_no_new_ones(network, line):
    network.cut()

    assert line.recv(16) == b""
    with socket.create_connection(("127.0.0.1", network.port), timeout=LONG) as refused:
        assert refused.recv(16) == b""
    network.restore()
    with socket.create_connection(("127.0.0.1", network.port), timeout=LONG) as fresh:
        fresh.sendall(b"back")
        assert fresh.recv(16) == b"back"


def test_slow_takes_its_time(network, line):
    network.slow(SHORT)
    line.sendall(b"slow")
    line.settimeout(SHORT / 2)

    with pytest.raises(TimeoutError):
        line.recv(16)

    line.settimeout(LONG)
    assert line.recv(16) == b"slow"


def test_flapping_ends_lines_and_leaves_a_good_network(network, line):
    network.flap(2, seconds=0.05)

    assert line.recv(16) == b""
    with socket.create_connection(("127.0.0.1", network.port), timeout=LONG) as fresh:
        fresh.sendall(b"back")
        assert fresh.recv(16) == b"back"


@pytest.mark.parametrize(
    ("url", "switch"),
    [
        pytest.param("http://localhost:8000", "MAP localhost 127.0.0.1:", id="here"),
        pytest.param("https://shop.example.com", "MAP shop.example.com 127.0.0.1:", id="elsewhere"),
    ],
)
def test_a_lane_takes_what_the_browser_sends_to_the_portal(url, switch):
    with lane_to(url) as lane:
        assert lane.browser_switch == f"--host-resolver-rules={switch}{lane.port}"
