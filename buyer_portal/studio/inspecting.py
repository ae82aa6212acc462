"""Change here what the inspector can change of a scenario, one field at a time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from buyer_portal import routes
from buyer_portal.domain.orders import GoodsKind, OrderStatus, PaymentMethod
from buyer_portal.domain.skins import SKINS
from buyer_portal.policies import PRESETS
from buyer_portal.scenario.opening import Device
from buyer_portal.scenario.scenario import Scenario
from buyer_portal.studio.board import Dimension, varied
from buyer_portal.studio.faulting import NO_PAGE

_Document = dict[str, Any]

_STRANGER: Final = {"key": "stranger", "name": "Budi Santoso", "email": "budi@prototype.example"}
_MORE: Final = {"product_name": "Linen tote", "variant": "Natural", "picture": "/goods/tote.svg"}
STRIKES: Final = ("0", "1", "2", "5")

PAGES: Final[Mapping[str, str]] = {
    "order": routes.ORDER,
    "orders": routes.ORDERS,
    "refund": routes.REFUND,
    "conversation": routes.CONVERSATION,
    "refuse": routes.REFUSE,
    "change": routes.CHANGE,
    "again": routes.AGAIN,
    "standing": routes.STANDING,
    "notifications": routes.NOTIFICATIONS,
    "help": routes.HELP,
    "profile": routes.PROFILE,
    "login": routes.LOGIN,
}
"""The pages that a prototype can be opened on from the inspector."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """A field of the inspector; ``options`` are its values, in their order."""

    name: str
    options: tuple[str, ...]
    read: Callable[[Scenario], str]
    write: Callable[[_Document, str], None]


def _key_of(scenario: Scenario) -> str:
    first = scenario.orders[0].key or "order-1" if scenario.orders else ""
    return scenario.opening.order or first


def _order(document: _Document) -> _Document:
    """Return the order that is looked at, made where there is none."""
    orders: list[_Document] = document.setdefault("orders", [])
    if not orders:
        orders.append({"key": "order"})
    wanted = document.get("opening", {}).get("order")
    return next((order for order in orders if order.get("key") == wanted), orders[0])


def _read_order(scenario: Scenario, name: str, usual: str) -> str:
    key = _key_of(scenario)
    for place, order in enumerate(scenario.orders, start=1):
        if (order.key or f"order-{place}") == key:
            return str(getattr(order, name))
    return usual


def _write_stage(document: _Document, stage: str) -> None:
    _order(document)
    changed = varied(Scenario.model_validate(document), {Dimension.STAGE: stage})
    document.clear()
    document.update(changed.model_dump(mode="json", exclude_defaults=True))


def _write_policy(document: _Document, preset: str) -> None:
    sellers = document.setdefault("sellers", [{"key": "seller"}])
    document["sellers"] = [{**seller, "preset": preset, "overrides": {}} for seller in sellers]


def has_own_policy(scenario: Scenario) -> bool:
    """Say whether a seller has more of a policy than its preset."""
    return any(seller.overrides for seller in scenario.all_sellers)


def _write_lines(document: _Document, kind: str) -> None:
    order = _order(document)
    goods = {"goods": kind} if kind in set(GoodsKind) else {}
    lines: list[_Document] = [{**goods, "quantity": 3 if kind == "pieces" else 1}]
    if kind == "two":
        lines.append(dict(_MORE))
    order["lines"] = lines


def _read_lines(scenario: Scenario) -> str:
    key = _key_of(scenario)
    for place, order in enumerate(scenario.orders, start=1):
        if (order.key or f"order-{place}") != key or not order.lines:
            continue
        first = order.lines[0]
        if len(order.lines) > 1:
            return "two"
        if first.goods is not GoodsKind.ORDINARY:
            return first.goods.value
        return "pieces" if first.quantity > 1 else "one"
    return "one"


def _is_strike(order: _Document) -> bool:
    return str(order.get("key", "")).startswith("strike-")


def _write_strikes(document: _Document, number: str) -> None:
    orders = [order for order in document.get("orders", []) if not _is_strike(order)]
    document["orders"] = orders + [
        {"key": f"strike-{n}", "status": "IN_TRANSIT", "refused": {"hours_ago": 24.0 * (n + 1)}}
        for n in range(1, int(number) + 1)
    ]


def _read_strikes(scenario: Scenario) -> str:
    return str(sum(order.key.startswith("strike-") for order in scenario.orders))


def _write_build(document: _Document, build: str) -> None:
    document["minimum_client_build"] = NO_PAGE if build == "stale" else 1


def _write_account(document: _Document, account: str) -> None:
    opening = document.setdefault("opening", {})
    buyers = [one for one in document.get("buyers", []) if one["key"] != _STRANGER["key"]]
    document["buyers"] = buyers or [{"key": "buyer"}]
    opening.pop("buyer", None)
    if account == "stranger":
        document["buyers"].append(dict(_STRANGER))
        opening["buyer"] = _STRANGER["key"]


def _read_account(scenario: Scenario) -> str:
    key, opening = _key_of(scenario), scenario.opening
    owners = {order.key: order.buyer for order in scenario.orders}
    owner = owners.get(key) or scenario.all_buyers[0].key
    return "stranger" if opening.buyer and opening.buyer != owner else "owner"


def _write_page(document: _Document, page: str) -> None:
    opening = document.setdefault("opening", {})
    opening["page"] = PAGES[page]
    opening.pop("query", None)
    if "[order_id]" in PAGES[page]:
        _order(document)


def _read_page(scenario: Scenario) -> str:
    by_address = {address: name for name, address in PAGES.items()}
    return by_address.get(scenario.opening.page, "")


def _opening(name: str) -> Callable[[_Document, str], None]:
    def write(document: _Document, value: str) -> None:
        document.setdefault("opening", {})[name] = value

    return write


FIELDS: Final[Mapping[str, Inspected]] = {
    field.name: field
    for field in (
        Inspected(
            name="stage",
            options=tuple(OrderStatus),
            read=lambda scenario: _read_order(scenario, "status", OrderStatus.AWAITING_SHIPMENT),
            write=_write_stage,
        ),
        Inspected(
            name="policy",
            options=tuple(PRESETS),
            read=lambda scenario: scenario.all_sellers[0].preset,
            write=_write_policy,
        ),
        Inspected(
            name="payment",
            options=tuple(PaymentMethod),
            read=lambda scenario: _read_order(scenario, "payment_method", PaymentMethod.CARD),
            write=lambda document, method: _order(document).update(
                payment_method=method, payment_label=""
            ),
        ),
        Inspected(
            name="lines",
            options=("one", "pieces", "two", "pre_order", "perishable", "digital"),
            read=_read_lines,
            write=_write_lines,
        ),
        Inspected(name="strikes", options=STRIKES, read=_read_strikes, write=_write_strikes),
        Inspected(
            name="account",
            options=("owner", "stranger"),
            read=_read_account,
            write=_write_account,
        ),
        Inspected(
            name="build",
            options=("present", "stale"),
            read=lambda s: "stale" if s.minimum_client_build > 1 else "present",
            write=_write_build,
        ),
        Inspected(name="page", options=tuple(PAGES), read=_read_page, write=_write_page),
        Inspected(
            name="language",
            options=routes.LOCALES,
            read=lambda scenario: scenario.opening.locale,
            write=_opening("locale"),
        ),
        Inspected(
            name="theme",
            options=("", "day", "night"),
            read=lambda scenario: scenario.opening.theme,
            write=_opening("theme"),
        ),
        Inspected(
            name="device",
            options=tuple(Device),
            read=lambda scenario: scenario.opening.device,
            write=_opening("device"),
        ),
        Inspected(
            name="skin",
            options=SKINS,
            read=lambda scenario: scenario.skin,
            write=lambda document, skin: document.update(skin=skin),
        ),
    )
}
"""Every field, in the inspector's order."""


def changed(scenario: Scenario, name: str, value: str) -> Scenario | None:
    """Return a scenario with a field changed; None where there is no such field or value."""
    field = FIELDS.get(name)
    if field is None or value not in field.options:
        return None
    document = scenario.model_dump(mode="json", exclude_defaults=True)
    field.write(document, value)
    return Scenario.model_validate(document)


def values_of(scenario: Scenario) -> dict[str, str]:
    """Return what each field shows."""
    return {name: field.read(scenario) for name, field in FIELDS.items()}
