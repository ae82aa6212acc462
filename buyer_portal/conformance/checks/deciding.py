"""Change here what is checked of one order and of its decision."""

from buyer_portal.conformance.findings import expect
from buyer_portal.conformance.kit import BuyerAtWork, Kit
from buyer_portal.conformance.registry import Area, check
from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision_values import Decision
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.policy import Permission
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_contract.problems import ProblemCode

_OVER = frozenset(
    {OrderStatus.DELIVERED, OrderStatus.COMPLETED, OrderStatus.CANCELLED, OrderStatus.IN_TRANSIT}
)


async def details_of(buyer: BuyerAtWork, most: int = 20) -> list[OrderDetail]:
    """Return the buyer's newest orders."""
    return [await buyer.order(order_id) for order_id in (await buyer.all_orders())[:most]]


@check(Area.DETAIL, "An order's page says what its card says.", is_reading=True)
async def card_and_page_agree(kit: Kit) -> None:
    """Compare number, status, version and total."""
    buyer = await kit.reader()
    for card in (await buyer.orders()).orders:
        order = (await buyer.order(card.id)).order
        shown = (card.number, card.status, card.version, card.total_minor, card.currency)
        whole = (order.number, order.status, order.version, order.total_minor, order.currency)
        expect(shown == whole, f"the card's {shown}", whole)


@check(Area.DETAIL, "The decision asked for alone is the one on the page.", is_reading=True)
async def decisions_agree(kit: Kit) -> None:
    """Compare both, and ask about lines that are not there."""
    buyer = await kit.reader()
    for detail in await details_of(buyer):
        answer = await buyer.decision(detail.order.id)
        expect(answer.order_version == detail.order.version, "the same version", answer)
        same = _essence(answer.decision) == _essence(detail.decision)
        expect(same, f"{_essence(detail.decision)}", _essence(answer.decision))
    order_id = (await buyer.all_orders())[0]
    for wrong in ("no-such-line:1", "nonsense", "line-1:0"):
        reply = await buyer.get(f"/v1/orders/{order_id}/decision", {"line": wrong})
        reply.refused(ProblemCode.INVALID_REQUEST, status=422)


@check(Area.DETAIL, "What cannot be cancelled says why.", is_reading=True)
async def a_no_has_causes(kit: Kit) -> None:
    """Look at every decision that is not at once."""
    buyer = await kit.reader()
    for detail in await details_of(buyer):
        outcome, causes = detail.decision.outcome, detail.decision.causes
        if outcome is Permission.NONE:
            expect(causes, f"a cause on an order that is {detail.order.status}", "none")
        if detail.order.status in _OVER:
            is_off = outcome is not Permission.INSTANT
            expect(is_off, f"no cancelling at once of what is {detail.order.status}", outcome)


@check(Area.DETAIL, "The history tells the order's life, without gaps.", is_reading=True)
async def history_has_no_gaps(kit: Kit) -> None:
    """Look at sequences, moments and actors."""
    buyer = await kit.reader()
    for detail in await details_of(buyer):
        numbers = [entry.sequence for entry in detail.history]
        expect(numbers == sorted(set(numbers)), "rising sequences", numbers)
        actors = {entry.actor for entry in detail.history}
        expect(actors <= set(Actor), "actors of the contract", actors)
        late = [entry for entry in detail.history if entry.at > detail.server_now]
        expect(not late, "nothing of the future", late)


def _essence(decision: Decision) -> tuple[object, ...]:
    """Return what a buyer sees of a decision."""
    preview = decision.refund_preview
    total = preview.total_minor if preview else None
    return (decision.outcome, decision.causes, total, decision.deadlines)
