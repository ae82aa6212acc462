"""Change here where webhooks may be sent: in production only to public addresses, over https.

A name is looked up once and the connection goes to the very address that was checked, so a name
that changes its mind in between leads nowhere else.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

MAX_URL: Final = 2000
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


class AddressRefusedError(Exception):
    """Nothing is sent there; the message says why, in words for whoever runs the portal."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address that was checked: what to connect to, and the name to speak to."""

    url: str
    host: str
    name: str


async def resolve(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a name.

    Raises:
        AddressRefusedError: It has none.
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise AddressRefusedError(f"{host} has no address") from None
    return [str(one[4][0]) for one in found]


class AddressGuard:
    """Says where webhooks may go.

    Args:
        is_strict: Whether only public addresses over https will do, as in production.
        private_hosts: Names that may be private, or without https, all the same.
    """

    def __init__(
        self,
        *,
        is_strict: bool,
        private_hosts: Collection[str] = (),
        resolve: Resolve = resolve,
    ) -> None:
        self._is_strict = is_strict
        self._private_hosts = frozenset(host.lower() for host in private_hosts)
        self._resolve = resolve

    def check_url(self, url: str) -> None:
        """Look at what can be seen without asking anybody.

        Raises:
            AddressRefusedError: It is not an address to send to.
        """
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname, parts.port
        except ValueError:
            raise AddressRefusedError(f"{url!r} is not an address") from None
        if parts.scheme not in {"http", "https"} or not host or len(url) > MAX_URL:
            raise AddressRefusedError(f"{url!r} must start with https:// and name a host")
        if parts.username is not None or parts.fragment or not url.isprintable():
            raise AddressRefusedError("an address has no user, password or fragment")
        if self._is_free(host):
            return
        if parts.scheme != "https":
            raise AddressRefusedError("production sends over https only")
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return
        _check_public(address)

    async def target(self, url: str) -> Target:
        """Return what to connect to for ``url``.

        Raises:
            AddressRefusedError: Its name leads to an address that is not public.
        """
        self.check_url(url)
        parts = urlsplit(url)
        host = parts.hostname or ""
        if self._is_free(host):
            return Target(url=url, host=parts.netloc, name=host)
        port = parts.port or 443
        addresses = [ipaddress.ip_address(one) for one in await self._resolve(host, port)]
        for address in addresses:
            _check_public(address)
        first = addresses[0]
        place = f"[{first}]" if first.version == 6 else str(first)  # noqa: PLR2004 - IPv6
        pinned = parts._replace(netloc=f"{place}:{port}").geturl()
        return Target(url=pinned, host=parts.netloc, name=host)

    def _is_free(self, host: str) -> bool:
        return not self._is_strict or host.lower() in self._private_hosts


def _check_public(address: _Address) -> None:
    inner = address
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            inner = address.ipv4_mapped
        elif address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if not inner.is_global or inner.is_multicast:
        raise AddressRefusedError(f"{address} is not a public address")
