"""What the demo sellers offer fits the demo orders."""

from datetime import UTC, datetime
from pathlib import Path

from buyer_portal.importers import ImportedOrder, demo
from buyer_portal.importers.demo import catalogue

_GOODS = Path(__file__).parents[2] / "assets"


def test_every_demo_order_can_be_ordered_again_and_in_another_variant():
    keys = {seller.external_id: seller.key for seller in demo.sellers()}
    offered = {(offer.seller, offer.product_name): offer for offer in catalogue.offers()}
    lines = [
        (keys[one.seller.external_id], one.order.currency, line)
        for one in demo.outcomes(datetime(2026, 3, 2, tzinfo=UTC))
        if isinstance(one, ImportedOrder)
        for line in one.order.lines
    ]

    assert lines
    missing = [
        (seller, line.product_name, line.variant)
        for seller, currency, line in lines
        if (offer := offered.get((seller, line.product_name))) is None
        or offer.currency != currency
        or line.variant not in {variant.name for variant in offer.variants}
    ]
    assert missing == []


def test_offers_name_known_sellers_and_pictures_that_exist():
    sellers = {seller.key for seller in demo.sellers()}

    assert {offer.seller for offer in catalogue.offers()} == sellers
    assert {coupon.seller for coupon in catalogue.coupons()} <= sellers | {""}
    pictures = {one.picture for offer in catalogue.offers() for one in offer.variants}
    assert [picture for picture in pictures if not (_GOODS / picture.lstrip("/")).is_file()] == []
