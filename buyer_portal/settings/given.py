"""Change here what the environment can set, and what is refused."""

import re
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from buyer_portal.settings.addresses import LOOPBACK_HOSTS, origin_of, split_url
from buyer_portal.settings.problems import SettingsError, problems_of, refuse

MIN_SECRET_BYTES = 32
TEST_SECRET = b"the fixed secret of test mode: never in production"
_ADDRESS = re.compile(r"[^\s@<>\"(),;:\\]{1,64}@[A-Za-z0-9.-]{1,189}")


class Mode(StrEnum):
    """What the portal is started for (DESIGN.md section 4 has the table)."""

    DEMO = "demo"
    TEST = "test"
    PRODUCTION = "production"


class Payments(StrEnum):
    """Who pays refunds out."""

    SIMULATED = "simulated"
    STRIPE = "stripe"


class GivenSettings(BaseSettings):
    """What stands in the environment, each value checked alone and together with the others."""

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
    """Another server with Stripe's API; None is Stripe."""
    webhook_private_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (), validation_alias="PORTAL_WEBHOOK_PRIVATE_HOSTS"
    )
    """Hosts that webhooks may be sent to although they are private, or without https."""

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
            raise SettingsError(problems_of(error)) from None

    @field_validator("public_url")
    @classmethod
    def _check_public_url(cls, url: str | None) -> str | None:
        if url is None:
            return None
        parts = split_url("PORTAL_PUBLIC_URL", url, frozenset({"http", "https"}))
        if parts.path not in ("", "/") or parts.query or parts.fragment or parts.username:
            raise refuse("PORTAL_PUBLIC_URL", f"{url!r} must be an origin, without path or login")
        return origin_of(url)

    @field_validator("order_service_url")
    @classmethod
    def _check_order_service_url(cls, url: str | None) -> str | None:
        if url is None:
            return None
        parts = split_url("ORDER_SERVICE_URL", url, frozenset({"http", "https"}))
        if parts.query or parts.fragment or parts.username:
            raise refuse("ORDER_SERVICE_URL", "must have no login, query or fragment")
        return url.rstrip("/")

    @field_validator("stripe_api_url")
    @classmethod
    def _check_stripe_api_url(cls, url: str | None) -> str | None:
        if url is not None:
            split_url("STRIPE_API_URL", url, frozenset({"http", "https"}))
        return url

    @field_validator("smtp_url")
    @classmethod
    def _check_smtp_url(cls, url: str | None) -> str | None:
        if url is not None:
            parts = split_url("PORTAL_SMTP_URL", url, frozenset({"smtp", "smtps"}))
            if parts.path not in ("", "/") or parts.query or parts.fragment:
                raise refuse("PORTAL_SMTP_URL", "must have no path, query or fragment")
        return url

    @field_validator("redis_url")
    @classmethod
    def _check_redis_url(cls, url: str | None) -> str | None:
        if url is not None:
            split_url("REDIS_URL", url, frozenset({"redis", "rediss"}))
        return url

    @field_validator("database_url")
    @classmethod
    def _check_database_url(cls, url: str) -> str:
        if not url or url.startswith("sqlite:///"):
            return url
        for scheme in ("postgresql+psycopg://", "postgresql://", "postgres://"):
            if url.startswith(scheme):
                return "postgresql+psycopg://" + url.removeprefix(scheme)
        raise refuse("DATABASE_URL", "must start with sqlite:/// or postgresql://")

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
                raise refuse("PORTAL_ORIGINS", "'*' would let every site act for a buyer")
            split_url("PORTAL_ORIGINS", origin, frozenset({"http", "https"}))
            if origin_of(origin) != origin.rstrip("/"):
                raise refuse("PORTAL_ORIGINS", f"{origin!r} must be scheme, host and port alone")
        return tuple(origin_of(origin) for origin in origins)

    @model_validator(mode="after")
    def _check_together(self) -> Self:
        if self.workers > 1 and not (self.redis_url and self.order_service_url):
            raise refuse(
                "PORTAL_WORKERS",
                "more than one worker needs REDIS_URL and ORDER_SERVICE_URL,"
                " else each worker would show another truth",
            )
        if self.mode is Mode.TEST and self.host not in LOOPBACK_HOSTS:
            raise refuse("PORTAL_HOST", "test mode has fixed secrets: it binds to 127.0.0.1 only")
        if self.payments is Payments.STRIPE and not self.stripe_api_key:
            raise refuse("STRIPE_API_KEY", "PORTAL_PAYMENTS=stripe needs the key of an account")
        if self.smtp_url and not _ADDRESS.fullmatch(parseaddr(self.mail_from)[1]):
            raise refuse("PORTAL_MAIL_FROM", "PORTAL_SMTP_URL needs an address to send from")
        if self.mode is Mode.PRODUCTION:
            self._check_production()
        return self

    def _check_production(self) -> None:
        """Refuse what a portal with real buyers must not have."""
        if self.public_url is None:
            raise refuse("PORTAL_PUBLIC_URL", "production needs the address that buyers open")
        public = urlsplit(self.public_url)
        if public.scheme != "https" and public.hostname not in LOOPBACK_HOSTS:
            raise refuse("PORTAL_PUBLIC_URL", "production needs https: sessions travel in cookies")
        if self.secret_file is None:
            raise refuse("PORTAL_SECRET_FILE", "production needs a secret of its own")
        try:
            secret = self.secret_file.read_bytes().strip()
        except OSError as error:
            problem = f"{self.secret_file} cannot be read: {error.strerror}"
            raise refuse("PORTAL_SECRET_FILE", problem) from error
        if len(secret) < MIN_SECRET_BYTES:
            problem = f"{self.secret_file} holds less than {MIN_SECRET_BYTES} bytes"
            raise refuse("PORTAL_SECRET_FILE", problem)
        if secret == TEST_SECRET:
            raise refuse("PORTAL_SECRET_FILE", "holds the secret of test mode, which is public")
        if self.payments is Payments.SIMULATED:
            problem = "production needs somebody who really pays refunds out"
            raise refuse("PORTAL_PAYMENTS", problem)
        if self.given_testing_token:
            raise refuse("PORTAL_TESTING_TOKEN", "production has no testing API")
