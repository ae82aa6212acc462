"""Change here how the reason lists of a market are read; the keys are in ``reasons.toml``."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final, cast

from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.returns import ReturnKind

_FILE: Final = "reasons.toml"
_PAID: Final = (
    OrderStatus.ON_HOLD,
    OrderStatus.AWAITING_SHIPMENT,
    OrderStatus.AWAITING_COLLECTION,
)


def reasons_of_market(market: str) -> dict[OrderStatus, tuple[str, ...]]:
    """Return the reason keys per stage of a market, a new table each time."""
    list_of_market, lists = _read()
    name = list_of_market.get(market.upper(), list_of_market["default"])
    reasons = {OrderStatus.UNPAID: tuple(lists[name]["unpaid"])}
    return reasons | dict.fromkeys(_PAID, tuple(lists[name]["paid"]))


def return_reasons(kind: ReturnKind, *, has_arrived: bool) -> tuple[str, ...]:
    """Return the reasons for sending goods back, or for wanting money without."""
    name = "under_way" if not has_arrived else "sent_back" if kind is ReturnKind.RETURN else "kept"
    return _returns()[name]


def return_reason_keys() -> tuple[str, ...]:
    """Return every reason of a return, sorted; each needs words as ``reason.<key>``."""
    return tuple(sorted({key for keys in _returns().values() for key in keys}))


def reason_keys() -> tuple[str, ...]:
    """Return every reason key of any market, sorted; each needs words as ``reason.<key>``."""
    _, lists = _read()
    return tuple(sorted({key for one in lists.values() for keys in one.values() for key in keys}))


def list_of_markets() -> dict[str, str]:
    """Return which list each market uses; ``default`` is every market not named."""
    return dict(_read()[0])


def reason_source() -> str:
    """Return where the keys come from."""
    return cast("str", _table()["source"])


@cache
def _read() -> tuple[dict[str, str], dict[str, dict[str, list[str]]]]:
    table = _table()
    return (
        cast("dict[str, str]", table["list_of_market"]),
        cast("dict[str, dict[str, list[str]]]", table["lists"]),
    )


@cache
def _returns() -> dict[str, tuple[str, ...]]:
    table = cast("dict[str, list[str]]", _table()["returns"])
    return {name: tuple(keys) for name, keys in table.items()}


@cache
def _table() -> dict[str, object]:
    return tomllib.loads((files(__package__ or "") / _FILE).read_text("utf-8"))
