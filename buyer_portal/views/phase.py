"""Change here how far a page's content is."""

from enum import StrEnum


class Phase(StrEnum):
    """How far something that is fetched has come."""

    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"
    MISSING = "missing"
