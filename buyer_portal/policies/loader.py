"""Change here how layers become one policy: floor, then preset, then seller."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, cast

from pydantic import TypeAdapter

from buyer_portal.domain.changes import ChangeKind
from buyer_portal.domain.orders import GoodsKind, OrderStatus, PaymentMethod
from buyer_portal.domain.policy import (
    DayRange,
    Permission,
    Policy,
    ReasonMode,
    ReasonPolicy,
    RefusalEffect,
    StagePolicy,
)
from buyer_portal.policies.consistency import contradictions
from buyer_portal.policies.errors import PolicyError
from buyer_portal.policies.generosity import shortfalls
from buyer_portal.policies.layer import (
    CHOICES,
    SOURCES,
    Layer,
    layer_and_problems,
    read_layer,
)
from buyer_portal.policies.reasons import reasons_of_market

PRESETS: Final = (
    "unpaid-only",
    "until-packed",
    "until-shipped",
    "until-carrier",
    "tiktok-us",
    "tiktok-uk",
    "tiktok-id",
    "tiktok-th",
    "shopee-ph",
    "eu-withdrawal",
)
"""Names of the market layers that ship; each is a file beside this one."""

FLOOR: Final = "floor"
SELLER_FILE: Final = "seller overrides"

_POLICY: Final = TypeAdapter(Policy)


def merged_policy(
    preset: str, market: str = "", seller_overrides: Mapping[str, object] | None = None
) -> Policy:
    """Return the policy of a seller: platform floor, then preset, then the seller's own table.

    Each layer may only give more than the ones above it. The id holds a hash of the content, so
    two orders with the same id have the same policy.

    Args:
        preset: One of ``PRESETS``.
        market: ISO country code or EU; chooses the reason list. Empty is the default list.
        seller_overrides: Same keys as a policy file.

    Raises:
        PolicyError: An unknown preset, a wrong key or value, or a layer that gives less.
    """
    policy = _market_policy(preset, market)
    if not seller_overrides:
        return policy
    merged, problems = seller_policy(preset, market, seller_overrides, SELLER_FILE)
    for problem in problems:
        raise problem
    return merged


def seller_policy(
    preset: str, market: str, table: Mapping[str, object], file: str
) -> tuple[Policy, tuple[PolicyError, ...]]:
    """Return a seller's table over a preset, and all that is wrong with it, named by ``file``.

    Raises:
        PolicyError: An unknown preset.
    """
    upper = _market_policy(preset, market)
    base = _layer_of(preset)
    layer, problems = layer_and_problems(table, file)
    lower = _built(base | layer, preset, market)
    return _named(lower), (
        *problems,
        *_beyond_choices(base, layer, file),
        *_less_than(upper, lower, file),
    )


def market_policy(
    table: Mapping[str, object], name: str, market: str, file: str
) -> tuple[Policy, tuple[PolicyError, ...]]:
    """Return a table as a market layer over the floor, and all that is wrong with it."""
    layer, problems = layer_and_problems(table, file)
    floor = _built(_read_file(FLOOR), FLOOR, market)
    lower = _built(_read_file(FLOOR) | layer, name, market)
    return _named(lower), (*problems, *_less_than(floor, lower, file))


def source_of(preset: str) -> str:
    """Return where a preset as a whole comes from; empty for a preset that is not ours."""
    return str(_read_file(preset).get("source", "")) if preset in PRESETS else ""


def sources_of(preset: str) -> dict[str, str]:
    """Return where the facts of a preset come from, by the key or table they stand under."""
    return {key: str(said) for key, said in _under(_read_file(preset), SOURCES)}


def facts_of(preset: str) -> Layer:
    """Return the facts that a preset's own file states, by dotted key."""
    return {
        key: value
        for key, value in _read_file(preset).items()
        if not key.startswith(SOURCES) and key != "source"
    }


