"""Change here the addresses of cancelling and withdrawing."""

from fastapi import APIRouter
from starlette.responses import Response

from buyer_portal.order_contract.cancellations import (
    CancellationAnswer,
    CancelOrder,
    WithdrawCancellation,
)
from buyer_portal.order_service.answers import CREATED
from buyer_portal.order_service.cancellations import use_cases
from buyer_portal.order_service.cancellations.fulfilment import scan
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.repository import find_order
from buyer_portal.order_service.paths import id_in
from buyer_portal.order_service.service import Asker, Service, TheAsker, TheService
from buyer_portal.order_service.sessions.viewer import Viewer, viewer_of

router = APIRouter(tags=["cancellations"])


@router.post(
    "/v1/orders/{order_id}/cancellations", response_model=CancellationAnswer, status_code=CREATED
)
async def cancel(
    service: TheService, asker: TheAsker, order_id: str, command: CancelOrder
) -> Response:
    """Cancel an order or some of its pieces, or ask the seller to."""
    if not service.faults.is_empty:
        await _let_carrier_be_faster(service, asker, order_id)
    answer = await service.command(
        asker,
        "cancel",
        order_id,
        command,
        lambda transaction, viewer: use_cases.cancel(transaction, viewer, id_in(order_id), command),
    )
    return answer.response()


@router.get("/v1/cancellations/{cancellation_id}", response_model=CancellationAnswer)
async def read_cancellation(service: TheService, asker: TheAsker, cancellation_id: str) -> Response:
    """Return a cancellation as it stands."""
    answer = await service.read(
        asker,
        "cancellation",
        lambda connection, viewer: use_cases.read(connection, viewer, id_in(cancellation_id)),
    )
    return answer.response()


@router.post("/v1/cancellations/{cancellation_id}/withdrawal", response_model=CancellationAnswer)
async def withdraw(
    service: TheService, asker: TheAsker, cancellation_id: str, command: WithdrawCancellation
) -> Response:
    """Take a pending request back."""
    answer = await service.command(
        asker,
        "withdraw",
        cancellation_id,
        command,
        lambda transaction, viewer: use_cases.withdraw(
            transaction, viewer, id_in(cancellation_id), command
        ),
    )
    return answer.response()


async def _let_carrier_be_faster(service: Service, asker: Asker, order_id: str) -> None:
    """Scan the parcel in a transaction of its own, where a test asked for that."""
    viewer = await service.database.read(
        lambda connection: viewer_of(connection, asker.session_hash)
    )
    if not service.faults.scans_before_cancel(viewer.tenant, order_id):
        return

    def take(transaction: Transaction, viewer: Viewer = viewer) -> None:
        stored = find_order(transaction.connection, viewer.tenant, viewer.buyer_id, order_id)
        if stored is not None:
            scan(transaction, viewer, stored)

    await service.database.write(take)
