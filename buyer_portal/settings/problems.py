"""Change here how a wrong setting is told: its name, what is wrong, an example."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import PydanticCustomError


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


_SECRETS = frozenset(
    {"PORTAL_SERVICE_TOKEN", "PORTAL_TESTING_TOKEN", "STRIPE_API_KEY", "PORTAL_SMTP_URL"}
)


def refuse(name: str, problem: str) -> PydanticCustomError:
    """Return the error of one setting; ``name`` is its name in the environment."""
    return PydanticCustomError("setting", "{problem}", {"problem": problem, "name": name})


def problems_of(error: ValidationError) -> list[SettingProblem]:
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
