import os
import stat

import pytest

from buyer_portal.settings import TEST_SECRET, Mode, Settings, SettingsError, origin_of

PREFIXES = ("PORTAL_", "DATABASE_URL", "ORDER_SERVICE_URL", "REDIS_URL", "STRIPE_")


@pytest.fixture
def environment(monkeypatch, tmp_path):
    for name in list(os.environ):
        if name.startswith(PREFIXES):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path / "data"))
    secret = tmp_path / "secret"
    secret.write_text("a production secret of good length")

    def set_all(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, value.format(secret=secret, tmp=tmp_path))

    return set_all


PRODUCTION = {
    "PORTAL_MODE": "production",
    "PORTAL_PUBLIC_URL": "https://orders.example.com",
    "PORTAL_SECRET_FILE": "{secret}",
    "PORTAL_PAYMENTS": "stripe",
    "STRIPE_API_KEY": "sk_live_0000",
}


@pytest.mark.parametrize(
    ("values", "name"),
    [
        pytest.param({"PORTAL_MODE": "prod"}, "PORTAL_MODE", id="unknown-mode"),
        pytest.param({"PORTAL_PAYMENTS": "cheque"}, "PORTAL_PAYMENTS", id="unknown-payments"),
        pytest.param({"PORTAL_PAYMENTS": "stripe"}, "STRIPE_API_KEY", id="stripe-without-key"),
        pytest.param(
            {"PORTAL_PAYMENTS": "stripe", "STRIPE_API_KEY": "k", "STRIPE_API_URL": "stripe"},
            "STRIPE_API_URL",
            id="stripe-nowhere",
        ),
        pytest.param(
            PRODUCTION | {"PORTAL_PAYMENTS": "simulated"},
            "PORTAL_PAYMENTS",
            id="production-pays-nobody",
        ),
        pytest.param({"PORTAL_PORT": "abc"}, "PORTAL_PORT", id="port-is-no-number"),
        pytest.param({"PORTAL_PORT": "0"}, "PORTAL_PORT", id="port-too-low"),
        pytest.param({"PORTAL_PORT": "65536"}, "PORTAL_PORT", id="port-too-high"),
        pytest.param({"PORTAL_HOST": "a b"}, "PORTAL_HOST", id="host-with-space"),
        pytest.param({"PORTAL_BUILD": "0"}, "PORTAL_BUILD", id="build-zero"),
        pytest.param({"PORTAL_PUBLIC_URL": "orders"}, "PORTAL_PUBLIC_URL", id="no-address"),
        pytest.param({"PORTAL_PUBLIC_URL": "https://a/b"}, "PORTAL_PUBLIC_URL", id="with-path"),
        pytest.param({"PORTAL_PUBLIC_URL": "http://[::1"}, "PORTAL_PUBLIC_URL", id="broken-host"),
        pytest.param({"PORTAL_PUBLIC_URL": "https://a:b@c"}, "PORTAL_PUBLIC_URL", id="with-login"),
        pytest.param({"DATABASE_URL": "mysql://a/b"}, "DATABASE_URL", id="other-database"),
        pytest.param({"ORDER_SERVICE_URL": "ftp://a"}, "ORDER_SERVICE_URL", id="no-http"),
        pytest.param({"REDIS_URL": "http://a"}, "REDIS_URL", id="no-redis"),
        pytest.param({"PORTAL_ORIGINS": "*"}, "PORTAL_ORIGINS", id="every-origin"),
        pytest.param({"PORTAL_ORIGINS": "https://*.a.com"}, "PORTAL_ORIGINS", id="wildcard"),
        pytest.param({"PORTAL_ORIGINS": "https://a.com/b"}, "PORTAL_ORIGINS", id="origin-path"),
        pytest.param({"PORTAL_SERVICE_TOKEN": "short"}, "PORTAL_SERVICE_TOKEN", id="short-token"),
        pytest.param({"PORTAL_WORKERS": "2"}, "PORTAL_WORKERS", id="workers-without-redis"),
        pytest.param(
            {"PORTAL_WORKERS": "2", "REDIS_URL": "redis://localhost"},
            "PORTAL_WORKERS",
            id="workers-without-service",
        ),
        pytest.param(
            {"PORTAL_MODE": "test", "PORTAL_HOST": "0.0.0.0"},  # noqa: S104
            "PORTAL_HOST",
            id="test-mode-for-all",
        ),
        pytest.param(
            PRODUCTION | {"PORTAL_PUBLIC_URL": ""}, "PORTAL_PUBLIC_URL", id="production-nowhere"
        ),
        pytest.param(
            PRODUCTION | {"PORTAL_PUBLIC_URL": "http://orders.example.com"},
            "PORTAL_PUBLIC_URL",
            id="production-without-tls",
        ),
        pytest.param(
            PRODUCTION | {"PORTAL_SECRET_FILE": ""}, "PORTAL_SECRET_FILE", id="production-no-secret"
        ),
        pytest.param(
            PRODUCTION | {"PORTAL_SECRET_FILE": "{tmp}/none"},
            "PORTAL_SECRET_FILE",
            id="production-secret-missing",
        ),
        pytest.param(
            PRODUCTION | {"PORTAL_TESTING_TOKEN": "0123456789abcdef"},
            "PORTAL_TESTING_TOKEN",
            id="production-testing-api",
        ),
    ],
)
def test_a_wrong_value_is_refused_by_name_with_an_example(environment, values, name):
    environment(**values)

    with pytest.raises(SettingsError) as refused:
        Settings.load()

    [problem] = refused.value.problems
    assert problem.name == name
    assert str(refused.value).startswith(f"{name}: ")
    assert f"for example: {name}={problem.example}" in str(refused.value)


