"""Orders, decisions and cancellations."""

import re
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from buyer_portal.domain.orders import TAB_OF_STATUS, OrderTab
from buyer_portal.order_contract.cancellations import CancelOrder, WithdrawCancellation
from buyer_portal.order_contract.orders import DecisionAnswer, OrdersPage, SellerPolicy
from buyer_portal.order_contract.paths import KEY_HEADER
from buyer_portal.order_contract.problems import ProblemCode
from examples.shopify_order_service.adapting import POLICY
from examples.shopify_order_service.asking import TheSession, as_json, good
from examples.shopify_order_service.world import RefusedError, wrong

_KEY: Final = re.compile(r"[A-Za-z0-9_.:-]{8,128}")
_PIECE: Final = re.compile(r"(.+):0*([1-9][0-9]{0,6})")
router = APIRouter()


@router.get("/v1/orders")
async def list_orders(
    session: TheSession,
    tab: OrderTab = OrderTab.ALL,
    q: Annotated[str, Query(max_length=100)] = "",
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Response:
    world = session.world
    if cursor and not (cursor.isascii() and cursor.isdigit()):
        raise wrong("cursor", "unknown")
    found = [
        order
        for order in world.orders(session.buyer)
        if tab in {OrderTab.ALL, TAB_OF_STATUS[order.status]}
        and (q.lower() in f"{order.number} {order.lines[0].product_name}".lower())
    ]
    start = int(cursor or 0)
    more = str(start + limit) if len(found) > start + limit else ""
    return good(
        OrdersPage(
            orders=tuple(world.summary(one) for one in found[start : start + limit]),
            next_cursor=more, counts=world.counts(session.buyer), server_now=world.now,
        )
    )  # fmt: skip


@router.get("/v1/orders/{known}")
async def read_order(session: TheSession, known: str) -> Response:
    return good(session.world.detail(known, session.buyer))


@router.get("/v1/orders/{known}/decision")
async def read_decision(
    session: TheSession, known: str, line: Annotated[list[str] | None, Query()] = None
) -> Response:
    order = session.world.order(known, session.buyer)
    lines = {one.id for one in order.lines}
    pieces: dict[str, int] = {}
    for text in line or ():
        stated = _PIECE.fullmatch(text)
        if stated is None or stated[1] not in lines:
            raise wrong("line", "unknown")
        pieces[stated[1]] = int(stated[2])
    decision = session.world.decision(order, pieces or None)
    return good(
        DecisionAnswer(
            order_id=known, order_version=order.version, decision=decision,
            server_now=session.world.now,
        )
    )  # fmt: skip


@router.post("/v1/orders/{known}/cancellations")
async def cancel(
    request: Request, session: TheSession, known: str, command: CancelOrder
) -> Response:
    key = _key_of(request)
    status, text = session.world.once(session.buyer, key, known, command)
    return as_json(text, status)


@router.get("/v1/cancellations/{known}")
async def read_cancellation(session: TheSession, known: str) -> Response:
    return good(session.world.find_cancellation(known, session.buyer))


@router.post("/v1/cancellations/{known}/withdrawal")
async def withdraw(
    request: Request, session: TheSession, known: str, command: WithdrawCancellation
) -> Response:
    _key_of(request)
    del command  # nothing waits in this shop: there is nothing to take back
    session.world.find_cancellation(known, session.buyer)
    raise RefusedError(ProblemCode.NOT_WITHDRAWABLE)


@router.get("/v1/sellers/{known}/policy")
async def read_policy(session: TheSession, known: str) -> Response:
    if known != session.world.seller.id:
        raise RefusedError(ProblemCode.NOT_FOUND)
    since = datetime(2026, 1, 1, tzinfo=UTC)
    seller = session.world.seller
    return good(SellerPolicy(seller=seller, policy=POLICY, effective_from=since))


def _key_of(request: Request) -> str:
    key = request.headers.get(KEY_HEADER, "")
    if not _KEY.fullmatch(key):
        raise RefusedError(ProblemCode.KEY_MISSING)
    return key
