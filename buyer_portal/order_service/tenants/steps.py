"""Change here what sellers, the carrier and the bank can do to an order of a test."""

from collections.abc import Callable, Iterator
from typing import Final

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.standing import AppealStatus
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.testing import CounterpartStep, PossibleStep, PossibleSteps
from buyer_portal.order_service.answers import FIRST_REFUSAL, Answer, ProblemError
from buyer_portal.order_service.cancellations import (
    fulfilment,
    requests,
    seller_answers,
    whole_orders,
)
from buyer_portal.order_service.conversations.counterparts import say
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.refunds import bank
from buyer_portal.order_service.refusals.counterparts import bring_back
from buyer_portal.order_service.returns.played import RETURN_STEPS
from buyer_portal.order_service.sessions.viewer import World
from buyer_portal.order_service.standing.use_cases import answer_appeal

_Step = Callable[[Transaction, World, StoredOrder, CounterpartStep], StoredOrder | Answer]
STEPS: Final[dict[str, _Step]] = {
    "carrier-scan": lambda transaction, world, stored, step: fulfilment.scan(
        transaction, world, stored, step.line_ids
    ),
    "pack": lambda transaction, world, stored, step: fulfilment.pack(
        transaction, world, stored, step.line_ids
    ),
    "deliver": lambda transaction, world, stored, step: fulfilment.deliver(
        transaction, world, stored, step.line_ids
    ),
    "bring-back": lambda transaction, world, stored, step: bring_back(
        transaction, world, stored, step.line_ids
    ),
    "strike-remove": lambda transaction, world, stored, step: answer_appeal(
        transaction, world, stored, AppealStatus.GRANTED, step.reason
    ),
    "strike-uphold": lambda transaction, world, stored, step: answer_appeal(
        transaction, world, stored, AppealStatus.DECLINED, step.reason
    ),
    "complete": lambda transaction, world, stored, _: fulfilment.complete(
        transaction, world, stored
    ),
    "bank-settle": lambda transaction, world, stored, _: bank.settle(transaction, world, stored),
    "bank-fail": lambda transaction, world, stored, _: bank.fail(transaction, world, stored),
    "seller-approve": lambda transaction, world, stored, step: seller_answers.approve(
        transaction, world, stored, Actor.SELLER, step.seller_id
    ),
    "seller-reject": lambda transaction, world, stored, step: seller_answers.reject(
        transaction, world, stored, Actor.SELLER, step.reason, step.seller_id
    ),
    "seller-unlock": lambda transaction, world, stored, step: seller_answers.unlock(
        transaction, world, stored, step.reason, step.seller_id
    ),
    "seller-receive": lambda transaction, world, stored, step: requests.receive(
        transaction, world, stored, step.seller_id
    ),
    "seller-hold": lambda transaction, world, stored, step: requests.hold(
        transaction, world, stored, step.seller_id
    ),
    "seller-say": lambda transaction, world, stored, step: say(
        transaction, world, stored, step.text, step.seller_id
    ),
    "seller-cancel": lambda transaction, world, stored, step: whole_orders.cancel_whole(
        transaction, world, stored, Actor.SELLER, step.reason, step.seller_id
    ),
    **RETURN_STEPS,
}

_OF_SELLERS: Final = ("seller-", "return-")
_WORDS: Final = "…"
"""What a step is tried with that is refused without words."""


def possible_steps(transaction: Transaction, world: World, stored: StoredOrder) -> PossibleSteps:
    """Return every step that would not be refused; nothing of the trials stays."""
    found = [
        PossibleStep(step=step, seller_id=seller_id, needs_words=needs_words)
        for step, seller_id in _trials(stored)
        if (needs_words := _tried(transaction, world, stored, step, seller_id)) is not None
    ]
    return PossibleSteps(steps=tuple(found), order_version=stored.order.version)


def _trials(stored: StoredOrder) -> Iterator[tuple[str, str]]:
    """Yield each step; those of sellers once a seller."""
    further = [part.seller_id for part in stored.order.further]
    for step in STEPS:
        sellers = (
            [stored.order.seller_id, *further] if further and step.startswith(_OF_SELLERS) else [""]
        )
        for seller_id in sellers:
            yield step, seller_id


def _tried(
    transaction: Transaction, world: World, stored: StoredOrder, step: str, seller_id: str
) -> bool | None:
    """Say whether a step needs words; None where it is not possible at all."""
    for words in ("", _WORDS):
        said = CounterpartStep(reason=words, text=words, seller_id=seller_id, amount_minor=1)
        trial = transaction.connection.begin_nested()
        try:
            after = STEPS[step](transaction, world, stored, said)
            if isinstance(after, Answer) and after.status >= FIRST_REFUSAL:
                return None  # refused, and noted as such
        except ProblemError as refusal:
            if refusal.code is not ProblemCode.INVALID_REQUEST:
                return None
        else:
            return bool(words)
        finally:
            trial.rollback()
    return None
