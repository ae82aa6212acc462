"""Whether the service runs, and what it is."""

from fastapi import APIRouter
from starlette.responses import Response

from buyer_portal.order_contract.probes import Feature, Health, Readiness
from examples.shopify_order_service.asking import TheState, good

router = APIRouter()


@router.get("/healthz")
async def healthz() -> Response:
    return good(Health(status="ok"))


@router.get("/readyz")
async def readyz(state: TheState) -> Response:
    features = (Feature.TESTING,) if state.is_tested else ()
    return good(Readiness(status="ready", features=features, locales=("en", "vi", "id")))
