"""Change here what placing an order does: priced by us, on the seller's current terms."""

import hashlib
from dataclasses import replace

from sqlalchemy import Connection

from buyer_portal.domain.change_values import ChangeObstacle, Pieces
from buyer_portal.domain.ids import id_of
from buyer_portal.domain.orders import (
    Moments,
    Order,
    OrderStatus,
    Payment,
    PaymentMethod,
    PaymentState,
)
from buyer_portal.domain.purchases import Purchase, buy
from buyer_portal.domain.settling import paid_at_door
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.purchases import Basket, BasketPrice, PlacedAnswer, PlaceOrder
from buyer_portal.order_service.answers import CREATED, Answer, good, not_found, problem
from buyer_portal.order_service.catalogue.choices import Market, market_of
from buyer_portal.order_service.catalogue.repository import take_stock, use_coupon
from buyer_portal.order_service.changes.use_cases import address_of
from buyer_portal.order_service.commands.expiry import refuse_late
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.notifications.telling import tell
from buyer_portal.order_service.orders.creation import NewOrder, insert_orders, past_of, rows_of
from buyer_portal.order_service.orders.repository import StoredOrder, find_order
from buyer_portal.order_service.paths import id_in
from buyer_portal.order_service.sessions.viewer import Viewer


def price(connection: Connection, viewer: Viewer, basket: Basket) -> Answer:
    """Return what a basket costs now.

    Raises:
        ProblemError: No such order of this buyer to order again.
    """
    stored = _source(connection, viewer, basket)
    market = market_of(connection, viewer, stored.order)
    bought = _bought(stored.order, market, basket)
    return good(
        BasketPrice(
            lines=bought.lines,
            charges=bought.prices.charges,
            total_minor=bought.prices.total_minor,
            currency=stored.order.currency,
            obstacle=_obstacle(bought, market, basket),
            server_now=viewer.now,
        )
    )


def place(transaction: Transaction, viewer: Viewer, command: PlaceOrder, key: str) -> Answer:
    """Place a new order, or refuse; a refusal is an answer and is kept as one.

    Raises:
        ProblemError: No such order to order again, or a command that came too late.
    """
    connection, basket = transaction.connection, command.basket
    stored = _source(connection, viewer, basket)
    refuse_late(command.expires_at, viewer.now)
    market = market_of(connection, viewer, stored.order)
    bought = _bought(stored.order, market, basket)
    obstacle = _obstacle(bought, market, basket)
    if obstacle is not None:
        return problem(ProblemCode.PURCHASE_REFUSED, obstacle=obstacle)
    if command.seen_total_minor != bought.prices.total_minor:
        return problem(ProblemCode.ORDER_CHANGED, order_version=stored.order.version)
    order = _order(viewer, stored.order, bought, command, key)
    past = past_of(order)
    new = NewOrder(
        order=order,
        seller=stored.seller,
        policy=market.policy,
        policy_hash=market.policy_hash,
        past=past,
    )
    insert_orders(transaction, viewer.tenant, [rows_of(viewer.tenant, new, viewer.now)])
    tell(
        transaction,
        viewer,
        EventType.ORDER_PLACED,
        buyer_id=order.buyer_id,
        order_id=order.id,
        names=(order.id,),
        parameters={"number": order.number, "again_of": stored.order.id},
        sequence=len(past),
    )
    take_stock(transaction, viewer.tenant, bought.taken)
    if bought.coupon is not None:
        use_coupon(transaction, viewer.tenant, viewer.buyer_id, bought.coupon.id, order.id)
    return good(PlacedAnswer(order=order, server_now=viewer.now), CREATED)


def _source(connection: Connection, viewer: Viewer, basket: Basket) -> StoredOrder:
    stored = find_order(connection, viewer.tenant, viewer.buyer_id, id_in(basket.again_of))
    if stored is None:
        raise not_found()
    return stored


def _bought(source: Order, market: Market, basket: Basket) -> Purchase:
    return buy(
        source,
        [Pieces(variant_id=one.variant_id, quantity=one.quantity) for one in basket.lines],
        offers=market.offers,
        coupons=market.coupons,
        coupon_code=basket.coupon_code,
        payment_method=basket.payment_method,
        policy=market.policy,
    )


def _obstacle(bought: Purchase, market: Market, basket: Basket) -> ChangeObstacle | None:
    if market.is_denied:
        return ChangeObstacle.SELLER_DENIES
    if basket.payment_method is PaymentMethod.CASH_ON_DELIVERY and not market.has_cash:
        return ChangeObstacle.CASH_OFF
    return bought.obstacle


def _order(viewer: Viewer, source: Order, bought: Purchase, command: PlaceOrder, key: str) -> Order:
    """Return the new order; the same command gives the same ids, however often it is tried."""
    names = (viewer.buyer_id, key)
    total = bought.prices.total_minor
    is_cash = command.basket.payment_method is PaymentMethod.CASH_ON_DELIVERY
    order = Order(
        id=id_of(viewer.seed, viewer.now, "placed", *names),
        number=_number(viewer.seed, *names),
        seller_id=source.seller_id,
        buyer_id=viewer.buyer_id,
        market=source.market,
        currency=source.currency,
        status=OrderStatus.AWAITING_SHIPMENT if is_cash else OrderStatus.UNPAID,
        payment_state=PaymentState.CASH_ON_DELIVERY if is_cash else PaymentState.UNPAID,
        total_minor=total,
        lines=bought.lines,
        charges=bought.prices.charges,
        moments=Moments(placed_at=viewer.now),
        address=address_of(command.address, source.address.region),
        shipped_by_seller=source.shipped_by_seller,
    )
    chosen = Payment(id="payment-1", method=command.basket.payment_method, amount_minor=total)
    return replace(order, payments=(paid_at_door(order) if is_cash else chosen,))


def _number(seed: bytes, *names: str) -> str:
    """Return a number like those of other orders; nobody can guess the next one."""
    digest = hashlib.sha256(seed + "\0".join(("number", *names)).encode()).digest()
    return f"57{int.from_bytes(digest[:8]) % 10**16:016d}"