def policy_json(policy: Policy) -> str:
    """Return a policy as compact JSON, for the snapshot on an order."""
    return _POLICY.dump_json(policy).decode()


@lru_cache(maxsize=1024)
def policy_from_json(text: str) -> Policy:
    """Return the policy of a snapshot; the same object for the same text, so do not change it.

    Raises:
        pydantic.ValidationError: Not a policy.
    """
    return _POLICY.validate_json(text)


@cache
def _market_policy(preset: str, market: str) -> Policy:
    if preset not in PRESETS:
        known = ", ".join(PRESETS)
        raise PolicyError(f"{preset}.toml", "preset", f"unknown; known presets are {known}")
    file = f"{preset}.toml"
    floor = _built(_read_file(FLOOR), FLOOR, market)
    lower = _built(_layer_of(preset), preset, market)
    for problem in _less_than(floor, lower, file):
        raise problem
    return _named(lower)


def _layer_of(preset: str) -> Layer:
    return _read_file(FLOOR) | _read_file(preset)


@cache
def _read_file(name: str) -> Layer:
    file = f"{name}.toml"
    try:
        table = tomllib.loads((files(__package__ or "") / file).read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(file, "", f"is not TOML: {error}") from None
    return read_layer(table, file)


def _less_than(upper: Policy, lower: Policy, file: str) -> Iterator[PolicyError]:
    """Yield where a merged policy contradicts itself or gives less than the one above."""
    for found in (*contradictions(lower), *shortfalls(upper, lower)):
        yield PolicyError(file, found.key, found.reason)


def _beyond_choices(base: Layer, layer: Layer, file: str) -> Iterator[PolicyError]:
    """Yield what a seller set to a value that the market does not offer."""
    for key, offered in _under(base, CHOICES):
        values = cast("tuple[object, ...]", offered)
        if key in layer and layer[key] not in values:
            choices = ", ".join(str(value) for value in values)
            yield PolicyError(file, key, f"sellers of this market choose one of {choices}")


def _built(layer: Layer, preset: str, market: str) -> Policy:
    """Return the policy of a merged layer, still without its id."""
    plain = {key: value for key, value in layer.items() if "." not in key}
    return replace(
        Policy(id="", preset=preset, market=market, source="", stages=_stages(layer)),
        exclusions={
            GoodsKind(key): cast("Permission", value) for key, value in _under(layer, "exclusions.")
        },
        refund_days={
            PaymentMethod(key): cast("DayRange", value)
            for key, value in _under(layer, "refund_days.")
        },
        changes={
            OrderStatus(key): cast("tuple[ChangeKind, ...]", value)
            for key, value in _under(layer, "changes.")
        },
        reasons=ReasonPolicy(
            mode=cast("ReasonMode", layer.get("reasons.mode", ReasonMode.LIST)),
            required=cast("bool", layer.get("reasons.required", True)),
            keys=reasons_of_market(market)
            | {
                OrderStatus(key): cast("tuple[str, ...]", value)
                for key, value in _under(layer, "reasons.keys.")
            },
        ),
        **cast("dict[str, RefusalEffect]", plain),
    )


def _stages(layer: Layer) -> dict[OrderStatus, StagePolicy]:
    stages: dict[OrderStatus, StagePolicy] = {}
    for path, value in _under(layer, "stages."):
        status, _, key = path.partition(".")
        field = "return_" if key == "return" else key
        stage = stages.get(OrderStatus(status), StagePolicy())
        stages[OrderStatus(status)] = replace(stage, **{field: cast("Permission", value)})
    return stages


def _under(layer: Layer, prefix: str) -> list[tuple[str, object]]:
    return [
        (key.removeprefix(prefix), value) for key, value in layer.items() if key.startswith(prefix)
    ]


def _named(policy: Policy) -> Policy:
    content = hashlib.sha256(policy_json(policy).encode()).hexdigest()[:10]
    return replace(policy, id="-".join(filter(None, (policy.preset, policy.market, content))))
