"""Change here how it is asked which of a tenant's orders another policy would decide differently.

Part of the testing API: policies are tried, nothing is stored.
"""

from datetime import datetime
from typing import Final, Literal

from pydantic import Field

from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.policy import Permission
from buyer_portal.order_contract.base import Message, Request

MOST_COMPARED: Final = 20_000
"""Orders, the newest; of more a tenant is told that there are."""
MOST_POLICY: Final = 24_000
"""Characters of a policy's text; the longest preset has 5,000."""


class TriedPolicy(Request):
    """A policy: a preset as it is, a text in a preset's place, a seller's text on top of it."""

    preset: str = Field(min_length=1, max_length=60)
    kind: Literal["preset", "market", "seller"] = "preset"
    source: str = Field(default="", max_length=MOST_POLICY)


class ComparePolicies(Request):
    """Which policies are asked; ``before`` left out: the one that each order was bought under."""

    after: TriedPolicy
    before: TriedPolicy | None = None


class ComparedAnswer(Message):
    """What a buyer is told who wants out of the whole order."""

    outcome: Permission
    causes: tuple[Cause, ...] = ()


class ComparedChange(Message):
    """One way in which answers change at a stage; ``examples`` are numbers of orders."""

    stage: OrderStatus
    before: ComparedAnswer
    after: ComparedAnswer
    count: int
    examples: tuple[str, ...]


class ComparedAspect(Message):
    """What else changes at a stage, while the answer stays."""

    stage: OrderStatus
    what: str
    count: int


class PolicyComparison(Message):
    """What two policies said of a tenant's orders; changes that take something away come first."""

    now: datetime
    orders: int
    are_all: bool
    changes: tuple[ComparedChange, ...]
    besides: tuple[ComparedAspect, ...]
