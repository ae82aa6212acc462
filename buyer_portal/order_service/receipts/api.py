"""Change here the addresses of receipts, and of the key that they are signed with."""

from fastapi import APIRouter
from starlette.responses import Response

from buyer_portal.order_contract.receipts import AllReceipts, ReceiptAnswer, SigningKey, SigningKeys
from buyer_portal.order_service.answers import good
from buyer_portal.order_service.paths import id_in
from buyer_portal.order_service.receipts import use_cases
from buyer_portal.order_service.service import TheAsker, TheService
from buyer_portal.receipts.seal import Sealer

router = APIRouter(tags=["receipts"])


@router.get("/v1/receipts", response_model=AllReceipts)
async def read_receipts(service: TheService, asker: TheAsker) -> Response:
    """Return every receipt of the buyer ."""
    return (await service.read(asker, "receipts", use_cases.read_all)).response()


@router.get("/v1/receipts/{receipt_id}", response_model=ReceiptAnswer)
async def read_receipt(service: TheService, asker: TheAsker, receipt_id: str) -> Response:
    """Return a receipt with the document that was signed."""
    answer = await service.read(
        asker,
        "receipt",
        lambda connection, viewer: use_cases.read(connection, viewer, id_in(receipt_id)),
    )
    return answer.response()


@router.get("/v1/receipt-keys", response_model=SigningKeys)
async def read_keys(service: TheService) -> Response:
    """Return the public key that receipts are signed with, as a JSON Web Key Set."""
    sealer = Sealer(service.settings.receipt_seed)
    return good(SigningKeys(keys=(SigningKey.model_validate(sealer.jwk()),))).response()