def test_every_wrong_value_is_named_at_once(environment):
    environment(PORTAL_PORT="x", PORTAL_BUILD="y")

    with pytest.raises(SettingsError) as refused:
        Settings.load()

    assert [problem.name for problem in refused.value.problems] == ["PORTAL_PORT", "PORTAL_BUILD"]


@pytest.mark.parametrize("content", [b"short", TEST_SECRET])
def test_production_refuses_a_secret_that_others_may_know(environment, tmp_path, content):
    environment(**PRODUCTION)
    (tmp_path / "secret").write_bytes(content)

    with pytest.raises(SettingsError) as refused:
        Settings.load()

    assert [problem.name for problem in refused.value.problems] == ["PORTAL_SECRET_FILE"]


def test_a_token_that_is_refused_is_not_printed(environment):
    environment(PORTAL_SERVICE_TOKEN="hush-hush")

    with pytest.raises(SettingsError) as refused:
        Settings.load()

    assert "hush-hush" not in str(refused.value)


def test_demo_is_what_starts_without_any_setting(environment, tmp_path):
    environment()

    settings = Settings.load()

    assert (settings.mode, settings.host, settings.port) == (Mode.DEMO, "127.0.0.1", 8000)
    assert settings.base_url == "http://localhost:8000"
    assert settings.own_origins == (
        "http://localhost:8000",
        "http://127.0.0.1:8000",
        "http://studio.portal.localhost:8000",
    )
    assert settings.frame_origins[0] == "http://f1.portal.localhost:8000"
    assert settings.allowed_origins == (*settings.own_origins, *settings.frame_origins)
    assert settings.database == f"sqlite:///{tmp_path}/data/portal.db"
    assert not settings.is_tls


def test_production_takes_its_origin_from_the_public_address(environment):
    environment(**PRODUCTION, PORTAL_ORIGINS="https://shop.example.com")

    settings = Settings.load()

    assert settings.allowed_origins == ("https://orders.example.com", "https://shop.example.com")
    assert settings.is_tls


def test_the_demo_secret_is_made_once_and_for_its_owner_alone(environment):
    environment()

    first, second = Settings.load(), Settings.load()

    assert first.service_token == second.service_token
    assert first.service_token != first.testing_token
    assert stat.S_IMODE(first.data_dir.stat().st_mode) == 0o700
    [secret] = first.data_dir.iterdir()
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600


def test_reading_settings_writes_nothing(environment, tmp_path):
    environment()

    Settings.load()

    assert not (tmp_path / "data").exists()


def test_secrets_do_not_show_when_settings_are_printed(environment):
    environment(
        PORTAL_SERVICE_TOKEN="a service token of 32 characters",
        DATABASE_URL="postgres://portal:hush@db/portal",
        REDIS_URL="redis://:hush@redis/0",
    )

    settings = Settings.load()

    assert settings.database == "postgresql+psycopg://portal:hush@db/portal"
    assert "hush" not in repr(settings)
    assert "service token" not in repr(settings)


def test_a_socket_path_that_is_too_long_moves_to_a_short_place(environment, tmp_path):
    environment(PORTAL_DATA_DIR=str(tmp_path / ("long" * 30)))

    socket = Settings.load().service_socket

    assert len(os.fsencode(socket)) <= 100
    assert socket == Settings.load().service_socket


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://a.example:443/x", "https://a.example"),
        ("http://a.example:80", "http://a.example"),
        ("http://A.example:8000", "http://a.example:8000"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(url, origin):
    assert origin_of(url) == origin
