"""Change here where the portal keeps its data and secrets, and under which addresses it stands."""

import hashlib
import hmac
import os
import secrets
import tempfile
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from buyer_portal.settings.addresses import LOOPBACK_HOSTS, origin_of
from buyer_portal.settings.given import TEST_SECRET, GivenSettings, Mode

MAX_FRAMES = 36
"""How many pages the studio's board can show at once."""
MAX_BOARDS = 8
"""How many boards of one browser have frames of their own."""
MAX_STAGES = 12
"""How many stages of one browser have a frame of their own."""
MAX_SOCKET_PATH_BYTES = 100  # the kernel's limit is 108 on Linux, 104 on macOS


class Settings(GivenSettings):
    """What the environment says and what follows from it; portal and order service share it.

    Read it with ``Settings.load()``: that turns every problem into one ``SettingsError``.
    Secrets are read or made on first use, so that compiling pages touches no file.
    """

    @cached_property
    def database(self) -> str:
        """The database's URL, never empty."""
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / 'portal.db'}"

    @property
    def work_database(self) -> str:
        """The URL where begun work is kept: a file beside SQLite's, PostgreSQL's own database."""
        prefix, separator, path = self.database.partition("sqlite:///")
        if not separator:
            return prefix
        file = Path(path)
        return f"sqlite:///{file.with_name(f'{file.stem}-work.db')}"

    @property
    def base_url(self) -> str:
        """The address that buyers open, without a slash at its end."""
        if self.public_url:
            return self.public_url
        shown = "localhost" if self.host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else self.host  # noqa: S104 - compared, not bound
        return origin_of(f"http://{shown}:{self.port}")

    @property
    def allowed_origins(self) -> tuple[str, ...]:
        """Origins that may open a socket or post a form; the portal's own comes first."""
        return tuple(dict.fromkeys([*self.own_origins, *self.frame_origins]))

    @property
    def own_origins(self) -> tuple[str, ...]:
        """Where buyers open the portal, its own address first; frames of the studio excepted."""
        own = [self.base_url]
        if self.public_url is None or self.mode is not Mode.PRODUCTION:
            own += [f"http://localhost:{self.port}", f"http://127.0.0.1:{self.port}"]
        if self.mode is not Mode.PRODUCTION:
            own.append(self.studio_origin)
        return tuple(dict.fromkeys([*own, *self.origins]))

    @property
    def studio_origin(self) -> str:
        """Where the studio shows live frames: a host of the same site as they are."""
        return self._beside("studio") if self._is_on_this_machine else self.base_url

    @cached_property
    def frame_origins(self) -> tuple[str, ...]:
        """The origins of the studio's frames, each the browser of another buyer; production: none.

        Browsers take every name that ends in ``.localhost`` for this machine, and ``localhost``
        itself for no site but a whole domain of sites: hence a name between the two.
        """
        if self.mode is Mode.PRODUCTION:
            return ()
        number = MAX_BOARDS * MAX_FRAMES + MAX_STAGES
        return tuple(self._beside(f"f{n}") for n in range(1, number + 1))

    @cached_property
    def frame_hosts(self) -> frozenset[str]:
        """The hosts of the studio's frames, as a Host header names them."""
        return frozenset(urlsplit(origin).netloc for origin in self.frame_origins)

    @property
    def _is_on_this_machine(self) -> bool:
        """Whether the portal has no name that others could stand beside."""
        host = urlsplit(self.base_url).hostname or ""
        return host in LOOPBACK_HOSTS or host.replace(".", "").isdigit() or ":" in host

    def _beside(self, name: str) -> str:
        """Return the origin of another host of the portal's site."""
        parts = urlsplit(self.base_url)
        host = "portal.localhost" if self._is_on_this_machine else parts.hostname
        port = f":{parts.port}" if parts.port else ""
        return f"{parts.scheme}://{name}.{host}{port}"

    @property
    def is_tls(self) -> bool:
        """Whether buyers come over https, which decides cookie flags and HSTS."""
        return self.base_url.startswith("https://")

    @property
    def service_socket(self) -> Path:
        """The embedded order service's socket; outside ``data_dir`` where that path is too long."""
        path = self.data_dir.absolute() / "order-service.sock"
        if len(os.fsencode(path)) <= MAX_SOCKET_PATH_BYTES:
            return path
        short = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"portal-{os.getuid()}-{short}" / "order.sock"

    @cached_property
    def service_token(self) -> str:
        """What portal and order service show each other."""
        return self.given_service_token or self._derive("service-token")

    @cached_property
    def testing_token(self) -> str:
        """What opens ``/testing/*`` in test mode."""
        return self.given_testing_token or self._derive("testing-token")

    @cached_property
    def ticket_key(self) -> bytes:
        """The key that signs tenant tickets."""
        return bytes.fromhex(self._derive("tenant-ticket"))

    @cached_property
    def webhook_key(self) -> bytes:
        """The key that seals webhook secrets in the database."""
        return bytes.fromhex(self._derive("webhook-seal"))

    @cached_property
    def receipt_seed(self) -> bytes:
        """The 32 bytes that the key which signs receipts is made from."""
        return bytes.fromhex(self._derive("receipt-signing"))

    @cached_property
    def share_key(self) -> bytes:
        """The key that signs shared links of the studio."""
        return bytes.fromhex(self._derive("share-link"))

    @cached_property
    def root_secret(self) -> bytes:
        """The secret from which all others are derived; made on first use in demo mode."""
        if self.secret_file is not None:
            return self.secret_file.read_bytes().strip()
        if self.mode is Mode.TEST:
            return TEST_SECRET
        return _secret_in(self.prepare_data_dir())

    def prepare_data_dir(self) -> Path:
        """Make the data directory, readable by its owner alone, and return it."""
        self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.data_dir.chmod(0o700)
        return self.data_dir

    def _derive(self, purpose: str) -> str:
        """Return 64 hex digits for ``purpose``; nobody can get from one purpose to another."""
        return hmac.new(self.root_secret, purpose.encode(), hashlib.sha256).hexdigest()


def _secret_in(data_dir: Path) -> bytes:
    """Return the demo's secret, made once even when two processes start together."""
    path = data_dir / "secret"
    if not path.exists():
        fresh = data_dir / f".secret-{secrets.token_hex(8)}"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
        try:
            path.hardlink_to(fresh)  # fails where another process was faster: then its secret holds
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes().strip()
