"""Change here what is checked of strangers: another buyer's things look like nothing at all."""

from buyer_portal.conformance.exchanges import Reply
from buyer_portal.conformance.findings import NotCheckableError, expect
from buyer_portal.conformance.kit import UNKNOWN_ID, BuyerAtWork, Kit, cancel_body
from buyer_portal.conformance.registry import Area, check
from buyer_portal.order_contract.problems import ProblemCode


async def _two(kit: Kit) -> tuple[BuyerAtWork, BuyerAtWork]:
    people = await kit.people()
    if len(people) < 2:  # noqa: PLR2004 - one to look and one to be looked at
        raise NotCheckableError("one account was given; strangers need two")
    return people[0], people[1]


def _same(foreign: Reply, unknown: Reply, whose: str) -> None:
    foreign.refused(ProblemCode.NOT_FOUND, status=404)
    is_same = foreign.content == unknown.content
    foreign.must(is_same, f"{whose} looks like one that is nowhere", "something else")


@check(Area.ISOLATION, "Another buyer's order looks like an unknown one.", is_reading=True)
async def foreign_orders(kit: Kit) -> None:
    """Read it, its decision and its conversation."""
    one, two = await _two(kit)
    for order_id in (await two.all_orders())[:5]:
        for rest in ("", "/decision"):
            foreign = await one.get(f"/v1/orders/{order_id}{rest}")
            unknown = await one.get(f"/v1/orders/{UNKNOWN_ID}{rest}")
            _same(foreign, unknown, "another buyer's order")


@check(Area.ISOLATION, "No list and no search shows another buyer's orders.", is_reading=True)
async def foreign_lists(kit: Kit) -> None:
    """Compare the lists, and search for the other's number."""
    one, two = await _two(kit)
    common = set(await one.all_orders()) & set(await two.all_orders())
    expect(not common, "no common order", common)
    for card in (await two.orders()).orders[:3]:
        found = (await one.orders(q=card.number)).orders
        expect(not found, f"nothing for {card.number}", [found_one.id for found_one in found])


@check(Area.ISOLATION, "Another buyer's order cannot be commanded.")
async def foreign_commands(kit: Kit) -> None:
    """Cancel it, read its cancellation, take that back."""
    world = await kit.world(
        [{"key": "order", "buyer": "one", "status": "UNPAID"}],
        buyers=[{"key": "one"}, {"key": "two"}],
    )
    owner, stranger = await world.buyer("one"), await world.buyer("two")
    detail = await owner.order(world.order())
    foreign = await stranger.cancel(detail)
    unknown = await stranger.send(f"/v1/orders/{UNKNOWN_ID}/cancellations", cancel_body(detail))
    _same(foreign, unknown, "another buyer's order")
    made = await owner.cancelled(detail)
    foreign = await stranger.get(f"/v1/cancellations/{made.cancellation.id}")
    unknown = await stranger.get(f"/v1/cancellations/{UNKNOWN_ID}")
    _same(foreign, unknown, "another buyer's cancellation")
    body = {"expires_at": cancel_body(detail)["expires_at"]}
    foreign = await stranger.send(f"/v1/cancellations/{made.cancellation.id}/withdrawal", body)
    foreign.refused(ProblemCode.NOT_FOUND, status=404)
    told = await stranger.notifications()
    expect(not told, "no notification of another buyer's order", told)


@check(Area.ISOLATION, "Tenants are worlds of their own.")
async def foreign_tenants(kit: Kit) -> None:
    """Ask across tenants, in both directions."""
    first, second = await kit.world(), await kit.world()
    buyer, other = await first.buyer(), await second.buyer()
    for asker, foreign in ((buyer, second), (other, first)):
        reply = await asker.get(f"/v1/orders/{foreign.order()}")
        reply.refused(ProblemCode.NOT_FOUND, status=404)
    await buyer.cancelled(await buyer.order(first.order()))
    version = (await other.order(second.order())).order.version
    expect(version == 1, "an untouched order in the other tenant", version)
    foreign_events = [one for one in await second.events() if one.tenant != second.made.tenant]
    expect(not foreign_events, "events of this tenant alone", foreign_events)
