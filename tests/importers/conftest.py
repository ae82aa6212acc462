import copy
import json
import os
from pathlib import Path
from typing import Any

import pytest

from buyer_portal import importers
from buyer_portal.importers import Rejection

HERE = Path(__file__).parent / "payloads"
SHARED = Path(os.environ.get("PORTAL_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
OWN = {
    "tiktok-shop": HERE / "tiktok-shop-order.json",
    "shopify": HERE / "shopify-order.json",
}
ORIGINALS = {
    "tiktok-shop": SHARED / "tiktok-shop" / "get-order-detail.json",
    "shopify": SHARED / "shopify" / "order.json",
}


def example_files() -> list[tuple[str, Path]]:
    """Our own payloads, and the documentation's where they are at hand."""
    own = list(OWN.items())
    return own + [(name, path) for name, path in ORIGINALS.items() if path.exists()]


def read_text(text: str | bytes, payload_format: str = "tiktok-shop") -> list[Any]:
    """Return the outcomes; of which kind each is, the test knows."""
    content = text.encode() if isinstance(text, str) else text
    return list(importers.read_bytes(content, file="orders.json", format=payload_format))


def read_one(payload: object, payload_format: str = "tiktok-shop") -> Any:
    (outcome,) = read_text(json.dumps(payload), payload_format)
    return outcome


def changed(payload: dict, path: str, value: object) -> dict:
    """Return a copy with one member replaced; ``path`` as in rejections."""
    copied = copy.deepcopy(payload)
    *parents, last = [
        int(part) if part.isdigit() else part
        for part in path.replace("[", ".").replace("]", "").split(".")
    ]
    target = copied
    for parent in parents:
        target = target[parent]
    target[last] = value
    return copied


def without(payload: dict, path: str) -> dict:
    copied = copy.deepcopy(payload)
    *parents, last = [
        int(part) if part.isdigit() else part
        for part in path.replace("[", ".").replace("]", "").split(".")
    ]
    target = copied
    for parent in parents:
        target = target[parent]
    del target[last]
    return copied


def tidy_order(**members: object) -> dict:
    """A TikTok Shop order whose amounts add up and that gives no warning."""
    order: dict = {
        "id": "579460000000000009",
        "user_id": "7021430000000000009",
        "buyer_email": "lan@example.vn",
        "status": "AWAITING_SHIPMENT",
        "create_time": 1_700_000_000,
        "paid_time": 1_700_000_060,
        "shop_id": "7495000000000000009",
        "shop_name": "Lumen House",
        "payment_method_name": "MoMo",
        "payment": {
            "currency": "VND",
            "original_shipping_fee": "32000",
            "shipping_fee_platform_discount": "12000",
            "shipping_fee": "20000",
            "platform_discount": "10000",
            "total_amount": "199000",
        },
        "recipient_address": {
            "name": "Nguyễn Thị Lan",
            "region_code": "VN",
            "address_line1": "12 Lý Thường Kiệt",
        },
        "line_items": [tidy_unit(1), tidy_unit(2)],
    }
    return order | members


def tidy_unit(number: int, **members: object) -> dict:
    unit: dict = {
        "id": f"5770000000000000{number:02}",
        "sku_id": "2729000000000000001",
        "product_name": "Stoneware mug",
        "sku_name": "Moss green",
        "sku_image": "/goods/mug.svg",
        "original_price": "100000",
        "seller_discount": "5500",
        "platform_discount": "5000",
        "sale_price": "89500",
        "currency": "VND",
        "display_status": "TO_SHIP",
    }
    return unit | members


@pytest.fixture
def tiktok_payload() -> dict:
    return json.loads(OWN["tiktok-shop"].read_text())


@pytest.fixture
def shopify_payload() -> dict:
    return json.loads(OWN["shopify"].read_text())["order"]


FIRST, SECOND, THIRD = (tidy_order(id=str(number)) for number in (1, 2, 3))


def told(outcomes):
    """Return the id of each order and the code of each refusal, in order."""
    return [
        outcome.code if isinstance(outcome, Rejection) else outcome.external_id
        for outcome in outcomes
    ]


def line_of(payload):
    return json.dumps(payload, ensure_ascii=False)
