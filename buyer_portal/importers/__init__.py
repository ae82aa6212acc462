"""Payloads of other systems, read into orders with every reason for a refusal."""

from buyer_portal.importers.outcomes import (
    Caution,
    ImportedBuyer,
    ImportedCancellation,
    ImportedOrder,
    ImportedSeller,
    ImportNotice,
    Outcome,
    PayloadFormat,
    Place,
    Refusal,
    Rejection,
    RepeatedOrder,
)
from buyer_portal.importers.reading import read, read_bytes, read_stream

__all__ = [
    "Caution",
    "ImportNotice",
    "ImportedBuyer",
    "ImportedCancellation",
    "ImportedOrder",
    "ImportedSeller",
    "Outcome",
    "PayloadFormat",
    "Place",
    "Refusal",
    "Rejection",
    "RepeatedOrder",
    "read",
    "read_bytes",
    "read_stream",
]
