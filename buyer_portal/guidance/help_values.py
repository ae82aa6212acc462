"""Change here what an answer of the help is made of, and what it may look at."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from buyer_portal.domain.cancellations import Refund
from buyer_portal.guidance.situation import Situation
from buyer_portal.guidance.values import Parameter


class HelpTarget(StrEnum):
    """Where an answer leads; the portal has the addresses."""

    ORDER = "order"
    CHANGE = "change"
    REFUND = "refund"
    CONVERSATION = "conversation"
    REFUSE = "refuse"
    AGAIN = "again"
    POLICY = "policy"
    APPEAL = "appeal"
    SUPPORT = "support"
    STANDING = "standing"
    UPDATE = "update"
    ORDERS = "orders"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Money in a text."""

    minor: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A moment (aware UTC) of which a text only says the day."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A code in a text, by its message id."""

    key: str


HelpParameter = Parameter | Amount | Day | Word


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpFacts:
    """An order as just decided, with the money that is on its way back."""

    situation: Situation
    refunds: tuple[Refund, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpLine:
    """What holds for one order: one message, perhaps a second, and where it leads."""

    key: str
    parameters: dict[str, HelpParameter] = field(default_factory=dict[str, HelpParameter])
    more_key: str = ""
    target: HelpTarget = HelpTarget.ORDER
