"""Change here what a check is and how it is found."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from buyer_portal.conformance.kit import Kit

Run = Callable[[Kit], Awaitable[None]]


class Area(StrEnum):
    """A chapter of the report."""

    PROBLEMS = "problems"
    SESSIONS = "sessions"
    LIST = "list"
    DETAIL = "detail and decision"
    CANCELLING = "cancelling"
    IDEMPOTENCY = "idempotency"
    RACES = "races"
    DEADLINES = "deadlines"
    MONEY = "money"
    ISOLATION = "isolation"
    EVENTS = "events"
    WEBHOOKS = "webhooks"
    FEATURES = "features"


@dataclass(frozen=True, slots=True)
class Check:
    """One promise and how it is proved. ``is_reading``: it changes nothing and needs no tenant."""

    name: str
    area: Area
    promise: str
    run: Run
    is_reading: bool


CHECKS: Final[list[Check]] = []


def check(area: Area, promise: str, *, is_reading: bool = False) -> Callable[[Run], Run]:
    """Add a function to the kit; ``promise`` is one sentence of the contract."""

    def add(run: Run) -> Run:
        name = getattr(run, "__name__", promise).replace("_", "-")
        CHECKS.append(Check(name, area, promise, run, is_reading))
        return run

    return add
