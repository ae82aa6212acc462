"""Change here how the counterparts behave that play by themselves: same seed, same behaviour."""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_contract.testing import PossibleStep

SLOW_AFTER: Final = timedelta(hours=20)
"""How long a slow seller lets a request lie, by the clock of the prototype."""


class Persona(StrEnum):
    """Who plays the seller, and with them the carrier."""

    NOBODY = "nobody"
    STRICT = "strict"
    KIND = "kind"
    SILENT = "silent"
    SLOW = "slow"
    CONTRADICTORY = "contradictory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """What a persona does now; ``says`` is the message of its words, empty for none.

    ``about`` is what it answers: the open request, or a question of the conversation.
    """

    step: str
    about: str
    seller_id: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What the buyer waits for, and what the persona has already done about it."""

    about: str
    is_request: bool
    waited: timedelta
    steps: Mapping[str, PossibleStep]
    done: frozenset[str]
    coin: bool
    """Falls the same way for the same seed and request."""


_Answer = tuple[str, str]
"""A step and the message of its words."""


def next_doing(
    persona: Persona,
    detail: OrderDetail,
    possible: Collection[PossibleStep],
    *,
    seed: str,
    done: Collection[tuple[str, str]],
) -> Doing | None:
    """Return the next thing a persona does, None while it waits or has nothing to answer.

    Args:
        done: What it has done before, as pairs of what it was about and the step.
    """
    answer = _ANSWERS.get(persona)
    asked = _asked(detail, possible, seed, done)
    if answer is None or asked is None:
        return None
    found = answer(asked)
    if found is None or found[0] in asked.done or found[0] not in asked.steps:
        return None
    step = asked.steps[found[0]]
    return Doing(step=step.step, about=asked.about, seller_id=step.seller_id, says=found[1])


def _asked(
    detail: OrderDetail,
    possible: Collection[PossibleStep],
    seed: str,
    done: Collection[tuple[str, str]],
) -> _Asked | None:
    steps = {one.step: one for one in possible}
    request = next(iter(detail.order.open_requests), None)
    if request is None and "seller-reject" not in steps:
        return None
    about = request.id if request else f"asked-{detail.order.id}-{detail.order.version}"
    return _Asked(
        about=about,
        is_request=request is not None,
        waited=detail.server_now - request.requested_at if request else timedelta(),
        steps=steps,
        done=frozenset(step for what, step in done if what == about),
        coin=hashlib.sha256(f"{seed} {about}".encode()).digest()[0] % 2 == 0,
    )


def _strict(_: _Asked) -> _Answer:
    return ("seller-reject", "studio.says.strict")


def _kind(asked: _Asked) -> _Answer:
    return ("seller-approve", "") if asked.is_request else ("seller-unlock", "studio.says.kind")


def _slow(asked: _Asked) -> _Answer | None:
    """Note that the request came, let it lie, then agree; questions are left unanswered."""
    if not asked.is_request:
        return None
    if "seller-receive" in asked.steps and "seller-receive" not in asked.done:
        return ("seller-receive", "")
    return ("seller-approve", "") if asked.waited >= SLOW_AFTER else None


def _contradictory(asked: _Asked) -> _Answer:
    """Promise the contrary of what follows."""
    if "seller-say" not in asked.done:
        return ("seller-say", "studio.says.no_way" if asked.coin else "studio.says.of_course")
    if asked.coin:
        return _kind(asked)
    return ("seller-reject", "studio.says.contradictory")


_ANSWERS: Final[Mapping[Persona, Callable[[_Asked], _Answer | None]]] = {
    Persona.STRICT: _strict,
    Persona.KIND: _kind,
    Persona.SLOW: _slow,
    Persona.CONTRADICTORY: _contradictory,
}
"""Nobody and a silent seller answer nothing."""
