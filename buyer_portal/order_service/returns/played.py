"""Change here how the testing API plays sellers and carriers of a return."""

from collections.abc import Callable, Mapping
from typing import Final

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.returns import Return
from buyer_portal.order_contract.testing import CounterpartStep
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.returns import counterparts
from buyer_portal.order_service.sessions.viewer import World

_Step = Callable[[Transaction, World, StoredOrder, CounterpartStep], StoredOrder]
_Act = Callable[[Transaction, World, StoredOrder, Return, CounterpartStep], StoredOrder]

_ACTS: Final[dict[str, _Act]] = {
    "return-approve": lambda transaction, world, stored, found, step: counterparts.approve(
        transaction, world, stored, found, Actor.SELLER, step.text, step.address
    ),
    "return-reject": lambda transaction, world, stored, found, step: counterparts.reject(
        transaction, world, stored, found, Actor.SELLER, step.reason
    ),
    "return-offer": lambda transaction, world, stored, found, step: counterparts.offer_part(
        transaction, world, stored, found, step.amount_minor, step.text
    ),
    "return-keep": lambda transaction, world, stored, found, _: counterparts.keep(
        transaction, world, stored, found, Actor.SELLER
    ),
    "return-arrive": lambda transaction, world, stored, found, _: counterparts.arrive(
        transaction, world, stored, found
    ),
    "return-receive": lambda transaction, world, stored, found, _: counterparts.receive(
        transaction, world, stored, found, Actor.SELLER
    ),
}


def _on_running(act: _Act) -> _Step:
    def take(
        transaction: Transaction, world: World, stored: StoredOrder, step: CounterpartStep
    ) -> StoredOrder:
        found = counterparts.running_return(transaction, world, stored, step.seller_id)
        return act(transaction, world, stored, found, step)

    return take


RETURN_STEPS: Final[Mapping[str, _Step]] = {name: _on_running(act) for name, act in _ACTS.items()}
"""What can be done about the running return of an order, by the last part of the address."""
