"""Change here how the demo's catalogue becomes offers and coupons of its sellers."""

from buyer_portal.domain.catalogue import Coupon, Offer, Variant
from buyer_portal.domain.ids import id_of
from buyer_portal.importers import PayloadFormat, demo
from buyer_portal.importers.demo import catalogue
from buyer_portal.order_service.catalogue.repository import add_coupons, add_offers
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.imports import repository
from buyer_portal.order_service.sessions.viewer import World


def add_demo_catalogue(transaction: Transaction, world: World) -> None:
    """Store what the demo sellers offer; their orders are there already."""
    keys = {seller.external_id: seller.key for seller in demo.sellers()}
    known = repository.known_sellers(
        transaction.connection, world.tenant, str(PayloadFormat.TIKTOK_SHOP), set(keys)
    )
    sellers = {keys[name]: one.seller.id for name, one in known.items()}
    offers = [
        Offer(
            id=id_of(world.seed, world.now, "offer", offer.seller, offer.product_name),
            seller_id=sellers[offer.seller],
            product_name=offer.product_name,
            currency=offer.currency,
            goods=offer.goods,
            variants=tuple(
                Variant(
                    id=id_of(
                        world.seed,
                        world.now,
                        "variant",
                        offer.seller,
                        offer.product_name,
                        variant.name,
                    ),
                    name=variant.name,
                    price_minor=variant.price_minor,
                    picture=variant.picture,
                    stock=variant.stock,
                )
                for variant in offer.variants
            ),
        )
        for offer in catalogue.offers()
        if offer.seller in sellers
    ]
    coupons = [
        Coupon(
            id=id_of(world.seed, world.now, "coupon", coupon.code),
            code=coupon.code,
            kind=coupon.kind,
            currency=coupon.currency,
            amount_minor=coupon.amount_minor,
            percent=coupon.percent,
            minimum_minor=coupon.minimum_minor,
            seller_id=sellers[coupon.seller] if coupon.seller else "",
        )
        for coupon in catalogue.coupons()
        if not coupon.seller or coupon.seller in sellers
    ]
    add_offers(transaction, world.tenant, offers)
    add_coupons(transaction, world.tenant, coupons)
