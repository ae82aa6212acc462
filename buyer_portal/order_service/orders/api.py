"""Change here the addresses of orders and decisions."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from buyer_portal.domain.orders import OrderTab
from buyer_portal.order_contract.orders import DecisionAnswer, OrderDetail, OrdersPage
from buyer_portal.order_service.answers import invalid
from buyer_portal.order_service.orders import use_cases
from buyer_portal.order_service.paths import id_in
from buyer_portal.order_service.service import TheAsker, TheService

router = APIRouter(tags=["orders"])

MAX_QUANTITY_DIGITS = 7
PieceText = Annotated[str, Field(json_schema_extra={"pattern": "^.+:0*[1-9][0-9]{0,6}$"})]


@router.get("/v1/orders", response_model=OrdersPage)
async def list_orders(  # noqa: PLR0917 - the filters of the list
    service: TheService,
    asker: TheAsker,
    tab: OrderTab = OrderTab.ALL,
    q: Annotated[str, Query(max_length=100)] = "",
    cursor: Annotated[str, Query(max_length=200)] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Response:
    """Return a page of the buyer's orders, newest first."""
    answer = await service.read(
        asker,
        "orders",
        lambda connection, viewer: use_cases.orders_page(
            connection, viewer, tab=tab, query=q, cursor=cursor, limit=limit
        ),
        is_slow=bool(q),
    )
    return answer.response()


@router.get("/v1/orders/{order_id}", response_model=OrderDetail)
async def read_order(service: TheService, asker: TheAsker, order_id: str) -> Response:
    """Return one order with all that its page prints."""
    answer = await service.read(
        asker,
        "order",
        lambda connection, viewer: use_cases.order_detail(connection, viewer, id_in(order_id)),
    )
    return answer.response()


@router.get("/v1/orders/{order_id}/decision", response_model=DecisionAnswer)
async def read_decision(
    service: TheService,
    asker: TheAsker,
    order_id: str,
    line: Annotated[list[PieceText] | None, Query(max_length=200)] = None,
) -> Response:
    """Return what cancelling would mean; each ``line`` is a line id, a colon and a quantity."""
    answer = await service.read(
        asker,
        "decision",
        lambda connection, viewer: use_cases.order_decision(
            connection, viewer, id_in(order_id), pieces_in(line or [])
        ),
    )
    return answer.response()


def pieces_in(lines: list[str]) -> dict[str, int] | None:
    """Return the pieces (line id → pieces) that a query names; None where it names none.

    Raises:
        ProblemError: One of them cannot be read.
    """
    pieces: dict[str, int] = {}
    for text in lines:
        line_id, _, quantity = text.rpartition(":")
        is_number = quantity.isascii() and quantity.isdigit()
        if not line_id or not is_number or len(quantity) > MAX_QUANTITY_DIGITS:
            raise invalid("line", "malformed")
        if line_id in pieces or int(quantity) == 0:
            raise invalid("line", "repeated" if line_id in pieces else "nothing")
        pieces[line_id] = int(quantity)
    return pieces or None
