"""Change here which situations have a name: what the board, the tests and the docs can open."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from buyer_portal import routes
from buyer_portal.scenario.scenario import Scenario


class Group(StrEnum):
    """Where a named scenario stands in the library."""

    OPEN = "open"
    ASK = "ask"
    LATE = "late"
    OVER = "over"
    RETURNS = "returns"
    TROUBLE = "trouble"
    AROUND = "around"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedScenario:
    """A scenario of the library; its title is the message ``studio.scenario.<name>``."""

    name: str
    group: Group
    scenario: Scenario


_LAN: Final = {"key": "lan", "name": "Nguyễn Thị Lan", "email": "lan@prototype.example"}
_BUDI: Final = {"key": "budi", "name": "Budi Santoso", "email": "budi@prototype.example"}
_CHANGED_MIND: Final = {"reason_key": "no_longer_needed"}


def _one(order: Mapping[str, Any], *, preset: str = "until-packed", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return a scenario of one order at one seller, opened on the order's page."""
    opening = {"page": routes.ORDER, **more.pop("opening", {})}
    seller = {"key": "seller", "name": "Mộc Ceramics", "preset": preset, **more.pop("seller", {})}
    order = {"key": "order", **order}
    return {
        "buyers": [_LAN], "sellers": [seller], "orders": [order], "opening": opening, **more,
    }  # fmt: skip


def _at(status: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"status": status, **more}


_PACKED: Final = _at("AWAITING_COLLECTION")
_WAITING: Final = _at("AWAITING_SHIPMENT")
_ON_ITS_WAY: Final = _at("IN_TRANSIT")
_CANCELLED: Final = _at("CANCELLED")
_MIXED: Final = {
    "market": "VN",
    "buyers": [_LAN],
    "sellers": [{"key": "seller", "name": "Mộc Ceramics", "preset": "until-packed"}],
    "orders": [
        {"key": status.lower(), "status": status}
        for status in (
            "UNPAID", "AWAITING_SHIPMENT", "AWAITING_COLLECTION", "IN_TRANSIT", "DELIVERED",
            "CANCELLED",
        )
    ],
}  # fmt: skip


