"""Change here the addresses of the standing ledger and of appeals."""

from fastapi import APIRouter
from starlette.responses import Response

from buyer_portal.order_contract.standing import AppealStrike, StandingAnswer, StrikeAnswer
from buyer_portal.order_service.answers import CREATED, good
from buyer_portal.order_service.paths import id_in
from buyer_portal.order_service.service import TheAsker, TheService
from buyer_portal.order_service.standing import use_cases

router = APIRouter(tags=["standing"])


@router.get("/v1/standing", response_model=StandingAnswer)
async def read_standing(service: TheService, asker: TheAsker) -> Response:
    """Return the buyer's strikes and what they take away."""
    return good(await service.read(asker, "standing", use_cases.read)).response()


@router.post(
    "/v1/standing/strikes/{strike_id}/appeal",
    response_model=StrikeAnswer,
    status_code=CREATED,
)
async def appeal(
    service: TheService, asker: TheAsker, strike_id: str, command: AppealStrike
) -> Response:
    """Ask support to remove a strike."""
    answer = await service.command(
        asker,
        "appeal_strike",
        strike_id,
        command,
        lambda transaction, viewer: use_cases.appeal(
            transaction, viewer, id_in(strike_id), command
        ),
    )
    return answer.response()
