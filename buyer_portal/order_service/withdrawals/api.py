"""Change here the addresses of withdrawing from a contract."""

from fastapi import APIRouter
from starlette.responses import Response

from buyer_portal.order_contract.withdrawals import DeclareWithdrawal, WithdrawalAnswer
from buyer_portal.order_service.answers import CREATED
from buyer_portal.order_service.paths import id_in
from buyer_portal.order_service.service import TheAsker, TheService
from buyer_portal.order_service.sessions.tickets import tenant_of
from buyer_portal.order_service.tenants.clock import real_now
from buyer_portal.order_service.withdrawals import use_cases

router = APIRouter(tags=["withdrawals"])


@router.post(
    "/v1/orders/{order_id}/withdrawal", response_model=WithdrawalAnswer, status_code=CREATED
)
async def withdraw_from_contract(
    service: TheService, asker: TheAsker, order_id: str, statement: DeclareWithdrawal
) -> Response:
    """Withdraw from the contract of one's own order."""
    answer = await service.command(
        asker,
        "withdraw_from_contract",
        order_id,
        statement,
        lambda transaction, viewer: use_cases.declare(
            transaction, viewer, id_in(order_id), statement
        ),
    )
    return answer.response()


@router.post("/v1/withdrawals", response_model=WithdrawalAnswer, status_code=CREATED)
async def withdraw_as_stranger(service: TheService, statement: DeclareWithdrawal) -> Response:
    """Withdraw without a session: name, order number and e-mail must belong together."""
    tenant = tenant_of(service.settings.ticket_key, statement.ticket, real=real_now())
    answer = await use_cases.declare_as_stranger(service.database, tenant, statement)
    return answer.response()