def _page(page: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {**_MIXED, "opening": {"page": page, **more}}


def _returning(state: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    order = _at("DELIVERED", returning={"state": state, **more})
    return _one(order, opening={"page": routes.RETURN})


_DOCUMENTS: Final[Mapping[Group, Mapping[str, Mapping[str, Any]]]] = {
    Group.OPEN: {
        "unpaid": _one(_at("UNPAID")),
        "on-hold": _one(_at("ON_HOLD")),
        "paid": _one(_WAITING),
        "cash-on-delivery": _one(_at("AWAITING_SHIPMENT", payment_method="cash_on_delivery")),
        "unlocked": _one(_at("AWAITING_COLLECTION", unlocked=True)),
        "late-shipment": _one(
            _at("AWAITING_SHIPMENT", placed_hours_ago=80), preset="tiktok-us", market="US"
        ),
        "two-sellers": _one(
            _at(
                "AWAITING_SHIPMENT",
                lines=[
                    {},
                    {"product_name": "Linen tote", "picture": "/goods/tote.svg", "seller": "other"},
                ],
            ),
        )
        | {
            "sellers": [
                {"key": "seller", "name": "Mộc Ceramics", "preset": "until-packed"},
                {"key": "other", "name": "Nắng Studio", "preset": "unpaid-only"},
            ]
        },
    },
    Group.ASK: {
        "packed": _one(_PACKED),
        "needs-seller": _one(_WAITING, preset="unpaid-only", skin="submit"),
        "on-request": _one(
            _at("AWAITING_SHIPMENT", placed_hours_ago=5), preset="tiktok-uk", market="GB"
        ),
        "requested": _one(
            _at("AWAITING_COLLECTION", open_request=_CHANGED_MIND), preset="until-shipped"
        ),
        "declined": _one(
            _at("AWAITING_COLLECTION", rejected={"reason": "The parcel is ready to go."}),
            preset="until-shipped",
        ),
        "no-goods": _one(
            _at(
                "AWAITING_COLLECTION",
                lines=[
                    {
                        "product_name": "Dark roast beans",
                        "picture": "/goods/coffee-bag.svg",
                        "goods": "perishable",
                    }
                ],
            ),
            preset="tiktok-id",
            market="ID",
        ),
        "used-up": _one(
            _at("AWAITING_COLLECTION", rejected={"reason": "It has left our shop."}),
            preset="shopee-ph",
            market="PH",
        ),
    },
    Group.LATE: {
        "in-transit": _one(_ON_ITS_WAY),
        "partly-shipped": _one(_at("PARTIALLY_SHIPPING")),
        "delivered": _one(_at("DELIVERED")),
        "withdrawal-right": _one(_at("DELIVERED"), preset="eu-withdrawal", market="DE"),
        "completed": _one(_at("COMPLETED")),
        "refusing": _one(_at("IN_TRANSIT", refusal={})),
        "refused": _one(_at("IN_TRANSIT", refused={})),
    },
    Group.OVER: {
        "cancelled": _one(_CANCELLED),
        "refund": _one(_CANCELLED, opening={"page": routes.REFUND}),
        "refund-late": _one(
            _at("AWAITING_SHIPMENT"),
            faults={"bank": {"late_days": 20}},
            opening={"page": routes.ORDER},
        ),
        "refund-fails": _one(
            _at("AWAITING_SHIPMENT"), faults={"bank": {"fails": "account_closed"}}
        ),
        "again": _one(_CANCELLED, opening={"page": routes.AGAIN}),
    },
    Group.RETURNS: {
        "return-asked": _returning("requested"),
        "return-offered": _returning(
            "offered", offer_minor=40_000, words="Would you keep it for a part of the price?"
        ),
        "return-approved": _returning("approved"),
        "return-sent": _returning("shipped", hours_ago=40),
        "return-arrived": _returning("arrived", hours_ago=60),
        "return-refunded": _returning("received", hours_ago=60),
        "return-declined": _returning("rejected"),
    },
    Group.TROUBLE: {
        "offline": _one(_WAITING, opening={"network": "offline"}),
        "half-open": _one(_WAITING, opening={"network": "half_open"}),
        "lost-request": _one(_WAITING, opening={"network": "lost_request"}),
        "lost-reply": _one(_WAITING, faults={"operations": {"cancel": {"lost_reply_times": 3}}}),
        "slow": _one(_WAITING, faults={"slow_ms": 2000}),
        "system-error": _one(
            _WAITING, faults={"operations": {"cancel": {"system_error_seconds": 600}}}
        ),
        "stale-build": _one(_WAITING, minimum_client_build=1_000_000_000),
        "wrong-account": _one(_WAITING, opening={"buyer": "budi"}) | {"buyers": [_LAN, _BUDI]},
        "carrier-faster": _one(
            _WAITING, preset="until-carrier", faults={"carrier_scan_before_cancel": ["order"]}
        ),
    },
    Group.AROUND: {
        "sign-in": _page(routes.LOGIN),
        "profile": _page(routes.PROFILE),
        "settings": _page(routes.SETTINGS),
        "orders": _page(routes.ORDERS),
        "no-orders": {**_MIXED, "orders": []},
        "notifications": _page(routes.NOTIFICATIONS),
        "messages": _page(routes.MESSAGES),
        "conversation": _page(routes.CONVERSATION, order="awaiting_collection"),
        "refuse": _page(routes.REFUSE, order="in_transit"),
        "change": _page(routes.CHANGE, order="awaiting_shipment"),
        "standing": {
            **_MIXED,
            "orders": [{"key": "strike", "status": "IN_TRANSIT", "refused": {}}],
            "opening": {"page": routes.STANDING},
        },
        "return": _page(routes.RETURN, order="delivered"),
        "invoice": _page(routes.INVOICE, order="delivered"),
        "review": _page(routes.REVIEW, order="cancelled"),
        "withdrawal": _page(routes.WITHDRAWAL),
        "your-data": _page(routes.YOUR_DATA),
        "seller-policy": _page(routes.SELLER_POLICY),
        "help": _page(routes.HELP),
        "update": _page(routes.UPDATE),
        "support": _page(routes.SUPPORT) | {"tickets": [{"key": "ticket"}]},
        "support-new": _page(routes.SUPPORT_NEW),
        "support-ticket": _page(routes.SUPPORT_TICKET)
        | {
            "tickets": [
                {
                    "key": "ticket",
                    "order": "awaiting_collection",
                    "about": "cancel_refused",
                    "text": "The seller does not answer. I want to cancel.",
                    "answer": "We have asked the seller and write to you tomorrow.",
                }
            ]
        },
    },
}

LIBRARY: Final[Mapping[str, NamedScenario]] = {
    name: NamedScenario(name=name, group=group, scenario=Scenario.model_validate(document))
    for group, documents in _DOCUMENTS.items()
    for name, document in documents.items()
}
"""Every named scenario, in the order of the library."""


def scenario_named(name: str) -> Scenario | None:
    """Return a scenario of the library, None when there is none of that name."""
    found = LIBRARY.get(name)
    return found.scenario if found else None
