"""Change here how demo content is made true: relative times become payloads of this moment."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Final, cast

from buyer_portal.importers.outcomes import Outcome, PayloadFormat
from buyer_portal.importers.reading import read_bytes

_MOMENT: Final = re.compile(r"now([+-])(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoBuyer:
    """A buyer to try the portal as; ``about_key`` is the message beside the name."""

    key: str
    external_id: str
    name: str
    login: str
    market: str
    locale: str
    time_zone: str
    about_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSeller:
    """A seller of the demo; ``preset`` names the policy that its orders are bought under.

    ``policy`` is the seller's own layer above it, with the keys of a policy file.
    """

    key: str
    external_id: str
    name: str
    market: str
    preset: str
    policy: dict[str, object] = field(default_factory=dict[str, object])


@cache
def buyers() -> tuple[DemoBuyer, ...]:
    """Return the demo buyers in the order to show them; the last one has no orders."""
    return tuple(DemoBuyer(**row) for row in _table("buyers"))  # type: ignore[arg-type]  # TOML


@cache
def sellers() -> tuple[DemoSeller, ...]:
    """Return every seller that a demo order names."""
    return tuple(DemoSeller(**row) for row in _table("sellers"))  # type: ignore[arg-type]  # TOML


@cache
def checkouts() -> tuple[dict[str, object], ...]:
    """Return the orders of several sellers, with the fields of a scenario's order."""
    return tuple(_table("orders", "checkouts.toml"))


def payloads(now: datetime) -> dict[str, bytes]:
    """Return true Partner API answers by file name, one a seller.

    Args:
        now: Timezone-aware; the templates' times are relative to it.
    """
    folder = files(__name__).joinpath("orders")
    rendered: dict[str, bytes] = {}
    for seller in sellers():
        name = f"{seller.key}.json"
        template: object = json.loads(folder.joinpath(name).read_text(encoding="utf-8"))
        rendered[name] = json.dumps(_rendered(template, now), ensure_ascii=False).encode()
    return rendered


def outcomes(now: datetime) -> Iterator[Outcome]:
    """Read the demo orders by the same importer that reads files."""
    for name, content in payloads(now).items():
        yield from read_bytes(content, file=name, format=PayloadFormat.TIKTOK_SHOP)


def _table(name: str, file: str = "demo.toml") -> list[dict[str, object]]:
    text = files(__name__).joinpath(file).read_text(encoding="utf-8")
    return cast("list[dict[str, object]]", tomllib.loads(text)[name])


def _rendered(template: object, now: datetime) -> object:
    """Return the template with each ``now-1d2h`` as Unix seconds."""
    if isinstance(template, dict):
        members = cast("dict[str, object]", template)
        return {name: _rendered(member, now) for name, member in members.items()}
    if isinstance(template, list):
        return [_rendered(member, now) for member in cast("list[object]", template)]
    if isinstance(template, str) and (written := _MOMENT.fullmatch(template)):
        days, hours, minutes, seconds = (int(part or 0) for part in written.groups()[1:])
        away = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        moment = now + away if written[1] == "+" else now - away
        return int(moment.timestamp())
    return template
