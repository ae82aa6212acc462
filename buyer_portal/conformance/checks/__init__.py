"""What is checked, one file an area; importing this package fills the registry."""

from buyer_portal.conformance.checks import (
    cancelling,
    deadlines,
    deciding,
    events,
    features,
    idempotency,
    isolation,
    listing,
    money,
    problems,
    races,
    sessions,
    webhooks,
)

__all__ = [
    "cancelling",
    "deadlines",
    "deciding",
    "events",
    "features",
    "idempotency",
    "isolation",
    "listing",
    "money",
    "problems",
    "races",
    "sessions",
    "webhooks",
]
