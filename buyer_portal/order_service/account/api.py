"""Change here the addresses of a buyer's own data."""

from collections.abc import Iterator
from typing import IO

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from starlette.background import BackgroundTask
from starlette.responses import Response

from buyer_portal.order_contract.account import AccountFacts, DeleteAccount
from buyer_portal.order_service.account.deletion import delete_account, facts
from buyer_portal.order_service.account.export import MEDIA_TYPE, export
from buyer_portal.order_service.answers import good
from buyer_portal.order_service.service import TheAsker, TheService

CHUNK_BYTES = 64 * 1024

router = APIRouter(prefix="/v1/me", tags=["account"])


@router.get("/account", response_model=AccountFacts)
async def read_account(service: TheService, asker: TheAsker) -> Response:
    """Return what stands in the way of deleting the account."""
    return good(await service.read(asker, "account", facts)).response()


@router.get(
    "/export",
    response_class=StreamingResponse,
    responses={200: {"content": {MEDIA_TYPE: {}}, "description": "All of the buyer's data."}},
)
async def export_data(service: TheService, asker: TheAsker) -> Response:
    """Return everything that is known of the buyer, as a ZIP."""
    file = await service.read(asker, "export", export, is_slow=True)
    return StreamingResponse(
        _chunks(file), media_type=MEDIA_TYPE, background=BackgroundTask(file.close)
    )


@router.post("/delete", status_code=204)
async def delete_me(service: TheService, asker: TheAsker, command: DeleteAccount) -> Response:
    """Delete the account; orders stay without whoever bought."""
    await service.change(
        asker,
        "delete_account",
        lambda transaction, viewer: delete_account(transaction, viewer, command),
    )
    return Response(status_code=204)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK_BYTES):
        yield chunk
