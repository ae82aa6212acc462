"""The back end: orders, refunds and fulfilments as Shopify's REST API writes them.

Nothing here knows the portal. Ids are whole numbers, money is decimal text, moments are ISO 8601.
In your own adapter this file is Shopify itself, reached over HTTP.
"""

import itertools
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Json = dict[str, Any]


class ShopError(Exception):
    """The shop does not do that any more; Shopify answers 422."""


def _numbers(first: int) -> Iterator[int]:
    return itertools.count(first)


@dataclass(slots=True)
class Shop:
    """One shop's orders, newest last."""

    orders: dict[int, Json] = field(default_factory=dict[int, Json])
    _ids: Iterator[int] = field(default_factory=lambda: _numbers(450_789_469))

    def create(self, order: Json) -> Json:
        """Take an order that somebody placed."""
        number = len(self.orders) + 1001
        for line in order["line_items"]:
            line.setdefault("id", next(self._ids))
        made = {
            "id": next(self._ids),
            "name": f"#{number}",
            "cancelled_at": None,
            "cancel_reason": None,
            "closed_at": None,
            "fulfillment_status": None,
            "fulfillments": [],
            "refunds": [],
            **order,
        }
        self.orders[made["id"]] = made
        return deepcopy(made)

    def get(self, order_id: int) -> Json:
        """Return an order; KeyError where there is none."""
        return deepcopy(self.orders[order_id])

    def of_customer(self, customer_id: int) -> list[Json]:
        """Return a customer's orders, the newest first."""
        own = [one for one in self.orders.values() if one["customer"]["id"] == customer_id]
        return [deepcopy(one) for one in sorted(own, key=lambda one: one["created_at"])[::-1]]

    def cancel(self, order_id: int, at: str, reason: str) -> Json:
        """Close an order for good. What has left the house cannot be cancelled.

        Raises:
            ShopError: It is closed, or was fulfilled.
        """
        order = self.orders[order_id]
        if order["cancelled_at"] or self._has_left(order):
            raise ShopError("order is closed or was fulfilled")
        order |= {"cancelled_at": at, "cancel_reason": reason}
        for parcel in order["fulfillments"]:
            parcel["status"] = "cancelled"
        return deepcopy(order)

    def refund(self, order_id: int, at: str, pieces: dict[int, int], amount: Decimal) -> Json:
        """Take pieces out of an order and send money back by its own gateway.

        Raises:
            ShopError: They have left the house, or more would go back than came.
        """
        order = self.orders[order_id]
        if self._has_left(order):
            raise ShopError("order was fulfilled")
        back = sum(
            (Decimal(sent["amount"]) for one in order["refunds"] for sent in one["transactions"]),
            Decimal(0),
        )
        if back + amount > Decimal(order["total_price"]):
            raise ShopError("more than was paid")
        refund = {
            "id": next(self._ids),
            "created_at": at,
            "refund_line_items": [
                {"line_item_id": line, "quantity": quantity} for line, quantity in pieces.items()
            ],
            "transactions": [
                {
                    "id": next(self._ids),
                    "kind": "refund",
                    "status": "success",
                    "amount": str(amount),
                    "gateway": order["gateway"],
                }
            ]
            if amount
            else [],
        }
        order["refunds"].append(refund)
        if amount:
            is_all = back + amount == Decimal(order["total_price"])
            order["financial_status"] = "refunded" if is_all else "partially_refunded"
        return deepcopy(refund)

    def fulfil(self, order_id: int, at: str, shipment: str) -> Json:
        """Pack an order (``confirmed``), hand it over (``in_transit``) or deliver it.

        Raises:
            ShopError: It was cancelled, or has come further.
        """
        order = self.orders[order_id]
        stages = ["confirmed", "in_transit", "delivered"]
        parcels = order["fulfillments"]
        now = stages.index(parcels[0]["shipment_status"]) if parcels else -1
        if order["cancelled_at"] or stages.index(shipment) <= now:
            raise ShopError("it does not go that way")
        if not parcels:
            parcels.append({"id": next(self._ids), "status": "success", "created_at": at})
        parcels[0] |= {"shipment_status": shipment, f"{shipment}_at": at}
        order["fulfillment_status"] = "fulfilled"
        return deepcopy(order)

    def _has_left(self, order: Json) -> bool:
        return any(
            parcel["shipment_status"] in {"in_transit", "delivered"}
            for parcel in order["fulfillments"]
        )
