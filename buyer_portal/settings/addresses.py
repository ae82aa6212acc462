"""Change here what counts as an address of a setting, and how an origin is written."""

from urllib.parse import SplitResult, urlsplit

from buyer_portal.settings.problems import refuse

LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


def split_url(name: str, url: str, schemes: frozenset[str]) -> SplitResult:
    """Return the parts of an absolute ``url`` or refuse it."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise refuse(name, f"{url!r} is not an address: {error}") from error
    if parts.scheme not in schemes or not host:
        wanted = " or ".join(f"{scheme}://" for scheme in sorted(schemes))
        raise refuse(name, f"{url!r} must start with {wanted} and name a host")
    return parts


def origin_of(url: str) -> str:
    """Return scheme, host and port of an absolute ``url``, as browsers write an Origin."""
    parts = urlsplit(url)
    default_port = {"http": 80, "https": 443}.get(parts.scheme)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    port = "" if parts.port in (None, default_port) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"
