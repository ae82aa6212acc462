"""Change here what advice is made of."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from buyer_portal.domain.decision_values import Action, Cause

Parameter = datetime | int | str
"""Filled into a text by the views, which know language and time zone; moments are aware UTC."""


class Tone(StrEnum):
    """How advice sounds and looks."""

    INFO = "info"
    WAITING = "waiting"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One cause in words, and what to do about it, the best step first.

    ``title_key`` and ``body_key`` are message ids; ``parameters`` has a value for every placeholder
    of both. The label of a step is the message ``action.<kind>``.
    """

    cause: Cause
    tone: Tone
    title_key: str
    body_key: str
    steps: tuple[Action, ...]
    parameters: dict[str, Parameter]

    @property
    def first_step(self) -> Action | None:
        """The one to draw as the primary button; None when there is nothing to do."""
        return self.steps[0] if self.steps else None
