"""Change here what the environment can set, what is refused, and where secrets come from."""

import hashlib
import hmac
import os
import re
import secrets
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

MAX_FRAMES = 36
"""How many pages the studio's board can show at once."""
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
MIN_SECRET_BYTES = 32
MAX_SOCKET_PATH_BYTES = 100  # the kernel's limit is 108 on Linux, 104 on macOS
TEST_SECRET = b"the fixed secret of test mode: never in production"


class Mode(StrEnum):
    """What the portal is started for (DESIGN.md section 4 has the table)."""

    DEMO = "demo"
    TEST = "test"
    PRODUCTION = "production"


class Payments(StrEnum):
    """Who pays refunds out."""

    SIMULATED = "simulated"
    STRIPE = "stripe"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingProblem:
    """One setting that stops the start."""

    name: str
    problem: str
    example: str


class SettingsError(Exception):
    """The environment cannot start a portal; ``problems`` is never empty."""

    def __init__(self, problems: Sequence[SettingProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            "\n".join(
                f"{wrong.name}: {wrong.problem}\n  for example: {wrong.name}={wrong.example}"
                for wrong in self.problems
            )
        )


EXAMPLES = {
    "PORTAL_MODE": "demo",
    "PORTAL_HOST": "127.0.0.1",
    "PORTAL_PORT": "8000",
    "PORTAL_PUBLIC_URL": "https://orders.example.com",
    "PORTAL_DATA_DIR": "/var/lib/buyer-portal",
    "PORTAL_BUILD": "1",
    "PORTAL_MINIMUM_BUILD": "1",
    "PORTAL_ORIGINS": "https://orders.example.com,https://shop.example.com",
    "PORTAL_SECRET_FILE": "/run/secrets/buyer-portal",
    "PORTAL_SERVICE_TOKEN": "a text of 32 characters or more",
    "PORTAL_TESTING_TOKEN": "a text of 16 characters or more",
    "PORTAL_WORKERS": "1",
    "PORTAL_TRUSTED_PROXY_HOPS": "1",
    "PORTAL_SOCKET_EVENTS_PER_SECOND": "40",
    "DATABASE_URL": "postgresql://portal:password@db.example.com/portal",
    "ORDER_SERVICE_URL": "https://order-service.example.com",
    "PORTAL_PAYMENTS": "stripe",
    "PORTAL_SMTP_URL": "smtp://name:password@smtp.example.com:587",
    "PORTAL_MAIL_FROM": "My shop <orders@example.com>",
    "STRIPE_API_KEY": "rk_live_… of Stripe's dashboard",
    "STRIPE_API_URL": "http://127.0.0.1:8420",
    "PORTAL_WEBHOOK_PRIVATE_HOSTS": "warehouse.internal,10.0.0.7",
    "REDIS_URL": "redis://:password@redis.example.com:6379/0",
}


_ADDRESS = re.compile(r"[^\s@<>\"(),;:\\]{1,64}@[A-Za-z0-9.-]{1,189}")
_SECRETS = frozenset(
    {"PORTAL_SERVICE_TOKEN", "PORTAL_TESTING_TOKEN", "STRIPE_API_KEY", "PORTAL_SMTP_URL"}
)


def _refuse(name: str, problem: str) -> PydanticCustomError:
    """Return the error of one setting; ``name`` is its name in the environment."""
    return PydanticCustomError("setting", "{problem}", {"problem": problem, "name": name})


def _split_url(name: str, url: str, schemes: frozenset[str]) -> SplitResult:
    """Return the parts of an absolute ``url`` or refuse it."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise _refuse(name, f"{url!r} is not an address: {error}") from error
    if parts.scheme not in schemes or not host:
        wanted = " or ".join(f"{scheme}://" for scheme in sorted(schemes))
        raise _refuse(name, f"{url!r} must start with {wanted} and name a host")
    return parts


def origin_of(url: str) -> str:
    """Return scheme, host and port of an absolute ``url``, as browsers write an Origin."""
    parts = urlsplit(url)
    default_port = {"http": 80, "https": 443}.get(parts.scheme)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    port = "" if parts.port in (None, default_port) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"


class Settings(BaseSettings):
    """What the environment says; shared by the portal and the order service.

    Read it with ``Settings.load()``: that turns every problem into one ``SettingsError``.
    Secrets are read or made on first use, so that compiling pages touches no file.
    """

    model_config = SettingsConfigDict(
        env_ignore_empty=True, extra="ignore", frozen=True, populate_by_name=True
    )

    mode: Mode = Field(Mode.DEMO, validation_alias="PORTAL_MODE")
    host: str = Field("127.0.0.1", validation_alias="PORTAL_HOST", pattern=r"^[A-Za-z0-9.:_-]+$")
    port: int = Field(8000, validation_alias="PORTAL_PORT", ge=1, le=65535)
    public_url: str | None = Field(None, validation_alias="PORTAL_PUBLIC_URL")
    data_dir: Path = Field(Path(".portal"), validation_alias="PORTAL_DATA_DIR")
    build: int = Field(1, validation_alias="PORTAL_BUILD", ge=1)
    """The client build: a literal in every page; it advises, it never authorises."""
    minimum_build: int = Field(1, validation_alias="PORTAL_MINIMUM_BUILD", ge=1)
    """The oldest client build that the order service accepts; policies may ask for more."""
    database_url: str = Field("", validation_alias="DATABASE_URL", repr=False)
    """``sqlite:///…`` or ``postgresql+psycopg://…``; SQLite in ``data_dir`` when not set."""
    order_service_url: str | None = Field(None, validation_alias="ORDER_SERVICE_URL")
    """A remote order service; None: the portal starts its own on ``service_socket``."""
    redis_url: str | None = Field(None, validation_alias="REDIS_URL", repr=False)
    origins: Annotated[tuple[str, ...], NoDecode] = Field((), validation_alias="PORTAL_ORIGINS")
    """Further origins that may open sockets and post forms, besides the portal's own."""
    secret_file: Path | None = Field(None, validation_alias="PORTAL_SECRET_FILE")
    given_service_token: str | None = Field(
        None, validation_alias="PORTAL_SERVICE_TOKEN", repr=False, min_length=32
    )
    given_testing_token: str | None = Field(
        None, validation_alias="PORTAL_TESTING_TOKEN", repr=False, min_length=16
    )
    workers: int = Field(1, validation_alias="PORTAL_WORKERS", ge=1, le=64)
    trusted_proxy_hops: int = Field(0, validation_alias="PORTAL_TRUSTED_PROXY_HOPS", ge=0, le=8)
    """How many proxies of ours stand in front; 0: X-Forwarded-For is ignored."""
    socket_events_per_second: int = Field(
        40, validation_alias="PORTAL_SOCKET_EVENTS_PER_SECOND", ge=1, le=1_000_000
    )
    """How fast one tab may send events in the long run; a burst of 200 is free."""

    payments: Payments = Field(Payments.SIMULATED, validation_alias="PORTAL_PAYMENTS")
    stripe_api_key: str = Field("", validation_alias="STRIPE_API_KEY", repr=False)
    stripe_api_url: str | None = Field(None, validation_alias="STRIPE_API_URL")
    webhook_private_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (), validation_alias="PORTAL_WEBHOOK_PRIVATE_HOSTS"
    )
    """Hosts that webhooks may be sent to although they are private, or without https."""
    """Another server with Stripe's API; None is Stripe."""

    smtp_url: str | None = Field(None, validation_alias="PORTAL_SMTP_URL", repr=False)
    """Who sends e-mails, ``smtp://`` (STARTTLS where offered) or ``smtps://``; None: nobody."""
    mail_from: str = Field("", validation_alias="PORTAL_MAIL_FROM", max_length=320)

    @classmethod
    def load(cls) -> Self:
        """Read the environment.

        Raises:
            SettingsError: A value is wrong or the mode refuses it.
        """
        try:
            return cls()  # pyright: ignore[reportCallIssue] - the fields come from the environment
        except ValidationError as error:
            raise SettingsError(_problems_of(error)) from None

    @field_validator("public_url")
    @classmethod
    def _check_public_url(cls, url: str | None) -> str | None:
        if url is None:
            return None
        parts = _split_url("PORTAL_PUBLIC_URL", url, frozenset({"http", "https"}))
        if parts.path not in ("", "/") or parts.query or parts.fragment or parts.username:
            raise _refuse("PORTAL_PUBLIC_URL", f"{url!r} must be an origin, without path or login")
        return origin_of(url)

    @field_validator("order_service_url")
    @classmethod
    def _check_order_service_url(cls, url: str | None) -> str | None:
        if url is None:
            return None
        parts = _split_url("ORDER_SERVICE_URL", url, frozenset({"http", "https"}))
        if parts.query or parts.fragment or parts.username:
            raise _refuse("ORDER_SERVICE_URL", "must have no login, query or fragment")
        return url.rstrip("/")

    @field_validator("stripe_api_url")
    @classmethod
    def _check_stripe_api_url(cls, url: str | None) -> str | None:
        if url is not None:
            _split_url("STRIPE_API_URL", url, frozenset({"http", "https"}))
        return url

    @field_validator("smtp_url")
    @classmethod
    def _check_smtp_url(cls, url: str | None) -> str | None:
        if url is not None:
            parts = _split_url("PORTAL_SMTP_URL", url, frozenset({"smtp", "smtps"}))
            if parts.path not in ("", "/") or parts.query or parts.fragment:
                raise _refuse("PORTAL_SMTP_URL", "must have no path, query or fragment")
        return url

    @field_validator("redis_url")
    @classmethod
    def _check_redis_url(cls, url: str | None) -> str | None:
        if url is not None:
            _split_url("REDIS_URL", url, frozenset({"redis", "rediss"}))
        return url

    @field_validator("database_url")
    @classmethod
    def _check_database_url(cls, url: str) -> str:
        if not url or url.startswith("sqlite:///"):
            return url
        for scheme in ("postgresql+psycopg://", "postgresql://", "postgres://"):
            if url.startswith(scheme):
                return "postgresql+psycopg://" + url.removeprefix(scheme)
        raise _refuse("DATABASE_URL", "must start with sqlite:/// or postgresql://")

    @field_validator("origins", "webhook_private_hosts", mode="before")
    @classmethod
    def _split_origins(cls, origins: object) -> object:
        if isinstance(origins, str):
            return tuple(part.strip() for part in origins.split(",") if part.strip())
        return origins

    @field_validator("origins")
    @classmethod
    def _check_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            if "*" in origin:
                raise _refuse("PORTAL_ORIGINS", "'*' would let every site act for a buyer")
            _split_url("PORTAL_ORIGINS", origin, frozenset({"http", "https"}))
            if origin_of(origin) != origin.rstrip("/"):
                raise _refuse("PORTAL_ORIGINS", f"{origin!r} must be scheme, host and port alone")
        return tuple(origin_of(origin) for origin in origins)

    @model_validator(mode="after")
    def _check_together(self) -> Self:
        if self.workers > 1 and not (self.redis_url and self.order_service_url):
            raise _refuse(
                "PORTAL_WORKERS",
                "more than one worker needs REDIS_URL and ORDER_SERVICE_URL,"
                " else each worker would show another truth",
            )
        if self.mode is Mode.TEST and self.host not in LOOPBACK_HOSTS:
            raise _refuse("PORTAL_HOST", "test mode has fixed secrets: it binds to 127.0.0.1 only")
        if self.payments is Payments.STRIPE and not self.stripe_api_key:
            raise _refuse("STRIPE_API_KEY", "PORTAL_PAYMENTS=stripe needs the key of an account")
        if self.smtp_url and not _ADDRESS.fullmatch(parseaddr(self.mail_from)[1]):
            raise _refuse("PORTAL_MAIL_FROM", "PORTAL_SMTP_URL needs an address to send from")
        if self.mode is Mode.PRODUCTION:
            self._check_production()
        return self

    def _check_production(self) -> None:
        """Refuse what a portal with real buyers must not have."""
        if self.public_url is None:
            raise _refuse("PORTAL_PUBLIC_URL", "production needs the address that buyers open")
        public = urlsplit(self.public_url)
        if public.scheme != "https" and public.hostname not in LOOPBACK_HOSTS:
            raise _refuse("PORTAL_PUBLIC_URL", "production needs https: sessions travel in cookies")
        if self.secret_file is None:
            raise _refuse("PORTAL_SECRET_FILE", "production needs a secret of its own")
        try:
            secret = self.secret_file.read_bytes().strip()
        except OSError as error:
            problem = f"{self.secret_file} cannot be read: {error.strerror}"
            raise _refuse("PORTAL_SECRET_FILE", problem) from error
        if len(secret) < MIN_SECRET_BYTES:
            problem = f"{self.secret_file} holds less than {MIN_SECRET_BYTES} bytes"
            raise _refuse("PORTAL_SECRET_FILE", problem)
        if secret == TEST_SECRET:
            raise _refuse("PORTAL_SECRET_FILE", "holds the secret of test mode, which is public")
        if self.payments is Payments.SIMULATED:
            problem = "production needs somebody who really pays refunds out"
            raise _refuse("PORTAL_PAYMENTS", problem)
        if self.given_testing_token:
            raise _refuse("PORTAL_TESTING_TOKEN", "production has no testing API")

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

    @property
    def frame_origins(self) -> tuple[str, ...]:
        """The origins of the studio's frames, each the browser of another buyer; production: none.

        Browsers take every name that ends in ``.localhost`` for this machine, and ``localhost``
        itself for no site but a whole domain of sites: hence a name between the two.
        """
        if self.mode is Mode.PRODUCTION:
            return ()
        return tuple(self._beside(f"f{n}") for n in range(1, MAX_FRAMES + 1))

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


def _problems_of(error: ValidationError) -> list[SettingProblem]:
    """Return what is wrong, in the names of the environment."""
    problems: list[SettingProblem] = []
    for found in error.errors(include_url=False):
        context = found.get("ctx") or {}
        name = str(context.get("name") or (found["loc"][0] if found["loc"] else "PORTAL_MODE"))
        problem = found["msg"]
        if found["type"] != "setting":
            given = found["input"]
            is_secret = name in _SECRETS
            shown = "" if is_secret or not isinstance(given, str) else f"{given!r}: "
            problem = shown + problem[:1].lower() + problem[1:]
        problems.append(SettingProblem(name=name, problem=problem, example=EXAMPLES.get(name, "…")))
    return problems
