"""Where webhooks may go in production, and that a name cannot change its mind."""

import pytest

from buyer_portal.order_service.webhooks.addresses import (
    AddressGuard,
    AddressRefusedError,
    Target,
    resolve,
)


def _guard(*addresses: str, private: tuple[str, ...] = (), is_strict: bool = True) -> AddressGuard:
    async def answer(_host: str, _port: int) -> list[str]:
        return [*addresses]

    return AddressGuard(is_strict=is_strict, private_hosts=private, resolve=answer)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - refused, not bound
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
    ],
)
async def test_a_name_that_leads_inside_is_refused(address):
    with pytest.raises(AddressRefusedError, match="not a public address"):
        await _guard("93.184.216.34", address).target("https://hooks.example.com/a")


async def test_the_connection_goes_to_the_address_that_was_checked():
    four = await _guard("93.184.216.34").target("https://hooks.example.com:8443/a?b=1")
    six = await _guard("2606:2800:220:1:248:1893:25c8:1946").target("https://hooks.example.com/")

    assert four == Target(
        url="https://93.184.216.34:8443/a?b=1",
        host="hooks.example.com:8443",
        name="hooks.example.com",
    )
    assert six.url == "https://[2606:2800:220:1:248:1893:25c8:1946]:443/"


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://hooks.example.com", id="no-tls"),
        pytest.param("https://127.0.0.1/", id="loopback"),
        pytest.param("https://[::1]/", id="loopback-6"),
        pytest.param("https://", id="no-host"),
        pytest.param("file:///etc/passwd", id="file"),
        pytest.param("https://a.example/#b", id="fragment"),
        pytest.param("https://a@b.example/", id="user"),
        pytest.param("https://a.example:99999/", id="port"),
        pytest.param("https://a.example/\n", id="line-break"),
        pytest.param("https://a.example/" + "a" * 2000, id="long"),
    ],
)
def test_what_can_be_seen_is_refused_at_once(url):
    with pytest.raises(AddressRefusedError):
        _guard().check_url(url)


async def test_hosts_that_were_allowed_may_be_private():
    guard = _guard("10.0.0.7", private=("Warehouse.internal",))

    target = await guard.target("http://warehouse.internal/hooks")

    assert target.url == "http://warehouse.internal/hooks"


async def test_a_demo_sends_to_this_machine():
    guard = _guard(is_strict=False)

    assert (await guard.target("http://127.0.0.1:9/")).url == "http://127.0.0.1:9/"


async def test_a_name_without_an_address_is_refused():
    with pytest.raises(AddressRefusedError, match="has no address"):
        await resolve("no-such-name.invalid", 443)
    assert "127.0.0.1" in await resolve("127.0.0.1", 443)
