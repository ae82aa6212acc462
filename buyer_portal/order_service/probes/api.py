"""Change here what the probes say."""

from functools import cache

from fastapi import APIRouter
from sqlalchemy import text
from starlette.responses import Response

from buyer_portal.order_contract.probes import CONTRACT_VERSION, Feature, Health, Readiness
from buyer_portal.order_service.answers import good
from buyer_portal.order_service.migrate import schema_revision
from buyer_portal.order_service.service import TheService
from buyer_portal.routes import LOCALES
from buyer_portal.settings import Mode

router = APIRouter(tags=["probes"])


@router.get("/healthz", response_model=Health)
async def healthz() -> Response:
    """Say that the process answers."""
    return good(Health(status="ok")).response()


@router.get("/readyz", response_model=Readiness)
async def readyz(service: TheService) -> Response:
    """Say that the database answers too, and what this service is."""
    await service.database.read(lambda connection: connection.scalar(text("SELECT 1")))
    is_tested = service.settings.mode is not Mode.PRODUCTION
    return good(
        Readiness(
            status="ready",
            contract=CONTRACT_VERSION,
            features=tuple(one for one in Feature if is_tested or one is not Feature.TESTING),
            schema_revision=_revision(),
            minimum_client_build=service.settings.minimum_build,
            locales=LOCALES,
        )
    ).response()


@cache
def _revision() -> str:
    return schema_revision()
